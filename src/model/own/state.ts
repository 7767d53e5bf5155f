/**
 * The state block of an own model. Fields stand in the order of their names, so that the order of lines in a description changes no
 * byte. What a description cannot name, since names begin with a letter, begins with `_`.
 *
 * The last axis of an array is padded with zeros to a multiple of 4 numbers: a row of [N, M] is Mp long.
 */
import type { ArrayDeclaration, ElementType, ScalarDeclaration, StructDeclaration } from '../../kernel/struct.js';
import type { Parameter, Parameters } from '../schema.js';
import { isNumber, noiseType, type OwnModel, type OwnNoise, type Size, sizeKeys } from './description.js';

const byName = <T extends { readonly name: string }>(items: readonly T[]): readonly T[] =>
  [...items].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Numbers rounded up to a vector of four. */
export const padded = (count: number): number => Math.ceil(count / 4) * 4;

/** The name of a padded size. */
export const paddedName = (size: Size): string => `${size}p`;

/** How the block names the sizes of an array: all as they are, but the last one padded. */
const storedShape = (shape: readonly Size[]): readonly string[] =>
  shape.map((size, d) => (d === shape.length - 1 ? paddedName(size) : String(size)));

/** The type that a parameter has in the block; booleans and choices are whole numbers. */
export const parameterType = ({ kind }: Parameter): 'f64' | 'i32' => (kind === 'number' ? 'f64' : 'i32');

/** Arrays that an integrator needs beside each one of the field: its derivative, where the step began, and the sum of stages. */
export const FIELD_ARRAYS = ['d_', '_u_', '_sum_'] as const;

/** Tangent vectors of the arrays of the field, and their derivatives. */
export const TANGENT_ARRAYS = ['v_', 'dd_'] as const;

/** What perturbations need besides the state of a field: how many vectors go along, or a companion, and what was measured. */
const VECTOR_SCALARS: readonly ScalarDeclaration[] = [
  { name: '_vectors', type: 'i32', meaning: 'tangent vectors that go along' },
  { name: '_companion', type: 'i32', meaning: '1 if a companion of the state does' },
  { name: '_apart', type: 'f64', meaning: 'distance at which the companion was put' },
];
const VECTOR_ARRAYS: readonly ArrayDeclaration[] = [
  { name: '_V', type: 'f64', shape: ['_k', '_dim'], meaning: 'tangent vectors, or the companion' },
  { name: '_logs', type: 'f64', shape: ['_intervals', '_k'], meaning: 'logarithms of the growth of each interval' },
  { name: '_Vd', type: 'f64', shape: ['_k', '_dim'], meaning: 'their derivatives', keep: 'scratch' },
  { name: '_Vu', type: 'f64', shape: ['_k', '_dim'], meaning: 'where the step began', keep: 'scratch' },
  { name: '_Vs', type: 'f64', shape: ['_k', '_dim'], meaning: 'sum of the stages', keep: 'scratch' },
  { name: '_x', type: 'f64', shape: ['_dim'], meaning: 'the state while others are looked at', keep: 'scratch' },
  { name: '_near', type: 'f64', shape: ['_dim'], meaning: 'a state beside it', keep: 'scratch' },
];

/** Bounds of integer noise in the block: the lowest, and how many there are. */
export const noiseBounds = (name: string): readonly [low: string, count: string] => [`_low_${name}`, `_count_${name}`];

function noiseScalars(noise: readonly OwnNoise[]): readonly ScalarDeclaration[] {
  return noise.flatMap((entry): readonly ScalarDeclaration[] => {
    const [low, count] = noiseBounds(entry.name);
    return [
      ...(isNumber(entry) ? [{ name: entry.name, type: noiseType(entry), meaning: entry.help }] : []),
      ...(entry.each.kind === 'integer'
        ? ([
            { name: low, type: 'i32', meaning: `lowest ${entry.name}` },
            { name: count, type: 'u32', meaning: `how many values ${entry.name} has` },
          ] as const)
        : []),
    ];
  });
}

/** Observables of one number, in the order in which kernels write them. */
export const scalarNames = (model: OwnModel): readonly string[] =>
  model.observables
    .filter(({ name }) => (model.state.find((entry) => entry.name === name)?.shape ?? []).length === 0)
    .map(({ name }) => name)
    .sort();

