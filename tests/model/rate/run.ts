/** Runs of the rate family in memory, for tests. */

import { completeParameters } from '../../../src/config/validate.js';
import type { Inputs } from '../../../src/model/family.js';
import { RATE_MODULE } from '../../../src/model/rate/kernels.js';
import { RATE } from '../../../src/model/rate/model.js';
import type { RateParameters } from '../../../src/model/rate/parameters.js';
import type { ResultTable } from '../../../src/model/record.js';
import type { ParameterValue } from '../../../src/model/schema.js';
import { freshKernels } from '../../conformance/kernels.js';

export const defaults = completeParameters(RATE.schema, {});

export type Given = { readonly [key: string]: ParameterValue };

/** A model with what it recorded; `record` names observables, each at every step. */
export function rateRun(given: Given, inputs: Inputs = {}, record: readonly string[] = [], seed = 3) {
  const rows = new Map<string, number[][]>();
  const sink = {
    append: (table: string, count: number, columns: readonly (Float64Array | Int32Array)[]) => {
      const kept = rows.get(table) ?? columns.map(() => []);
      rows.set(table, kept);
      columns.forEach((column, c) => {
        for (let i = 0; i < count; i++) kept[c].push(column[i]);
      });
    },
  };
  const model = RATE.create({
    kernels: freshKernels(RATE_MODULE),
    parameters: { ...defaults, ...given } as RateParameters,
    inputs,
    seed,
    record: { observables: new Map(record.map((name) => [name, { every: 1 }])), from: 0, to: Number.POSITIVE_INFINITY },
  });
  const advance = (steps: number) => model.advance(steps, sink);
  return {
    model,
    rows,
    advance,
    /** To the end. */
    finish: () => {
      while (model.step() < model.steps) advance(model.steps - model.step());
    },
    summary: () => new Map(model.summary().map(({ name, value }) => [name, value])),
    table: (name: string): { readonly [column: string]: ResultTable['rows'][number] } => {
      const found = model.results?.().find((table) => table.name === name);
      if (found === undefined) throw new Error(`no table ${name}`);
      return Object.fromEntries(found.columns.map((column, c) => [column.name, found.rows[c]]));
    },
  };
}
