import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { freshKernels } from './kernels.js';
import { publishedSession } from './lyapunov-session.js';

const golden = JSON.parse(readFileSync('tests/golden/lyapunov/published_session.json', 'utf8'));
const context = { kernels: () => freshKernels() };

describe('the published session, through the plain network and estimator', () => {
  // about 3.5 s a chaotic cell: 40 trajectories, 7000 steps, 4015 edges
  it.each(publishedSession(golden, golden.tolerance).map((one) => [one.name, one]))(
    'keeps the bounds of %s',
    (_, { check }) => {
      const comparisons = check(context);
      expect(comparisons.length).toBeGreaterThan(0);
      expect(comparisons.filter(({ error, bound }) => !(error <= bound))).toEqual([]);
    },
  );
});
