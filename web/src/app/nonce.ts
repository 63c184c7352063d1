/** What the server allows this page's styles by; undefined in development. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce;

/**
 * Gives the nonce to every style element that is made. The component library
 * does so for its own styles but forgets those that lock scrolling under a
 * dialog.
 */
export function giveNonce(): void {
  if (!nonce) return;
  const make = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = make(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce!;
    return element;
  };
}
