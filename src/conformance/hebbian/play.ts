/** Plays a run of the hebbian family as `msm simulate` does, with given inputs and fields. */

import { completeParameters } from '../../config/validate.js';
import type { Inputs, Model } from '../../model/family.js';
import { HEBBIAN_MODULE } from '../../model/hebbian/kernels.js';
import type { HebbianParameters } from '../../model/hebbian/parameters.js';
import { HEBBIAN_SCHEMA } from '../../model/hebbian/schema.js';
import { createModel } from '../../model/hebbian/simulation.js';
import type { Parameters, ParameterValue } from '../../model/schema.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';

/** Bounds of the golden README. */
export const STATES = 1e-10;
export const STATISTICS = 1e-9;

export interface Play {
  readonly model: Model;
  /** A recorded column. */
  readonly column: (table: string, name: string) => Float64Array;
}

/** Arrays that a case may give. */
const ARRAYS = ['patterns', 'sigma0', 'J0', 'Xi0', 'Tra0'] as const;

/** Parameters of a case: its `par` over the schema's defaults. Throws E_CONFIG for a parameter or value that does not exist. */
export function parametersOf(golden: Golden, given: Parameters, par?: Golden): HebbianParameters {
  const own = par?.keys().map((key) => [key, par.value(key) as ParameterValue]) ?? [];
  const sizes = { N: golden.count('N'), K: golden.count('K') };
  return completeParameters(HEBBIAN_SCHEMA, { scheme: 'euler', ...sizes, ...Object.fromEntries(own), ...given });
}

/** A duration of that many steps; a quotient that rounding leaves just below a whole number does not shorten it. */
export function durationOf(steps: number, dt: number): number {
  const T = steps * dt;
  return Math.trunc(T / dt) < steps ? T * (1 + 2 ** -40) : T;
}

/** Runs a case to its end, recording what is named at every step. */
export function play(
  context: Context,
  golden: Golden,
  parameters: HebbianParameters,
  field: Int32Array,
  names: readonly string[],
): Play {
  const arrays = ARRAYS.filter((key) => golden.has(key)).map((key) => [key, golden.numbers(key)]);
  const inputs: Inputs = { field, ...Object.fromEntries(arrays) };
  const observables = new Map(names.map((name) => [name, { every: 1 }]));
  const record = { observables, from: 0, to: Number.POSITIVE_INFINITY };
  const model = createModel({ kernels: context.kernels(HEBBIAN_MODULE), parameters, inputs, seed: 0, record });
  if (model.steps !== field.length) throw new Error(`the run has ${model.steps} steps, the field ${field.length}`);
  const rows = new Map<string, number[][]>();
  const append = (name: string, count: number, columns: readonly (Float64Array | Int32Array)[]): void => {
    const kept = rows.get(name) ?? columns.map(() => []);
    rows.set(name, kept);
    columns.forEach((column, c) => {
      for (let i = 0; i < count; i++) kept[c].push(column[i]);
    });
  };
  model.advance(model.steps, { append });
  return {
    model,
    column: (name, columnName) => {
      const described = model.tables.find((table) => table.name === name);
      const at = described?.columns.findIndex((column) => column.name === columnName) ?? -1;
      return Float64Array.from(rows.get(name)?.[at] ?? []);
    },
  };
}

/** States after the last step. */
export const finalStates = ({ model }: Play, N: number): Float64Array => model.block.f64('sigma').slice(0, N);

/** All couplings after the last step, N x N. */
export function finalCouplings({ model }: Play): Float64Array {
  const { table, rows } = model.finalState();
  const at = table.columns.findIndex(({ name }) => name === 'J');
  return Float64Array.from([...rows].flatMap((group) => [...group[at]]));
}
