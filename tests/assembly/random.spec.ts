import { draw_u64, philox4x32 } from '../../assembly/random/philox';
import {
  fill_integer_i32,
  fill_sign_f64,
  fill_uniform_f64,
  integer,
  integer_of_bits,
  permutation_i32,
  sign,
  uniform,
  uniform_of_bits,
} from '../../assembly/random/uniform';
import { centered_of_bits, fill_normal_f64, normal, normal_quantile_centered } from '../../assembly/random/normal';

const OUT = memory.data(4096);
const OTHER = memory.data(4096);
const LOW: u32 = 0x9abcdef0;
const HIGH: u32 = 0x12345678;
const PURPOSE: u32 = 3;
const STREAM: u32 = 0xfffffffe;

function block(c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32): void {
  philox4x32(OUT, c0, c1, c2, c3, k0, k1);
}

function expectWords(w0: u32, w1: u32, w2: u32, w3: u32): void {
  expect<u32>(load<u32>(OUT)).toBe(w0);
  expect<u32>(load<u32>(OUT, 4)).toBe(w1);
  expect<u32>(load<u32>(OUT, 8)).toBe(w2);
  expect<u32>(load<u32>(OUT, 12)).toBe(w3);
}

/** True if the first `bytes` bytes of both buffers agree. */
function isSame(bytes: i32): bool {
  return memory.compare(OUT, OTHER, bytes) == 0;
}

