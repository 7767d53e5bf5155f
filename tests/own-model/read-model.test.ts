import { describe, expect, it } from 'vitest';
import { MsmError } from '../../src/errors.js';
import { readModel } from '../../src/own-model/read-model.js';

/** A description of which lines are replaced. */
const BASE = {
  model: 'model: toy',
  summary: 'summary: a toy',
  parameters: `parameters:
  N: { kind: integer, default: 4, min: 1, help: units }
  eta: { kind: number, default: 0.1, above: 0 }
  T: 100
  rule: { kind: choice, default: hebb, options: { hebb: plain, storkey: local } }
  bias: { kind: boolean, default: false }`,
  steps: 'steps: T',
  state: `state:
  w: { shape: [N, 3], start: { normal: [0, eta / sqrt(N)] }, help: weights }
  y: { shape: [], start: 0 }`,
  noise: `noise:
  x: { shape: [N], each: normal }`,
  observables: `observables:
  y: { default: true }
  w: {}
  length: { default: true }`,
};

type Key = keyof typeof BASE | 'time' | 'field' | 'more';
const text = (changes: { readonly [K in Key]?: string } = {}): string =>
  Object.values({ ...BASE, ...changes }).join('\n');
const read = (changes: { readonly [K in Key]?: string } = {}) => readModel(text(changes), 'toy/model.yaml').model;

function errorOf(changes: { readonly [K in Key]?: string }): MsmError {
  try {
    read(changes);
  } catch (error) {
    expect(error).toBeInstanceOf(MsmError);
    expect((error as MsmError).code).toBe('E_CONFIG');
    return error as MsmError;
  }
  throw new Error('it was accepted');
}

describe('a model.yaml', () => {
  it('is read as plain data', () => {
    const model = read({ time: 'time: eta', more: 'summary: [y, length]' });
    expect(structuredClone(model)).toEqual(model);
    expect(model.summary).toBe('a toy');
    expect(model.reported).toEqual(['y', 'length']);
    expect(model.state[0]).toEqual({
      name: 'w',
      shape: ['N', 3],
      type: 'f64',
      start: { kind: 'normal', mean: '0', sd: 'eta / sqrt(N)' },
      help: 'weights',
    });
  });

  it('takes a bare number for a number with that default', () => {
    expect(read().parameters.find(({ key }) => key === 'T')).toMatchObject({ kind: 'number', default: 100 });
  });

  it('shows arrays before the step, numbers and functions after it, unless it says otherwise', () => {
    const at = (name: string, changes = {}) => read(changes).observables.find((one) => one.name === name)?.at;
    expect([at('w'), at('y'), at('length')]).toEqual(['before', 'after', 'after']);
    expect(at('w', { observables: 'observables: { w: { at: after } }' })).toBe('after');
  });

  it('reads every form of a start and of noise', () => {
    const starts = [
      '1',
      'T',
      '-eta',
      'zeros',
      'normal',
      'uniform',
      'sign',
      '{ uniform: [-1, eta] }',
      '{ integer: [0, N - 1] }',
    ];
    const state = starts.map((start, i) => `  s${i}: { shape: [N], start: ${start.replace('T', 'T')} }`);
    const kinds = read({ state: `state:\n${state.join('\n')}`, observables: 'observables: {}' }).state.map(
      ({ start }) => start.kind,
    );
    expect(kinds).toEqual(['value', 'value', 'value', 'value', 'normal', 'uniform', 'sign', 'uniform', 'integer']);
    const noise = ['normal', 'uniform', 'sign', '{ integer: [0, N - 1] }'].map(
      (each, i) => `  n${i}: { shape: [], each: ${each} }`,
    );
    expect(read({ noise: `noise:\n${noise.join('\n')}` }).noise.map(({ each }) => each.kind)).toEqual([
      'normal',
      'uniform',
      'sign',
      'integer',
    ]);
  });
});

