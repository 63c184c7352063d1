// What the console needs before any part about evidence is fetched.
export const keys = {
  all: ['evidence'] as const,
  ofCase: (id: string) => ['evidence', 'case', id] as const,
  custody: (id: string) => ['evidence', 'custody', id] as const,
};
