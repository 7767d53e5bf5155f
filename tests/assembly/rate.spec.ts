import { axpy_f64 } from '../../assembly/linalg/vectors';
import { log_f64 } from '../../assembly/math/log';
import { tanh_f64 } from '../../assembly/math/tanh';
import { phi_f64x2, rate_phi_f64, slope } from '../../assembly/rate/activation';
import { rate_tangent_field_r_f64 } from '../../assembly/rate/field';
import * as W from '../../assembly/rate/network';
import { isAllFinite, rate_distances_f64, rate_mean_distances_f64 } from '../../assembly/rate/observe';
import {
  clearPadding,
  rate_euler_r_f64,
  rate_euler_x_f64,
  rate_tangent_euler_r_f64,
  rk4_finish_f64,
  rk4_stage_f64,
} from '../../assembly/rate/step';

const N: i32 = 7;
const X = memory.data(8 * 7 * 64);
const C = memory.data(8 * 7 * 64);
const B = memory.data(8 * 8);
const BEFORE = memory.data(8 * 7 * 64);
const CURRENTS = memory.data(8 * 7 * 64);
const OUT = memory.data(8 * 64);
const S = memory.data(8 * 7 * 4);
const RING = memory.data(1024);

function fill(to: usize, count: i32, seed: u32): void {
  let state = seed;
  for (let i = 0; i < count; i++) {
    state = state * 1664525 + 1013904223;
    store<f64>(to + ((<usize>i) << 3), <f64>state / 2147483648.0 - 1.0);
  }
}

// @ts-ignore: decorator
@inline
function entry(base: usize, i: i32): f64 {
  return load<f64>(base + ((<usize>i) << 3));
}

describe('the Euler step', () => {
  it('rounds in the order of the published program, whatever the number of rows and columns', () => {
    const h = 0.05;
    // less than a round of tanh, less than its ring holds, and the ring several times round
    for (let n = 4; n <= N; n += 3) {
      for (let m = 4; m <= 64; m += 4) {
        for (let withInput = 0; withInput < 2; withInput++) {
          fill(X, n * m, 1);
          fill(C, n * m, 2);
          fill(B, n, 3);
          memory.copy(BEFORE, X, 8 * n * m);
          memory.copy(CURRENTS, C, 8 * n * m);
          rate_euler_r_f64(W.ACTIVATION_TANH, n, m, X, C, withInput ? B : 0, h, RING);
          let wrong = 0;
          for (let i = 0; i < n * m; i++) {
            const b = withInput ? entry(B, i / m) : 0.0;
            const r = entry(BEFORE, i);
            if (entry(X, i) != r + h * (-r + tanh_f64(entry(CURRENTS, i) + b))) wrong++;
          }
          expect<i32>(wrong).toBe(0);
        }
      }
    }
  });
  it('has the bits of tanh where it is special: zeros, subnormals, beyond the clamp, infinities, NaN', () => {
    const special: StaticArray<f64> = [0, -0.0, 5e-324, -1e-300, 0.1732867951399863, 19.0616, -20.5, 1e300, -Infinity];
    for (let i = 0; i < special.length; i++) store<f64>(C + ((<usize>i) << 3), special[i]);
    store<f64>(C, Infinity, 72);
    store<u64>(C, 0x7fffffffffffffff, 80); // a NaN all of whose bits are set
    store<f64>(C, -0.5, 88);
    for (let i: usize = 12; i < 192; i++) store<u64>(C + (i << 3), load<u64>(C + ((i - 12) << 3)));
    // one by one, and in rounds
    for (let n = 1; n <= 16; n += 15) {
      memory.fill(X, 0, 8 * n * 12);
      rate_euler_r_f64(W.ACTIVATION_TANH, n, 12, X, C, 0, 1, RING);
      for (let i = 0; i < n * 12; i++) {
        if (i % 12 == 10) expect<f64>(entry(X, i)).toBeNaN();
        else expect<f64>(entry(X, i)).toBe(0.0 + tanh_f64(entry(C, i)));
      }
    }
  });
  it('adds the input outside the activation in the x-form', () => {
    const m = 4,
      h = 0.1;
    fill(X, N * m, 1);
    fill(C, N * m, 2);
    fill(B, N, 3);
    memory.copy(BEFORE, X, 8 * N * m);
    rate_euler_x_f64(N, m, X, C, B, h);
    for (let i = 0; i < N * m; i++) {
      const x = entry(BEFORE, i);
      expect<f64>(entry(X, i)).toBe(x + h * (-x + entry(C, i) + entry(B, i / m)));
    }
  });
});

