import { describe, expect, it } from 'vitest';
import { randomSource } from '../../../src/method/random.js';
import { scaled, toDense } from '../../../src/model/rate/connectivity.js';
import { RATE_MODULE } from '../../../src/model/rate/kernels.js';
import { RATE } from '../../../src/model/rate/model.js';
import { rateNetwork } from '../../../src/model/rate/plain.js';
import { PURPOSE } from '../../../src/model/rate/purposes.js';
import { freshKernels } from '../../conformance/kernels.js';
import { elementary, randomNetwork } from '../../method/lyapunov/helpers.js';
import { defaults, type Given, rateRun } from './run.js';

const [N, SEED] = [12, 3];
const W = randomNetwork(N, 0.4, 0.4, 5);
const initial = Float64Array.from({ length: 2 * N }, (_, i) => ((i * 37) % 41) / 41 - 0.5);
const small = { N, g: 2, trials: 2, T: 60, exponents: 1, transient: 7, align: 20, duration: 60, dt: 1 };
/** Roundings of sums of five terms below 3 over 150 steps, magnified by less than e^3. */
const ERROR = 1e-11;

/** States of the first trial before each step of the pairs, by plain code with the given input of each step. */
function plain(given: Given, inputOf: (step: number, unit: number) => number): readonly Float64Array[] {
  const input = new Float64Array(N);
  const options = { form: given.form as 'r' | 'x', method: given.scheme as 'euler' | 'rk4', dt: 1, tau: 20, input };
  const system = rateNetwork(scaled(W, 2), options, elementary);
  const u = initial.slice(0, N);
  return Array.from({ length: 60 }, (_, step) => {
    const before = u.slice();
    for (let i = 0; i < N; i++) input[i] = inputOf(step, i);
    system.step(u);
    return before;
  });
}

/** The noise of a step and unit, drawn alone. */
function noiseAt(step: number, unit: number): number {
  const kernels = freshKernels(RATE_MODULE);
  const address = kernels.allocate(8);
  const at = { address, count: 1, purpose: PURPOSE.inputNoise, stream: 1, first: step * N + unit } as const;
  randomSource(kernels, SEED).normal(at, 0, 1);
  return kernels.f64(address, 1)[0];
}

const variants = [
  { form: 'r', scheme: 'euler' },
  { form: 'x', scheme: 'euler' },
  { form: 'r', scheme: 'rk4' },
  { form: 'x', scheme: 'rk4' },
];

describe.each(variants)('input in the $form-form by $scheme', (variant) => {
  const compare = (given: Given, inputs: object, inputOf: (step: number, unit: number) => number): void => {
    const run = rateRun({ ...small, ...variant, ...given }, { W: toDense(W), initial, ...inputs }, ['rates'], SEED);
    run.finish();
    const [step, , trial, unit, rate] = run.rows.get('rates') as number[][];
    const expected = plain(variant, inputOf);
    let largest = 0;
    rate.forEach((value, at) => {
      if (trial[at] === 0) largest = Math.max(largest, Math.abs(value - expected[step[at]][unit[at]]));
    });
    expect(rate.length).toBe(60 * 2 * N);
    expect(largest).toBeLessThan(ERROR);
  };

  it('is constant, common and of each unit', () => {
    const current = Float64Array.from({ length: N }, (_, i) => 0.1 * i - 0.4);
    compare({ input: 0.3 }, { current }, (_, i) => 0.3 + current[i]);
  });

  it('is a sine of the time', () => {
    compare(
      { input: -0.1, input_amplitude: 0.7, input_period: 25 },
      {},
      (n) => -0.1 + 0.7 * Math.sin((2 * Math.PI * n) / 25),
    );
  });

  it('is a given array that repeats', () => {
    const drive = Float64Array.from({ length: 7 * N }, (_, i) => ((i * 29) % 31) / 31 - 0.5);
    compare({}, { drive }, (n, i) => drive[(n % 7) * N + i]);
  });

  it('is noise by position, the same for every trial', () => {
    compare({ noise: 0.5 }, {}, (n, i) => 0.5 * noiseAt(n, i));
  });
});

describe('noise', () => {
  const noisy = { ...small, noise: 0.5, input_amplitude: 0.2, input_phase: 'random' } as const;

  it('is the same in one piece and in small pieces, through all phases', () => {
    const whole = rateRun(noisy);
    whole.finish();
    const pieces = rateRun(noisy);
    while (pieces.model.step() < pieces.model.steps) pieces.advance(3);
    expect(pieces.model.block.bytes()).toEqual(whole.model.block.bytes());
  });

  it('does not depend on the number of trials: the first of two is the one of one', () => {
    const both = rateRun(noisy, { initial }, ['distance']);
    const one = rateRun({ ...noisy, trials: 1 }, { initial: initial.slice(0, N) }, ['distance']);
    for (const run of [both, one]) run.finish();
    const [, , trial, distance] = both.rows.get('distances') as number[][];
    expect(distance.filter((_, at) => trial[at] === 0)).toEqual((one.rows.get('distances') as number[][])[3]);
  });

  it('lets pairs without coupling converge at the bare rate: both see the same noise', () => {
    const run = rateRun({ ...noisy, g: 0, T: 200 }, {}, ['distance']);
    run.finish();
    const [step, , trial, distance] = run.rows.get('distances') as number[][];
    const of = (n: number) => distance[step.findIndex((value, at) => value === n && trial[at] === 0)];
    // 100 factors of 0.95; differences of rates near 1 at a distance of 1e-6 are rounded to 1e-10 of it
    expect(Math.abs(of(100) / (of(0) * 0.95 ** 100) - 1)).toBeLessThan(1e-8);
    expect(run.table('verdicts').verdict).toEqual(['entrained', 'entrained']);
  });

  it('changes the result with the seed, and no input leaves every bit as it was', () => {
    const bytes = (given: Given, seed: number): Uint8Array => {
      const run = rateRun({ ...small, ...given }, { W: toDense(W), initial }, [], seed);
      run.finish();
      return run.model.block.bytes();
    };
    expect(bytes({ noise: 0.1 }, 1)).not.toEqual(bytes({ noise: 0.1 }, 2));
    // without exponents: their first basis is drawn from the seed
    expect(bytes({ noise: 0, exponents: 0 }, 1)).toEqual(bytes({ noise: 0, exponents: 0 }, 2));
  });
});

describe('what input does not go with', () => {
  it.each([
    [{ noise: 0.1, mean_field: true }, /without input/],
    [{ input: 0.1, mean_field: true }, /without input/],
    [{ input_amplitude: 0.1, stop_at_rest: true }, /comes to rest/],
  ])('refuses %j', (given, reason) => {
    const messages = RATE.schema.compatible({ ...defaults, ...given } as never).map(({ message }) => message);
    expect(messages.join('\n')).toMatch(reason);
  });

  it('refuses numbers that are not finite, and a drive where rest is looked for', () => {
    const drive = new Float64Array(N);
    expect(() => rateRun({ ...small, stop_at_rest: true }, { drive })).toThrow(/--?drive/);
    expect(() => rateRun(small, { current: new Float64Array(N).fill(Number.NaN) })).toThrow(/current/);
  });
});
