/** Rows are padded to a multiple of four neurons: with zeros that stay zeros, and that no sum sees. */
import { describe, expect, it } from 'vitest';
import { INTEGRATORS } from '../../../src/method/integrators.js';
import { directDistance, type TestRun, testRun } from './helpers.js';

const ULP = 2 ** -52;
const K = 3;
/** Three, two, one and no padding entries. */
const SIZES = [13, 14, 15, 16];
/** Arrays of rows of np numbers; those of stages have one row or four. */
const ROWS = ['sigma', 'field', 'diagonal', 'squares', 'slots', 'baseProducts', 'activity', 'memories', 'past'];
const STAGE_ROWS = ['stages', 'increments', 'activities', 'scratch'];

const cases = Object.keys(INTEGRATORS).flatMap((scheme) =>
  ['associative', 'memory-matrix'].map((model_class) => ({ scheme, model_class })),
);

/** Numbers in the padding of all rows that are not 0, as `name[place]`. */
function strayNumbers({ kernels, model: { block } }: TestRun): readonly string[] {
  const [n, np] = [block.get('n'), block.get('np')];
  const stray = [...ROWS, ...STAGE_ROWS].flatMap((name) =>
    [...block.f64(name)].flatMap((value, at) => (at % np >= n && value !== 0 ? [`${name}[${at}]`] : [])),
  );
  const rows = kernels.allocate(32 * np);
  for (let p = 0; p < np / 4; p++) {
    kernels.kernel('hebbian_coupling_rows')(block.address, p, rows);
    kernels.f64(rows, 4 * np).forEach((value, at) => {
      const [i, j] = [4 * p + Math.floor(at / np), at % np];
      if ((i >= n || j >= n) && value !== 0) stray.push(`J[${i}, ${j}]`);
    });
  }
  return stray;
}

/** -sigma.J sigma/2 - xi.sigma and the mean of squares of J off the diagonal, by loops over the neurons alone. */
function direct(run: TestRun): { readonly energy: number; readonly square: number } {
  const { block } = run.model;
  const N = block.get('n');
  const [J, sigma, xi] = [run.couplings(), run.sigma(), block.f64('slots').slice(0, N)];
  let [form, overlap, square] = [0, 0, 0];
  for (let i = 0; i < N; i++) {
    overlap += xi[i] * sigma[i];
    for (let j = 0; j < N; j++) {
      form += sigma[i] * J[i * N + j] * sigma[j];
      square += J[i * N + j] ** 2 / (N * (N - 1));
    }
  }
  return { energy: -form / 2 - overlap, square };
}

/** <J, J> = S + 2 k P + k^2 V. */
function carriedSquare({ model: { block } }: TestRun): number {
  const k = block.get('strength');
  return block.get('deviation') + 2 * k * block.get('projection') + k * k * block.get('hebbNorm');
}

describe.each(cases)('the padding of a run ($scheme, $model_class)', (variant) => {
  it.each(SIZES)('is zero from the first step on, and in no sum, with %i neurons', (N) => {
    // a sigmoid of a padding entry would be 1/2
    const given = { ...variant, N, K, u: 0.7, tau_s: 2, tau_J: 12, tau_h: 2, activation: 'sigmoid', T: 60 };
    const run = testRun(variant.model_class === 'associative' ? given : { ...given, delay: 2 });
    for (const steps of [0, 1, 59]) {
      run.advance(steps);
      run.kernels.kernel('hebbian_observe')(run.model.block.address, 0);
      expect(strayNumbers(run)).toEqual([]);
      const { energy, square } = direct(run);
      // 60 updates and sums of N^2 terms below 1 with a few roundings each
      const bound = (60 * 8 + N * N) * ULP;
      expect(Math.abs(run.model.block.get('energy') - energy)).toBeLessThan(bound);
      expect(Math.abs(run.model.block.get('deviation') - directDistance(run, K))).toBeLessThan(bound);
      expect(Math.abs(carriedSquare(run) - square)).toBeLessThan(bound);
    }
  });
});
