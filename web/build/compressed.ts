// Lays a .br and a .gz beside every file that gets smaller by it, so that the server only has to choose.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const worthIt = /\.(html|js|css|svg|json|wasm|webmanifest)$/;

export function compressed(): Plugin {
  let folder = '';
  return {
    name: 'buuan-compressed',
    apply: 'build',
    configResolved: (config) => void (folder = config.build.outDir),
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
          const path = join(folder, name);
          const done = existsSync(`${path}.gz`); // by another build into the same folder
          if (!worthIt.test(name) || !statSync(path).isFile() || done) continue;
          const plain = readFileSync(path);
          // The last percent of a large module would take longer than the rest of the build.
          const quality = plain.length > 300_000 ? 9 : constants.BROTLI_MAX_QUALITY;
          const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
          const gzip = gzipSync(plain, { level: 9 });
          if (brotli.length < plain.length) writeFileSync(`${path}.br`, brotli);
          if (gzip.length < plain.length) writeFileSync(`${path}.gz`, gzip);
        }
      },
    },
  };
}
