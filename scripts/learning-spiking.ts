/**
 * `npm run learning -- FOLDER [PRESETS]`: trains the two runs of spiking networks that the original was measured with, five seeds each, and prints
 * the validation accuracy after each epoch beside that of the original (docs/spiking.md). What the folder has already is gone on with, so it can
 * be interrupted at any time.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { listFolder } from '../src/host/disk.js';
import { readRun } from '../src/run/run-record.js';
import { readTable } from '../src/table/read.js';

/** Validation accuracy of the original after each epoch, in percent: one run each, so single epochs differ by several percent. */
const ORIGINAL: { readonly [preset: string]: readonly number[] } = {
  'two-pairs': [51.2, 57.4, 68.4, 68.8, 85.5, 89.1, 92.2, 94.9, 95.3, 92.6],
  'relu-ten-pairs': [
    ...[10.6, 9.2, 10.0, 9.2, 14.3, 16.9, 23.9, 35.0, 51.4, 69.7, 84.3, 86.6, 88.9, 95.4, 94.9],
    ...[96.6, 97.6, 97.5, 98.5, 98.1, 98.4, 97.9, 99.3, 99.3, 99.4, 99.3, 99.6, 99.5, 99.6, 99.3],
  ],
};

const PROGRAM = resolve('bin/run.js');

interface Measured {
  /** Validation accuracy of each seed after each epoch, in percent. */
  readonly curves: readonly (readonly number[])[];
  readonly seconds: readonly number[];
}

async function measure(preset: string, place: string): Promise<Measured> {
  const out = join(place, preset);
  const words = ['memorize', '--preset', preset, '--out', out, '--resume', '--quiet'];
  const { status } = spawnSync(process.execPath, [PROGRAM, ...words], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`msm ${words.join(' ')} ended with ${status}; call it again to go on`);
  const folders = listFolder(join(out, 'runs')).map((run) => join(out, 'runs', run));
  const curves = await Promise.all(
    folders.map(async (folder) => {
      const name = join(folder, 'epochs.parquet');
      const { columns } = await readTable(readFileSync(name), name);
      const accuracy = columns.find((column) => column.name === 'validation_accuracy');
      return Array.from<unknown, number>(accuracy?.data ?? [], (value) => 100 * Number(value));
    }),
  );
  return { curves, seconds: folders.map((folder) => readRun(folder).wallMs / 1000) };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const [place, ...asked] = process.argv.slice(2);
if (place === undefined) throw new Error('npm run learning -- FOLDER [PRESETS]');
for (const preset of asked.length > 0 ? asked : Object.keys(ORIGINAL)) {
  const { curves, seconds } = await measure(preset, place);
  console.log(`\nmsm memorize --preset ${preset}: ${seconds.map((s) => s.toFixed(0)).join(', ')} s a run\n`);
  console.log('| epoch | original | mean | least | most |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const [epoch, original] of ORIGINAL[preset].entries()) {
    const values = curves.map((curve) => curve[epoch]);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const cells = [mean(values), least, most].map((value) => value.toFixed(1));
    console.log(`| ${epoch + 1} | ${original.toFixed(1)} | ${cells.join(' | ')} |`);
  }
}
console.log(`\n${new Date().toISOString().slice(0, 16)}, Node ${process.version}; kept in ${place}`);
