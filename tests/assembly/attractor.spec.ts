import { attractor_energy } from '../../assembly/attractor/energy';
import { expectations } from '../../assembly/attractor/expectations';
import { attractor_learn_f64, attractor_weight_change_f64 } from '../../assembly/attractor/learn';
import { areFinite, coefficients, stateOfNode, states, statesAndCoefficients } from '../../assembly/attractor/nodes';
import { SAMPLING_MEAN, SAMPLING_SAMPLE } from '../../assembly/attractor/state';
import { dots_f64 } from '../../assembly/linalg/vectors';
import {
  cb_density_f64,
  cb_entropy_f64,
  cb_sample_f64,
  cb_sample_f64x2,
  cb_sample_literal_f64,
  log_partition_array_f64,
  log_partition_f64,
  log_partition_f64x2,
  mean_and_log_partition_f64x2,
} from '../../assembly/math/continuous-bernoulli';
import {
  langevin_f64,
  langevin_f64x2,
  langevin_inverse_f64,
  langevin_literal_f64,
  langevin_slope_f64,
} from '../../assembly/math/langevin';
import { at, put } from './dense';

/** Nodes, and nodes with padding. */
const N: i32 = 10;
const NP: i32 = 12;
const J = memory.data(8 * 12 * 12);
const BEFORE = memory.data(8 * 12 * 12);
const S = memory.data(8 * 12);
const A = memory.data(8 * 12);
const B = memory.data(8 * 12);
const U = memory.data(8 * 12);
const FIELD = memory.data(8 * 12);
const OTHER = memory.data(8 * 12);
const PSI = memory.data(8 * 12);
const OUT = memory.data(8 * 8);

/** Arguments on both sides of every branch. */
const HARD: StaticArray<f64> = [
  0.0, -0.0, 5e-324, -1e-310, 1e-20, 1e-8, -0.3, 0.999, 1.0, -1.001, 1.999, 2.0, 7.5, -400.0, 1e6,
];

/** Nodes of more than two groups that are done at a time, and arrays for them. */
const MANY: i32 = 148;
const DRIVES = memory.data(8 * 148);
const NONE = memory.data(8 * 148);
const CHANCES = memory.data(8 * 148);
const DRAWN = memory.data(8 * 148);
const LEARNED = memory.data(8 * 148);
const OFFSETS = memory.data(8 * 148);
const AGAIN = memory.data(8 * 148);

/** Columns of more than a round of the learning update on both sides of the diagonal. */
const WIDE: i32 = 36;
const WEIGHTS = memory.data(8 * 36 * 36);
const WEIGHTS_BEFORE = memory.data(8 * 36 * 36);

/** Arguments whose exponentials or quotients are not normal numbers, or nothing. */
const FAR: StaticArray<f64> = [353.9, -354.1, 372.6, 800.0, -1e100, 1e280, -1e290, 1.7e308, Infinity, -Infinity, NaN];

/** Uniforms, down to those that are lost beside any other number. */
const RARE: StaticArray<f64> = [
  0.0, 5e-324, 1e-310, 1e-300, 9.9e-281, 1.1e-280, 1e-200, 1e-20, 1.1102230246251565e-16, 0.25, 0.5, 0.75,
  0.9999999999999999,
];

/** Whether the bits are those that are expected; any NaN is as good as another. */
function same(x: f64, expected: f64): bool {
  return reinterpret<u64>(x) == reinterpret<u64>(expected) || (x != x && expected != expected);
}

/** Drives with |t| from `least` on, of both signs, and at node `odd` the given one. */
function drives(least: f64, odd: i32, t: f64): void {
  for (let i = 0; i < MANY; i++) {
    const size = least * (1 + <f64>i * <f64>i * 0.05);
    put(DRIVES, i, i % 3 == 0 ? -size : size);
    put(CHANCES, i, (<f64>i + 0.25) / <f64>MANY);
  }
  put(DRIVES, odd, t);
}

/** How many of the samples are not those of their drives and uniforms. */
function wrongSamples(): i32 {
  let wrong = 0;
  for (let i = 0; i < MANY; i++) {
    if (!same(at(DRAWN, i), cb_sample_f64(at(DRIVES, i), at(CHANCES, i)))) wrong++;
  }
  return wrong;
}

/** n numbers in [-scale, scale), zeros up to the padding. */
function fill(base: usize, n: i32, np: i32, seed: u32, scale: f64): void {
  let state = seed;
  for (let i = 0; i < np; i++) {
    state = state * 1664525 + 1013904223;
    put(base, i, i < n ? scale * (<f64>state / 2147483648.0 - 1.0) : 0);
  }
}

function fillMatrix(): void {
  for (let i = 0; i < NP; i++) fill(J + 8 * i * NP, i < N ? N : 0, NP, 100 + i, 1.5);
}

