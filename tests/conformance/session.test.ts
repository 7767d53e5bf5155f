import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../src/conformance/golden.js';
import { publishedSession } from '../../src/conformance/lyapunov/session.js';
import { contextOf, readGolden } from './reports.js';

const golden = goldenOf(readGolden('lyapunov/published_session'));
const cases = publishedSession(golden);

describe('the published session, through the plain network and estimator', () => {
  // 40 trajectories, 7000 steps, 4015 edges
  it.each(cases.map((one) => [one.name, one] as const))('keeps the bounds of %s', (_, one) => {
    const comparisons = 'check' in one ? one.check(contextOf()) : [];
    expect(comparisons.length).toBeGreaterThan(0);
    expect(comparisons.filter(({ error, bound }) => !(error <= bound))).toEqual([]);
  });

  it('has a case for each strength and one for what is drawn, which read every field', () => {
    expect(cases.map(({ name }) => name)).toEqual(['network', ...[1, 4, 7, 10, 13, 16, 19, 22].map((g) => `g = ${g}`)]);
    expect(golden.unread()).toEqual([]);
  });
});
