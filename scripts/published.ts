/**
 * `npm run published -- MNIST_DIR FASHION_DIR`: trains as the reference runs of the original were trained (docs/heterosynaptic.md), three seeds
 * each, and compares the mean test accuracy after five epochs with theirs. Takes about a quarter of an hour of one core. The last word may be
 * a folder in which the sweeps are kept: those that are there are gone on with.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { listFolder } from '../src/host/disk.js';
import { readRun } from '../src/run/run-record.js';

interface Published {
  readonly name: string;
  readonly task: 'mnist' | 'fmnist';
  readonly words: string;
  /** What the original came to with one seed. */
  readonly original: number;
  /** The mean of three seeds must be within these. */
  readonly least: number;
  readonly most: number;
}

const MD = '--lr 0.1 --alpha 0.5 --corruption-type identity';
const GD = '--update-alg gd --lr 0.1 --corruption-type identity';

/** The bands: at least, or the original ± what one seed leaves open. */
const RUNS: readonly Published[] = [
  { name: 'mnist-md', task: 'mnist', words: MD, original: 0.971, least: 0.965, most: 1 },
  { name: 'mnist-gd', task: 'mnist', words: GD, original: 0.967, least: 0.96, most: 1 },
  { name: 'mnist-defaults', task: 'mnist', words: '', original: 0.876, least: 0.856, most: 0.896 },
  { name: 'fashion-md', task: 'fmnist', words: MD, original: 0.856, least: 0.846, most: 0.866 },
  { name: 'fashion-gd', task: 'fmnist', words: GD, original: 0.841, least: 0.831, most: 0.851 },
];

const PROGRAM = resolve('bin/run.js');

/** Test accuracies of the seeds and the seconds that the runs took. */
function measure(
  { name, task, words }: Published,
  data: string,
  place: string,
): { readonly command: string; readonly accuracies: readonly number[]; readonly seconds: number } {
  const line = ['train', '--task', task, ...words.split(' ').filter(Boolean), '--max-epochs', '5', '--seed', '1..3'];
  const out = join(place, name);
  const rest = ['--data', data, '--jobs', '1', '--out', out, '--resume', '--quiet'];
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, ...line, ...rest], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${line.join(' ')} ended with ${status}: ${stderr}`);
  const runs = listFolder(join(out, 'runs')).map((run) => readRun(join(out, 'runs', run)));
  const accuracies = runs.map(
    ({ summary }) => summary.find((item) => item.name === 'test_accuracy')?.value ?? Number.NaN,
  );
  const seconds = runs.reduce((sum, { wallMs }) => sum + wallMs / 1000, 0);
  return { command: `msm ${line.join(' ')} --data ${basename(data)}`, accuracies, seconds };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const [mnist, fashion, kept = mkdtempSync(join(tmpdir(), 'msm-published-'))] = process.argv.slice(2);
if (fashion === undefined) throw new Error('npm run published -- MNIST_DIR FASHION_DIR [KEPT]');
console.log('| command | test accuracy of seeds 1, 2, 3 | mean | original, one seed | allowed | within | s a run |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const run of RUNS) {
  const { command, accuracies, seconds } = measure(run, run.task === 'mnist' ? mnist : fashion, kept);
  const average = mean(accuracies);
  const isWithin = average >= run.least && average <= run.most;
  if (!isWithin) process.exitCode = 1;
  const each = accuracies.map((value) => value.toFixed(4)).join(', ');
  const allowed = run.most === 1 ? `at least ${run.least}` : `${run.least} to ${run.most}`;
  console.log(
    `| \`${command}\` | ${each} | ${average.toFixed(4)} | ${run.original} | ${allowed} | ${isWithin ? 'yes' : 'no'} | ${(seconds / accuracies.length).toFixed(0)} |`,
  );
}
console.log(`\n${new Date().toISOString().slice(0, 16)}, Node ${process.version}; kept in ${kept}`);
