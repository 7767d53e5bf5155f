/**
 * A model that a person describes: plain data, made of a `model.yaml` or by a program. What it computes in a step stands elsewhere, in
 * the kernels that are made of its `step.ts`.
 */
import type { Parameter } from '../schema.js';

/** Text of an expression of parameters: `T / dt`. */
export type ExpressionText = string;

/** A size: the key of an integer parameter, or a number. */
export type Size = string | number;

export type StateType = 'f64' | 'f32' | 'i32' | 'u8';

/** How numbers are drawn, or the one value that they all have. Bounds of integers are both included. */
export type Draw =
  | { readonly kind: 'value'; readonly value: ExpressionText }
  | { readonly kind: 'normal'; readonly mean: ExpressionText; readonly sd: ExpressionText }
  | { readonly kind: 'uniform'; readonly low: ExpressionText; readonly high: ExpressionText }
  | { readonly kind: 'sign' }
  | { readonly kind: 'integer'; readonly low: ExpressionText; readonly high: ExpressionText };

/** A number (`shape` is empty) or an array that the step changes. */
export interface OwnState {
  readonly name: string;
  readonly shape: readonly Size[];
  readonly type: StateType;
  readonly start: Draw;
  readonly unit?: string;
  readonly help: string;
}

/** Numbers that are drawn anew before each step: i32 where they are integers, else f64. */
export interface OwnNoise {
  readonly name: string;
  readonly shape: readonly Size[];
  readonly each: Exclude<Draw, { readonly kind: 'value' }>;
  readonly help: string;
}

export interface OwnObservable {
  /** A state array or number, or a function that the step exports. */
  readonly name: string;
  readonly symbol: string;
  readonly unit?: string;
  readonly help: string;
  readonly byDefault: boolean;
  /** Whether the row of step n holds what is true before that step, or after it. */
  readonly at: 'before' | 'after';
}

export interface OwnModel {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  /** Number of steps. */
  readonly steps: ExpressionText;
  /** Time that a step takes; absent: time is counted in steps only. */
  readonly time?: ExpressionText;
  readonly state: readonly OwnState[];
  readonly noise: readonly OwnNoise[];
  readonly observables: readonly OwnObservable[];
  /** Observables of one number that the end of a run reports; absent: those that are recorded. */
  readonly reported?: readonly string[];
  /** State arrays that are integrated; empty if the step does all by itself. */
  readonly field: readonly string[];
  /** Where `steps`, `time`, and entries of state and noise are written, for messages about them. */
  readonly places?: { readonly [what: string]: string };
}

/** Whether an entry of the state is a number. */
export const isNumber = ({ shape }: { readonly shape: readonly Size[] }): boolean => shape.length === 0;

/** The element type of noise. */
export const noiseType = ({ each }: OwnNoise): 'f64' | 'i32' => (each.kind === 'integer' ? 'i32' : 'f64');

/** The entry of the state that an observable shows; undefined if it is a function of the step. */
export const stateOf = ({ state }: OwnModel, name: string): OwnState | undefined =>
  state.find((entry) => entry.name === name);

/** Keys of the parameters that are sizes. */
export function sizeKeys({ state, noise }: OwnModel): readonly string[] {
  const sizes = [...state, ...noise].flatMap(({ shape }) => shape).filter((size) => typeof size === 'string');
  return [...new Set(sizes)].sort();
}

/** Items by name: the order of lines means nothing. */
const byName = (items: readonly (readonly [string, ...unknown[]])[]): readonly (readonly unknown[])[] =>
  [...items].sort(([a], [b]) => (a < b ? -1 : 1));

/** What results depend on: names and values, without the words for people. Its hash is part of every run's identity. */
export function essenceOf(model: OwnModel): object {
  const { name, steps, time, reported, field } = model;
  return {
    name,
    steps,
    time: time ?? null,
    parameters: byName(
      model.parameters.map((p) => [p.key, p.kind, p.kind === 'choice' ? Object.keys(p.options) : null] as const),
    ),
    state: byName(model.state.map(({ name: key, shape, type, start }) => [key, shape, type, start] as const)),
    noise: byName(model.noise.map(({ name: key, shape, each }) => [key, shape, each] as const)),
    // this is the order of columns in tables
    observables: model.observables.map(({ name: key, at }) => [key, at]),
    reported: reported ?? null,
    field: [...field].sort(),
  };
}
