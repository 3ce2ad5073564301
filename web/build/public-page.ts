// A page that the door of the public serves beside the server's own: its script built by itself, so that nothing of the staff's app is in it
// or named by it. The server sends exactly what lies in dist/public (docs/decisions/web-stack.md).
import { defineConfig, type UserConfig } from 'vite';

import { compressed } from './compressed.ts';
import { screeningEngine } from './engine.ts';

interface PublicPage {
  /** What its script and style are called; the page names them so. */
  readonly name: string;
  readonly input: string;
  /** The first of them empties the folder. */
  readonly first: boolean;
}

export const publicPage = ({ name, input, first }: PublicPage): UserConfig =>
  defineConfig({
    plugins: [screeningEngine(), compressed()],
    build: {
      target: 'es2020', // phones of some years ago
      outDir: 'dist/public',
      emptyOutDir: first,
      assetsInlineLimit: 0,
      modulePreload: false,
      manifest: `.vite/${name}.json`,
      rolldownOptions: {
        input,
        output: {
          // The page names these two by their plain names; they are asked for again each time, and their chunks kept for ever.
          entryFileNames: `${name}.js`,
          assetFileNames: ({ names }) => (names.some((each) => each.endsWith('.css')) ? `${name}.css` : 'assets/[name]-[hash][extname]'),
        },
      },
      license: { fileName: `licences-${name}.md` },
    },
  });
