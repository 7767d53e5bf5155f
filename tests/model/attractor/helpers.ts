/** Small attractor runs on the model alone, without a folder. */

import { completeParameters } from '../../../src/config/validate.js';
import { ATTRACTOR_MODULE } from '../../../src/model/attractor/kernels.js';
import { ATTRACTOR } from '../../../src/model/attractor/model.js';
import type { Inputs } from '../../../src/model/family.js';
import type { Parameters } from '../../../src/model/schema.js';
import { freshKernels } from '../../conformance/kernels.js';

export const DEFAULTS = completeParameters(ATTRACTOR.schema, {});

/** A deterministic sequence in [-1, 1). */
export function sequence(length: number, seed: number): Float64Array {
  let state = seed >>> 0;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

export interface TestRun {
  readonly model: ReturnType<typeof ATTRACTOR.create>;
  /** Rows of each table, column by column. */
  readonly rows: Map<string, number[][]>;
  advance(steps: number): void;
  /** Number of the summary. */
  item(name: string): number | null | undefined;
  /** Columns of a result table by name. */
  table(name: string): { readonly [column: string]: ArrayLike<number | string | null> };
}

/** Makes a run; `rows` may be those of another run that it goes on with. */
export function testRun(
  given: Parameters,
  inputs: Inputs,
  record: readonly string[] = [],
  rows: Map<string, number[][]> = new Map(),
  seed = 5,
): TestRun {
  const sink = {
    append: (table: string, count: number, columns: readonly (Float64Array | Int32Array)[]) => {
      const kept = rows.get(table) ?? columns.map(() => []);
      rows.set(table, kept);
      columns.forEach((column, c) => {
        for (let i = 0; i < count; i++) kept[c].push(column[i]);
      });
    },
  };
  const observables = new Map(record.map((name) => [name, { every: 1 }]));
  const model = ATTRACTOR.create({
    kernels: freshKernels(ATTRACTOR_MODULE),
    parameters: completeParameters(ATTRACTOR.schema, given),
    inputs,
    seed,
    record: { observables, from: 0, to: Number.POSITIVE_INFINITY },
  });
  return {
    model,
    rows,
    advance: (steps) => model.advance(steps, sink),
    item: (name) => model.summary().find((one) => one.name === name)?.value,
    table: (name) => {
      const found = model.results?.().find((one) => one.name === name);
      if (found === undefined) throw new Error(`no table ${name}`);
      return Object.fromEntries(found.columns.map((column, c) => [column.name, found.rows[c]]));
    },
  };
}