describe('the learning update', () => {
  it('adds the outer product off the diagonal, row by row', () => {
    fillMatrix();
    fill(S, N, NP, 1, 1.0);
    fill(A, N, NP, 2, 0.1);
    memory.copy(BEFORE, J, 8 * NP * NP);
    attractor_learn_f64(J, NP, A, S, FIELD);
    for (let i = 0; i < NP; i++) {
      for (let j = 0; j < NP; j++) {
        const old = at(BEFORE, i * NP + j);
        expect<f64>(at(J, i * NP + j)).toBe(i == j ? old : old + at(A, i) * at(S, j));
      }
    }
  });
  it('makes the field that a product with the new weights has, to the last bit', () => {
    dots_f64(J, NP, NP, S, OTHER);
    for (let i = 0; i < NP; i++) expect<f64>(at(FIELD, i)).toBe(at(OTHER, i));
  });
  it('does so in networks of any number of columns', () => {
    for (let np = 4; np <= WIDE; np += 4) {
      for (let i = 0; i < np * np; i++) put(WEIGHTS, i, <f64>((i * 7919) % 1009) / 500.0 - 1.0);
      memory.copy(WEIGHTS_BEFORE, WEIGHTS, 8 * np * np);
      fill(DRAWN, np, np, 8, 1.0);
      fill(LEARNED, np, np, 9, 0.1);
      attractor_learn_f64(WEIGHTS, np, LEARNED, DRAWN, DRIVES);
      let wrong = 0;
      for (let i = 0; i < np * np; i++) {
        const row = i / np,
          column = i % np;
        const old = at(WEIGHTS_BEFORE, i);
        const learned = row == column ? old : old + at(LEARNED, row) * at(DRAWN, column);
        if (at(WEIGHTS, i) != learned) wrong++;
      }
      expect<i32>(wrong).toBe(0);
      dots_f64(WEIGHTS, np, np, DRAWN, CHANCES);
      for (let i = 0; i < np; i++) expect<f64>(at(DRIVES, i)).toBe(at(CHANCES, i));
    }
  });
  it('leaves the padding zero', () => {
    for (let i = 0; i < NP; i++) {
      for (let j = 0; j < NP; j++) if (i >= N || j >= N) expect<f64>(at(J, i * NP + j)).toBe(0);
    }
    for (let i = N; i < NP; i++) expect<f64>(at(FIELD, i)).toBe(0);
  });
  it('knows the squared change without looking at the weights', () => {
    let sum: f64 = 0;
    for (let i = 0; i < N; i++) {
      for (let j = 0; j < N; j++) if (i != j) sum += at(A, i) * at(S, j) * (at(A, i) * at(S, j));
    }
    expect<f64>(abs(attractor_weight_change_f64(A, S, NP) - sum)).toBeLessThan(1e-15 * sum);
  });
  it('changes nothing in a network of one node', () => {
    memory.fill(J, 0, 8 * 16);
    put(J, 0, 0.7);
    fill(S, 1, 4, 3, 1.0);
    fill(A, 1, 4, 4, 1.0);
    attractor_learn_f64(J, 4, A, S, FIELD);
    expect<f64>(at(J, 0)).toBe(0.7);
    expect<f64>(at(FIELD, 0)).toBe(0.7 * at(S, 0));
    expect<f64>(attractor_weight_change_f64(A, S, 4)).toBe(0);
  });
});

