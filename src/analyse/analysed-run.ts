/** A finished run in a folder, as analyses see it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { finishedRun } from '../collect/derived.js';
import type { DoneRun } from '../collect/results.js';
import { datasetsOf } from '../input/data-references.js';
import { restoreDataset } from '../input/datasets.js';
import type { AnalysedRun } from '../model/analysis.js';
import type { RunTable } from '../model/collections.js';
import type { Family } from '../model/family.js';
import { tableFile } from '../run/export.js';
import { finalArrays } from '../run/final-arrays.js';
import { restoreInput } from '../run/given-inputs.js';
import { readListed } from '../run/manifest.js';
import { readTable } from '../table/read.js';

/** Reads nothing before it is asked for, and what it read once not again. */
export function analysedRun(one: DoneRun, family: Family): AnalysedRun {
  const { folder, run } = one;
  const tables = new Map<string, Promise<RunTable | undefined>>();
  let state: Promise<ReadonlyMap<string, Float64Array>> | undefined;
  const read = async (name: string): Promise<RunTable | undefined> => {
    const file = tableFile(name, run.output);
    if (!existsSync(join(folder, file))) return undefined;
    const { columns } = await readTable(readListed(folder, file), join(folder, file));
    return Object.fromEntries(columns.map((column) => [column.name, column.data]));
  };
  return {
    ...finishedRun(one, folder),
    name: folder,
    seed: run.seed,
    table: (name) => {
      const known = tables.get(name) ?? read(name);
      tables.set(name, known);
      return known;
    },
    input: async (key) => {
      const stored = run.inputs.find((input) => input.key === key);
      return stored && Float64Array.from((await restoreInput(folder, family, stored, run.parameters)).values);
    },
    state: async (name) => {
      state ??= finalArrays(folder);
      return (await state).get(name);
    },
    data: () => datasetsOf((run.data ?? []).map(restoreDataset)),
  };
}
