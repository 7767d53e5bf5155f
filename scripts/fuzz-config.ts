/**
 * `npm run fuzz:config -- COUNT SEED [NUMBER]`: mutated command lines, presets and sweep files. Most run in this process;
 * every hundredth is started as the program in an empty folder, where a refused one must end with status 2, one sentence and
 * nothing written, and an accepted one must plan. With NUMBER that case alone, printed. Exit 1 if one is broken.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandOf } from '../src/model/families.js';
import { msm } from '../tests/cli/msm.js';
import { type FuzzCase, fuzzCase, fuzzer, type Verdict } from '../tests/config/fuzz.js';

const [count = 10_000, seed = 1, only] = process.argv.slice(2).map(Number);
/** Share of the cases that are started as processes. */
const PROCESS_EVERY = 100;
/** A case takes milliseconds; a plan of a million combinations some seconds. Beyond this it hangs. */
const HANG_MS = 60_000;

/** The same case as a person types it. */
async function asProcess({ family, argv, files }: FuzzCase, expected: Verdict): Promise<Verdict> {
  // no argument of a process can hold it
  if (argv.some((word) => word.includes('\0'))) return expected;
  const folder = mkdtempSync(join(tmpdir(), 'msm-fuzz-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const isRefused = expected.kind === 'refused';
    const { status, stdout, stderr } = await msm(
      folder,
      `${commandOf(family.schema.name, {})}`,
      ...argv,
      ...(isRefused ? [] : ['--dry-run']),
    );
    const written = readdirSync(folder).filter((name) => !(name in files));
    const isClean = !/\n\s+at |node:|Error:/.test(stderr) && written.length === 0;
    const isRight = isRefused ? status === 2 && stdout === '' && /^E_CONFIG: /.test(stderr) : status === 0;
    if (isClean && isRight) return expected;
    return { kind: 'broken', reason: `process: status ${status}, wrote ${JSON.stringify(written)}, said ${stderr}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const judge = fuzzer();
const counts = { accepted: 0, refused: 0, broken: 0, processes: 0 };
let slowest = { ms: 0, index: 0 };
const numbers = only === undefined ? Array.from({ length: count }, (_, i) => i) : [only];
for (const index of numbers) {
  const one = fuzzCase(seed, index);
  const start = performance.now();
  let verdict = await judge(one);
  const ms = performance.now() - start;
  if (ms > slowest.ms) slowest = { ms, index };
  if (ms > HANG_MS) verdict = { kind: 'broken', reason: `took ${Math.round(ms)} ms` };
  if (verdict.kind !== 'broken' && (index % PROCESS_EVERY === 0 || only !== undefined)) {
    verdict = await asProcess(one, verdict);
    counts.processes++;
  }
  counts[verdict.kind]++;
  if (only !== undefined) console.log(JSON.stringify({ ...one, family: one.family.schema.name, verdict }, null, 2));
  else if (verdict.kind === 'broken') console.log(`case ${index}: ${JSON.stringify(one.argv)}\n${verdict.reason}`);
}
console.log(
  `seed ${seed}: ${counts.accepted} accepted, ${counts.refused} refused, ${counts.broken} broken; ${counts.processes} as processes; slowest case ${slowest.index} with ${Math.round(slowest.ms)} ms`,
);
process.exit(counts.broken > 0 ? 1 : 0);
