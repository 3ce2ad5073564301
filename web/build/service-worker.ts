// Builds src/sw.ts into one plain script, /sw.js, after everything else, and tells it which files the app consists of.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin, type ResolvedConfig } from 'vite';

export function serviceWorker(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'buuan-service-worker',
    apply: 'build',
    configResolved: (resolved) => void (config = resolved),
    closeBundle: {
      sequential: true,
      async handler() {
        const folder = join(config.root, config.build.outDir);
        const assets = readdirSync(join(folder, 'assets')).sort();
        // The page's own text counts: it may change while no hashed name does.
        const version = createHash('sha256').update(assets.join('\n')).update(readFileSync(join(folder, 'index.html')));
        await build({
          configFile: false,
          logLevel: 'warn',
          define: {
            __FILES__: JSON.stringify(['/', ...assets.map((name) => `/assets/${name}`)]),
            __VERSION__: JSON.stringify(version.digest('hex').slice(0, 16)),
          },
          build: {
            target: 'es2022',
            outDir: folder,
            emptyOutDir: false,
            copyPublicDir: false,
            lib: { entry: join(config.root, 'src/sw.ts'), formats: ['iife'], name: 'buuanServiceWorker', fileName: () => 'sw.js' },
          },
        });
      },
    },
  };
}
