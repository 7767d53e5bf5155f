import { describe, expect, it } from 'vitest';
import { expressions } from '../../src/model/own/expressions.js';
import { lengthsOf } from '../../src/model/own/length.js';
import { namedIn } from '../../src/own-model/named-parameters.js';
import { readModel } from '../../src/own-model/read-model.js';
import { finish, readTexts, start } from './folders.js';

const MODEL = `model: walk
parameters:
  N: { kind: integer, default: 3 }
  T: { kind: number, default: 20 }
  rest: { kind: integer, default: 5 }
  dt: 0.5
steps: rest + T / dt
time: dt
state:
  x: { shape: [N], start: 1 }
  seen: { shape: [] }
observables:
  x: { default: true }
  look: { default: true }
`;
const STEP = `import * as m from './state';
// T is no matter here, nor is 'rest'
export function step(s: usize): void {
  store<f64>(m.x(s), load<f64>(m.x(s)) + m.dt(s));
}
export function look(s: usize): f64 {
  m.setSeen(s, m.seen(s) + 1);
  return m.seen(s);
}
`;

const lengths = (model: string, step = STEP) =>
  lengthsOf(readModel(model, 'model.yaml').model, expressions(), namedIn(new Map([['step', step]])));

describe('parameters that only make a run longer', () => {
  it('stand in steps alone and are named nowhere in the step', () => {
    expect(lengths(MODEL).keys).toEqual(['rest', 'T']);
    expect(lengths(MODEL).whyNot({})).toBeUndefined();
  });

  it.each([
    ['time: dt * T / T', 'T stands in time too, and not in steps alone'],
    ['start: 1 }', 'T stands in the start of x too, and not in steps alone'],
    ['noise', 'T stands in the noise w too, and not in steps alone'],
    ['shape', 'T stands in the shape of x too, and not in steps alone'],
    ['shape of noise', 'T stands in the shape of w too, and not in steps alone'],
  ])('do not stand elsewhere in model.yaml: %s', (where, reason) => {
    const other: { readonly [where: string]: readonly [string, string] } = {
      'time: dt * T / T': ['time: dt', 'time: dt * T / T'],
      'start: 1 }': ['start: 1 }', 'start: T }'],
      noise: ['observables:', 'noise:\n  w: { shape: [], each: { integer: [0, T] } }\nobservables:'],
      shape: ['[N]', '[T]'],
      'shape of noise': ['observables:', 'noise:\n  w: { shape: [T], each: sign }\nobservables:'],
    };
    const model = MODEL.replace('steps: rest + T / dt', 'steps: T')
      .replace('T: { kind: number', 'T: { kind: integer')
      .replace(...other[where]);
    const { keys, whyNot } = lengths(model);
    expect({ keys, why: whyNot({}) }).toEqual({ keys: [], why: reason });
  });

  it.each([
    ['by its function', 'const T = m.T(s);', ':4'],
    ['under another name', "import { T as long } from './state';", ':4'],
    ['in letters of another spelling', 'm.\\u0054(s);', ':4'],
  ])('are not named %s', (_, line, at) => {
    const { keys, whyNot } = lengths(MODEL.replace('rest + T', 'T'), STEP.replace('  store', `  ${line}\n  store`));
    expect({ keys, why: whyNot({}) }).toEqual({
      keys: [],
      why: `step.ts${at} names T, so a step may depend on it`,
    });
  });

  it('may be part of longer names', () => {
    const step = STEP.replace('  store', '  const meT: f64 = 1, Total: f64 = meT, $T: f64 = Total;\n  store');
    expect(lengths(MODEL, step).keys).toEqual(['rest', 'T']);
  });

  it('are none where steps is a number, and none of use where exponents are measured over the whole run', () => {
    expect(lengths(MODEL.replace('rest + T / dt', '20')).whyNot({})).toBe(
      'steps is 20, and no parameter makes a run longer',
    );
    expect(lengths(MODEL).whyNot({ exponents: 2 })).toBe('its exponents are measured over the whole run');
  });

  it('are marked in the schema, and the state has nothing of them and no trace of a look at its end', async () => {
    const folder = await readTexts(MODEL, STEP);
    const marked = folder.family.schema.parameters.filter(({ onlyLengthens }) => onlyLengthens).map(({ key }) => key);
    expect(marked).toEqual(['T', 'rest']);
    const short = start(folder, { record: { x: { every: 3 } } });
    finish(short);
    const long = start(folder, { parameters: { T: 40 }, record: { x: { every: 3 } } });
    long.advance(short.steps, { append: () => {} });
    const own = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    const last = short.block.f64('_last');
    expect(last[0]).toBe(1);
    last.fill(0);
    expect(own(short.block.bytes())).toBe(own(long.block.bytes()));
    expect(long.block.get('T')).toBe(0);
  });
});
