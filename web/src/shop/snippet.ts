/** What a merchant puts on a page. Options that are empty are left out. */
export function snippetOf(origin: string, shop: string, colour: string, language: string): string {
  const options = Object.entries({ 'data-shop': shop, 'data-color': colour, 'data-lang': language }).filter(([, value]) => value);
  return `<script async src="${origin}/widget.js"${options.map(([name, value]) => ` ${name}="${value}"`).join('')}></script>`;
}