describe('a mistake in a model.yaml', () => {
  const CASES: readonly (readonly [
    what: string,
    changes: { readonly [K in Key]?: string },
    line: number,
    says: RegExp,
  ])[] = [
    ['an unknown key', { more: 'observable: {}' }, 19, /observable is not a key of a model.*Did you mean observables/],
    ['a missing name', { model: '' }, 0, /no model/],
    ['a name with a blank', { model: 'model: my toy' }, 1, /model = my toy .*letters, digits and dashes/],
    ['the name of a family', { model: 'model: Hebbian' }, 1, /hebbian is a model that ships with msm/],
    ['missing steps', { steps: '' }, 0, /no steps/],
    ['steps that are no expression', { steps: 'steps: T /' }, 9, /steps = T \/ .*ends where a number/],
    ['steps of an unknown name', { steps: 'steps: t / eta' }, 9, /reads t, which is not a parameter. Did you mean T/],
    ['steps of a word', { steps: 'steps: rule' }, 9, /which is a choice, not a number/],
    [
      'an unknown kind',
      { parameters: 'parameters:\n  T: { kind: intger, default: 1 }' },
      4,
      /kind of parameter T = intger .*number, integer, boolean or choice.*Did you mean integer/,
    ],
    ['no kind', { parameters: 'parameters:\n  T: { default: 1 }' }, 4, /parameter T has no kind/],
    ['no default', { parameters: 'parameters:\n  T: { kind: number }' }, 4, /parameter T has no default/],
    [
      'a default out of range',
      { parameters: 'parameters:\n  T: { kind: integer, default: 0, min: 1 }' },
      4,
      /T = 0 .*must be an integer of at least 1/,
    ],
    ['a default that is no integer', { parameters: 'parameters:\n  T: { kind: integer, default: 1.5 }' }, 4, /T = 1.5/],
    ['a word for a parameter', { parameters: 'parameters:\n  T: many' }, 4, /T = many .*must be a number/],
    [
      'an unknown key of a parameter',
      { parameters: 'parameters:\n  T: { kind: number, defalt: 1 }' },
      4,
      /defalt is not a key of parameter T.*default/,
    ],
    [
      'bounds without a value',
      { parameters: 'parameters:\n  T: { kind: number, default: 1, min: 3, max: 2 }' },
      4,
      /leave no value/,
    ],
    [
      'bounds of a word',
      { parameters: 'parameters:\n  T: 1\n  r: { kind: boolean, default: true, min: 0 }' },
      5,
      /a boolean has no bounds/,
    ],
    [
      'options of a number',
      { parameters: 'parameters:\n  T: { kind: number, default: 1, options: { a: b } }' },
      4,
      /a number has no options/,
    ],
    [
      'a choice without options',
      { parameters: 'parameters:\n  T: 1\n  r: { kind: choice, default: a }' },
      5,
      /has no options/,
    ],
    [
      'a default that is no option',
      { parameters: 'parameters:\n  T: 1\n  r: { kind: choice, default: stork, options: { hebb: a, storkey: b } }' },
      5,
      /default of parameter r = stork .*hebb or storkey. Did you mean storkey/,
    ],
    ['no shape', { state: 'state:\n  y: { start: 0 }' }, 11, /y has no shape: it must be a list/],
    ['a shape that is no list', { state: 'state:\n  y: { shape: N }' }, 11, /shape of y = N .*must be a list/],
    ['a size that is not a parameter', { state: 'state:\n  y: { shape: [M] }' }, 11, /M is not a parameter/],
    [
      'a size that is no integer',
      { state: 'state:\n  y: { shape: [eta] }' },
      11,
      /eta is a number, and a size must be an integer/,
    ],
    ['a size of 0', { state: 'state:\n  y: { shape: [0] }' }, 11, /sizes of at least 1/],
    [
      'an unknown type',
      { state: 'state:\n  y: { shape: [], type: f16 }' },
      11,
      /type of y = f16 .*must be f64, f32, i32 or u8/,
    ],
    [
      'an unknown start',
      { state: 'state:\n  y: { shape: [N], start: normale }' },
      11,
      /start of y = normale .*Did you mean normal/,
    ],
    [
      'a start that is no expression',
      { state: 'state:\n  y: { shape: [], start: 1 + }' },
      11,
      /start of y = 1 \+ .*ends where/,
    ],
    [
      'one number for two',
      { state: 'state:\n  y: { shape: [N], start: { normal: [0] } }' },
      11,
      /normal of start of y has 1 numbers/,
    ],
    ['an unknown draw', { state: 'state:\n  y: { shape: [N], start: { gauss: [0, 1] } }' }, 11, /start of y = gauss/],
    [
      'reals for whole numbers',
      { state: 'state:\n  y: { shape: [N], type: i32, start: normal }' },
      11,
      /start of y is normal, which i32 cannot hold/,
    ],
    ['signs without a sign', { state: 'state:\n  y: { shape: [N], type: u8, start: sign }' }, 11, /u8 cannot hold/],
    ['noise without each', { noise: 'noise:\n  x: { shape: [N] }' }, 14, /x has no each/],
    [
      'an unknown noise',
      { noise: 'noise:\n  x: { shape: [N], each: norml }' },
      14,
      /each of x = norml .*Did you mean normal/,
    ],
    [
      'a draw that noise has not',
      { noise: 'noise:\n  x: { shape: [N], each: { normal: [0, 1] } }' },
      14,
      /each of x = normal .*must be normal, uniform, sign or/,
    ],
    [
      'an unknown side',
      { observables: 'observables:\n  y: { at: during }' },
      16,
      /at of observable y = during .*before or after/,
    ],
    ['a default that is neither', { observables: 'observables:\n  y: { default: yes }' }, 16, /true or false/],
    ['a report of an array', { more: 'summary: [w]' }, 19, /w is an array: the end reports numbers/],
    ['a report of nothing', { more: 'summary: [lenght]' }, 19, /lenght is not an observable. Did you mean length/],
    ['a field of a number', { time: 'time: eta', field: 'field: [y]' }, 20, /y is a number: a field integrates arrays/],
    ['a field of nothing', { time: 'time: eta', field: 'field: [v]' }, 20, /v is not an array of the state/],
    [
      'a field of another type',
      { state: 'state:\n  w: { shape: [N], type: f32 }', observables: '', time: 'time: eta', field: 'field: [w]' },
      16,
      /w is of type f32/,
    ],
    ['a field without time', { field: 'field: [w]' }, 19, /field needs time/],
    ['an empty field', { time: 'time: eta', field: 'field: []' }, 20, /field is an empty list/],
    ['a key that stands there twice', { more: 'steps: T' }, 19, /steps stands here twice/],
    ['two lines of summary', { more: 'summary: another' }, 19, /summary stands here twice/],
  ];

  it.each(CASES)('is named with its line: %s', (_, changes, line, says) => {
    const error = errorOf(changes);
    expect(error.message).toMatch(says);
    if (line > 0) expect(error.message).toContain(`toy/model.yaml:${line}:`);
    else expect(error.message).toContain('toy/model.yaml');
  });
});

