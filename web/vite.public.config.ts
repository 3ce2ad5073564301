// What the door of the public serves beside the server's own pages: the script of /khai-truoc, built by itself, so that nothing of the
// staff's app is in it or named by it. The server sends exactly what lies in dist/public (docs/decisions/web-stack.md).
import { defineConfig } from 'vite';

import { compressed } from './build/compressed.ts';
import { screeningEngine } from './build/engine.ts';

export default defineConfig({
  plugins: [screeningEngine(), compressed()],
  build: {
    target: 'es2020', // phones of some years ago
    outDir: 'dist/public',
    assetsInlineLimit: 0,
    modulePreload: false,
    manifest: true,
    rolldownOptions: {
      input: 'src/declare/main.ts',
      output: {
        // The page names these two by their plain names; they are asked for again each time, and their chunks kept for ever.
        entryFileNames: 'khai-truoc.js',
        assetFileNames: ({ names }) => (names.some((name) => name.endsWith('.css')) ? 'khai-truoc.css' : 'assets/[name]-[hash][extname]'),
      },
    },
    license: { fileName: 'licences.md' },
  },
});
