import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** `unit`: everything beside the code, and the house. `e2e`: whole stories in a real Chromium, one file at a time. */
export default defineConfig({
  test: {
    // Two cores are what the smallest machine we care for has.
    maxWorkers: 2,
    // Long enough for a machine that does much else: nothing here asserts a time.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/{base,core,crypto,wire,device,relay,words,cli,testkit}/src/**/*.test.ts', 'tests/{*,system/*}.test.ts'],
          environment: 'node',
          globalSetup: ['tests/ground.ts'],
        },
      },
      {
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser'] },
        test: { name: 'web', include: ['packages/web/src/**/*.test.ts'], environment: 'node' },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
          testTimeout: 400_000,
          hookTimeout: 180_000,
          // A browser on two loaded cores may miss a frame; a story that needs its second chance says so in the output.
          retry: 1,
        },
      },
    ],
  },
});
