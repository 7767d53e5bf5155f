import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../src/model/family.js';
import type { OwnFolder } from '../../src/own-model/own-folder.js';
import { finish, read, readTexts, start, valueAtEnd } from './folders.js';

const lorenzText = (name: string): string => readFileSync(`data/models/lorenz/${name}`, 'utf8');
const TANGENT = `
export function tangent(s: usize): void {
  const a = m.x(s), v = m.v_x(s), d = m.dd_x(s);
  const x = load<f64>(a), y = load<f64>(a, 8), z = load<f64>(a, 16);
  const p = load<f64>(v), q = load<f64>(v, 8), r = load<f64>(v, 16);
  store<f64>(d, m.sigma(s) * (q - p));
  store<f64>(d, p * (m.rho(s) - z) - x * r - q, 8);
  store<f64>(d, p * y + x * q - m.beta(s) * r, 16);
}
`;
/** Divergence of the field of Lorenz: the sum of its exponents. */
const SUM = -(10 + 1 + 8 / 3);

/** A column of a table of results. */
function column(model: Model, table: string, name: string): readonly unknown[] {
  const found = model.results?.().find((one) => one.name === table);
  const at = found?.columns.findIndex((one) => one.name === name) ?? -1;
  return [...((found?.rows[at] ?? []) as Iterable<unknown>)];
}

describe('exponents of a field', () => {
  let plain: OwnFolder;
  let exact: OwnFolder;
  beforeAll(async () => {
    plain = await read('data/models/lorenz');
    exact = await readTexts(lorenzText('model.yaml'), lorenzText('step.ts') + TANGENT);
  });
  const measure = (lorenz: OwnFolder, parameters: { readonly [key: string]: number }, seed = 0): Model => {
    const model = start(lorenz, { parameters, seed, record: {} });
    finish(model);
    return model;
  };

  it.each(['differences', 'tangent'])(
    'are those of the literature for Lorenz, with errors and a verdict: by %s',
    (method) => {
      const model = measure(method === 'tangent' ? exact : plain, { exponents: 3, T: 1000 });
      const exponents = column(model, 'spectrum', 'exponent') as number[];
      const errors = column(model, 'spectrum', 'error') as number[];
      // four standard errors of one seed; the sum is exact but for the error of the integrator, below 1e-4 at this step
      [0.9056, 0, -14.5723].forEach((wanted, i) => {
        expect(errors[i]).toBeLessThan(0.03);
        expect(Math.abs(exponents[i] - wanted)).toBeLessThan(Math.max(4 * errors[i], 2e-3));
      });
      expect(Math.abs((column(model, 'verdicts', 'sum')[0] as number) - SUM)).toBeLessThan(1e-3);
      expect(column(model, 'verdicts', 'verdict')).toEqual(['chaos']);
      expect(column(model, 'verdicts', 'method')).toEqual([method]);
      expect(valueAtEnd(model, 'lambda_1')).toBe(exponents[0]);
      expect(valueAtEnd(model, 'verdict')).toBe(0);
      expect(valueAtEnd(model, 'kaplan_yorke')).toBeCloseTo(2.06, 1);
      expect(model.notes?.().join()).toMatch(method === 'tangent' ? /^$/ : /from differences of the field/);
    },
  );

  it('are the same by differences and by the tangent, but for what differences make', () => {
    const [a, b] = [exact, plain].map(
      (lorenz) => column(measure(lorenz, { exponents: 3, T: 20 }), 'spectrum', 'exponent') as number[],
    );
    // over 20 time units chaos does not magnify 1e-9 beyond this
    for (let i = 0; i < 3; i++) expect(Math.abs(a[i] - b[i])).toBeLessThan(1e-5);
  });

  it('are the largest by two trajectories where one is asked for and there is no tangent', () => {
    const model = measure(plain, { exponents: 1, T: 1000 });
    expect(column(model, 'verdicts', 'method')).toEqual(['two trajectories']);
    const [[value], [error]] = [
      column(model, 'spectrum', 'exponent'),
      column(model, 'spectrum', 'error'),
    ] as number[][];
    expect(Math.abs(value - 0.9056)).toBeLessThan(4 * error);
    expect(model.notes?.().join()).toMatch(/two trajectories 1e-8 apart/);
  });

  it('do not change the state, nor do they depend on where spans end or a run goes on', () => {
    const record = { x: { every: 7 } };
    const parameters = { exponents: 2, T: 5 };
    const alone = start(plain, { parameters: { T: 5 }, record });
    const rows = finish(alone);
    for (const exponents of [1, 2]) {
      const whole = start(plain, { parameters: { ...parameters, exponents }, record });
      expect(finish(whole)).toEqual(rows);
      const first = start(plain, { parameters: { ...parameters, exponents }, record });
      first.advance(233, { append: () => {} });
      const second = start(plain, { parameters: { ...parameters, exponents }, record });
      second.block.bytes().set(first.block.bytes());
      finish(second, 13);
      expect(second.block.bytes()).toEqual(whole.block.bytes());
      expect(second.results?.()).toEqual(whole.results?.());
    }
  });

  it('of a stable point and of a cycle have their verdicts', async () => {
    expect(column(measure(plain, { exponents: 3, rho: 0.5, T: 100 }), 'verdicts', 'verdict')).toEqual(['fixed point']);
    // van der Pol, whose cycle at mu = 1 has the period 6.6632868593
    const pol = await readTexts(
      'model: pol\nparameters: { mu: 1, T: 400, dt: 0.01 }\nsteps: T / dt\ntime: dt\nstate:\n  x: { shape: [1], start: 1 }\n  y: { shape: [1] }\nfield: [x, y]\n',
      `import * as m from './state';
export function field(s: usize): void {
  const x = load<f64>(m.x(s)), y = load<f64>(m.y(s));
  store<f64>(m.d_x(s), y);
  store<f64>(m.d_y(s), m.mu(s) * (1 - x * x) * y - x);
}
`,
    );
    const model = measure(pol, { exponents: 2 });
    expect(column(model, 'verdicts', 'verdict')).toEqual(['limit cycle']);
    expect(column(model, 'verdicts', 'period')[0]).toBeCloseTo(6.6632868593, 3);
  });

  it('are as many as there are variables at most, and take a run that is long enough', () => {
    expect(() => start(plain, { parameters: { exponents: 4 } })).toThrow(/exponents = 4: the field has 3 variables/);
    expect(() => start(plain, { parameters: { exponents: 1, T: 0.1 } })).toThrow(
      /has 0 intervals of 10 steps.*takes at least 2/,
    );
  });

  it('are not there before they are asked for, and cost no memory then', () => {
    const model = start(plain);
    expect(model.results?.()).toEqual([]);
    expect(model.block.layout.arrays.filter(({ name, count }) => /^_(V|logs|x|near)/.test(name) && count > 0)).toEqual(
      [],
    );
  });
});

