/**
 * Runs the AssemblyScript specs of tests/assembly and ends with the line `as-pect: N passed, N failed`.
 *
 * Exit status 0 only if at least one spec ran, all passed, every spec file reported, and the runner itself ended well:
 * a runner that is killed, crashes or finds no spec is a failure.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const runner = join(root, 'node_modules', '@as-pect', 'cli', 'lib', 'test.js');
const specFolder = join(root, 'tests', 'assembly');

const specFiles = readdirSync(specFolder, { recursive: true }).filter((name) => String(name).endsWith('.spec.ts'));
const run = spawnSync(process.execPath, ['--enable-source-maps', runner, '--no-logo', '--summary'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 1 << 28,
  env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
});
process.stdout.write(run.stdout ?? '');
process.stderr.write(run.stderr ?? '');

// One line `✔ file Pass: 3 / 4 Todo: 0 Time: 1.5ms` per spec file, on standard error.
const output = `${run.stdout ?? ''}\n${run.stderr ?? ''}`;
const reports = [...output.matchAll(/Pass: (\d+) \/ (\d+) Todo:/g)];
const passed = reports.reduce((sum, match) => sum + Number(match[1]), 0);
const total = reports.reduce((sum, match) => sum + Number(match[2]), 0);
const missingFiles = specFiles.length - reports.length;

if (run.error) console.error(`the spec runner did not start: ${run.error.message}`);
if (run.signal) console.error(`the spec runner was ended by ${run.signal}`);
if (missingFiles !== 0) console.error(`${specFiles.length} spec files, but ${reports.length} reported`);
if (total === 0) console.error('no spec ran');
if (run.status !== 0 && passed === total) console.error(`the spec runner ended with status ${run.status}`);

const isGood = run.status === 0 && total > 0 && passed === total && missingFiles === 0;
// A fault outside the specs counts as one failure, so that the counts never look clean when the status is not.
const failed = total - passed + (isGood || passed < total ? 0 : 1);
// The runner's summary ends within a line.
console.log(`\nas-pect: ${passed} passed, ${failed} failed`);
process.exitCode = isGood ? 0 : 1;
