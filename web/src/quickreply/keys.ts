export const keys = {
  all: ['quick-reply'] as const,
  ofShop: (shop: string) => ['quick-reply', 'shop', shop] as const,
  offers: (conversation: string) => ['quick-reply', 'offers', conversation] as const,
};
