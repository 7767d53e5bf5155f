/** Plays a run of the attractor family as `msm attractor` does, with given numbers in the place of drawn ones. */

import { completeParameters } from '../../config/validate.js';
import type { Kernels } from '../../kernel/kernels.js';
import { type RunDraws, seededDraws } from '../../model/attractor/draws.js';
import type { Phase } from '../../model/attractor/experiment.js';
import type { AttractorKernels } from '../../model/attractor/kernels.js';
import { ATTRACTOR, createModel } from '../../model/attractor/model.js';
import type { AttractorParameters } from '../../model/attractor/parameters.js';
import type { Inputs, Model } from '../../model/family.js';
import type { Parameters } from '../../model/schema.js';

/** What takes the place of draws. Lists may be longer than needed. */
export interface Given {
  /** Uniforms [steps, n] for steps of the run, from a given step on; a step takes the last ones that begin at or before it. */
  readonly uniforms?: readonly { readonly from: number; readonly values: Float64Array }[];
  /** Standard normal numbers [trials, n] of probes. */
  readonly probes?: Float64Array;
  /** Each trial shows the pattern of its own number. */
  readonly picksInTurn?: boolean;
  /** Phases of the run, instead of those of its whole experiment. */
  readonly phases?: readonly Phase[];
}

export interface Play {
  readonly model: Model;
  readonly n: number;
  /** Goes on to a step of the run. */
  to(step: number): void;
  /** Goes on to the end. */
  finish(): void;
  J(): Float64Array;
  sigma(): Float64Array;
  /** Mean of the states since the last trial's burn-in, or since the start. */
  mean(): Float64Array;
  /** A recorded column, phases together. */
  recorded(table: string, column: string): Float64Array;
  /** A number of the summary. */
  item(name: string): number;
  /** A column of a table of results: numbers, null as NaN. */
  result(table: string, column: string): Float64Array;
}

/** Parameters over the defaults of the family. Throws E_CONFIG for a value that does not exist. */
export const defaultsAnd = (parameters: Parameters): AttractorParameters =>
  completeParameters(ATTRACTOR.schema, parameters);

function rowsFrom(uniforms: NonNullable<Given['uniforms']>, n: number, first: number): Float64Array {
  const own = uniforms.findLast(({ from }) => from <= first);
  if (own === undefined) throw new Error(`no uniforms are given for step ${first}`);
  return own.values.subarray((first - own.from) * n);
}

function drawsOf(kernels: Kernels<AttractorKernels>, n: number, given: Given): RunDraws {
  const { uniforms, probes, picksInTurn } = given;
  const drawn = seededDraws(kernels, n, 0);
  return {
    ...drawn,
    ...(uniforms !== undefined && { noise: (first: number) => ({ uniforms: rowsFrom(uniforms, n, first) }) }),
    ...(probes !== undefined && { probe: (_: number, trial: number) => probes.subarray(trial * n, (trial + 1) * n) }),
    ...(picksInTurn === true && { pick: (_: number, trial: number) => trial }),
  };
}

/** Makes a run with the defaults of the family, and records what is named at every step. */
export function play(
  kernels: Kernels<AttractorKernels>,
  parameters: Parameters,
  inputs: Inputs,
  record: readonly string[],
  given: Given = {},
): Play {
  const n = parameters.N as number;
  const rows = new Map<string, number[][]>();
  const model = createModel(
    {
      kernels,
      parameters: defaultsAnd(parameters),
      inputs,
      seed: 0,
      record: {
        observables: new Map(record.map((name) => [name, { every: 1 }])),
        from: 0,
        to: Number.POSITIVE_INFINITY,
      },
    },
    { draws: drawsOf(kernels, n, given), phases: given.phases },
  );
  const append = (table: string, count: number, columns: readonly (Float64Array | Int32Array)[]): void => {
    const kept = rows.get(table) ?? columns.map(() => []);
    rows.set(table, kept);
    columns.forEach((column, c) => {
      for (let i = 0; i < count; i++) kept[c].push(column[i]);
    });
  };
  const to = (step: number): void => {
    if (step > model.step()) model.advance(step - model.step(), { append });
  };
  const final = (name: string): Float64Array => {
    const { table, rows: groups } = model.finalState();
    const at = table.columns.findIndex((column) => column.name === name);
    return Float64Array.from([...groups].flatMap((group) => [...group[at]]));
  };
  return {
    model,
    n,
    to,
    finish: () => to(model.steps),
    J: () => final('J'),
    sigma: () => final('sigma'),
    mean: () => {
      const count = model.block.get('meanCount');
      return model.block
        .f64('mean')
        .slice(0, n)
        .map((sum) => sum / count);
    },
    recorded: (table, name) => {
      const at = model.tables.find((one) => one.name === table)?.columns.findIndex((column) => column.name === name);
      return Float64Array.from(rows.get(table)?.[at ?? -1] ?? []);
    },
    item: (name) => model.summary().find((one) => one.name === name)?.value ?? Number.NaN,
    result: (table, name) => {
      const found = model.results?.().find((one) => one.name === table);
      const at = found?.columns.findIndex((column) => column.name === name) ?? -1;
      const cells: ArrayLike<unknown> = found?.rows[at] ?? [];
      return Float64Array.from(cells, (value) => (value === null ? Number.NaN : Number(value)));
    },
  };
}
