/** Whether the theory of the distance applies: one case a row of the table in docs/hebbian.md. */
import { describe, expect, it } from 'vitest';
import type { SummaryItem } from '../../../src/model/family.js';
import { LARGEST_MISFIT } from '../../../src/model/hebbian/theory-verdict.js';
import { type RunOptions, testRun } from './helpers.js';

type Given = { readonly [key: string]: number | string | boolean | readonly number[] | object | undefined };

/** Items of the summary at the end of a run. */
function summaryOf(given: Given, options: RunOptions = {}): ReadonlyMap<string, SummaryItem> {
  const run = testRun({ N: 20, K: 4, tau_J: 20, T: 100, ...given } as never, options);
  run.advance(run.model.steps);
  return new Map(run.model.summary().map((item) => [item.name, item]));
}

const verdict = (given: Given, inputs: RunOptions['inputs'] = {}): readonly [number | null | undefined, string] => {
  const item = summaryOf(given, { inputs }).get('theory_applies');
  return [item?.value, item?.reason ?? ''];
};

const APPLIES = [1, ''] as const;

/** A field of 100 steps that shows 0, 1, 2, 3, 0, ... */
const inTurn = Int32Array.from({ length: 100 }, (_, n) => n % 4);

/** `count` patterns of 20 entries of +-1, all different. */
const signs = (count: number): Float64Array =>
  Float64Array.from({ length: 20 * count }, (_, i) => ((i * 7 + Math.floor(i / 20) * 3) % 5 < 2 ? -1 : 1));

/** Couplings of one size off the diagonal. */
const couplings = (size: number): Float64Array =>
  Float64Array.from({ length: 400 }, (_, i) => (i % 21 === 0 ? 0 : size));

describe('the exact theory applies', () => {
  it.each([
    { name: 'one pattern of +-1 a step' },
    { name: 'holds', tau_h: 5 },
    { name: 'holds in time', hold_time: 3 },
    { name: 'holds of random length', tau_h: { min: 1, max: 6 } },
    { name: 'unequal probabilities', p: [0.4, 0.3, 0.2, 0.1] },
    { name: 'correlated patterns', rho: 0.3 },
    { name: 'dt and tau_s alike', dt: 0.5, tau_s: 0.5, T: 50 },
    { name: 'neurons opposite to the pattern, which make the same products', u: -200 },
    { name: 'frozen synapses, whatever the patterns', tau_J: 'infinity', pattern_distribution: 'gaussian', u: 0.1 },
  ])('to $name', ({ name: _, ...given }) => {
    expect(verdict(given)).toEqual(APPLIES);
  });

  it('to given patterns of +-1 and given couplings', () => {
    expect(verdict({ K: 2 }, { patterns: signs(2), J0: couplings(0.1) })).toEqual(APPLIES);
  });

  it('to a given field where no other order is possible', () => {
    expect(verdict({ K: 1 }, { field: new Int32Array(100) })).toEqual(APPLIES);
    expect(verdict({ K: 2, p: [0, 1] }, { field: new Int32Array(100).fill(1) })).toEqual(APPLIES);
  });
});

describe('the exact theory does not apply', () => {
  it.each([
    { name: 'nonlinear synapses', activation: 'tanh', reason: /g\(sigma\)/ },
    { name: 'both from the old state', scheme: 'euler-simultaneous', reason: /before the step/ },
    { name: 'rk4', scheme: 'rk4', reason: /gradually/ },
    { name: 'slow neurons', tau_s: 2, reason: /within a step, since dt is not tau_s/ },
    { name: 'gaussian patterns', pattern_distribution: 'gaussian', reason: /\+1 and -1/ },
    { name: 'a weak field', u: 2, reason: /in 100 of 100 steps/ },
  ])('to $name', ({ name: _, reason, ...given }) => {
    const [applies, found] = verdict(given);
    expect(applies).toBe(0);
    expect(found).toMatch(reason);
  });

  it('to a given field, with and without repeats: the theory averages over random orders', () => {
    const repeated = Int32Array.from({ length: 100 }, (_, n) => Math.floor(n / 10) % 4);
    for (const field of [repeated, inTurn, new Int32Array(100)])
      expect(verdict({}, { field })).toEqual([0, expect.stringMatching(/given order/)]);
    // pattern 0 has no probability: the only possible order is another one
    expect(verdict({ K: 2, p: [0, 1] }, { field: new Int32Array(100) })[0]).toBe(0);
  });

  it('to given patterns with other entries than +-1, also where their product with the neurons is N', () => {
    const patterns = signs(2).map((value, i) => value * (i % 2 === 0 ? 0.5 : 1.5));
    expect(verdict({ K: 2 }, { patterns })).toEqual([0, expect.stringMatching(/\+1 and -1/)]);
  });

  it('to neurons that come to the pattern only late in a run', () => {
    // couplings of 50 outweigh the field of 60 at first, and are gone after 50 steps
    const [applies, reason] = verdict({ u: 60 }, { J0: couplings(50) });
    expect(applies).toBe(0);
    const misses = Number(/in (\d+) of 100 steps/.exec(reason)?.[1]);
    expect(misses).toBeGreaterThan(3);
    expect(misses).toBeLessThan(80);
  });

  it('to neurons that the couplings hold at another pattern than the one shown', () => {
    expect(verdict({ k: 100 })).toEqual([0, expect.stringMatching(/did not come to the shown pattern/)]);
  });
});

