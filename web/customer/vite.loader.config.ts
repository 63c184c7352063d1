import { resolve } from 'node:path';
import { defineConfig } from 'vite';

// The loader is one classic script: merchants paste a plain <script> tag.
export default defineConfig({
  root: import.meta.dirname,
  build: {
    target: 'es2020',
    outDir: resolve(import.meta.dirname, '../dist/customer'),
    emptyOutDir: false,
    lib: {
      entry: resolve(import.meta.dirname, 'loader/loader.ts'),
      formats: ['iife'],
      name: 'anxin',
      fileName: () => 'widget.js',
    },
  },
});