/** The parameters that the block holds: those of the person and those that the engine adds. */
export function ownStruct(model: OwnModel, parameters: readonly Parameter[]): StructDeclaration {
  const state = byName(model.state);
  const noise = byName(model.noise);
  const field = [...model.field].sort();
  const like = (name: string, prefix: string, keep: 'state' | 'scratch'): ArrayDeclaration => {
    const shape = storedShape(state.find((entry) => entry.name === name)?.shape ?? []);
    return { name: `${prefix}${name}`, type: 'f64', shape, meaning: `${prefix}${name}`, keep };
  };
  const scalars: ScalarDeclaration[] = [
    { name: 'step', type: 'f64', meaning: 'steps done' },
    { name: 'time', type: 'f64', meaning: 'steps done times the time of a step' },
    { name: '_timeStep', type: 'f64', meaning: 'time of a step, 1 if there is none' },
    { name: '_seedLo', type: 'u32', meaning: 'low word of the seed' },
    { name: '_seedHi', type: 'u32', meaning: 'high word of the seed' },
    ...byName(parameters.map((p) => ({ name: p.key, type: parameterType(p), meaning: p.help }))),
    ...sizeKeys(model).map((size) => ({
      name: paddedName(size),
      type: 'i32' as const,
      meaning: `${size} padded to a multiple of 4`,
    })),
    ...state.filter(isNumber).map(({ name, type, help }) => ({ name, type, meaning: help })),
    ...noiseScalars(noise),
    ...(field.length > 0 ? VECTOR_SCALARS : []),
  ];
  const arrays: ArrayDeclaration[] = [
    ...state
      .filter((entry) => !isNumber(entry))
      .map(({ name, type, shape, help }) => ({ name, type, shape: storedShape(shape), meaning: help })),
    { name: '_sums', type: 'f64', shape: ['_scalars'], meaning: 'sum of each recorded number' },
    { name: '_records', type: 'f64', shape: ['_scalars'], meaning: 'how many were added' },
    { name: '_last', type: 'f64', shape: ['_scalars'], meaning: 'numbers at the end of the run' },
    { name: '_wanted', type: 'u8', shape: ['_scalars'], meaning: '1 where a number is recorded', keep: 'scratch' },
    ...noise
      .filter((entry) => !isNumber(entry))
      .map(
        (entry): ArrayDeclaration => ({
          name: entry.name,
          type: noiseType(entry),
          shape: storedShape(entry.shape),
          meaning: entry.help,
          keep: 'scratch',
        }),
      ),
    ...FIELD_ARRAYS.flatMap((prefix) => field.map((name) => like(name, prefix, 'scratch'))),
    ...(field.length > 0 ? VECTOR_ARRAYS : []),
    ...TANGENT_ARRAYS.flatMap((prefix) => field.map((name) => like(name, prefix, 'scratch'))),
  ];
  return { name: `own:${model.name}`, scalars, arrays };
}

/** Sizes of what is measured besides the state. */
export interface VectorSizes {
  readonly k: number;
  readonly dim: number;
  readonly intervals: number;
}

/** The sizes of a block, by name, for these parameters. */
export function ownSizes(
  model: OwnModel,
  parameters: Parameters,
  { k, dim, intervals }: VectorSizes,
): { readonly [size: string]: number } {
  const all = [...model.state, ...model.noise].flatMap(({ shape }) => shape);
  const sizes = all.flatMap((size) => {
    const length = lengthOf(size, parameters);
    return [
      [String(size), length],
      [paddedName(size), padded(length)],
    ] as const;
  });
  const own = [
    ['_scalars', scalarNames(model).length],
    ['_k', k],
    ['_dim', dim],
    ['_intervals', intervals],
  ];
  return Object.fromEntries([...sizes, ...own]);
}

/** A size as a number. */
export const lengthOf = (size: Size, parameters: Parameters): number =>
  Number(typeof size === 'string' ? parameters[size] : size);

/** The shape of an array without its padding. */
export const shapeOf = ({ shape }: { readonly shape: readonly Size[] }, parameters: Parameters): readonly number[] =>
  shape.map((size) => lengthOf(size, parameters));

/** The shape of what is given for a part of the state: a number is a list of one. */
export const givenShape = <T extends number | string>(shape: readonly T[]): readonly (T | 1)[] =>
  shape.length === 0 ? [1] : shape;

/** The rows of an array: where each begins among the padded numbers, and how long they are. */
export interface Rows {
  readonly count: number;
  readonly length: number;
  readonly stride: number;
}

export function rowsOf(shape: readonly number[]): Rows {
  const length = shape[shape.length - 1] ?? 1;
  const count = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  return { count, length, stride: padded(length) };
}

type Numbers = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;

/** The numbers of an array as they are in the block, padding included. */
export function storedNumbers(
  block: { readonly [T in ElementType]: (name: string) => Numbers },
  name: string,
  type: ElementType,
): Numbers {
  return block[type](name);
}
