import { expect, it } from 'vitest';
import { snippetOf } from './snippet';

it('names the shop, and what was chosen besides', () => {
  expect(snippetOf('https://desk.example.com', 'tea', '', '')).toBe('<script async src="https://desk.example.com/widget.js" data-shop="tea"></script>');
  expect(snippetOf('https://desk.example.com', 'tea', '#112233', 'en')).toBe('<script async src="https://desk.example.com/widget.js" data-shop="tea" data-color="#112233" data-lang="en"></script>');
});
