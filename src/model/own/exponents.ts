/** Lyapunov exponents of models with a field: what can be asked for, and when in a run they are measured. */
import type { NumberParameter, Parameters, Violation } from '../schema.js';
import { type OwnModel, stateOf } from './description.js';
import { rowsOf, shapeOf } from './state.js';

const described = { group: 'exponents' } as const;

/** Parameters of the measurement. The reader of descriptions refuses these names, so that none can clash. */
export const EXPONENT_PARAMETERS: readonly NumberParameter[] = [
  {
    ...described,
    key: 'exponents',
    symbol: 'k',
    help: 'Lyapunov exponents to measure along the run, the largest ones; 0 for none',
    kind: 'integer',
    default: 0,
    min: 0,
  },
  {
    ...described,
    key: 'qr_every',
    symbol: 'steps',
    help: 'steps between two orthonormalisations of the tangent vectors',
    kind: 'integer',
    default: 10,
    min: 1,
  },
  {
    ...described,
    key: 'discard',
    symbol: 'share',
    help: 'share of the run before exponents are counted, in which the state settles and the vectors turn',
    kind: 'number',
    default: 0.1,
    min: 0,
    below: 1,
  },
];

/** When exponents are measured: numbers of steps. */
export interface ExponentPlan {
  readonly k: number;
  readonly every: number;
  /** Steps before the first counted interval, a multiple of `every`. */
  readonly first: number;
  readonly intervals: number;
}

export function exponentPlan(model: OwnModel, p: Parameters, steps: number): ExponentPlan {
  const k = model.field.length === 0 ? 0 : Number(p.exponents ?? 0);
  if (k === 0) return { k: 0, every: 1, first: 0, intervals: 0 };
  const every = Number(p.qr_every);
  const first = every * Math.ceil((Number(p.discard) * steps) / every);
  return { k, every, first, intervals: Math.max(0, Math.floor((steps - first) / every)) };
}

/** Variables of the field, without padding and with it. */
export function dimensions(model: OwnModel, p: Parameters): { readonly own: number; readonly stored: number } {
  let [own, stored] = [0, 0];
  for (const name of model.field) {
    const entry = stateOf(model, name);
    if (entry === undefined) continue;
    const { count, length, stride } = rowsOf(shapeOf(entry, p));
    own += count * length;
    stored += count * stride;
  }
  return { own, stored };
}

/** Where each variable stands among the padded ones, in the order in which the module has them. */
export function places(model: OwnModel, p: Parameters): Int32Array {
  const found: number[] = [];
  let begin = 0;
  for (const name of [...model.field].sort()) {
    const entry = stateOf(model, name);
    if (entry === undefined) continue;
    const { count, length, stride } = rowsOf(shapeOf(entry, p));
    for (let row = 0; row < count; row++) for (let i = 0; i < length; i++) found.push(begin + row * stride + i);
    begin += count * stride;
  }
  return Int32Array.from(found);
}

/** What is wrong with a measurement. */
export function exponentViolations(model: OwnModel, p: Parameters, steps: number): readonly Violation[] {
  const { k, every, intervals } = exponentPlan(model, p, steps);
  if (k === 0) return [];
  const { own } = dimensions(model, p);
  if (k > own)
    return [{ key: 'exponents', message: `exponents = ${k}: the field has ${own} variables, and as many exponents` }];
  if (intervals >= 2) return [];
  const message = `a run of ${steps} steps has ${intervals} intervals of ${every} steps behind the first ${p.discard} of it: an exponent with an error takes at least 2`;
  return [{ key: 'exponents', message }];
}
