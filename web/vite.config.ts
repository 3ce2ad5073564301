import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

import { compressed } from './build/compressed.ts';
import { screeningEngine } from './build/engine.ts';
import { layers } from './build/layers.ts';
import { serviceWorker } from './build/service-worker.ts';

// The address of a running server, for `npm run dev`: BUUAN_STAFF=http://127.0.0.1:8411
const staff = process.env['BUUAN_STAFF'] ?? 'http://127.0.0.1:8411';

// What every page stands on: one file, rather than a dozen small ones that compress badly and are asked for one by one.
const base = [
  /node_modules\/(react|react-dom|scheduler|wouter|regexparam|use-sync-external-store|openapi-fetch)\//,
  /src\/i18n\/(i18n|formats|problems|shell|shell\.vi)\.ts$/,
  /src\/api\/(client|problem)\.ts$/,
  /src\/counter\/item-id\.ts$/, // every command has an id, not the counter's alone
  /src\/app\/(store|session|connection|line-state|loaded|place|work-in-hand)\.ts$/,
  /src\/app\/waiting\.(tsx|css)$/,
  /src\/kit\/(button|dialog|field|verdict)\.(tsx|css)$/,
];

// What the counter stands on and its other pages use as well: likewise one file, or the counter's first key pays for every seam.
const counter = [
  /src\/counter\/(amounts|chosen-counter|citizen-card|citizen-number|crc32|day-rules|declaration-code|desk|flow|form|intake|mask|person-name|phone|pictures-underway|provinces|returning|rules|submission|verdicts|wrong)\.ts$/,
  /src\/pages\/counter\/(counter-tabs|current-desk|rules-context|with-rules)\.tsx?$/,
  /src\/print\/printing\.ts$/,
  /src\/screening\/screening\.ts$/,
];

const group = (name: string, modules: readonly RegExp[]) => ({ name, test: (id: string) => modules.some((each) => each.test(id)) });

export default defineConfig({
  plugins: [layers(), screeningEngine(), react(), serviceWorker(), compressed()],
  server: { host: '127.0.0.1', proxy: { '/api': staff, '/healthz': staff } },
  preview: { proxy: { '/api': staff, '/healthz': staff } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // The names of every page's chunks would stand in the counter's first script. Other pages learn of theirs one request later, from their
      // own chunk; the service worker has them all anyway.
      resolveDependencies: (file, needed) => (file.includes('counter') ? needed : needed.filter((each) => each.endsWith('.css'))),
    },
    chunkSizeWarningLimit: 400,
    manifest: true,
    rolldownOptions: { output: { codeSplitting: { groups: [group('base', base), group('counter', counter)] } } },
    license: { fileName: 'licences.md' },
  },
});
