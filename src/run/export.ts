/** Writes a run's tables and final state in the formats asked for. */
import { join } from 'node:path';
import { finiteRows } from '../engine/finite.js';
import { type DiskOperations, writeBytes, writeWhole } from '../host/disk.js';
import type { Model } from '../model/family.js';
import type { ResultTable } from '../model/record.js';
import type { Rows, TableDescription } from '../table/table.js';
import type { Manifest, Output } from './folder.js';
import type { Recorder } from './recorder.js';

type WrittenTable = Manifest['files'][number];

/** Rows of chunks, for the formats that are not made from chunks. */
async function* rowsOf(description: TableDescription, chunks: Iterable<Uint8Array>): AsyncIterable<Rows> {
  const { readTable } = await import('../table/read.js');
  for (const chunk of chunks) {
    const { columns } = await readTable(chunk, `${description.name}.parquet`);
    yield columns.map(({ data }) => data);
  }
}

/** File name of a table. */
export function tableFile(name: string, output: Output): string {
  return `${name}.${output.format}`;
}

/** Row groups of a table, in order; `only` gives the single one if there is just one. */
interface Groups {
  readonly chunks: () => Iterable<Uint8Array>;
  readonly only: () => Uint8Array | undefined;
}

/** Writes one table; CSV, which holds no metadata, gets them as a second file. */
async function exportTable(
  disk: DiskOperations,
  folder: string,
  description: TableDescription,
  { chunks, only }: Groups,
  output: Output,
): Promise<readonly WrittenTable[]> {
  const path = tableFile(description.name, output);
  const written = await writeWhole(disk, join(folder, path), async (sink) => {
    if (output.format === 'arrow') {
      const { writeArrow } = await import('../table/arrow.js');
      await writeArrow(description, rowsOf(description, chunks()), sink);
    } else if (output.format === 'csv') {
      const { writeCsv } = await import('../table/csv.js');
      await writeCsv(description, rowsOf(description, chunks()), sink);
    } else if (output.parquet === 'compatible') {
      const { writeParquetCompatible } = await import('../table/parquet-compatible.js');
      await writeParquetCompatible(description, rowsOf(description, chunks()), sink);
    } else {
      const { concatenate } = await import('../table/parquet.js');
      // a single group already is the file, byte for byte: most runs of a sweep have just one
      const single = only();
      if (single !== undefined) sink.write(single);
      else concatenate(description, chunks(), sink);
    }
  });
  if (output.format !== 'csv') return [{ path, ...written }];
  const { csvMetadata } = await import('../table/csv.js');
  const notes = `${path}.json`;
  return [
    { path, ...written },
    { path: notes, ...(await writeBytes(disk, join(folder, notes), csvMetadata(description))) },
  ];
}

/** Writes all tables of a run. */
export async function exportTables(
  disk: DiskOperations,
  folder: string,
  tables: readonly TableDescription[],
  recorder: Recorder,
  output: Output,
): Promise<readonly WrittenTable[]> {
  const written: WrittenTable[] = [];
  await recorder.ready();
  for (const table of tables) {
    const groups = { chunks: () => recorder.groups(table.name), only: () => recorder.onlyGroup(table.name) };
    written.push(...(await exportTable(disk, folder, table, groups, output)));
  }
  return written;
}

/** Writes the tables that a model made from its whole run. */
export async function exportResults(
  disk: DiskOperations,
  folder: string,
  tables: readonly ResultTable[],
  metadata: { readonly [key: string]: string },
  output: Output,
): Promise<readonly WrittenTable[]> {
  const { encodeRowGroup } = await import('../table/parquet.js');
  const written: WrittenTable[] = [];
  for (const { rows, ...table } of tables) {
    const description = { ...table, metadata };
    const group = encodeRowGroup(description, rows);
    written.push(
      ...(await exportTable(disk, folder, description, { chunks: () => [group], only: () => group }, output)),
    );
  }
  return written;
}

/** Writes state.arrow, from which another run can start. Throws E_DIVERGED for a number in it that is not finite. */
export async function exportState(
  disk: DiskOperations,
  folder: string,
  model: Model,
  metadata: { readonly [key: string]: string },
): Promise<WrittenTable> {
  const { table, rows } = model.finalState();
  const { writeArrow } = await import('../table/arrow.js');
  const path = `${table.name}.arrow`;
  const written = await writeWhole(disk, join(folder, path), async (sink) => {
    await writeArrow({ ...table, metadata }, finiteRows(table, rows, model.step()), sink);
  });
  return { path, ...written };
}

/** The notes on all parameters, which are for tables that a person opens. */
const NOTES = 'msm.parameter-notes';

/** Writes the weights of a model as safetensors, one file a group. `format` is the word by which libraries know whose files they can load. */
export async function exportWeights(
  disk: DiskOperations,
  folder: string,
  model: Model,
  metadata: { readonly [key: string]: string },
): Promise<readonly WrittenTable[]> {
  const groups = model.weights?.() ?? [];
  if (groups.length === 0) return [];
  const { writeSafetensors } = await import('../table/safetensors.js');
  const { [NOTES]: _, ...words } = metadata;
  const written: WrittenTable[] = [];
  for (const { name, meaning, tensors } of groups) {
    const path = `${name}.safetensors`;
    const bytes = writeSafetensors(tensors, { ...words, format: 'pt', 'msm.meaning': meaning });
    written.push({ path, ...(await writeBytes(disk, join(folder, path), bytes)) });
  }
  return written;
}
