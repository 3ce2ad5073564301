import { defineConfig } from 'vitest/config';

// What measures nothing but a clock is for ./dev e2e, on a machine that does nothing else.
const timed = process.env['BUUAN_TIMED'] === undefined ? [] : ['test/timed/**/*.test.ts'];

// The built app on the real server in a real browser; ./dev e2e. One thing at a time: there are two cores, and times are measured.
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts', 'test/budgets/**/*.test.ts', ...timed],
    globalSetup: ['test/e2e/global-setup.ts'],
    fileParallelism: false,
    pool: 'threads',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
