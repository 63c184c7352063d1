/** All that was heard in a conversation. */
export const heardKey = (id: string) => ['heard', id] as const;
