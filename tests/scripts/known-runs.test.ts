import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KNOWN_RUNS } from '../../scripts/known-runs.js';

test('every known run has digests, in the same order, and no other run has', () => {
  const digests: object = JSON.parse(readFileSync('tests/digests.json', 'utf8'));
  expect(Object.keys(digests)).toEqual(KNOWN_RUNS.map(({ name }) => name));
});
