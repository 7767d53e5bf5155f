import { defineConfig } from 'vitest/config';

/** Proofs over many seeds, minutes long: `npm run test:statistics`. */
export default defineConfig({
  test: {
    include: ['tests/**/*.statistics.ts'],
    disableConsoleIntercept: true,
    allowOnly: process.env.CI === undefined,
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
  },
});
