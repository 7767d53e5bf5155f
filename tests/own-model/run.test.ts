import { beforeAll, describe, expect, it } from 'vitest';
import { MsmError } from '../../src/errors.js';
import type { OwnFolder } from '../../src/own-model/own-folder.js';
import { finish, folderOf, read, readTexts, start, valueAtEnd } from './folders.js';

/** All types, shapes and draws. What a step sees of its noise is written to the state, so that a test can look at it. */
const MODEL = `model: mixture
parameters:
  N: { kind: integer, default: 5, min: 1 }
  M: { kind: integer, default: 3, min: 1 }
  T: { kind: integer, default: 40 }
  g: { kind: number, default: 2 }
  rule: { kind: choice, default: storkey, options: { hebb: plain, storkey: local } }
  on: { kind: boolean, default: true }
steps: T
state:
  a: { shape: [M, N], start: { normal: [10, g / 4] } }
  b: { shape: [N], type: f32, start: { uniform: [0, g] } }
  c: { shape: [N, 2], type: i32, start: { integer: [-1, M] } }
  d: { shape: [3], type: u8, start: 7 }
  e: { shape: [N], start: sign }
  drawn: { shape: [M, N] }
  picked: { shape: [N], type: i32 }
  count: { shape: [], type: i32 }
  sum: { shape: [], start: g + 1 }
noise:
  x: { shape: [M, N], each: normal }
  pick: { shape: [N], each: { integer: [1, M] } }
  one: { shape: [], each: uniform }
  coin: { shape: [], each: { integer: [0, 1] } }
observables:
  sum: { default: true }
  count: {}
  a: {}
  c: { at: after }
  drawn: { at: after }
  picked: { at: after }
  seen: { default: true }
  was: { at: before }
`;
const STEP = `import * as m from './state';
import { addUp } from './lib/sums';
export function start(s: usize): void { store<f64>(m.e(s), 100); }
export function step(s: usize): void {
  memory.copy(m.drawn(s), m.x(s), <usize>(m.M(s) * m.Np(s)) << 3);
  memory.copy(m.picked(s), m.pick(s), <usize>m.N(s) << 2);
  for (let i = 0; i < m.N(s); i++) store<f32>(m.b(s) + (<usize>i << 2), 0.5 * load<f32>(m.b(s) + (<usize>i << 2)));
  m.setCount(s, m.count(s) + m.coin(s));
  if (m.on(s) && m.rule(s) == m.RULE_STORKEY) m.setSum(s, m.sum(s) + m.one(s) + addUp(m.x(s), m.N(s)));
}
export function seen(s: usize): f64 { return m.one(s); }
export function was(s: usize): f64 { return m.step(s); }
`;
const SUMS = `export function addUp(x: usize, n: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) sum += load<f64>(x + (<usize>i << 3));
  return sum;
}
`;

let mixture: OwnFolder;
const readMixture = (model = MODEL): Promise<OwnFolder> =>
  read(folderOf({ 'model.yaml': model, 'step.ts': STEP, 'lib/sums.ts': SUMS }));
beforeAll(async () => {
  mixture = await readMixture();
});

const EVERYTHING = Object.fromEntries(
  ['sum', 'count', 'seen', 'was', 'a', 'c', 'drawn', 'picked'].map((name) => [name, { every: 1 }]),
);