// Vectors of tests/kat_vectors in DEShawResearch/random123.
describe('Philox4x32-10', () => {
  it('gives the known answer for zero counter and key', () => {
    block(0, 0, 0, 0, 0, 0);
    expectWords(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
  });
  it('gives the known answer for all ones', () => {
    block(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff);
    expectWords(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
  });
  it('gives the known answer for the digits of pi', () => {
    block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0);
    expectWords(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  });
  it('places draws by the convention: index halves the block, seed is the key', () => {
    block(0x243f6a88, 0x05a308d3, STREAM, PURPOSE, LOW, HIGH);
    const index: u64 = ((<u64>0x05a308d3) << 33) | ((<u64>0x243f6a88) << 1);
    expect<u64>(draw_u64(LOW, HIGH, PURPOSE, STREAM, index)).toBe(load<u64>(OUT));
    expect<u64>(draw_u64(LOW, HIGH, PURPOSE, STREAM, index + 1)).toBe(load<u64>(OUT, 8));
    expect<u64>(draw_u64(0, 0, 0, 0, 0)).toBe(0xe169c58d6627e8d5);
    expect<u64>(draw_u64(0, 0, 0, 0, 1)).toBe(0x9b00dbd8bc57ac4c);
  });
});

describe('uniform draws', () => {
  it('cover [0, 1) with 53 bits', () => {
    expect<f64>(uniform_of_bits(0)).toBe(0);
    expect<f64>(uniform_of_bits(0x7ff)).toBe(0);
    expect<f64>(uniform_of_bits(0xffffffffffffffff)).toBe(1.0 - 1.1102230246251565e-16);
    expect<f64>(uniform_of_bits(0x8000000000000000)).toBe(0.5);
  });
  it('are the same one by one and in a fill of any length and start', () => {
    let isEqual = true;
    for (let n = 0; n <= 40; n++) {
      for (let first = 0; first < 3; first++) {
        store<f64>(OUT + (n << 3), 7.0);
        fill_uniform_f64(OUT, n, LOW, HIGH, PURPOSE, STREAM, first, 0, 0, 1);
        for (let i = 0; i < n; i++) {
          isEqual = isEqual && load<f64>(OUT + (i << 3)) == uniform(LOW, HIGH, PURPOSE, STREAM, first + i);
        }
        isEqual = isEqual && load<f64>(OUT + (n << 3)) == 7.0;
      }
    }
    expect<bool>(isEqual).toBe(true);
  });
  it('carry from the low to the high word of the block number', () => {
    let isEqual = true;
    for (let before = 1; before < 10; before++) {
      const first = 0x200000000 - 2 * <u64>before; // so many blocks before block 2^32
      fill_uniform_f64(OUT, 24, LOW, HIGH, PURPOSE, STREAM, <u32>first, <u32>(first >> 32), 0, 1);
      for (let i = 0; i < 24; i++) {
        isEqual = isEqual && load<f64>(OUT + (i << 3)) == uniform(LOW, HIGH, PURPOSE, STREAM, first + i);
      }
    }
    expect<bool>(isEqual).toBe(true);
  });
  it('depend on position only: a fill of ten is two fills of five', () => {
    fill_uniform_f64(OUT, 10, LOW, HIGH, PURPOSE, STREAM, 100, 0, -2, 3);
    fill_uniform_f64(OTHER, 5, LOW, HIGH, PURPOSE, STREAM, 100, 0, -2, 3);
    fill_uniform_f64(OTHER + 40, 5, LOW, HIGH, PURPOSE, STREAM, 105, 0, -2, 3);
    expect<bool>(isSame(80)).toBe(true);
  });
  it('differ between seeds, purposes and streams', () => {
    const u = uniform(LOW, HIGH, PURPOSE, STREAM, 0);
    expect<f64>(uniform(LOW + 1, HIGH, PURPOSE, STREAM, 0)).not.toBe(u);
    expect<f64>(uniform(LOW, HIGH + 1, PURPOSE, STREAM, 0)).not.toBe(u);
    expect<f64>(uniform(LOW, HIGH, PURPOSE + 1, STREAM, 0)).not.toBe(u);
    expect<f64>(uniform(LOW, HIGH, PURPOSE, STREAM + 1, 0)).not.toBe(u);
  });
});

describe('sign draws', () => {
  it('are +1 exactly where the uniform draw is at least one half', () => {
    fill_sign_f64(OUT, 101, LOW, HIGH, PURPOSE, STREAM, 5, 0);
    let isEqual = true;
    for (let i = 0; i < 101; i++) {
      const expected = uniform(LOW, HIGH, PURPOSE, STREAM, 5 + i) >= 0.5 ? 1.0 : -1.0;
      isEqual = isEqual && load<f64>(OUT + (i << 3)) == expected;
      isEqual = isEqual && sign(LOW, HIGH, PURPOSE, STREAM, 5 + i) == expected;
    }
    expect<bool>(isEqual).toBe(true);
  });
});

describe('normal draws', () => {
  it('are symmetric and finite at both ends of the bits', () => {
    expect<f64>(centered_of_bits(0)).toBe(-0.5 + 5.551115123125783e-17);
    expect<f64>(centered_of_bits(0xffffffffffffffff)).toBe(0.5 - 5.551115123125783e-17);
    const top = normal_quantile_centered(centered_of_bits(0xffffffffffffffff));
    expect<f64>(top).toBeGreaterThan(8.2);
    expect<f64>(top).toBeLessThan(8.3);
    expect<f64>(normal_quantile_centered(centered_of_bits(0))).toBe(-top);
  });
  it('follow the quantile function at tabulated points', () => {
    // Two double roundings (2^-52) on top of the 1.2e-16 of AS 241 stay below 4e-16.
    expect<f64>(abs(normal_quantile_centered(0.475) / 1.959963984540054 - 1)).toBeLessThan(4e-16);
    expect<f64>(abs(normal_quantile_centered(0.25) / 0.6744897501960817 - 1)).toBeLessThan(4e-16);
    expect<f64>(normal_quantile_centered(0)).toBe(0);
  });
  it('join the two rational forms without a jump', () => {
    const below = normal_quantile_centered(0.425);
    const above = normal_quantile_centered(0.42500000000000004);
    expect<f64>(abs(above - below)).toBeLessThan(1e-15);
  });
  it('are the same one by one and in a fill of any length and start', () => {
    let isEqual = true;
    for (let n = 0; n <= 40; n++) {
      fill_normal_f64(OUT, n, LOW, HIGH, PURPOSE, STREAM, n, 1, 0, 1);
      for (let i = 0; i < n; i++) {
        const index: u64 = 0x100000000 + <u64>(n + i);
        isEqual = isEqual && load<f64>(OUT + (i << 3)) == normal(LOW, HIGH, PURPOSE, STREAM, index);
      }
    }
    expect<bool>(isEqual).toBe(true);
  });
  it('depend on position only: a fill of ten is two fills of five', () => {
    fill_normal_f64(OUT, 10, LOW, HIGH, PURPOSE, STREAM, 7, 0, 1.5, 0.25);
    fill_normal_f64(OTHER, 5, LOW, HIGH, PURPOSE, STREAM, 7, 0, 1.5, 0.25);
    fill_normal_f64(OTHER + 40, 5, LOW, HIGH, PURPOSE, STREAM, 12, 0, 1.5, 0.25);
    expect<bool>(isSame(80)).toBe(true);
  });
});

describe('integer draws', () => {
  it('are the high part of a 64 by 32 bit product', () => {
    expect<u32>(integer_of_bits(0xffffffffffffffff, 0x80000000)).toBe(0x7fffffff);
    expect<u32>(integer_of_bits(0xffffffffffffffff, 10)).toBe(9);
    expect<u32>(integer_of_bits(0, 10)).toBe(0);
    expect<u32>(integer_of_bits(0x5555555555555555, 3)).toBe(0);
    expect<u32>(integer_of_bits(0x5555555555555556, 3)).toBe(1);
    expect<u32>(integer_of_bits(0x123456789abcdef0, 1)).toBe(0);
  });
  it('fill by position', () => {
    fill_integer_i32(OUT, 50, LOW, HIGH, PURPOSE, STREAM, 9, 0, 7);
    let isEqual = true;
    for (let i = 0; i < 50; i++) {
      isEqual = isEqual && load<u32>(OUT + (i << 2)) == integer(LOW, HIGH, PURPOSE, STREAM, 9 + i, 7);
    }
    expect<bool>(isEqual).toBe(true);
  });
});

describe('permutations', () => {
  it('hold every number once', () => {
    for (let n = 0; n <= 200; n += 25) {
      permutation_i32(OUT, n, LOW, HIGH, PURPOSE, STREAM, 0, 0);
      memory.fill(OTHER, 0, 800);
      let isComplete = true;
      for (let i = 0; i < n; i++) {
        const value = load<i32>(OUT + (i << 2));
        isComplete = isComplete && value >= 0 && value < n && load<i32>(OTHER + (value << 2)) == 0;
        store<i32>(OTHER + (value << 2), 1);
      }
      expect<bool>(isComplete).toBe(true);
    }
  });
  it('reach each of the six orders of three about equally often', () => {
    // 6000 draws, 1000 expected each, standard deviation 28.9: 5 of them, false alarm below 1e-5 (fixed seed).
    memory.fill(OTHER, 0, 36);
    for (let k = 0; k < 6000; k++) {
      permutation_i32(OUT, 3, LOW, HIGH, PURPOSE, k, 0, 0);
      const code = OTHER + ((load<i32>(OUT) * 3 + load<i32>(OUT, 4)) << 2);
      store<i32>(code, load<i32>(code) + 1);
    }
    for (let a = 0; a < 3; a++) {
      for (let b = 0; b < 3; b++) {
        if (a != b) expect<i32>(abs(load<i32>(OTHER + ((a * 3 + b) << 2)) - 1000)).toBeLessThan(145);
      }
    }
  });
});
