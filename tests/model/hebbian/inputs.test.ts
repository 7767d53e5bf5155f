import { describe, expect, it } from 'vitest';
import { MsmError } from '../../../src/errors.js';
import { randomSource } from '../../../src/method/random.js';
import { symmetrise } from '../../../src/model/hebbian/patterns.js';
import { PURPOSE } from '../../../src/model/hebbian/purposes.js';
import { HEBBIAN_SCHEMA } from '../../../src/model/hebbian/schema.js';
import { largestDifference, parameters, testRun } from './helpers.js';

const ULP = 2 ** -52;

describe('the random inputs', () => {
  it('J(0) is the symmetrised matrix of its normal draws', () => {
    const N = 11;
    const run = testRun({ N, K: 3 }, { seed: 7 });
    const address = run.kernels.allocate(8 * N * N);
    const scale = run.model.block.get('strength') / Math.sqrt(3);
    const at = { address, count: N * N, purpose: PURPOSE.initialCouplings, stream: 0, first: 0 } as const;
    randomSource(run.kernels, 7).normal(at, 0, scale);
    const A = run.kernels.f64(address, N * N).slice();
    // the same product of scale and draw, rounded once more in the fill
    expect(largestDifference(run.couplings(), symmetrise(A, N))).toBeLessThan(4 * ULP);
  });

  it('patterns are +-1, a share sqrt(rho) of the entries is masked to +1', () => {
    const run = testRun({ N: 400, K: 50, rho: 0.25, T: 1 }, { seed: 3 });
    const { block } = run.model;
    const all = Array.from({ length: 50 }, (_, mu) => [
      ...block.f64('slots').subarray(mu * 400, (mu + 1) * 400),
    ]).flat();
    expect(new Set(all)).toEqual(new Set([1, -1]));
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    // E xi = sqrt(rho) = 0.5, variance 0.75, 20,000 entries of seed 3, z-test at 4 standard errors (false alarm 6e-5)
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(0.75 / all.length));
  });

  it('the field shows patterns with their probabilities, for holds within their bounds', () => {
    const steps = 40_000;
    const run = testRun(
      { N: 2, K: 3, p: [0.6, 0.3, 0.1], tau_h: { min: 1, max: 4 }, tau_J: 'infinity', T: steps },
      { seed: 5, record: ['pattern'] },
    );
    run.advance(steps);
    const renewals = run.model.block.get('renewals');
    // mean hold 2, variance 2/3: the count of renewals is normal with variance steps (2/3)/8; 4 standard errors, alarm 6e-5
    expect(Math.abs(renewals - steps / 2)).toBeLessThan(4 * Math.sqrt((steps * 2) / 3 / 8));
    const shown = run.column('timeseries', 'pattern');
    const share = shown.filter((mu) => mu === 0).length / steps;
    // variance of the share: p (1-p) E[hold^2] / (E[hold] steps) = 0.24 (14/3) / (2 steps)
    expect(Math.abs(share - 0.6)).toBeLessThan(4 * Math.sqrt((0.24 * 14) / 3 / 2 / steps));
  });

  it('the same pattern may come twice running, and every step is renewed when the hold is one', () => {
    const run = testRun({ N: 2, K: 2, T: 100, tau_J: 'infinity' }, { record: ['pattern'] });
    run.advance(100);
    const shown = run.column('timeseries', 'pattern');
    expect(run.model.block.get('renewals')).toBe(100);
    expect(shown.some((mu, n) => n > 0 && mu === shown[n - 1])).toBe(true);
  });
});

describe('given inputs', () => {
  const refused = (given: object, inputs: object): string => {
    try {
      testRun(given as never, { inputs: inputs as never });
    } catch (error) {
      expect(error).toBeInstanceOf(MsmError);
      return (error as MsmError).message;
    }
    throw new Error('it was accepted');
  };

  it('are used as they are', () => {
    const patterns = Float64Array.from([1, -1, 1, -1, 1, 1]);
    const sigma0 = Float64Array.from([0.5, -0.5, 0]);
    const J0 = Float64Array.from([0, 0.1, 0.2, 0.1, 0, 0.3, 0.2, 0.3, 0]);
    const run = testRun({ N: 3, K: 2, T: 5 }, { inputs: { patterns, sigma0, J0 } });
    expect(run.couplings()).toEqual(J0);
    expect(run.sigma()).toEqual(sigma0);
  });

  it('must be legal states', () => {
    const asymmetric = Float64Array.from([0, 0.1, 0.2, 0]);
    expect(refused({ N: 2, K: 1 }, { J0: asymmetric })).toContain('symmetric');
    expect(refused({ N: 2, K: 1 }, { J0: Float64Array.from([1, 0, 0, 0]) })).toContain('diagonal');
    expect(refused({ N: 2, K: 1 }, { J0: Float64Array.from([0, Number.NaN, Number.NaN, 0]) })).toContain('finite');
    expect(refused({ N: 2, K: 1 }, { sigma0: Float64Array.from([0, 1.5]) })).toContain('neuron 1');
    expect(refused({ N: 2, K: 1, T: 10 }, { field: new Int32Array(9) })).toContain('9 entries');
    expect(refused({ N: 2, K: 2, T: 3 }, { field: Int32Array.from([0, 1, 2]) })).toContain('entry 2');
  });
});