describe('a name that is taken', () => {
  const named = (name: string) => ({
    parameters: `parameters:\n  N: { kind: integer, default: 4 }\n  T: 1\n  eta: 1\n  ${name}: 1`,
  });

  it.each([
    ['seed', /--seed is a flag/],
    ['dry_run', /--dry-run is a flag/],
    ['out', /--out is a flag/],
    ['step', /step is a column/],
    ['Time', /--time is a flag/],
    ['identity', /identity is a column/],
    ['d_w', /d_NAME is the derivative/],
    ['v_w', /v_NAME is a tangent vector/],
    ['dd_w', /dd_NAME is the derivative/],
    ['class', /is a word of AssemblyScript/],
    ['f64', /is a word of AssemblyScript/],
    ['load', /is a word of AssemblyScript/],
    ['start', /is a function that step.ts exports/],
    ['_x', /is not a name of a parameter/],
    ['a-b', /is not a name of a parameter/],
    ['Np', /Np is the padded size of N/],
    ['setY', /setY sets y/],
    ['ETA', /eta and ETA differ only in case/],
    ['W', /W and w differ only in case/],
    ['x', /x stands here twice/],
    ['w', /w stands here twice/],
  ])('is refused with the reason: %s', (name, says) => {
    const error = errorOf(named(name));
    expect(error.message).toMatch(says);
    expect(error.message).toMatch(/toy\/model\.yaml:\d+:\d+/);
  });

  it('is scheme only where the engine integrates', () => {
    expect(read(named('scheme')).parameters.map(({ key }) => key)).toContain('scheme');
    expect(errorOf({ ...named('scheme'), time: 'time: eta', field: 'field: [w]' }).message).toMatch(
      /the engine adds --scheme/,
    );
  });

  it('is no flag where it is not a parameter and no array', () => {
    expect(read({ observables: 'observables:\n  jobs: { default: true }' }).observables[0].name).toBe('jobs');
  });
});
