import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    disableConsoleIntercept: true,
    // the default leaves a core idle, which is half of a machine with two
    maxWorkers: '100%',
    // generous: a busy machine must not fail a test that a quiet one does in seconds
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
