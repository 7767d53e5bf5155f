/** `npm test`: kernels (as-pect), then everything else (vitest); ends with one line of counts. Exit 1 on any failure. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'msm-test-'));
const report = join(folder, 'vitest.json');

const kernels = spawnSync(process.execPath, ['scripts/test-assembly.js'], { encoding: 'utf8' });
process.stdout.write(kernels.stdout);
process.stderr.write(kernels.stderr);
const counted = kernels.stdout.match(/as-pect: (\d+) passed, (\d+) failed/);

const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile=${report}`,
];
const rest = spawnSync(process.execPath, [...vitest, ...process.argv.slice(2)], { stdio: 'inherit' });

let [passed, failed] = counted ? [Number(counted[1]), Number(counted[2])] : [0, 1];
if (kernels.status !== 0 && failed === 0) failed = 1;
try {
  const { numPassedTests, numFailedTests, numFailedTestSuites, numTotalTests } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  passed += numPassedTests;
  // a file that cannot be loaded counts as a failure although none of its tests ran
  failed += numFailedTests > 0 ? numFailedTests : numFailedTestSuites;
  if (numTotalTests === 0) failed += 1;
} catch {
  failed += 1;
}
rmSync(folder, { recursive: true, force: true });
if (rest.status !== 0 && failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
