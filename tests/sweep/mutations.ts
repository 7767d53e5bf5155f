/** Folders of sweeps, of which single bytes are changed (tests/run/damage.ts); and what the functions behind the commands make of that. */

import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainSpace } from '../../src/config/space.js';
import { compileBuild } from '../../src/host/builds.js';
import { LEASE_MS, thisProcess } from '../../src/host/process.js';
import { HEBBIAN_MODULE } from '../../src/model/hebbian/kernels.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import { startSearch } from '../../src/search/search.js';
import { simulateAgain } from '../../src/simulate/simulate.js';
import type { End, Target, Verdict } from '../run/damage.js';
import { dataHashes, filesBelow, hashOf, plan, surroundings } from '../run/harness.js';
import { COMMANDS, copyOf, makeSweep, type Said, TEXTS } from './damage.js';

/** Kinds of files, by their paths below the folder of a sweep. */
const KINDS: readonly (readonly [kind: string, path: RegExp])[] = [
  ['sweep.json', /^sweep\.json$/],
  ['journal', /^journal\/.*\.jsonl$/],
  ['claim', /^claims\/\d+\.\d+$/],
  ['owner of claims', /^claims\/\.owner-.*\.json$/],
  ['given array', /^inputs\/.*\.arrow$/],
  ['given array of a later request', /^requests\/.*\.arrow$/],
  ['results.parquet', /^results\.parquet$/],
  ['search.parquet', /^search\.parquet$/],
  ['run.json', /^runs\/[^/]+\/run\.json$/],
  ['manifest.json', /^runs\/[^/]+\/manifest\.json$/],
  ['state.arrow', /^runs\/[^/]+\/state\.arrow$/],
  ['timeseries.parquet', /^runs\/[^/]+\/timeseries\.parquet$/],
  ["a run's given array", /^runs\/[^/]+\/inputs\/.*\.arrow$/],
  ['checkpoint', /^runs\/[^/]+\/checkpoint\/.*\.ckpt$/],
  ['log.jsonl', /^runs\/[^/]+\/log\.jsonl$/],
];

/** A folder to be damaged, with what is right. */
interface Specimen {
  readonly folder: string;
  /** What it comes to once it was gone on with. */
  readonly good: string;
  /** Hash of the table that is collected before. */
  readonly collected: string;
}

/** What a sweep comes to in the end: hashes of its results, and what sweep.json says, in which a blank is as good as another. */
function resultsOf(folder: string): string {
  const hashes = Object.entries(dataHashes(folder)).filter(([path]) => !/^(claims\/|sweep\.json$)/.test(path));
  return JSON.stringify([hashes, JSON.parse(readFileSync(join(folder, 'sweep.json'), 'utf8'))]);
}

/** A claim on a task by a process that is dead for long. */
function leaveClaim(folder: string, task: number): void {
  const file = '.owner-4000001-0123456789ab.json';
  mkdirSync(join(folder, 'claims'), { recursive: true });
  const text = JSON.stringify({ ...thisProcess(), pid: 4000001, start: '1', file });
  const long = Date.now() / 1000 - (10 * LEASE_MS) / 1000;
  for (const name of [file, `${task}.0`]) {
    writeFileSync(join(folder, 'claims', name), text);
    utimesSync(join(folder, 'claims', name), long, long);
  }
}

/** A new copy of a folder, and a place for tables: always of the same names, since tables name folders. */
function fresh(folder: string, work: string): readonly [place: string, out: string] {
  const [place, out] = [join(work, 'copy'), join(work, 'out')];
  for (const old of [place, out]) rmSync(old, { recursive: true, force: true });
  return [copyOf(folder, place), out];
}

async function specimen(folder: string, work: string): Promise<Specimen> {
  const [place, out] = fresh(folder, work);
  await COMMANDS.collect(place, out);
  const collected = hashOf(readFileSync(join(out, 'results.parquet')));
  const said = await COMMANDS.resume(place);
  if (!said.ok) throw new Error(said.text);
  return { folder, good: resultsOf(place), collected };
}

/** A sweep of which one run is interrupted and claimed by a dead process. */
async function interruptedSweep(root: string): Promise<string> {
  const sweep = await makeSweep(root);
  const inputFiles = { sigma0: join(root, 'first', 'state.arrow') };
  const more = await plan({ ...TEXTS, T: 3000, tau_J: '7' }, { inputFiles, seed: 1 });
  await simulateAgain(more, sweep, surroundings({ spans: 4 })).catch(() => {});
  leaveClaim(sweep, 4);
  return sweep;
}

async function search(root: string): Promise<string> {
  const folder = join(root, 'search');
  const texts = { ...TEXTS, tau_J: 'uniform:1..9' };
  const space = plainSpace(Object.entries(texts).map(([key, text]) => ({ key, text: String(text) })));
  const asked = { method: 'random', trials: 2, startup: 8, objective: 'distance', direction: 'min', space } as const;
  const output = { format: 'parquet', parquet: 'compact' } as const;
  const request = {
    family: HEBBIAN,
    spaces: [],
    search: asked,
    inputFiles: {},
    seed: 1,
    replicas: 1,
    record: {},
    output,
  };
  await startSearch({ ...request, build: compileBuild(HEBBIAN_MODULE, 'strict') }, folder, surroundings());
  return folder;
}

/** All files of a sweep and of a search, made below a folder. */
export async function sweepTargets(root: string): Promise<readonly Target[]> {
  const home = join(root, 'sweeps');
  mkdirSync(home);
  const targets: Target[] = [];
  for (const [name, make] of [
    ['sweep', interruptedSweep],
    ['search', search],
  ] as const) {
    const folder = await make(home);
    const known = await specimen(folder, join(root, 'work'));
    for (const path of filesBelow(folder)) {
      const kind = KINDS.find(([, form]) => form.test(path))?.[0] ?? path;
      targets.push({
        kind: `${kind} of a ${name}`,
        folder,
        path: join(folder, path),
        ask: (work) => ask(known, work),
      });
    }
  }
  rmSync(join(root, 'work'), { recursive: true });
  return targets;
}

/** All commands one after the other, on a copy. */
async function ask(specimen: Specimen, work: string): Promise<Verdict> {
  const [place, out] = fresh(specimen.folder, work);
  const said = {
    status: await COMMANDS.status(place),
    verify: await COMMANDS.verify(place),
    collect: await COMMANDS.collect(place, out),
    resume: await COMMANDS.resume(place),
    'verify again': await COMMANDS.verify(place),
  };
  return { end: endOf(said, place, out, specimen), details: JSON.stringify(said) };
}

function endOf(
  said: { readonly [command: string]: Said },
  place: string,
  out: string,
  { good, collected }: Specimen,
): End {
  const all = Object.values(said);
  if (all.some((one) => !one.ok && one.code === 'thrown')) return 'stack trace';
  const isNamed = (one: Said): boolean => !one.ok || /lost|damaged|changed|missing/.test(one.text);
  // what was collected and is other than it was must have been said to be not all
  const table = join(out, 'results.parquet');
  const isOther = existsSync(table) && hashOf(readFileSync(table)) !== collected;
  if (isOther && !isNamed(said.collect)) return 'accepted';
  if (!said.resume.ok) return 'refused';
  if (resultsOf(place) !== good || isNamed(said['verify again'])) return 'accepted';
  return isNamed(said.verify) ? 'repaired' : 'without effect';
}
