/** What the pictures share: runs of the program, their tables, and marks of one style. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTable } from '../src/table/read.js';
import { ROOT } from '../tests/docs/blocks.js';
import type { Band, Line } from './plot.js';

export type Columns = { readonly [name: string]: Float64Array };

/** Runs a command of the program and returns the folder that it wrote. */
export type Run = (name: string, command: string) => string;

/** Runs commands such as `simulate --N 20`, each into a folder below `scratch`. */
export const runIn =
  (scratch: string): Run =>
  (name, command) => {
    const folder = join(scratch, name);
    const program = [join(ROOT, 'bin', 'run.js'), ...command.split(' '), '--out', folder, '--quiet'];
    const { status, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`msm ${command}: ${stderr}`);
    return folder;
  };

/** The columns of numbers of a table; null becomes NaN. */
export async function columnsOf(path: string): Promise<Columns> {
  const { columns } = await readTable(readFileSync(path), path);
  const numbers = columns.filter(({ type }) => type === 'f64' || type === 'i32');
  return Object.fromEntries(
    numbers.map(({ name, data }) => [
      name,
      Float64Array.from(data as ArrayLike<number | null>, (value) => value ?? Number.NaN),
    ]),
  );
}

export const timeseries = (folder: string): Promise<Columns> => columnsOf(join(folder, 'timeseries.parquet'));

/** Numbers at the end of a run, by name. */
export function summaryOf(folder: string): { readonly [name: string]: number } {
  const { summary } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
  return Object.fromEntries(summary.map((item: { name: string; value: number }) => [item.name, item.value]));
}

/** Mean and standard deviation (divisor n). */
export function spread(values: ArrayLike<number>): { readonly mean: number; readonly std: number } {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return { mean, std: Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length) };
}

/** A power of ten in the markup of labels. */
export const powerOfTen = (value: number): string => `10^{${String(Math.round(Math.log10(value))).replace('-', '−')}}`;
export const minus = (value: number): string => String(value).replace('-', '−');

export const BAND = '#d6dde5';
export const DASHED = '8 5';
export const DOTTED = '2 4';

/** Mean plus and minus one standard deviation, in units of `unit`. */
export function bandOf(x: Float64Array, mean: Float64Array, std: Float64Array, unit = 1): Band {
  const edge = (sign: number) => mean.map((value, i) => (value + sign * std[i]) / unit);
  return { kind: 'band', x, low: edge(-1), high: edge(1), colour: BAND };
}

export function lineOf(x: ArrayLike<number>, y: ArrayLike<number>, colour: string, dash?: string): Line {
  return { kind: 'line', x, y, colour, width: 1.6, dash };
}
