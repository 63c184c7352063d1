import { mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const out = resolve(import.meta.dirname, '../dist/customer');

// The demo shop is not part of the widget: its page leaves /w/ and stands beside it.
// Its style sheet stays under /w/assets, where the server already serves hashed files.
function moveStorefront(): Plugin {
  return {
    name: 'move-storefront',
    apply: 'build',
    closeBundle() {
      mkdirSync(`${out}/storefront`, { recursive: true });
      renameSync(`${out}/w/storefront/index.html`, `${out}/storefront/index.html`);
      rmdirSync(`${out}/w/storefront`);
    },
  };
}

// Vite wraps dynamic imports to preload the style sheets of their chunks. The only chunks here
// are the catalogues, which have none, and the wrapper would cost the buyer a kilobyte.
function plainImports(): Plugin {
  return {
    name: 'plain-imports',
    apply: 'build',
    enforce: 'pre',
    load(id) {
      return id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : null;
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/w/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [plainImports(), moveStorefront()],
  build: {
    target: 'es2022',
    outDir: `${out}/w`,
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        widget: resolve(import.meta.dirname, 'index.html'),
        task: resolve(import.meta.dirname, 'task/index.html'),
        giving: resolve(import.meta.dirname, 'giving/index.html'),
        progress: resolve(import.meta.dirname, 'progress/index.html'),
        storefront: resolve(import.meta.dirname, 'storefront/index.html'),
      },
      // One chunk for what both pages begin with packs better than six.
      output: { codeSplitting: { groups: [{ name: 'shared', test: /preact|src\/(ui|i18n)\/[^/]*\.tsx?$/ }] } },
    },
  },
  test: { environment: 'happy-dom', include: ['{src,loader}/**/*.test.{ts,tsx}'] },
});
