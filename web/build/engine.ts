// The screening's engine for the browser, which the app imports as `#engine.wasm?url`: CMake's target `wasm` makes it from the server's C++,
// in the folder that BUUAN_BUILD names, else in build/release or build/dev.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const root = resolve(import.meta.dirname, '../..');

function engineFile(): string {
  const given = process.env['BUUAN_BUILD'];
  const folders = given === undefined ? ['build/release', 'build/dev'] : [given];
  const files = folders.map((folder) => resolve(root, folder, 'web/screening/engine.wasm'));
  const found = files.find((file) => existsSync(file));
  if (found === undefined) throw new Error(`No engine for the browser at ${files.join(' or ')}: cmake --build --preset dev --target wasm`);
  return found;
}

export const screeningEngine = (): Plugin => ({
  name: 'screening-engine',
  enforce: 'pre',
  resolveId: (source) => (source === '#engine.wasm?url' ? `${engineFile()}?url` : null),
});
