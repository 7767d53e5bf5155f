/**
 * `npm run soak:faults`: a disk that fails at the n-th operation, for every n, both errors, once and for good, over all formats and
 * with given arrays. Minutes; exit 1 at the first violation.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Output } from '../src/run/folder.js';
import { type FaultCase, faultyDisk, surviveFault } from '../tests/host/disk-faults.js';
import { type Around, dataHashes, HASTY_MS, type PlanOptions, start, type Texts } from '../tests/run/harness.js';

const folder = mkdtempSync(join(tmpdir(), 'msm-soak-'));
const sigma0 = join(folder, 'sigma0.csv');
writeFileSync(sigma0, Array.from({ length: 13 }, (_, i) => i / 13).join('\n'));

const OUTPUTS: readonly Output[] = [
  { format: 'parquet', parquet: 'compact' },
  { format: 'parquet', parquet: 'compatible' },
  { format: 'arrow', parquet: 'compact' },
  { format: 'csv', parquet: 'compact' },
];
const RUNS: readonly { readonly name: string; readonly texts: Texts; readonly options: PlanOptions }[] = [
  ...OUTPUTS.map((output) => ({
    name: `${output.format}, ${output.parquet}`,
    texts: { N: 13, K: 2, T: 60, u: 2 },
    options: { record: { record: ['distance', 'sigma', 'J@[0,50]'] }, output, inputFiles: { sigma0 } },
  })),
  { name: 'a sweep', texts: { N: 13, K: 2, T: 30, tau_J: '10,20' }, options: { inputFiles: { sigma0 } } },
];

/** A checkpoint after each span: 16 steps, then twice as many. */
function checkpointing(): Around {
  let looks = 0;
  return { tick: () => (++looks % 4 === 1 ? HASTY_MS : 1) };
}

let cases = 0;
try {
  for (const { name, texts, options } of RUNS) {
    const good = join(folder, 'good');
    const { disk, count } = faultyDisk();
    await start(good, texts, options, { ...checkpointing(), disk });
    const one: FaultCase = { texts, options, around: checkpointing, straight: dataHashes(good) };
    rmSync(good, { recursive: true });
    for (let at = 0; at < count(); at++) {
      for (const errno of ['ENOSPC', 'EIO'] as const) {
        for (const stays of [true, false]) {
          const place = join(folder, 'run');
          await surviveFault(place, one, { at, errno, stays });
          rmSync(place, { recursive: true });
          cases++;
        }
      }
    }
    console.log(`${name}: ${count()} operations, each failing in 4 ways`);
  }
  console.log(`soak: ${cases} failures of the disk survived`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
