import { defineConfig } from 'vitest/config';

// Pure logic (*.test.ts) runs in Node; what draws (*.test.tsx) in a made-up document.
export default defineConfig({
  test: {
    pool: 'threads',
    isolate: false, // no test leaves anything behind
    projects: [
      { extends: true, test: { name: 'logic', environment: 'node', include: ['test/unit/**/*.test.ts', 'test/budgets/**/*.test.ts'] } },
      { extends: true, test: { name: 'view', environment: 'happy-dom', include: ['test/unit/**/*.test.tsx'] } },
    ],
  },
});
