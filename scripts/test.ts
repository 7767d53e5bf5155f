/**
 * `npm test`: builds what is stale, then the kernels' specs (as-pect), then everything else (Vitest). Ends with a line of what was
 * skipped and one of counts. Exit 1 on any failure.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runLimited } from './limited.js';
import { runSpecs } from './test-assembly.js';
import { added, type Counts, countVitest, verdictOf } from './test-report.js';

/** The whole takes less than ten minutes on two quiet cores. */
const MINUTES = 25;
const NOTHING: Counts = { passed: 0, failed: 0, skipped: [], troubles: [] };

/** Products of other sources would be tested in the place of these. */
function build(): Counts {
  const { status } = spawnSync(process.execPath, ['scripts/prepare.js'], { stdio: 'inherit' });
  return status === 0 ? NOTHING : { ...NOTHING, troubles: ['the products are stale and could not be built'] };
}

async function runVitest(args: readonly string[]): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'msm-test-'));
  const report = join(folder, 'vitest.json');
  try {
    const words = ['run', '--reporter=default', '--reporter=json', `--outputFile=${report}`, ...args];
    const ended = await runLimited(['node_modules/vitest/vitest.mjs', ...words], MINUTES);
    if (ended.trouble !== undefined) return { ...NOTHING, troubles: [`Vitest: ${ended.trouble}`] };
    const counts = countVitest(JSON.parse(readFileSync(report, 'utf8')));
    if (ended.status === 0 || counts.failed > 0 || counts.troubles.length > 0) return counts;
    return { ...counts, troubles: [`Vitest ended with status ${ended.status}`] };
  } catch (error) {
    return { ...NOTHING, troubles: [`Vitest left no report: ${error instanceof Error ? error.message : error}`] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Steps of .ci/run that failed before: they count here, where the last line is written. */
const failedSteps = (process.env.MSM_FAILED_STEPS ?? '').split(' ').filter((name) => name !== '');
const before: Counts = { ...NOTHING, troubles: failedSteps.map((name) => `the step ${name} failed`) };

const built = build();
const counts = built.troubles.length > 0 ? built : added(await runSpecs(), await runVitest(process.argv.slice(2)));
const { lines, isGood } = verdictOf(added(before, counts), process.env.CI !== undefined);
console.log(`\n${lines.join('\n')}`);
process.exitCode = isGood ? 0 : 1;
