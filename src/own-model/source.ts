/** The two texts that are made from a description: `state.ts`, which a step imports, and the module that the host calls. */
import { arrayGetter, booleanGetter, codeConstants, getter, setter } from '../kernel/accessors.js';
import { headerOffsets, type StructDeclaration } from '../kernel/struct.js';
import { isNumber, type OwnModel, type OwnNoise, type Size, stateOf } from '../model/own/description.js';
import { purposeOf, streamOf } from '../model/own/draws.js';
import { noiseBounds, ownStruct, paddedName, scalarNames } from '../model/own/state.js';
import type { Parameter } from '../model/schema.js';
import { HOOKS } from './step-rules.js';
import { type EachArray, tangentText } from './tangent-source.js';

/** Observables that are functions of the step. */
export const functionNames = ({ state, observables }: OwnModel): readonly string[] =>
  observables.map(({ name }) => name).filter((name) => !state.some((entry) => entry.name === name));

const order = (a: string, b: string): number => (a < b ? -1 : 1);

/** The model with its entries in the order of their names: the order of lines must not change the module. */
const inOrder = (model: OwnModel): OwnModel => ({
  ...model,
  state: [...model.state].sort((a, b) => order(a.name, b.name)),
  noise: [...model.noise].sort((a, b) => order(a.name, b.name)),
  observables: [...model.observables].sort((a, b) => order(a.name, b.name)),
  field: [...model.field].sort(order),
});

/** `state.ts`: a function for each parameter, number and array. What begins with `_` is for the module alone. */
export function stateText(given: OwnModel, all: readonly Parameter[]): string {
  const model = inOrder(given);
  const parameters = [...all].sort((a, b) => order(a.key, b.key));
  const struct = ownStruct(model, parameters);
  const header = headerOffsets(struct);
  const settable = new Set([...model.state.filter(isNumber).map(({ name }) => name), 'step', 'time']);
  const scalars = struct.scalars.map(({ name, type, meaning }, i) => {
    const offset = header.scalars[i];
    const isYesNo = parameters.some(({ key, kind }) => key === name && kind === 'boolean');
    const get = isYesNo ? booleanGetter(name, offset, meaning) : getter(name, type, offset, meaning);
    return settable.has(name) && name !== 'step' && name !== 'time' ? `${get}${setter(name, type, offset)}` : get;
  });
  const arrays = struct.arrays.map(({ name, shape, meaning }, i) =>
    arrayGetter(name, header.arrays[i], `${meaning} [${shape.join(', ')}]`),
  );
  const codes = parameters.flatMap((p) => (p.kind === 'choice' ? [codeConstants(p.key, Object.keys(p.options))] : []));
  return [...codes, ...scalars, ...arrays].map(oneLineComments).join('\n');
}

/** A person's words may contain what ends a comment. */
const oneLineComments = (text: string): string =>
  text.replace(/^\/\*\* (.*) \*\/$/gm, (_, words: string) => `/** ${words.replaceAll('*/', '* /')} */`);

const sizeText = (size: Size): string => (typeof size === 'string' ? `m.${size}(s)` : String(size));
const paddedText = (size: Size): string =>
  typeof size === 'string' ? `m.${paddedName(size)}(s)` : String(Math.ceil(size / 4) * 4);

/** Rows of an array, numbers of a row, and numbers from row to row, as text. */
function rowTexts(shape: readonly Size[]): { readonly rows: string; readonly length: string; readonly stride: string } {
  const last = shape[shape.length - 1] ?? 1;
  const rows = shape.slice(0, -1).map(sizeText).join(' * ') || '1';
  return { rows, length: sizeText(last), stride: paddedText(last) };
}

/** Numbers of an array with its padding. */
const countText = (shape: readonly Size[]): string => {
  const { rows, stride } = rowTexts(shape);
  return rows === '1' ? stride : `${rows} * ${stride}`;
};

const offsetOf = (struct: StructDeclaration, name: string): number =>
  headerOffsets(struct).scalars[struct.scalars.findIndex((scalar) => scalar.name === name)];

/** The call that draws `length` numbers at `at` from draw `first` on. */
function fillText({ name, each }: OwnNoise, stream: number): string {
  const place = `at, length, m._seedLo(s), m._seedHi(s), ${purposeOf(name)}, ${stream}, <u32>first, <u32>(first >> 32)`;
  switch (each.kind) {
    case 'normal':
      return `fill_normal_f64(${place}, 0, 1);`;
    case 'uniform':
      return `fill_uniform_f64(${place}, 0, 1);`;
    case 'sign':
      return `fill_sign_f64(${place});`;
    case 'integer': {
      const [low, count] = noiseBounds(name);
      const shift = `for (let i = 0; i < length; i++) store<i32>(at + ((<usize>i) << 2), load<i32>(at + ((<usize>i) << 2)) + m.${low}(s));`;
      return `fill_integer_i32(${place}, m.${count}(s)); ${shift}`;
    }
  }
}

