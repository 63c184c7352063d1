import react from '@vitejs/plugin-react';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// The server replaces the placeholder with a fresh nonce in every answer.
const noncePlaceholder = '__NONCE__';

const server = process.env.ANXIN_SERVER ?? 'http://127.0.0.1:8080';

/** What a browser loads before the desk is there, in bytes after gzip. */
const budget = 380 * 1024;

/** Fails a build whose first page needs more script than the budget. */
function withinBudget(): Plugin {
  return {
    name: 'within-budget',
    generateBundle(_, bundle) {
      const needed = new Set<string>();
      const need = (name: string): void => {
        const chunk = bundle[name];
        if (chunk?.type !== 'chunk' || needed.has(name)) return;
        needed.add(name);
        chunk.imports.forEach(need);
      };
      const chunks = Object.values(bundle).filter((each) => each.type === 'chunk');
      chunks.filter((each) => each.isEntry).forEach((each) => need(each.fileName));
      const size = chunks.filter((each) => needed.has(each.fileName)).reduce((sum, each) => sum + gzipSync(each.code).length, 0);
      if (size > budget) this.error(`the first page needs ${size} bytes of script, the budget is ${budget}`);
    },
  };
}

export default defineConfig({
  plugins: [react(), withinBudget()],
  html: { cspNonce: noncePlaceholder },
  build: {
    outDir: 'dist/console',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // Inlined files would be data: addresses, which the content policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': { target: server },
      '/connection': { target: server, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
  },
});
