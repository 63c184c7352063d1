// What the console needs before any part about evidence is fetched.
export const keys = {
  all: ['evidence'] as const,
  ofCase: (id: string) => ['evidence', 'case', id] as const,
  /** How the goods of orders left; they come into cases from outside of the evidence. */
  photos: ['outbound'] as const,
  photosOfCase: (id: string) => ['outbound', 'case', id] as const,
  custody: (id: string) => ['evidence', 'custody', id] as const,
};
