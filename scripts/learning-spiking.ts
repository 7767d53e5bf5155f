/**
 * `npm run learning -- FOLDER [PRESETS]`: what stands in docs/spiking.md about learning. It trains the two runs that the original was measured
 * with, five seeds each, and also as they learn best, and prints the validation accuracy after each epoch beside that of the original; then networks with 1 to 20 pairs,
 * and prints the accuracy of each in tests with as many pairs as it was trained with and with others. What the folder has already is gone on with, so it
 * can be interrupted at any time.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { wilsonInterval } from '../src/analysis/proportion.js';
import { listFolder } from '../src/host/disk.js';
import { readRun } from '../src/run/run-record.js';
import { readTable } from '../src/table/read.js';

const TWO_PAIRS = [51.2, 57.4, 68.4, 68.8, 85.5, 89.1, 92.2, 94.9, 95.3, 92.6];
const TEN_PAIRS = [
  ...[10.6, 9.2, 10.0, 9.2, 14.3, 16.9, 23.9, 35.0, 51.4, 69.7, 84.3, 86.6, 88.9, 95.4, 94.9],
  ...[96.6, 97.6, 97.5, 98.5, 98.1, 98.4, 97.9, 99.3, 99.3, 99.4, 99.3, 99.6, 99.5, 99.6, 99.3],
];

/** Validation accuracy of the original after each epoch, in percent: one run each, so single epochs differ by several percent. */
const ORIGINAL: { readonly [preset: string]: readonly number[] } = {
  'two-pairs': TWO_PAIRS,
  'two-pairs-lively': TWO_PAIRS,
  'relu-ten-pairs': TEN_PAIRS,
  'relu-ten-pairs-aligned': TEN_PAIRS,
};

/** Presets that ask how accuracy falls with the number of pairs, and the numbers that their networks are tested with. */
const LENGTHS: readonly string[] = ['lengths', 'lengths-aligned', 'relu-lengths'];
const TESTED = [1, 2, 5, 10, 20];

const PROGRAM = resolve('bin/run.js');

/** Has the program do what was asked with a new folder, or go on with it. */
function msm(out: string, ...words: readonly string[]): void {
  const all = [...(existsSync(out) ? ['resume', out] : [...words, '--out', out]), '--quiet'];
  const { status } = spawnSync(process.execPath, [PROGRAM, ...all], { stdio: ['inherit', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`msm ${all.join(' ')} ended with ${status}; call it again to go on`);
}

/** Trains the runs of a preset; their folders. */
function trained(preset: string, place: string): readonly string[] {
  const out = join(place, preset);
  msm(out, 'memorize', '--preset', preset);
  return listFolder(join(out, 'runs')).map((run) => join(out, 'runs', run));
}

async function columnOf(file: string, name: string): Promise<readonly number[]> {
  const { columns } = await readTable(readFileSync(file), file);
  const found = columns.find((column) => column.name === name);
  if (found === undefined) throw new Error(`${file} has no column ${name}`);
  return Array.from<unknown, number>(found.data, Number);
}

interface Measured {
  /** Validation accuracy of each seed after each epoch, in percent. */
  readonly curves: readonly (readonly number[])[];
  readonly seconds: readonly number[];
}

async function measure(preset: string, place: string): Promise<Measured> {
  const folders = trained(preset, place);
  const curves = await Promise.all(
    folders.map(async (folder) => {
      const accuracies = await columnOf(join(folder, 'epochs.parquet'), 'validation_accuracy');
      return accuracies.map((accuracy) => 100 * accuracy);
    }),
  );
  return { curves, seconds: folders.map((folder) => readRun(folder).wallMs / 1000) };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

async function printCurves(preset: string, place: string): Promise<void> {
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

/** Mean over networks with the 95 % interval of all their tests together, in percent. */
function cellOf(accuracies: readonly number[], items: number): string {
  if (accuracies.length === 0) return '';
  const { low, high } = wilsonInterval(mean(accuracies), items * accuracies.length);
  const [own, from, to] = [mean(accuracies), low, high].map((share) => (100 * share).toFixed(1));
  return `${own} (${from} to ${to})`;
}

/** Tests each network of a preset with all numbers of pairs: rows are those it was trained with. */
async function printLengths(preset: string, place: string): Promise<void> {
  const found = new Map<string, number[]>();
  const seeds = new Map<number, number>();
  let items = 0;
  for (const folder of trained(preset, place)) {
    const own = Number(readRun(folder).parameters.sequence_length);
    items = Number(readRun(folder).parameters.test_size);
    seeds.set(own, (seeds.get(own) ?? 0) + 1);
    const out = join(place, `${preset}-tested`, basename(folder));
    msm(out, 'memorize', 'associations', 'test', folder, '--sequence-length', TESTED.join(','));
    const results = join(out, 'results.parquet');
    const lengths = await columnOf(results, 'sequence_length');
    const accuracies = await columnOf(results, 'test_accuracy');
    for (const [i, length] of lengths.entries()) {
      const key = `${own} ${length}`;
      found.set(key, [...(found.get(key) ?? []), accuracies[i]]);
    }
  }
  console.log(`\nmsm memorize --preset ${preset}: accuracy of tests of ${items} items, mean over seeds, percent\n`);
  console.log(`| trained with | seeds | ${TESTED.map((length) => `tested with ${length}`).join(' | ')} |`);
  console.log(`| --- | --- | ${TESTED.map(() => '---').join(' | ')} |`);
  for (const [own, count] of [...seeds].sort(([a], [b]) => a - b)) {
    const cells = TESTED.map((length) => cellOf(found.get(`${own} ${length}`) ?? [], items));
    console.log(`| ${own} | ${count} | ${cells.join(' | ')} |`);
  }
}

const [place, ...asked] = process.argv.slice(2);
if (place === undefined) throw new Error('npm run learning -- FOLDER [PRESETS]');
for (const preset of asked.length > 0 ? asked : [...Object.keys(ORIGINAL), ...LENGTHS]) {
  if (LENGTHS.includes(preset)) await printLengths(preset, place);
  else if (preset in ORIGINAL) await printCurves(preset, place);
  else throw new Error(`${preset} is none of ${[...Object.keys(ORIGINAL), ...LENGTHS].join(', ')}`);
}
console.log(`\n${new Date().toISOString().slice(0, 16)}, Node ${process.version}; kept in ${place}`);
