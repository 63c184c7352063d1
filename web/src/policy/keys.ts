export const keys = {
  all: ['policy'] as const,
  terms: ['policy', 'terms'] as const,
  books: (shop: string) => ['policy', 'books', shop] as const,
  ofCase: (id: string, said: Record<string, string>) => ['policy', 'case', id, said] as const,
};