describe('the Euler step of tangent vectors', () => {
  it('has the bits of the field and of adding it, for even and odd numbers of vectors, and leaves padding alone', () => {
    const kinds: StaticArray<i32> = [W.ACTIVATION_LINEAR, W.ACTIVATION_SIGMOID, W.ACTIVATION_RELU, W.ACTIVATION_TANH];
    const h = 0.05;
    for (let q = 0; q < kinds.length; q++) {
      for (let trials = 1; trials <= 3; trials++) {
        for (let width = 2; width <= 8; width++) {
          const m = (trials * width + 4) & ~3;
          fill(X, N * m, 1);
          fill(C, N * m, 2);
          fill(S, N * 4, 3);
          memory.copy(BEFORE, X, 8 * N * m);
          rate_tangent_euler_r_f64(kinds[q], N, m, trials, width, X, S, C, h);
          for (let i = 0; i < N; i++) {
            for (let j = trials * width; j < m; j++) {
              expect<f64>(entry(X, i * m + j)).toBe(entry(BEFORE, i * m + j));
            }
          }
          rate_tangent_field_r_f64(kinds[q], N, m, trials, width, BEFORE, S, C);
          axpy_f64(h, C, BEFORE, N * m);
          for (let i = 0; i < N; i++) {
            for (let j = 0; j < trials * width; j++) {
              expect<f64>(entry(X, i * m + j)).toBe(entry(BEFORE, i * m + j));
            }
          }
        }
      }
    }
  });
});

describe('the combinations of Runge-Kutta', () => {
  it('are those of the formula', () => {
    fill(X, 8, 1);
    fill(C, 8, 2);
    fill(BEFORE, 8, 3);
    const u = entry(X, 3),
      k = entry(C, 3),
      sum = entry(BEFORE, 3);
    rk4_stage_f64(8, X, C, 2, 0.25, BEFORE, OUT);
    expect<f64>(entry(BEFORE, 3)).toBe(sum + 2 * k);
    expect<f64>(entry(OUT, 3)).toBe(u + 0.25 * k);
    rk4_finish_f64(8, C, BEFORE, 0.1, X);
    expect<f64>(entry(X, 3)).toBe(u + 0.1 * (sum + 2 * k + k));
  });
});

describe('distances', () => {
  it('are those of columns t and trials + t, for every number of trials', () => {
    for (let trials = 1; trials <= 31; trials++) {
      const m = (2 * trials + 3) & ~3;
      fill(X, N * m, trials);
      store<f64>(OUT + ((<usize>trials) << 3), 12345.0);
      rate_distances_f64(N, m, X, trials, OUT);
      expect<f64>(entry(OUT, trials)).toBe(12345.0);
      for (let t = 0; t < trials; t++) {
        let sum: f64 = 0;
        for (let i = 0; i < N; i++) {
          const d = entry(X, i * m + trials + t) - entry(X, i * m + t);
          sum += d * d;
        }
        expect<f64>(entry(OUT, t)).toBe(sqrt<f64>(sum));
      }
    }
  });
});

