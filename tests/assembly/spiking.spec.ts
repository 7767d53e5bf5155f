import { hasFired, listFired } from '../../assembly/spiking/bits';
import { advanceRow, advanceRowBack, rowFactors, traceSpikes, updateMemory } from '../../assembly/spiking/plasticity';
import { dot, gather } from '../../assembly/spiking/rows';
import { EPSILON, at, put, randomVector } from './dense';

/** Values of a row: two blocks of eight and two numbers more. */
const NP: i32 = 18;
const STEPS: i32 = 5;
const STRIDE: i32 = 2 * NP;
const ROW = memory.data(8 * 18);
const OUT = memory.data(8 * 18);
const WEIGHT = memory.data(8 * 18);
const TRACES = memory.data(8 * 2 * 18 * 6);
const BARS = memory.data(8 * 2 * 18 * 6);
const FACTORS = memory.data(8 * 2 * 5);
const PAST = memory.data(64 * 5);
const SUMS = memory.data(32 * 5);
const BITS = memory.data(4 * 2);
const LIST = memory.data(4 * 64);

const GAMMA_POS: f64 = 0.3;
const GAMMA_NEG: f64 = 0.2;
const BOUND: f64 = 1.5;

/** Trace of the key at a step, and of a value. */
const keyAt = (s: i32): usize => TRACES + 8 * <usize>(s * STRIDE);
const valuesAt = (s: i32): usize => keyAt(s) + 8 * <usize>NP;

function fill(): void {
  randomVector(ROW, NP, NP, 1);
  randomVector(WEIGHT, NP, NP, 2);
  for (let s = 0; s < STEPS; s++) {
    randomVector(keyAt(s), NP, NP, 10 + s);
    randomVector(valuesAt(s), NP, NP, 20 + s);
  }
}

/** The rule as it is written, one entry at a time. */
function plain(i: i32): f64 {
  let a = at(ROW, i);
  for (let s = 0; s < STEPS; s++) {
    const kappa = at(keyAt(s), 0);
    a += GAMMA_POS * (BOUND - a) * at(valuesAt(s), i) * kappa - GAMMA_NEG * kappa * kappa * a;
  }
  return a;
}

function advance(from: usize, first: i32, count: i32): void {
  rowFactors<f64>(TRACES, 8 * STRIDE, first, first + count, GAMMA_POS, GAMMA_NEG, FACTORS);
  advanceRow<f64>(from, OUT, NP, valuesAt(first), 8 * STRIDE, FACTORS, count, BOUND);
}

/** What the adjoint is tested with: the row after all steps, weighted. */
function objective(): f64 {
  advance(ROW, 0, STEPS);
  let sum: f64 = 0;
  for (let i = 0; i < NP; i++) sum += at(WEIGHT, i) * at(OUT, i);
  return sum;
}

/** Derivative of the objective by the number at an address. */
function slopeAt(address: usize): f64 {
  const h: f64 = 1e-6;
  const x = load<f64>(address);
  store<f64>(address, x + h);
  const up = objective();
  store<f64>(address, x - h);
  const down = objective();
  store<f64>(address, x);
  return (up - down) / (2 * h);
}