describe('exponents of a cycle that is known', () => {
  const MODEL = `model: cycle
summary: normal form of a Hopf bifurcation
parameters: { omega: 3.0, T: 400, dt: 0.005 }
steps: T / dt
time: dt
state:
  x: { shape: [2], start: { normal: [1, 0.1] }, help: the two variables }
field: [x]
observables:
  x: { default: true, help: the two variables }
`;
  const STEP = `import * as m from './state';
export function field(s: usize): void {
  const a = m.x(s), d = m.d_x(s);
  const x = load<f64>(a), y = load<f64>(a, 8), r = 1 - x * x - y * y;
  store<f64>(d, r * x - m.omega(s) * y);
  store<f64>(d, r * y + m.omega(s) * x, 8);
}
`;
  const OWN_TANGENT = `
export function tangent(s: usize): void {
  const a = m.x(s), v = m.v_x(s), d = m.dd_x(s);
  const x = load<f64>(a), y = load<f64>(a, 8), p = load<f64>(v), q = load<f64>(v, 8);
  const r = 1 - x * x - y * y, w = 2 * (x * p + y * q);
  store<f64>(d, r * p - w * x - m.omega(s) * q);
  store<f64>(d, r * q - w * y + m.omega(s) * p, 8);
}
`;

  it('are 0 and -2, and differences of the field err by less than what is said', async () => {
    const spectra = [];
    for (const text of [STEP + OWN_TANGENT, STEP]) {
      const model = start(await readTexts(MODEL, text), { parameters: { exponents: 2 }, record: {} });
      finish(model);
      spectra.push(column(model, 'spectrum', 'exponent') as number[]);
    }
    const [exact, differences] = spectra;
    // the integrator turns 0 and -2 into multipliers that are right to dt^4
    for (const [i, wanted] of [0, -2].entries()) expect(Math.abs(exact[i] - wanted)).toBeLessThan(1e-8);
    // the slope of the field is about omega here, and the orbits are the same; measured: 4e-11
    for (let i = 0; i < 2; i++) expect(Math.abs(exact[i] - differences[i])).toBeLessThan(1e-9 * 3);
  });
});