describe('the schema', () => {
  const messages = (given: object): readonly string[] =>
    HEBBIAN_SCHEMA.compatible(parameters(given as never)).map(({ message }) => message);

  it('accepts its own defaults', () => {
    expect(messages({})).toEqual([]);
  });

  it.each([
    [{ K: 0.001, N: 10 }, /gives no pattern/],
    [{ p: [0.5, 0.5], K: 3 }, /2 probabilities, and K = 3/],
    [{ dt: 3 }, /stability/],
    [{ dt: 2.5, scheme: 'rk4', tau_s: 0.5 }, /stability/],
    [{ hold_time: 0.25, dt: 0.1 }, /whole number of steps/],
    [{ hold_time: 2, tau_h: 3 }, /give one/],
    [{ mode: 'faithful', scheme: 'rk4' }, /knows only euler/],
    [{ delay: 1 }, /memory-matrix/],
    [{ pattern_distribution: 'gaussian', rho: 0.2 }, /rho must be 0/],
    [{ T: 0.5 }, /shorter than one step/],
  ])('refuses %j with the reason', (given, reason) => {
    expect(messages(given).join('\n')).toMatch(reason);
  });

  it('counts 0.3/0.1 as three steps in the right mode and as the two of the original in the faithful mode', () => {
    const steps = (mode: string): number => testRun({ N: 2, K: 1, T: 0.3, dt: 0.1, mode }).model.steps;
    expect(steps('right')).toBe(3);
    expect(steps('faithful')).toBe(2);
  });
});

describe('divergence', () => {
  it('stops at the step with the variable and its index', () => {
    const given = { N: 8, K: 2, u: 1, T: 100, model_class: 'memory-matrix', mode: 'faithful' };
    const run = testRun(given);
    let error: unknown;
    try {
      run.advance(100);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(MsmError);
    const { code, data } = error as MsmError;
    expect(code).toBe('E_DIVERGED');
    expect(data).toMatchObject({ variable: 'Xi' });
    expect(data.step).toBe(run.model.step());
    // everything recorded before is finite
    expect(run.column('timeseries', 'energy').every(Number.isFinite)).toBe(true);
    expect(run.column('timeseries', 'energy')).toHaveLength(run.model.step());
  });
});

describe('what cannot be meant', () => {
  const refused = (given: object, inputs: object = {}, record: readonly string[] = ['distance']): string => {
    try {
      testRun(given as never, { inputs: inputs as never, record });
    } catch (error) {
      expect((error as MsmError).code).toBe('E_CONFIG');
      return (error as MsmError).message;
    }
    throw new Error('it was accepted');
  };
  const memory = { N: 4, K: 2, model_class: 'memory-matrix', delay: 1 };

  it('is refused: memories without the memory-matrix model, a hold beside a given field', () => {
    expect(refused({ N: 4, K: 2 }, {}, ['memories'])).toContain('memory-matrix');
    expect(refused({ N: 4, K: 2 }, { Xi0: new Float64Array(8) })).toContain('memory-matrix');
    expect(refused({ N: 4, K: 2, T: 3, tau_h: 2 }, { field: new Int32Array(3) })).toContain('--field');
  });

  it('is refused: transitions that are no probabilities', () => {
    expect(refused(memory, { Tra0: Float64Array.from([0, 0, 1, 0]) })).toContain('row 0');
    expect(refused(memory, { Tra0: Float64Array.from([1, 0, 1, -1]) })).toContain('negative');
  });

  it('is refused: transitions and memories that would overshoot', () => {
    const messages = (given: object): string =>
      HEBBIAN_SCHEMA.compatible(parameters({ model_class: 'memory-matrix', ...given } as never))
        .map(({ message }) => message)
        .join('\n');
    expect(messages({ delay: 1, tau_T: 0.5 })).toMatch(/overshoot/);
    expect(messages({ dt: 1.5, tau_s: 2 })).toMatch(/memories overshoot/);
    expect(messages({ delay: 1, tau_T: 2 })).toBe('');
  });
});

describe('the report of a run', () => {
  const summaryOf = (given: object, steps = 20): ReadonlyMap<string, number | null> => {
    const run = testRun({ T: steps, ...given } as never);
    run.advance(steps);
    return new Map(run.model.summary().map(({ name, value }) => [name, value]));
  };

  it('says whether the theory applies', () => {
    expect(summaryOf({ N: 20, K: 2 }).get('theory_applies')).toBe(1);
    for (const given of [{ u: 0.5 }, { tau_s: 2 }, { activation: 'sigmoid' }, { pattern_distribution: 'gaussian' }]) {
      expect(summaryOf({ N: 20, K: 2, ...given }).get('theory_applies'), JSON.stringify(given)).toBe(0);
    }
  });

  it('has no theory for a contraction beyond 2 or for the memory-matrix model, and a constant one for frozen synapses', () => {
    const beyond = summaryOf({ N: 8, K: 2, mode: 'faithful', tau_s: 2, tau_J: 1 });
    expect([beyond.get('theory_mean'), beyond.get('asymptote')]).toEqual([null, null]);
    expect(summaryOf({ N: 8, K: 2, model_class: 'memory-matrix' }).get('asymptote')).toBeNull();
    const frozen = summaryOf({ N: 8, K: 2, tau_J: 'infinity' });
    expect(frozen.get('asymptote')).toBe(frozen.get('theory_mean'));
  });

  it('of a state that stopped being finite in its last step is an error', () => {
    const given = { N: 8, K: 2, T: 3, model_class: 'memory-matrix', mode: 'faithful' };
    const run = testRun(given, { seed: 0 });
    run.advance(3);
    expect(() => run.model.summary()).toThrow(/Xi\[/);
  });
});
