/**
 * `npm run soak:damage -- [CHANGES] [SEED]`: changes single bytes in every kind of file of run and sweep folders, CHANGES of each kind (2000),
 * and asks all commands about each. Counts what was refused, mended, without effect; believed, ended in a stack trace or lasted longer
 * than 5 s must be none. Every 200th change is also given to the real program. Tens of minutes; exit 1 at a violation.
 */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { msm } from '../tests/cli/msm.js';
import {
  ENDS,
  type End,
  type Mutation,
  makeSpecimens,
  mutationOf,
  type Target,
  targetsOf,
  tryMutation,
  withMutation,
} from '../tests/run/damage.js';
import { randomFrom } from '../tests/run/harness.js';
import { sweepTargets } from '../tests/sweep/mutations.js';

const [changes, seed] = [Number(process.argv[2] ?? 2000), Number(process.argv[3] ?? Date.now() % 1e6)];
/** A worker makes the changes, so that one that hangs can be ended; it begins with this one. */
const from = process.argv[4] === undefined ? undefined : Number(process.argv[4]);
const MOST_MS = 5_000;
const TO_PROGRAM = 200;

interface Told {
  readonly index: number;
  readonly kind: string;
  readonly what: string;
  /** Absent as it begins. */
  readonly end?: End;
  readonly details?: string;
}

const tell = (told: Told | 'ready'): Promise<void> =>
  new Promise((resolve) => process.send?.(told, undefined, undefined, () => resolve()));

/** What the program itself says of a folder: a known status, and no stack. */
async function askProgram(target: Target, mutation: Mutation): Promise<void> {
  await withMutation(target, mutation, async () => {
    for (const command of ['verify', 'show']) {
      const { status, stderr } = await msm(target.folder, command, '.');
      assert([0, 2, 5, 74].includes(status ?? -1) && !/^ +at /m.test(stderr), `msm ${command}: ${status} ${stderr}`);
    }
  });
}

/** Makes all changes from one on, and tells of each before and after. */
async function work(first: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'msm-damage-'));
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  const targets = [...targetsOf(await makeSpecimens(root)), ...(await sweepTargets(root))];
  await tell('ready');
  const random = randomFrom(seed);
  let index = 0;
  for (const kind of new Set(targets.map((target) => target.kind))) {
    const files = targets.filter((target) => target.kind === kind);
    for (let i = 0; i < changes; i++, index++) {
      const target = files[i % files.length];
      const mutation = mutationOf(target, random);
      if (mutation === undefined || index < first) continue;
      const what = `${basename(join(target.folder, '..'))} ${target.path.slice(target.folder.length + 1)} ${JSON.stringify(mutation)}`;
      await tell({ index, kind, what });
      const { end, details } = await tryMutation(target, mutation, join(root, 'work'));
      await tell({ index, kind, what, end, details });
      if (index % TO_PROGRAM === 0) await askProgram(target, mutation);
    }
  }
  process.disconnect?.();
}

type Counts = Map<string, Map<string, number>>;

function count(counts: Counts, kind: string, end: string): void {
  const ends = counts.get(kind) ?? new Map<string, number>();
  counts.set(kind, ends.set(end, (ends.get(end) ?? 0) + 1));
}

/**
 * Watches one worker; resolves with the change after the one that it hung at, or with undefined at the end of all. One that was slow
 * is tried once more: the machine may have been busy.
 */
function watch(first: number, counts: Counts, violations: string[], slow: Set<number>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [String(changes), String(seed), String(first)]);
    let timer: NodeJS.Timeout | undefined;
    let hung: number | undefined;
    child.on('message', (told: Told | 'ready') => {
      clearTimeout(timer);
      if (told === 'ready') return;
      const { index, kind, what, end, details } = told;
      if (end === undefined) {
        timer = setTimeout(() => {
          hung = slow.has(index) ? index + 1 : index;
          if (slow.has(index)) {
            count(counts, kind, 'hang');
            violations.push(`hang: ${what}`);
          }
          slow.add(index);
          child.kill('SIGKILL');
        }, MOST_MS);
        return;
      }
      count(counts, kind, end);
      if (end === 'accepted' || end === 'stack trace') violations.push(`${end}: ${what} ${details}`);
    });
    child.on('close', (status) => {
      clearTimeout(timer);
      if (hung === undefined && status !== 0) reject(new Error(`the worker ended with status ${status}`));
      else resolve(hung);
    });
  });
}

async function main(): Promise<void> {
  const [counts, violations]: [Counts, string[]] = [new Map(), []];
  const slow = new Set<number>();
  console.log(`${changes} changes of each kind of file, seed ${seed}`);
  for (let next: number | undefined = 0; next !== undefined; ) next = await watch(next, counts, violations, slow);
  const ends = [...ENDS, 'hang'];
  for (const [kind, found] of counts) {
    console.log(`${kind.padEnd(40)} ${ends.map((end) => `${found.get(end) ?? 0} ${end}`).join(', ')}`);
  }
  const total = (end: string): number => [...counts.values()].reduce((sum, found) => sum + (found.get(end) ?? 0), 0);
  console.log(`soak: ${ends.map((end) => `${total(end)} ${end}`).join(', ')} (seed ${seed})`);
  for (const violation of violations) console.error(violation);
  process.exitCode = violations.length > 0 ? 1 : 0;
}

await (from === undefined ? main() : work(from));