describe('a run of an own model', () => {
  it('starts as it was told to, with padding of zeros', () => {
    const { block } = start(mixture);
    expect(block.layout.arrays.find(({ name }) => name === 'a')?.shape).toEqual([3, 8]);
    const a = block.f64('a');
    for (let row = 0; row < 3; row++) {
      for (const value of a.subarray(8 * row, 8 * row + 5)) expect(Math.abs(value - 10)).toBeLessThan(5);
      expect([...a.subarray(8 * row + 5, 8 * row + 8)]).toEqual([0, 0, 0]);
    }
    expect([...block.f32('b').subarray(0, 5)].every((value) => value > 0 && value < 2)).toBe(true);
    expect(new Set(block.i32('c'))).toEqual(new Set([-1, 0, 1, 2, 3]));
    expect([...block.u8('d')]).toEqual([7, 7, 7, 0]);
    expect(block.get('sum')).toBe(3);
    expect(block.f64('e')[0]).toBe(100);
    expect(new Set(block.f64('e').subarray(1, 5))).toEqual(new Set([-1, 1]));
  });

  it('draws whole numbers from the lowest to the highest, both included', () => {
    const { picked, timeseries } = finish(start(mixture, { record: EVERYTHING }));
    expect(new Set(picked[2])).toEqual(new Set([1, 2, 3]));
    const heads = timeseries[2].map((count, n) => count - (timeseries[2][n - 1] ?? 0));
    expect(new Set(heads)).toEqual(new Set([0, 1]));
  });

  it('records the state before the step, and numbers and functions after it', () => {
    const model = start(mixture, { record: EVERYTHING });
    const a = [...model.block.f64('a')];
    const first = model.block.get('sum');
    const tables = finish(model);
    const [step, sum, , seen, was] = tables.timeseries;
    expect(step).toEqual(Array.from({ length: 40 }, (_, n) => n));
    // what a function says before the step, and what it says of the noise of the step itself
    expect(was).toEqual(step);
    const added = sum.map((value, n) => value - (sum[n - 1] ?? first));
    const drawn = (n: number): number => tables.drawn[3].slice(15 * n, 15 * n + 5).reduce((total, x) => total + x, 0);
    for (const n of [0, 1, 39]) expect(added[n]).toBeCloseTo(seen[n] + drawn(n), 10);
    expect(tables.a.slice(0, 3).map((column) => column.slice(0, 6))).toEqual([
      [0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 1],
      [0, 1, 2, 3, 4, 0],
    ]);
    expect(tables.a[3].slice(0, 5)).toEqual(a.slice(0, 5));
  });

  it('reports the number at the end, and the mean of what was recorded', () => {
    const model = start(mixture, { record: { sum: { every: 10 } } });
    const { timeseries } = finish(model);
    expect(timeseries[0]).toEqual([0, 10, 20, 30]);
    expect(valueAtEnd(model, 'sum')).toBe(model.block.get('sum'));
    expect(valueAtEnd(model, 'sum_mean')).toBe(timeseries[1].reduce((sum, value) => sum + value, 0) / 4);
    expect(model.summary().map(({ name }) => name)).toEqual(['steps', 'sum', 'sum_mean']);
  });

  it('gives all of its state at the end, without padding', () => {
    const model = start(mixture);
    finish(model);
    const { table, rows } = model.finalState();
    const [row] = rows;
    const at = (name: string) => row[table.columns.findIndex((column) => column.name === name)];
    expect(at('a')).toHaveLength(15);
    expect([...at('a').subarray(5, 10)]).toEqual([...model.block.f64('a').subarray(8, 13)]);
    expect([...at('d')]).toEqual([7, 7, 7]);
    expect(at('sum')).toEqual(Float64Array.of(model.block.get('sum')));
  });

  it.each([1, 3, 17])('is the same in spans of %i steps, and when it goes on from the bytes of its block', (span) => {
    const whole = start(mixture, { record: EVERYTHING });
    const rows = finish(whole);
    const split = start(mixture, { record: EVERYTHING });
    expect(finish(split, span)).toEqual(rows);
    expect(split.block.bytes()).toEqual(whole.block.bytes());
    const sink = { append: () => {} };
    const first = start(mixture, { record: EVERYTHING });
    first.advance(23, sink);
    const second = start(mixture, { record: EVERYTHING });
    second.block.bytes().set(first.block.bytes());
    const rest = finish(second, span);
    expect(rest.timeseries).toEqual(rows.timeseries.map((column) => column.slice(23)));
    expect(second.block.bytes()).toEqual(whole.block.bytes());
    expect(second.summary()).toEqual(whole.summary());
  });

  it('has other numbers with another seed, and the same with the same', () => {
    const a = (seed: number) => [...start(mixture, { seed }).block.f64('a')];
    expect(a(1)).toEqual(a(1));
    expect(a(1)).not.toEqual(a(0));
    expect(a(2 ** 40)).not.toEqual(a(0));
  });

  it('draws neither two arrays nor two steps alike', () => {
    const { drawn } = finish(start(mixture, { record: { drawn: { every: 1 } } }));
    expect(new Set(drawn[3]).size).toBe(40 * 15);
  });

  it('takes arrays that are given, and refuses those that do not fit', () => {
    const given = Float64Array.from({ length: 15 }, (_, i) => i);
    const { block } = start(mixture, { inputs: { a: given, d: Int32Array.of(1, 2, 255) } });
    expect([...block.f64('a').subarray(8, 13)]).toEqual([5, 6, 7, 8, 9]);
    expect([...block.u8('d')]).toEqual([1, 2, 255, 0]);
    expect(() => start(mixture, { inputs: { a: new Float64Array(14) } })).toThrow(
      /a has 14 entries, it must have 3 x 5/,
    );
    expect(() => start(mixture, { inputs: { d: Int32Array.of(1, 2, 256) } })).toThrow(/entry 2 of d is 256/);
    expect(mixture.family.inputShape('c', { N: 7 })).toEqual([7, 2]);
    expect(start(mixture, { inputs: { sum: Float64Array.of(8) } }).block.get('sum')).toBe(8);
    expect(() => start(mixture, { inputs: { sum: new Float64Array(2) } })).toThrow(/sum has 2 entries/);
    expect(mixture.family.inputShape('sum', {})).toEqual([1]);
    expect(mixture.family.schema.inputs.map(({ key }) => key)).toEqual([
      ...['a', 'b', 'c', 'd', 'e', 'drawn', 'picked', 'count', 'sum'],
    ]);
  });
});