describe('what a node does', () => {
  it('is the same alone and beside others', () => {
    fill(B, N, NP, 5, 4.0);
    fill(FIELD, N, NP, 6, 3.0);
    for (let i = 0; i < NP; i++) put(U, i, (<f64>i + 0.25) / <f64>NP);
    for (let literal = 0; literal < 2; literal++) {
      for (let sampling = SAMPLING_SAMPLE; sampling <= SAMPLING_MEAN; sampling++) {
        states(literal, sampling, NP, 0.7, B, FIELD, U, S);
        for (let i = 0; i < N; i++) {
          const t = 0.7 * (at(B, i) + at(FIELD, i));
          expect<f64>(at(S, i)).toBe(stateOfNode(literal, sampling, t, at(U, i)));
        }
      }
    }
  });
  it('draws the samples of its law beside nodes of any drive, with any uniform', () => {
    for (let k = 0; k < 2 * HARD.length; k++) {
      const t = k < HARD.length ? HARD[k] : -2 * HARD[k - HARD.length];
      for (let r = 0; r < RARE.length; r++) {
        const odd = (7 * k + 11 * r) % MANY;
        drives(k % 2 == 0 ? 1.0 : 0.9, odd, t);
        put(CHANCES, odd, RARE[r]);
        states(0, SAMPLING_SAMPLE, MANY, 1, DRIVES, NONE, CHANCES, DRAWN);
        expect<i32>(wrongSamples()).toBe(0);
      }
    }
  });
  it('draws them from drives that are not finite, and at the ends', () => {
    for (let r = 0; r < RARE.length; r++) {
      drives(1, 70, NaN);
      put(DRIVES, 71, Infinity);
      put(DRIVES, 90, -Infinity);
      for (let i = 0; i < MANY; i++) put(CHANCES, i, RARE[r]);
      states(0, SAMPLING_SAMPLE, MANY, 1, DRIVES, NONE, CHANCES, DRAWN);
      expect<i32>(wrongSamples()).toBe(0);
    }
  });
  it('predicts with the bits of the function, beside nodes of any field', () => {
    for (let k = 0; k < 2 * HARD.length; k++) {
      const odd = (13 * k) % MANY;
      drives(k % 2 == 0 ? 1.0 : 0.9, odd, k < HARD.length ? HARD[k] : -Infinity);
      for (let i = 0; i < MANY; i++) put(DRAWN, i, 1 - 2 * at(CHANCES, i));
      coefficients(0, MANY, 0.1, 0, 1, NONE, DRIVES, DRAWN, LEARNED);
      let wrong = 0;
      for (let i = 0; i < MANY; i++) {
        if (!same(at(LEARNED, i), 0.1 * (at(DRAWN, i) - langevin_f64(at(DRIVES, i))))) wrong++;
      }
      expect<i32>(wrong).toBe(0);
    }
  });
  it('draws and predicts at once what it does one after the other', () => {
    for (let k = 0; k < 2 * HARD.length; k++) {
      const odd = (17 * k) % MANY;
      drives(k % 2 == 0 ? 1.0 : 0.9, odd, k < HARD.length ? HARD[k] : 0.5);
      put(CHANCES, odd, RARE[k % RARE.length]);
      for (let i = 0; i < MANY; i++) put(OFFSETS, i, k < HARD.length ? 3.0 - <f64>i / 20.0 : 40.0);
      for (let way = 0; way < 4; way++) {
        const literal = way & 1,
          sampling = way < 2 ? SAMPLING_SAMPLE : SAMPLING_MEAN;
        statesAndCoefficients(literal, sampling, MANY, 0.9, OFFSETS, DRIVES, CHANCES, DRAWN, 0.1, 1, 0.8, LEARNED);
        states(literal, sampling, MANY, 0.9, OFFSETS, DRIVES, CHANCES, AGAIN);
        coefficients(literal, MANY, 0.1, 1, 0.8, OFFSETS, DRIVES, AGAIN, NONE);
        let wrong = 0;
        for (let i = 0; i < MANY; i++) {
          if (!same(at(DRAWN, i), at(AGAIN, i)) || !same(at(LEARNED, i), at(NONE, i))) wrong++;
        }
        expect<i32>(wrong).toBe(0);
      }
    }
    memory.fill(NONE, 0, 8 * MANY);
  });
  it('learns from the state less its prediction', () => {
    fill(S, N, NP, 7, 1.0);
    coefficients(0, NP, 0.1, 1, 0.5, B, FIELD, S, A);
    for (let i = 0; i < N; i++) {
      expect<f64>(at(A, i)).toBe(0.1 * (at(S, i) - langevin_f64(0.5 * (at(B, i) + at(FIELD, i)))));
    }
    coefficients(1, NP, 0.1, 0, 1, B, FIELD, S, A);
    for (let i = 0; i < N; i++) expect<f64>(at(A, i)).toBe(0.1 * (at(S, i) - langevin_literal_f64(at(FIELD, i))));
    for (let i = N; i < NP; i++) expect<f64>(at(A, i)).toBe(0);
  });
  it('is noticed when it is not finite', () => {
    expect<bool>(areFinite(S, NP)).toBe(true);
    put(S, 3, Infinity);
    expect<bool>(areFinite(S, NP)).toBe(false);
    put(S, 3, NaN);
    expect<bool>(areFinite(S, NP)).toBe(false);
  });
});

describe('expectations', () => {
  it('are the mean and the log partition of each node, beside nodes of any drive', () => {
    for (let k = 0; k < 2 * HARD.length + FAR.length; k++) {
      const odd = (19 * k) % MANY;
      const hard =
        k < HARD.length ? HARD[k] : k < 2 * HARD.length ? -2 * HARD[k - HARD.length] : FAR[k - 2 * HARD.length];
      drives(k % 2 == 0 ? 1.0 : 0.9, odd, hard);
      memory.fill(NONE, 0, 8 * MANY);
      expectations(MANY, NONE, DRIVES, DRAWN, LEARNED);
      let wrong = 0;
      for (let i = 0; i < MANY; i++) {
        const t = at(NONE, i) + at(DRIVES, i);
        if (!same(at(DRAWN, i), langevin_f64(t)) || !same(at(LEARNED, i), log_partition_f64(t))) wrong++;
      }
      expect<i32>(wrong).toBe(0);
    }
  });
});

