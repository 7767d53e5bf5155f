/**
 * Measures largest exponents of dense Gaussian networks of growing size: `npx tsx scripts/finite-size.ts` (a quarter of an hour of
 * one core) writes docs/figures/lyapunov-size.csv, from which the table of docs/lyapunov.md is made.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTable } from '../src/table/read.js';
import { ROOT } from '../tests/docs/blocks.js';

/** Matrices of each size: small ones scatter more. */
const SIZES: readonly (readonly [number, number])[] = [
  [200, 16],
  [400, 8],
  [800, 4],
  [1600, 3],
  [2000, 4],
];

/** Runs a command of the program into a folder. */
function run(folder: string, command: string): void {
  const program = [join(ROOT, 'bin', 'run.js'), ...command.split(' '), '--out', folder, '--quiet'];
  const { status, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`msm ${command}: ${stderr}`);
}

/** Columns of numbers of the results of a sweep. */
async function resultsOf(folder: string): Promise<{ readonly [name: string]: Float64Array }> {
  const path = join(folder, 'results.parquet');
  const { columns } = await readTable(readFileSync(path), path);
  const numbers = columns.filter(({ type }) => type === 'f64' || type === 'i32');
  return Object.fromEntries(numbers.map(({ name, data }) => [name, Float64Array.from(data as ArrayLike<number>)]));
}

const scratch = mkdtempSync(join(tmpdir(), 'msm-size-'));
const lines = ['N,g,session,lambda_1,error'];
try {
  for (const [N, matrices] of SIZES) {
    const network = `--N ${N} --p 1 --weights variance --g 2,4 --session 1..${matrices}`;
    const times = '--scheme rk4 --dt 4 --T 1000 --trials 4 --exponents 1 --align 1000 --duration 4000';
    const folder = join(scratch, `size-${N}`);
    run(folder, `lyapunov ${network} ${times}`);
    const found = await resultsOf(folder);
    // 1/s to 1/tau, tau = 20 ms
    found.run.forEach((_, i) => {
      const [value, error] = [found.lambda_1[i] / 50, found.lambda_1_error[i] / 50];
      lines.push([N, found.g[i], found.session[i], value.toFixed(6), error.toFixed(6)].join());
    });
    console.log(`N = ${N} done`);
  }
  writeFileSync(join(ROOT, 'docs', 'figures', 'lyapunov-size.csv'), `${lines.join('\n')}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