describe('the fast build', () => {
  it('is another module of the same model, with results within rounding', async () => {
    const [strict, fast] = [await read('data/models/oja'), await read('data/models/oja', { build: 'fast' })];
    expect(fast.module.hash).not.toBe(strict.module.hash);
    expect(fast.modelHash).toBe(strict.modelHash);
    expect(fast.files.map(({ path }) => path)).toContain('step.fast.wasm');
    const end = (model: OwnFolder): number => {
      const run = start(model);
      finish(run);
      return valueAtEnd(run, 'length') as number;
    };
    // a contraction forgets roundings: 2000 steps leave some ulp
    expect(Math.abs(end(fast) - end(strict))).toBeLessThan(1e-12);
  });
});

describe('units of a vector', () => {
  it('are recorded alone where they are asked for; what is no vector is recorded whole', () => {
    const record = { picked: { every: 20 }, a: { every: 20 } };
    const all = finish(start(mixture, { record }));
    const model = start(mixture, { record, units: [1, 4, 9] });
    const some = finish(model);
    expect(some.picked[1]).toEqual([1, 4, 1, 4]);
    expect(some.picked[2]).toEqual([1, 4, 6, 9].map((i) => all.picked[2][i]));
    expect(some.a).toEqual(all.a);
    const request = { observables: new Map(Object.entries(record)), from: 0, to: 100, units: [1, 4, 9] };
    const parameters = { N: 5, M: 3, T: 40, g: 2, rule: 'hebb', on: true };
    const rows = Object.fromEntries(
      mixture.family.estimate(parameters, request).tables.map((one) => [one.name, one.rows]),
    );
    expect(rows).toEqual({ picked: some.picked[0].length, a: some.a[0].length });
  });
});

describe('the order of lines in a model.yaml', () => {
  it('changes neither module nor identity nor any number', async () => {
    const [head, ...sections] = MODEL.split(/^(?=\w)/m);
    const reversed = sections.map((section) => {
      const [title, ...lines] = section.trimEnd().split('\n');
      return title.startsWith('observables') ? section : `${[title, ...lines.reverse()].join('\n')}\n`;
    });
    const turned = await readMixture([head, ...reversed.reverse(), '# a comment\n'].join(''));
    expect(turned.module.hash).toBe(mixture.module.hash);
    expect(turned.modelHash).toBe(mixture.modelHash);
    const bytes = (model: OwnFolder) => {
      const run = start(model);
      finish(run);
      return run.block.bytes();
    };
    expect(bytes(turned)).toEqual(bytes(mixture));
  });
});

describe('parameters that make no run', () => {
  it.each([
    [{ N: 0 }, /N = 0: must be an integer of at least 1/],
    [{ T: 0 }, /steps = T \(.*model.yaml:9:1\) comes out as 0; there must be 1 to/],
    [{ g: -1 }, /standard deviation comes out as -0.25/],
    [{ M: -2 }, /M = -2: must be an integer of at least 1/],
    [{ N: 30000, M: 30000 }, /bytes, and WebAssembly addresses/],
    [{ T: 3_000_000_000 }, /T = 3000000000: must be a 32-bit integer/],
  ])('are refused: %o', (parameters, says) => {
    expect(() => start(mixture, { parameters })).toThrow(says);
  });
});

