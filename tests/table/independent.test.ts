/** Our files in the hands of readers that share no code with the writers: DuckDB and polars. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeArrow } from '../../src/table/arrow.js';
import { writeCsv } from '../../src/table/csv.js';
import { writeParquet } from '../../src/table/parquet.js';
import { writeParquetCompatible } from '../../src/table/parquet-compatible.js';
import { EVERY_TYPE, everyTypeRows, gather, joined } from './support.js';

const groups = [everyTypeRows(0), everyTypeRows(3), everyTypeRows(5)];
const profiles = [
  ['compact', writeParquet],
  ['compatible', writeParquetCompatible],
] as const;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'msm-table-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes under a name of its own: DuckDB may serve an older file of the same name. */
async function written(write: typeof writeParquet, file: string, rows = groups): Promise<string> {
  const sink = gather();
  await write(EVERY_TYPE, rows, sink);
  const path = join(folder, file);
  writeFileSync(path, sink.bytes());
  return path;
}

/** Columns of the answer of a query. */
async function query(sql: string): Promise<unknown[][]> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getColumns();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

describe('DuckDB', () => {
  it.each(profiles)('reads every value of the %s profile', async (name, write) => {
    const path = await written(write, `duckdb-${name}.parquet`);
    const columns = await query(`SELECT * FROM '${path}'`);
    for (const [index, values] of columns.entries()) expect(values).toEqual(joined(groups, index));
  });

  it.each(profiles)('filters the %s profile without losing rows to its bounds', async (name, write) => {
    const path = await written(write, `duckdb-filter-${name}.parquet`);
    const [[above], [zeros], [largest]] = await query(
      `SELECT (SELECT count(*) FROM '${path}' WHERE x > 1e300), (SELECT count(*) FROM '${path}' WHERE x = 0),
       (SELECT max(i) FROM '${path}')`,
    );
    // DuckDB orders NaN above all numbers: NaN, Infinity and the largest double, in each of three groups.
    expect([above, zeros, largest]).toEqual([9n, 6n, 2 ** 31 - 1]);
  });

  it.each(profiles)('sees the metadata and the schema of an empty file of the %s profile', async (name, write) => {
    const path = await written(write, `duckdb-empty-${name}.parquet`, []);
    const [names] = await query(`SELECT column_name FROM (DESCRIBE SELECT * FROM '${path}')`);
    expect(names).toEqual(EVERY_TYPE.columns.map((column) => column.name));
    const [values] = await query(`SELECT value FROM parquet_kv_metadata('${path}') WHERE decode(key) = 'seed'`);
    expect(String(values[0])).toBe('1');
  });

  it('guesses doubles from CSV even where a column begins with whole numbers', async () => {
    const description = { ...EVERY_TYPE, columns: [{ name: 'x', type: 'f64' as const, meaning: 'late fraction' }] };
    const sink = gather();
    await writeCsv(description, [[Float64Array.from({ length: 50_001 }, (_, i) => (i < 50_000 ? 0 : 0.5))]], sink);
    const path = join(folder, 'late.csv');
    writeFileSync(path, sink.bytes());
    const [[sum]] = await query(`SELECT sum(x) FROM '${path}'`);
    expect(sum).toBe(0.5);
  });
});

describe('polars', () => {
  it.each(profiles)('reads every value of the %s profile', async (name, write) => {
    const { default: polars } = await import('nodejs-polars');
    const frame = polars.readParquet(await written(write, `polars-${name}.parquet`));
    for (const [index, { name: column }] of EVERY_TYPE.columns.entries()) {
      expect(frame.getColumn(column).toArray()).toEqual(joined(groups, index));
    }
  });

  it('reads every value of Arrow files', async () => {
    const { default: polars } = await import('nodejs-polars');
    const frame = polars.readIPC(readFileSync(await written(writeArrow, 'polars.arrow')));
    for (const [index, { name: column }] of EVERY_TYPE.columns.entries()) {
      expect(frame.getColumn(column).toArray()).toEqual(joined(groups, index));
    }
  });
});
