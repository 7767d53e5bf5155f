import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    disableConsoleIntercept: true,
    // a focused test hides the others: in CI it is an error
    allowOnly: process.env.CI === undefined,
    // the default leaves a core idle, which is half of a machine with two
    maxWorkers: '100%',
    // generous: a busy machine must not fail a test that a quiet one does in seconds
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