/** Draws one entry of the noise of the step to come: number i of step n is draw n count + i. */
function noiseText(entry: OwnNoise, struct: StructDeclaration, stream: number): string {
  const { rows, length, stride } = rowTexts(entry.shape);
  const bytes = entry.each.kind === 'integer' ? 2 : 3;
  const at = isNumber(entry) ? `s + ${offsetOf(struct, entry.name)}` : `m.${entry.name}(s)`;
  return `function noise_${entry.name}(s: usize): void {
  const length = ${length}, rows = ${rows};
  let at = ${at};
  let first = <u64>m.step(s) * <u64>rows * <u64>length;
  for (let row = 0; row < rows; row++) {
    ${fillText(entry, stream)}
    at += (<usize>(${stride})) << ${bytes};
    first += <u64>length;
  }
}
`;
}

/** One line for each array of the field. */
const eachField = (model: OwnModel, line: (name: string, count: string) => string): string =>
  model.field
    .map((name) => `  ${line(name, countText(model.state.find((entry) => entry.name === name)?.shape ?? []))}\n`)
    .join('');

/** Arrays of the field, with their counts and the place where each begins in a vector of all variables. */
function eachWithPlace(model: OwnModel): { readonly each: EachArray; readonly dimension: string } {
  const counts = model.field.map((name) => countText(stateOf(model, name)?.shape ?? []));
  const firsts = counts.map((_, i) => counts.slice(0, i).join(' + ') || '0');
  return {
    each: (line) => model.field.map((name, i) => `  ${line(name, counts[i], firsts[i])}\n`).join(''),
    dimension: counts.join(' + '),
  };
}

/** The integrators: the same field for all, the noise of the step held over its stages. Vectors, if there are any, go along. */
function integratorText(model: OwnModel): string {
  const each = (line: (name: string, count: string) => string): string => eachField(model, line);
  const place = eachWithPlace(model);
  return `${tangentText(place.each, place.dimension)}function derive(s: usize, time: f64): void {
  store<f64>(s, time, TIME);
  differences(s);
  clear(s);
  if (isDefined(own.field)) own.field(s);
  tangents(s);
}
/** Where the step began, and the first term of the sum of stages. */
function begin(s: usize): void {
${each((x, n) => `memory.copy(m._u_${x}(s), m.${x}(s), (<usize>(${n})) << 3);`)}${each((x, n) => `memory.copy(m._sum_${x}(s), m.d_${x}(s), (<usize>(${n})) << 3);`)}  const bytes = (<usize>vectorCount(s)) << 3;
  memory.copy(m._Vu(s), m._V(s), bytes);
  memory.copy(m._Vs(s), m._Vd(s), bytes);
}
function add(s: usize, weight: f64): void {
${each((x, n) => `accumulate_f64(m._sum_${x}(s), m.d_${x}(s), weight, ${n});`)}  accumulate_f64(m._Vs(s), m._Vd(s), weight, vectorCount(s));
}
function ahead(s: usize, size: f64): void {
${each((x, n) => `stage_f64(m._u_${x}(s), m.d_${x}(s), size, ${n}, m.${x}(s));`)}  stage_f64(m._Vu(s), m._Vd(s), size, vectorCount(s), m._V(s));
}
function finish(s: usize, size: f64): void {
${each((x, n) => `stage_f64(m._u_${x}(s), m._sum_${x}(s), size, ${n}, m.${x}(s));`)}  stage_f64(m._Vu(s), m._Vs(s), size, vectorCount(s), m._V(s));
}
function move(s: usize): void {
  moveCompanion(s);
  integrate(s);
}
function integrate(s: usize): void {
  const h = m._timeStep(s), t = m.step(s) * h;
  derive(s, t);
  begin(s);
  if (m.scheme(s) == m.SCHEME_EULER) {
    finish(s, h);
    return;
  }
  if (m.scheme(s) == m.SCHEME_HEUN) {
    ahead(s, h);
    derive(s, t + h);
    add(s, 1);
    finish(s, h / 2);
    return;
  }
  ahead(s, h / 2);
  derive(s, t + h / 2);
  add(s, 2);
  ahead(s, h / 2);
  derive(s, t + h / 2);
  add(s, 2);
  ahead(s, h);
  derive(s, t + h);
  add(s, 1);
  finish(s, h / 6);
}
`;
}

