/** Runs the AssemblyScript specs of tests/assembly: `npm run test:kernels` alone, or as the first part of `npm test`. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { runLimited } from './limited.js';
import { type Counts, countSpecs, verdictOf } from './test-report.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const RUNNER = join(ROOT, 'node_modules', '@as-pect', 'cli', 'lib', 'test.js');
/** They take half a minute on a quiet machine. */
const MINUTES = 8;

/** Counts of all specs. A runner that is killed, crashes or misses a spec is a failure. */
export async function runSpecs(): Promise<Counts> {
  const files = readdirSync(join(ROOT, 'tests', 'assembly'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.spec.ts'),
  );
  const env = { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' };
  const ended = await runLimited(['--enable-source-maps', RUNNER, '--no-logo', '--summary'], MINUTES, env);
  const counts = countSpecs(ended.output, files);
  if (ended.trouble !== undefined) return { ...counts, troubles: [...counts.troubles, `as-pect: ${ended.trouble}`] };
  if (ended.status === 0 || counts.failed > 0 || counts.troubles.length > 0) return counts;
  return { ...counts, troubles: [`as-pect ended with status ${ended.status}`] };
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const { lines, isGood } = verdictOf(await runSpecs(), process.env.CI !== undefined);
  console.log(`\n${lines.join('\n')}`);
  process.exitCode = isGood ? 0 : 1;
}
