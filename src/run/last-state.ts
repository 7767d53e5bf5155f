/**
 * The last state of a finished run, from which the same run can be made longer: the bytes of its block after the last step, in a file
 * that the manifest names. The rows that a longer run has in common with it are in its tables already.
 */
import { join } from 'node:path';
import { MsmError } from '../errors.js';
import { type DiskOperations, fileSize, pathKind, type WrittenFile, writeWhole } from '../host/disk.js';
import type { Block } from '../kernel/struct.js';
import type { Family } from '../model/family.js';
import type { Parameters } from '../model/schema.js';
import type { ReadColumn } from '../table/table.js';
import { tableFile } from './export.js';
import { openOwn } from './layout.js';
import { readListed, readManifest } from './manifest.js';
import type { NewRun } from './new-run.js';
import type { Recorder } from './recorder.js';
import { readRun } from './run-record.js';
import { damaged } from './shape.js';
import { readState, writeState } from './state-bytes.js';

export const LAST_STATE = 'final.state';

/**
 * Floating point operations below which a run keeps no last state: some hundredths of a second. Making the file takes a part of the time
 * of such a run, which a longer one does again. The rule looks at what was planned, so that the same command writes the same files.
 */
const LEAST_FLOPS = 5e7;

/** The parameters that make a run of a family longer and do nothing else; none if it cannot be gone on with. `recorded`: its observables. */
export function lengthsOf(family: Family, parameters: Parameters, recorded: Iterable<string>): readonly string[] {
  if (family.whyNotLonger?.(parameters, [...recorded]) !== undefined) return [];
  return family.schema.parameters.filter(({ onlyLengthens }) => onlyLengthens === true).map(({ key }) => key);
}

/** Whether a run keeps its last state. */
export function keepsLast({ family, parameters, record }: NewRun): boolean {
  if (lengthsOf(family, parameters, record.observables.keys()).length === 0) return false;
  const { steps, flopsPerStep } = family.estimate(parameters, record);
  return steps * flopsPerStep >= LEAST_FLOPS;
}

/** Writes the state as it is. Throws E_IO. */
export async function keepLast(
  disk: DiskOperations,
  folder: string,
  block: Block,
): Promise<WrittenFile & { readonly path: string }> {
  const written = await writeWhole(disk, join(folder, LAST_STATE), (sink) => writeState(sink, block));
  return { path: LAST_STATE, ...written };
}

/** Values of a column as a model hands them over: NaN in place of null. */
function valuesOf({ data, type }: ReadColumn): Float64Array | Int32Array {
  if (data instanceof Float64Array || data instanceof Int32Array) return data;
  const numbers = Array.from(data as ArrayLike<number | null>, (value) => value ?? Number.NaN);
  return type === 'i32' ? Int32Array.from(numbers) : Float64Array.from(numbers);
}

/** The recorded rows of a finished run, in pieces. */
async function* rowsOf(folder: string, file: string): AsyncIterable<readonly (Float64Array | Int32Array)[]> {
  const path = join(folder, file);
  if (!file.endsWith('.parquet')) {
    const { readTable } = await import('../table/read.js');
    yield (await readTable(readListed(folder, file), path)).columns.map(valuesOf);
    return;
  }
  const { readParquetGroups } = await import('../table/read-parquet.js');
  const opened = openOwn(path);
  try {
    for await (const { columns } of readParquetGroups(opened, path)) yield columns.map(valuesOf);
  } finally {
    opened.close();
  }
}

/** Fills a block with a last state. Throws E_IO, E_CORRUPT. */
function takeLast(path: string, block: Block): void {
  const file = openOwn(path);
  try {
    if (!readState(file, 0, block)) throw damaged(path, 'it ends too early');
  } finally {
    file.close();
  }
}

/**
 * Begins a run where a shorter one ended: its last state, and the rows that both have. Returns the step; 0 if the shorter one kept no
 * state, because all of it is soon done again.
 *
 * @param stored has groups that are full written
 * @throws E_CORRUPT if the shorter run is not what was written
 */
export async function takeUp(
  from: string,
  { block, recorder }: { readonly block: Block; readonly recorder: Recorder },
  stored: () => Promise<void>,
): Promise<number> {
  if (!readManifest(from).files.some(({ path }) => path === LAST_STATE)) return 0;
  (await import('./verify.js')).assertIntact(from);
  const { step, output } = readRun(from);
  const last = join(from, LAST_STATE);
  if (fileSize(last) !== block.layout.savedBytes) throw damaged(last, 'it is the state of another model');
  for (const { description } of recorder.all) {
    const file = tableFile(description.name, output);
    if (pathKind(join(from, file)) === undefined) throw damaged(join(from, file), 'it is missing');
    for await (const columns of rowsOf(from, file)) {
      recorder.append(description.name, columns[0].length / (description.columns[0].width ?? 1), columns);
      await stored();
    }
  }
  takeLast(last, block);
  if (block.get('step') === step) return step;
  throw new MsmError('E_CORRUPT', `${from}: its last state is not that of its last step`, { place: from });
}
