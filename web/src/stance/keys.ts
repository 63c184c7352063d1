// What the console needs before the part itself is fetched.
export const keys = {
  all: ['stance'] as const,
  ofCase: (id: string) => ['stance', 'case', id] as const,
};