describe('mean distances', () => {
  it('are sums in the order of the trials', () => {
    const count = 5,
      trials = 7;
    for (let i = 0; i < count * trials; i++) store<f64>(X + ((<usize>i) << 3), 1e-4 + <f64>i * 0.37);
    rate_mean_distances_f64(count, trials, X, OUT, C);
    for (let s = 0; s < count; s++) {
      let sum: f64 = 0,
        logSum: f64 = 0;
      for (let t = 0; t < trials; t++) {
        sum += entry(X, s * trials + t);
        logSum += log_f64(entry(X, s * trials + t));
      }
      expect<f64>(entry(OUT, s)).toBe(sum / <f64>trials);
      expect<f64>(entry(C, s)).toBe(logSum / <f64>trials);
    }
  });
  it('have no logarithm where a pair has become one', () => {
    store<f64>(X, 2);
    store<f64>(X, 0, 8);
    rate_mean_distances_f64(1, 2, X, OUT, C);
    expect<f64>(entry(OUT, 0)).toBe(1);
    expect<f64>(entry(C, 0)).toBeNaN();
  });
});

describe('activations', () => {
  it('have the slope that follows from their value', () => {
    const kinds: StaticArray<i32> = [W.ACTIVATION_LINEAR, W.ACTIVATION_SIGMOID, W.ACTIVATION_RELU, W.ACTIVATION_TANH];
    for (let q = 0; q < kinds.length; q++) {
      for (let i = 0; i < 16; i++) {
        const u = <f64>i * 0.31 - 2.4;
        store<f64>(X, u + 1e-6);
        store<f64>(X, u - 1e-6, 8);
        store<f64>(X, u, 16);
        store<f64>(X, 0, 24);
        rate_phi_f64(kinds[q], 4, X, C);
        const difference = (entry(C, 0) - entry(C, 1)) / 2e-6;
        // Central difference: truncation 1e-12, rounding 2^-53 / 1e-6.
        expect<bool>(abs(slope(kinds[q], entry(C, 2)) - difference) <= 1e-9).toBe(true);
      }
    }
  });
  it('are those of each number, wherever it stands and however many there are', () => {
    const kinds: StaticArray<i32> = [W.ACTIVATION_LINEAR, W.ACTIVATION_SIGMOID, W.ACTIVATION_RELU, W.ACTIVATION_TANH];
    fill(X, 10, 4);
    for (let q = 0; q < kinds.length; q++) {
      for (let count = 2; count <= 10; count += 2) {
        fill(C, 12, 5);
        const behind = entry(C, count);
        rate_phi_f64(kinds[q], count, X, C);
        expect<f64>(entry(C, count)).toBe(behind);
        for (let i = 0; i < count; i++) {
          const alone = phi_f64x2(kinds[q], f64x2.splat(entry(X, i)));
          expect<f64>(entry(C, i)).toBe(f64x2.extract_lane(alone, 0));
        }
      }
    }
  });
  it('keep NaN', () => {
    const kinds: StaticArray<i32> = [W.ACTIVATION_LINEAR, W.ACTIVATION_SIGMOID, W.ACTIVATION_RELU, W.ACTIVATION_TANH];
    for (let q = 0; q < kinds.length; q++) {
      store<f64>(X, NaN);
      store<f64>(X, 0, 8);
      store<f64>(C, 0);
      rate_phi_f64(kinds[q], 2, X, C);
      expect<f64>(entry(C, 0)).toBeNaN();
    }
  });
});

describe('state checks', () => {
  it('find a number that is not finite', () => {
    fill(X, 64, 1);
    expect<bool>(isAllFinite(X, 64)).toBe(true);
    for (let at: usize = 36; at < 40; at++) {
      const value = load<f64>(X + 8 * at);
      store<f64>(X + 8 * at, Infinity);
      expect<bool>(isAllFinite(X, 64)).toBe(false);
      store<f64>(X + 8 * at, NaN);
      expect<bool>(isAllFinite(X, 64)).toBe(false);
      store<f64>(X + 8 * at, value);
    }
    expect<bool>(isAllFinite(X, 64)).toBe(true);
  });
  it('clear the columns that no trial uses', () => {
    fill(X, N * 8, 1);
    memory.copy(BEFORE, X, 8 * N * 8);
    clearPadding(N, 8, 6, X);
    for (let i = 0; i < N * 8; i++) expect<f64>(entry(X, i)).toBe(i % 8 < 6 ? entry(BEFORE, i) : 0);
  });
});
