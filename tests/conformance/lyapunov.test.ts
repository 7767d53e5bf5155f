import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFile } from './index.js';
import { freshKernels } from './kernels.js';
import { lyapunovCases } from './lyapunov.js';

const context = { kernels: () => freshKernels() };
const golden = (name: string): string => `tests/golden/lyapunov/${name}.json`;

/** Kinds with their numbers of cases; the published session has a test file of its own. */
const KINDS: readonly (readonly [string, number])[] = [
  ['connectivity_trajectories', 14],
  ['divergence', 9],
  ['spectrum', 19],
  ['reference_systems', 11],
  ['mean_field', 10],
];

describe('conformance with the golden files of the Lyapunov estimators', () => {
  for (const [kind, count] of KINDS) {
    const cases = lyapunovCases(kind, JSON.parse(readFileSync(golden(kind), 'utf8'))) ?? [];

    it.each(cases.map((one) => [`${kind} / ${one.name}`, one]))('keeps the bounds of %s', (_, { check, notYet }) => {
      const comparisons = check(context);
      expect(notYet).toBeUndefined();
      expect(comparisons.length).toBeGreaterThan(0);
      expect(comparisons.filter(({ error, bound }) => !(error <= bound))).toEqual([]);
    });

    it(`covers every case of ${kind}`, () => {
      expect(cases).toHaveLength(count);
    });
  }

  it.each(['columns', 'columns_analysis'])('names %s as a later feature', (kind) => {
    expect(checkFile(golden(kind), context).map(({ notYet }) => notYet)).toEqual(['cortical columns']);
  });

  it('refuses a kind that it does not know', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'msm-golden-')), 'new.json');
    writeFileSync(path, JSON.stringify({ format: 'lyapunov/something_new', tolerance: {} }));
    expect(() => checkFile(path, context)).toThrow(/unknown kind/);
  });
});
