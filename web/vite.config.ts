import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

import { compressed } from './build/compressed.ts';
import { screeningEngine } from './build/engine.ts';
import { serviceWorker } from './build/service-worker.ts';

// The address of a running server, for `npm run dev`: BUUAN_STAFF=http://127.0.0.1:8411
const staff = process.env['BUUAN_STAFF'] ?? 'http://127.0.0.1:8411';

export default defineConfig({
  plugins: [screeningEngine(), react(), serviceWorker(), compressed()],
  server: { host: '127.0.0.1', proxy: { '/api': staff, '/healthz': staff } },
  preview: { proxy: { '/api': staff, '/healthz': staff } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
    manifest: true,
    license: { fileName: 'licences.md' },
  },
});
