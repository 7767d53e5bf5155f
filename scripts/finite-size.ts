/**
 * Measures largest exponents of dense Gaussian networks of growing size: `npx tsx scripts/finite-size.ts` (a quarter of an hour of
 * one core) writes docs/figures/lyapunov-size.csv, from which the table of docs/lyapunov.md is made.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../tests/docs/blocks.js';
import { columnsOf, runIn } from './figure-runs.js';

/** Matrices of each size: small ones scatter more. */
const SIZES: readonly (readonly [number, number])[] = [
  [200, 16],
  [400, 8],
  [800, 4],
  [1600, 3],
  [2000, 4],
];

const scratch = mkdtempSync(join(tmpdir(), 'msm-size-'));
const lines = ['N,g,session,lambda_1,error'];
try {
  for (const [N, matrices] of SIZES) {
    const network = `--N ${N} --p 1 --weights variance --g 2,4 --session 1..${matrices}`;
    const times = '--scheme rk4 --dt 4 --T 1000 --trials 4 --exponents 1 --align 1000 --duration 4000';
    const folder = runIn(scratch)(`size-${N}`, `lyapunov ${network} ${times}`);
    const found = await columnsOf(join(folder, 'results.parquet'));
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