describe('the published formulas', () => {
  const faithful = { mode: 'faithful' };

  it('apply to one random pattern of +-1 a step with equal probabilities, late in a run', () => {
    expect(verdict(faithful)).toEqual(APPLIES);
    expect(verdict({ ...faithful, p: [0.25, 0.25, 0.25, 0.25] })).toEqual(APPLIES);
    expect(verdict({ ...faithful, tau_J: 'infinity' })).toEqual(APPLIES);
    expect(verdict({ ...faithful, K: 1 })).toEqual(APPLIES);
  });

  it.each([
    { name: 'holds', tau_h: 2, reason: /tau_h is not 1/ },
    { name: 'holds of random length', tau_h: { min: 1, max: 3 }, reason: /tau_h is not 1/ },
    { name: 'unequal probabilities', p: [0.26, 0.25, 0.25, 0.24], reason: /equal probabilities/ },
    { name: 'slow neurons', tau_s: 2, reason: /within a step/ },
    { name: 'gaussian patterns', pattern_distribution: 'gaussian', reason: /\+1 and -1/ },
  ])('do not apply to $name', ({ name: _, reason, ...given }) => {
    expect(verdict({ ...faithful, ...given })).toEqual([0, expect.stringMatching(reason)]);
  });

  it('do not apply where their standard deviation is not that of the run: early, or with patterns that are no random ones', () => {
    expect(verdict({ ...faithful, N: 100, K: 8, tau_J: 1000, T: 200 })[1]).toMatch(
      /7\.\de-5, the exact one .* 1\.\de-4/,
    );
    const alike = Float64Array.from({ length: 40 }, () => 1);
    expect(verdict({ ...faithful, K: 2 }, { patterns: alike })[1]).toMatch(/couplings 0$/);
  });

  it('turn from not applying to applying as the published deviation comes within a tenth of the exact one', () => {
    const applies: number[] = [];
    for (let T = 2; T <= 41; T += 3) {
      const given = { N: 20, K: 4, T };
      const published = summaryOf({ ...faithful, ...given }).get('theory_std')?.value ?? 0;
      const exact = summaryOf(given).get('theory_std')?.value ?? 0;
      const isNear = Math.abs(published - exact) <= LARGEST_MISFIT * exact;
      expect(verdict({ ...faithful, ...given })[0], `T = ${T}`).toBe(isNear ? 1 : 0);
      applies.push(isNear ? 1 : 0);
    }
    // both sides of the threshold were looked at
    expect(new Set(applies).size).toBe(2);
  });

  it('have no meaning for a contraction of 2', () => {
    const items = summaryOf({ ...faithful, tau_s: 2, tau_J: 1 });
    expect(items.get('theory_applies')?.value).toBeNull();
    expect(items.get('theory_mean')).toMatchObject({ value: null, reason: expect.stringMatching(/below 2/) });
  });
});

describe('a model without theory', () => {
  it('says so, with the reason', () => {
    const items = summaryOf({ model_class: 'memory-matrix' });
    for (const name of ['theory_applies', 'theory_mean', 'asymptote']) {
      expect(items.get(name)).toMatchObject({ value: null, reason: expect.stringMatching(/memory-matrix/) });
    }
    expect(summaryOf({ tau_h: { min: 1, max: 3 } }).get('asymptote')?.reason).toMatch(/random length/);
  });
});

describe('the verdict does not depend on where a run was divided', () => {
  it('counts the same steps in pieces of one, seven and all', () => {
    const reasons = [1, 7, 100].map((piece) => {
      const run = testRun({ N: 20, K: 4, tau_J: 20, T: 100, u: 60 }, { inputs: { J0: couplings(50) } });
      for (let done = 0; done < 100; done += piece) run.advance(Math.min(piece, 100 - done));
      return run.model.summary().find(({ name }) => name === 'theory_applies')?.reason;
    });
    expect(reasons[0]).toMatch(/in \d+ of 100 steps/);
    expect(new Set(reasons).size).toBe(1);
  });
});

describe('the standard deviation of patterns that are all alike', () => {
  it('is exactly 0, not a few ulp that a residual would be thousands of', () => {
    for (const given of [{ K: 1 }, { K: 7, rho: 1 }, { K: 3, p: [0, 1, 0] }, { K: 3, p: [0.3, 0.3, 0.4], rho: 1 }]) {
      expect(summaryOf(given).get('theory_std')?.value, JSON.stringify(given)).toBe(0);
    }
    expect(summaryOf({ K: 1, mode: 'faithful' }).get('theory_std')?.value).toBe(0);
  });
});
