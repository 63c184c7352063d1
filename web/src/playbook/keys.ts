export const keys = {
  all: ['playbooks'] as const,
  guides: ['playbooks', 'guide'] as const,
  /** What one conversation is guided by. */
  guide: (conversation: string) => ['playbooks', 'guide', conversation] as const,
  shelf: (shop: string) => ['playbooks', 'shelf', shop] as const,
  one: (id: string) => ['playbooks', 'one', id] as const,
};