const FLOW = `model: decay
parameters: { k: 1.5, w: 3, T: 2, dt: 0.1, fail: 1000 }
steps: T / dt
time: dt
state:
  x: { shape: [2], start: 1 }
  calls: { shape: [] }
field: [x]
observables:
  x: { default: true, at: after }
  now: { default: true }
`;
/** x0' = -k x0 + cos(w t), x1' = x0 x1. */
const FIELD = `import * as m from './state';
export function field(s: usize): void {
  const x = load<f64>(m.x(s)), y = load<f64>(m.x(s), 8);
  store<f64>(m.d_x(s), m.time(s) > m.fail(s) ? NaN : -m.k(s) * x + Math.cos(m.w(s) * m.time(s)));
  store<f64>(m.d_x(s), load<f64>(m.d_x(s), 8) + x * y, 8);
  m.setCalls(s, m.calls(s) + 1);
}
export function now(s: usize): f64 { return m.time(s); }
`;

describe('a field', () => {
  let flow: OwnFolder;
  beforeAll(async () => {
    flow = await readTexts(FLOW, FIELD);
  });

  /** x0(T) by its formula. */
  const exact = (T: number, k = 1.5, w = 3): number => {
    const [a, b] = [k / (k * k + w * w), w / (k * k + w * w)];
    return (1 - a) * Math.exp(-k * T) + a * Math.cos(w * T) + b * Math.sin(w * T);
  };
  const end = (scheme: string, dt: number): Float64Array => {
    const model = start(flow, { parameters: { scheme, dt } });
    finish(model);
    return model.block.f64('x').slice(0, 2);
  };

  it.each([
    ['euler', 1, 1],
    ['heun', 2, 2],
    ['rk4', 4, 4],
  ])('is integrated by %s with order %i and %i evaluations a step', (scheme, order, calls) => {
    const errors = [0.02, 0.01].map((dt) => Math.abs(end(scheme, dt)[0] - exact(2)));
    // halving the step divides the error by 2^order, within a tenth of the order at these steps
    expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(order - 0.1);
    expect(Math.log2(errors[0] / errors[1])).toBeLessThan(order + 0.25);
    const model = start(flow, { parameters: { scheme } });
    finish(model);
    expect(model.block.get('calls')).toBe(20 * calls);
  });

  it('is cleared before each evaluation, and knows the time of the stage', () => {
    // if derivatives added up, x1 would be far from exp of the integral of x0
    const [, y] = end('rk4', 0.001);
    let integral = 0;
    for (let i = 0; i < 2000; i++) integral += exact((i + 0.5) / 1000) / 1000;
    expect(y / Math.exp(integral)).toBeCloseTo(1, 6);
  });

  it('gives every table the time of its step', () => {
    const { timeseries, x } = finish(start(flow));
    expect(timeseries[1][3]).toBe(3 * 0.1);
    expect(x[1].slice(6, 8)).toEqual([3 * 0.1, 3 * 0.1]);
    // a function says it after the step
    expect(timeseries[2][3]).toBe(4 * 0.1);
  });

  it.each([
    [
      { dt: 0.3 },
      /steps = T \/ dt \(.*model.yaml:3:1\) comes out as 6.666666666666667; it must be a whole number of steps/,
    ],
    [{ dt: 0 }, /time = dt|steps = T \/ dt/],
    [{ dt: -0.1, T: -2 }, /time = dt \(.*model.yaml:4:1\) comes out as -0.1; a step must take a time above 0/],
  ])('has whole steps of a time above 0: %o', (parameters, says) => {
    expect(() => start(flow, { parameters })).toThrow(says);
  });

  it('takes a quotient of decimals for whole', () => {
    expect(start(flow, { parameters: { T: 0.3, dt: 0.1 } }).steps).toBe(3);
    expect(start(flow, { parameters: { T: 100_000, dt: 0.001 } }).steps).toBe(100_000_000);
  });

  it('stops with step, array and index where it is not finite, and keeps the rows before', () => {
    const model = start(flow, { parameters: { fail: 0.55, scheme: 'euler' } });
    const steps: number[] = [];
    const sink = {
      append: (table: string, count: number, columns: readonly (Float64Array | Int32Array)[]) => {
        if (table === 'x') steps.push(...columns[0].subarray(0, count));
      },
    };
    let error: unknown;
    try {
      model.advance(20, sink);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(MsmError);
    // the slope at 0.6, the beginning of step 6, is the first that is not finite
    expect(error).toMatchObject({ code: 'E_DIVERGED', data: { step: 6, variable: 'x', index: [0], value: 'NaN' } });
    expect(Math.max(...steps)).toBe(5);
    expect(model.step()).toBe(6);
  });
});