/** Whether all floating point numbers of the state are finite. */
function finiteText({ state }: OwnModel): string {
  const tests = state.flatMap((entry) => {
    const { name, type, shape } = entry;
    if (type !== 'f64' && type !== 'f32') return [];
    return [
      isNumber(entry)
        ? `if (!isFinite(m.${name}(s))) return false;`
        : `if (!all_finite_${type}(m.${name}(s), ${countText(shape)})) return false;`,
    ];
  });
  return `export function own_is_finite(s: usize): bool {\n${tests.map((line) => `  ${line}\n`).join('')}  return true;\n}\n`;
}

/** The observables of one number: what each is, and a row of those that are recorded. */
function observeText(model: OwnModel): string {
  const functions = functionNames(model);
  const scalars = scalarNames(model);
  const one = (name: string): string => {
    const value = functions.includes(name)
      ? `  if (isDefined(own.${name})) return own.${name}(s);\n  return 0;\n`
      : `  return <f64>m.${name}(s);\n`;
    return `export function own_observe_${name}(s: usize): f64 {\n${value}}\n`;
  };
  const row = (at: 'before' | 'after'): string => {
    const lines = scalars.map((name, i) => {
      if (model.observables.find((observable) => observable.name === name)?.at !== at) return '';
      return `  if (load<u8>(m._wanted(s), ${i}) != 0) store<f64>(row, own_observe_${name}(s), ${8 * i});\n`;
    });
    return `function ${at}(s: usize, row: usize): void {\n${lines.join('')}}\n`;
  };
  const has = [...HOOKS, ...functions].map(
    (name) => `export function own_has_${name}(): bool { return isDefined(own.${name}); }\n`,
  );
  return [...scalars.map(one), row('before'), row('after'), ...has].join('');
}

/** The module that the host calls. */
export function entryText(given: OwnModel, parameters: readonly Parameter[]): string {
  const model = inOrder(given);
  const struct = ownStruct(model, parameters);
  const stream = streamOf(model.name);
  const isField = model.field.length > 0;
  const noises = model.noise.map((entry) => noiseText(entry, struct, stream));
  return `import * as own from './step';
import * as m from './state';
import { all_finite_f32, all_finite_f64 } from 'msm/own/finite';
import { accumulate_f64, stage_f64 } from 'msm/own/integrate';
import { dot_f64, scale_f64 } from 'msm/linalg/vectors';
import { fill_normal_f64 } from 'msm/random/normal';
import { fill_integer_i32, fill_sign_f64, fill_uniform_f64 } from 'msm/random/uniform';
export * from 'msm/common';

const STEP: usize = ${offsetOf(struct, 'step')};
const TIME: usize = ${offsetOf(struct, 'time')};
const ROW: usize = ${8 * scalarNames(model).length};
${noises.join('')}function noise(s: usize): void {
${model.noise.map(({ name }) => `  noise_${name}(s);\n`).join('')}}
function clear(s: usize): void {
${eachField(model, (x, n) => `memory.fill(m.d_${x}(s), 0, (<usize>(${n})) << 3);`)}}
${isField ? integratorText(model) : `function move(s: usize): void { if (isDefined(own.step)) own.step(s); }\n`}${finiteText(model)}${observeText(model)}
${
  isField
    ? `/** Derivatives of the state as it is, at another time. */
export function own_derive(s: usize, time: f64): void { clear(s); store<f64>(s, time, TIME); if (isDefined(own.field)) own.field(s); }
`
    : ''
}/** What the step does once, after its arrays are drawn or given. */
export function own_start(s: usize): void {
  if (isDefined(own.start)) own.start(s);
}
/**
 * Does up to \`count\` steps. Where the byte of a step in \`due\` is set, a row of numbers is written to \`rows\`. Returns the steps done; fewer
 * than \`count\` means that the state after the next one is not finite.
 */
export function own_advance(s: usize, count: i32, due: usize, rows: usize): i32 {
  for (let k = 0; k < count; k++) {
    const isDue = load<u8>(due + <usize>k) != 0;
    noise(s);
    clear(s);
    if (isDue) before(s, rows);
    move(s);
    if (!own_is_finite(s)) return k;
    const done = m.step(s) + 1;
    store<f64>(s, done, STEP);
    store<f64>(s, done * m._timeStep(s), TIME);
    if (isDue) {
      after(s, rows);
      rows += ROW;
    }
  }
  return count;
}
`;
}
