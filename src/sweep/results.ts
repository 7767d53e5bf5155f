/** The table of a sweep's finished runs, the same as `msm collect` writes. */
import type { DiskOperations } from '../run/disk.js';
import { writeSweepResults } from './collect-results.js';
import type { Sweep } from './sweep.js';

export { RESULTS_FILE } from './collect-results.js';

/** Writes results.parquet of a sweep; nothing if no run is done. Throws E_IO. */
export async function writeResults(
  disk: DiskOperations,
  { sweep }: { readonly sweep: Pick<Sweep, 'folder'> },
): Promise<void> {
  await writeSweepResults(disk, sweep.folder);
}