describe('the free energy', () => {
  it('is the sum of its parts', () => {
    fillMatrix();
    fill(S, N, NP, 8, 1.0);
    fill(B, N, NP, 9, 5.0);
    dots_f64(J, NP, NP, S, FIELD);
    log_partition_array_f64(B, PSI, NP);
    attractor_energy(J, NP, FIELD, B, PSI, A, OTHER, 0, OUT);
    let accuracy: f64 = 0,
      complexity: f64 = 0,
      form: f64 = 0;
    for (let i = 0; i < N; i++) {
      const c = at(B, i) + at(FIELD, i);
      accuracy += at(B, i) * langevin_f64(c);
      complexity += log_partition_f64(at(B, i)) - log_partition_f64(c) + at(FIELD, i) * langevin_f64(c);
      for (let j = 0; j < N; j++) {
        form += at(J, i * NP + j) * langevin_f64(c) * langevin_f64(at(B, j) + at(FIELD, j));
      }
    }
    const bound = 1e-13;
    expect<f64>(abs(at(OUT, 0) - accuracy - form)).toBeLessThan(bound);
    expect<f64>(abs(at(OUT, 1) - complexity)).toBeLessThan(bound);
    expect<f64>(at(OUT, 2)).toBe(at(OUT, 1) - at(OUT, 0));
    expect<f64>(abs(at(OUT, 3) - complexity + 0.5 * form)).toBeLessThan(bound);
  });
  it('overflows in its literal form only', () => {
    put(B, 2, 800.0);
    log_partition_array_f64(B, PSI, NP);
    attractor_energy(J, NP, FIELD, B, PSI, A, OTHER, 0, OUT);
    expect<bool>(isFinite(at(OUT, 1))).toBe(true);
    attractor_energy(J, NP, FIELD, B, PSI, A, OTHER, 1, OUT);
    expect<bool>(isNaN(at(OUT, 1))).toBe(true);
    expect<bool>(isFinite(at(OUT, 0))).toBe(true);
    expect<bool>(isFinite(at(OUT, 3))).toBe(true);
  });
});

describe('the continuous Bernoulli law', () => {
  it('has lanes that do not see each other', () => {
    for (let i = 0; i < HARD.length; i++) {
      for (let k = 0; k < HARD.length; k++) {
        const pair = f64x2.replace_lane(f64x2.splat(HARD[i]), 1, HARD[k]);
        expect<f64>(f64x2.extract_lane(langevin_f64x2(pair), 0)).toBe(langevin_f64(HARD[i]));
        expect<f64>(f64x2.extract_lane(langevin_f64x2(pair), 1)).toBe(langevin_f64(HARD[k]));
        expect<f64>(f64x2.extract_lane(log_partition_f64x2(pair), 0)).toBe(log_partition_f64(HARD[i]));
        const u = f64x2.splat(0.3);
        expect<f64>(f64x2.extract_lane(cb_sample_f64x2(pair, u), 1)).toBe(cb_sample_f64(HARD[k], 0.3));
        const psi = mean_and_log_partition_f64x2(pair, OUT);
        expect<f64>(f64x2.extract_lane(psi, 1)).toBe(log_partition_f64(HARD[k]));
        expect<f64>(at(OUT, 0)).toBe(langevin_f64(HARD[i]));
      }
    }
  });
  it('has the values of its limits', () => {
    expect<f64>(langevin_f64(3.0)).toBe(-langevin_f64(-3.0));
    expect<f64>(langevin_slope_f64(0)).toBe(1.0 / 3.0);
    expect<f64>(log_partition_f64(0)).toBe(0.6931471805599453);
    expect<f64>(cb_entropy_f64(0)).toBe(0.6931471805599453);
    expect<f64>(cb_density_f64(0, 0.4)).toBe(0.5);
    expect<f64>(cb_sample_f64(1e9, 0)).toBe(-1);
    expect<f64>(langevin_inverse_f64(-1)).toBe(-Infinity);
    expect<f64>(abs(langevin_inverse_f64(langevin_f64(2.5)) - 2.5)).toBeLessThan(1e-14);
  });
  it('is clipped at 500 in the published sampler', () => {
    expect<f64>(cb_sample_literal_f64(900, 0.5)).toBe(cb_sample_literal_f64(500, 0.5));
    expect<f64>(cb_sample_literal_f64(1e-9, 0.5)).toBe(0);
  });
});