describe('the rule on a row of the memory', () => {
  it('does what is written down, entry by entry', () => {
    fill();
    advance(ROW, 0, STEPS);
    for (let i = 0; i < NP; i++) expect(abs(at(OUT, i) - plain(i))).toBeLessThan(40 * EPSILON);
  });

  it('has the same bits in one stretch and in two', () => {
    fill();
    advance(ROW, 0, STEPS);
    const whole = new StaticArray<f64>(NP);
    for (let i = 0; i < NP; i++) whole[i] = at(OUT, i);
    advance(ROW, 0, 2);
    advance(OUT, 2, STEPS - 2);
    for (let i = 0; i < NP; i++) expect(reinterpret<u64>(at(OUT, i))).toBe(reinterpret<u64>(whole[i]));
  });

  it('leaves the row of a silent key as it is, bit for bit', () => {
    fill();
    for (let s = 0; s < STEPS; s++) put(keyAt(s), 0, 0);
    advance(ROW, 0, STEPS);
    for (let i = 0; i < NP; i++) expect(reinterpret<u64>(at(OUT, i))).toBe(reinterpret<u64>(at(ROW, i)));
  });

  it('has the derivatives of its adjoint, by row, keys and values', () => {
    fill();
    advance(ROW, 0, STEPS);
    memory.copy(OUT, WEIGHT, 8 * NP);
    memory.fill(BARS, 0, 8 * STRIDE * STEPS);
    // prettier-ignore
    advanceRowBack<f64>(
      ROW, OUT, NP, valuesAt(0), BARS + 8 * NP, TRACES, BARS, 8 * STRIDE, FACTORS, STEPS, BOUND, GAMMA_POS, GAMMA_NEG, PAST, SUMS,
    );
    const bars = new StaticArray<f64>(NP);
    for (let i = 0; i < NP; i++) bars[i] = at(OUT, i);
    for (let i = 0; i < NP; i++) expect(abs(slopeAt(ROW + 8 * i) - bars[i])).toBeLessThan(1e-8);
    for (let s = 0; s < STEPS; s++) {
      expect(abs(slopeAt(keyAt(s)) - at(BARS, s * STRIDE))).toBeLessThan(1e-8);
      for (let i = 0; i < NP; i += 5) {
        expect(abs(slopeAt(valuesAt(s) + 8 * i) - at(BARS, s * STRIDE + NP + i))).toBeLessThan(1e-8);
      }
    }
  });

  it('takes all rows a step further, where keys and values are given', () => {
    fill();
    put(keyAt(0), 0, 0.5);
    put(keyAt(0), 1, 0);
    const rows = memory.data(8 * 2 * 18);
    memory.copy(rows, ROW, 8 * NP);
    memory.copy(rows + 8 * NP, ROW, 8 * NP);
    updateMemory<f64>(2, NP, rows, keyAt(0), valuesAt(0), GAMMA_POS, GAMMA_NEG, BOUND, FACTORS);
    for (let i = 0; i < NP; i++) {
      const a = at(ROW, i);
      const after = a + GAMMA_POS * (BOUND - a) * at(valuesAt(0), i) * 0.5 - GAMMA_NEG * 0.25 * a;
      expect(abs(at(rows, i) - after)).toBeLessThan(10 * EPSILON);
      expect(at(rows, NP + i)).toBe(a);
    }
  });
});

describe('spikes as bits', () => {
  it('are listed in the order of neurons, over the end of a word', () => {
    store<u32>(BITS, 0x80000001);
    store<u32>(BITS, 0x2, 4);
    const end = listFired(BITS, 2, 1000, 10, LIST);
    expect<usize>(end - LIST).toBe(3 * sizeof<usize>());
    expect<usize>(load<usize>(LIST)).toBe(1000);
    expect<usize>(load<usize>(LIST + sizeof<usize>())).toBe(1310);
    expect<usize>(load<usize>(LIST + 2 * sizeof<usize>())).toBe(1330);
    expect(hasFired(BITS, 31)).toBe(true);
    expect(hasFired(BITS, 32)).toBe(false);
    expect(hasFired(BITS, 33)).toBe(true);
  });

  it('leave traces that decay without them', () => {
    memory.fill(ROW, 0, 8 * NP);
    memory.fill(BITS, 0, 8);
    store<u32>(BITS, 0x5);
    traceSpikes<f64>(2, NP, 1, BITS, ROW, NP, 0.75, 0.25, TRACES);
    expect(at(TRACES, 0)).toBe(0.25);
    expect(at(TRACES, 1)).toBe(0);
    expect(at(TRACES, 2)).toBe(0.25);
    expect(at(TRACES, NP)).toBe(0.1875);
  });
});

describe('rows', () => {
  it('are added in the order of the list, to nothing or to what is there', () => {
    fill();
    store<usize>(LIST, ROW);
    store<usize>(LIST + sizeof<usize>(), WEIGHT);
    const end = LIST + 2 * sizeof<usize>();
    gather<f64>(LIST, end, NP, OUT, false);
    for (let i = 0; i < NP; i++) expect(at(OUT, i)).toBe(at(ROW, i) + at(WEIGHT, i));
    gather<f64>(LIST, LIST + sizeof<usize>(), NP, OUT, true);
    for (let i = 0; i < NP; i++) expect(at(OUT, i)).toBe(at(ROW, i) + at(WEIGHT, i) + at(ROW, i));
    gather<f64>(LIST, LIST, NP, OUT, false);
    for (let i = 0; i < NP; i++) expect(at(OUT, i)).toBe(0);
  });

  it('have the dot product of a plain loop, within its error bound', () => {
    fill();
    let sum: f64 = 0;
    let size: f64 = 0;
    for (let i = 0; i < NP; i++) {
      sum += at(ROW, i) * at(WEIGHT, i);
      size += abs(at(ROW, i) * at(WEIGHT, i));
    }
    expect(abs(dot<f64>(ROW, WEIGHT, NP) - sum)).toBeLessThan(20 * EPSILON * size);
  });
});
