// The order of the layers of CSS, said at the head of every file: chunks arrive in any order, and the first that fills a layer would
// settle its place.
import type { Plugin } from 'vite';

const order = '@layer reset, tokens, base, kit, page;';

export const layers = (): Plugin => ({
  name: 'buuan-layers',
  enforce: 'pre',
  transform: (code, id) => (/\/src\/.*\.css$/.test(id) ? `${order}\n${code}` : null),
});
