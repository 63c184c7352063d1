export const parts = ['basics', 'hours', 'departments', 'assignment', 'automation', 'policy', 'tickets', 'robots', 'limits', 'texts', 'delights'] as const;

/** A part of the settings of a shop. */
export type Part = (typeof parts)[number];

export function partOf(value: unknown): Part | undefined {
  return parts.find((part) => part === value);
}
