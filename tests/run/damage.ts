/** Folders of runs, of which single bytes are changed; and what the functions behind the commands make of that. */
import { cpSync, existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collect } from '../../src/collect/collect.js';
import { MsmError } from '../../src/errors.js';
import { NODE_DISK } from '../../src/host/disk.js';
import { thisProcess } from '../../src/host/process.js';
import { familyNamed } from '../../src/model/families.js';
import type { Family } from '../../src/model/family.js';
import { type Output, readRun } from '../../src/run/folder.js';
import { showRun } from '../../src/run/show.js';
import { verifyAnyRun } from '../../src/run/verify.js';
import { type Around, dataHashes, filesBelow, goOn, type PlanOptions, start, type Texts } from './harness.js';

/** How a change of a byte may end, and how it must not. */
export const ENDS = [
  /** Some command ended in a sentence, or said that it is damaged, and none gave another result. */
  'refused',
  /** A command said so, and resume did the work again to the right bytes. */
  'repaired',
  /** All said and did what they had without the change. */
  'without effect',
  /** Nobody noticed, and something was said or done otherwise. */
  'accepted',
  'stack trace',
] as const;
export type End = (typeof ENDS)[number];

/** A folder to be damaged. */
export interface Specimen {
  readonly name: string;
  readonly folder: string;
  /** Files that are changed. */
  readonly files: readonly string[];
  /** Whether nothing is to be done any more, so that to resume it changes nothing. */
  readonly isDone: boolean;
  /** What is said of the folder as it is, and the hashes of what it becomes. */
  readonly shown: string;
  readonly results: string;
}

interface Recipe {
  readonly name: string;
  readonly family: string;
  readonly texts: Texts;
  readonly options: Omit<PlanOptions, 'family'>;
  /** Spans after which it is interrupted; absent: it runs to its end. */
  readonly spans?: number;
}

const OUTPUTS: readonly Output[] = [
  { format: 'parquet', parquet: 'compact' },
  { format: 'parquet', parquet: 'compatible' },
  { format: 'arrow', parquet: 'compact' },
  { format: 'csv', parquet: 'compact' },
];
const HEBBIAN: Texts = { N: 7, K: 2, T: 20, u: 1 };
const DIVERGING: Texts = { N: 8, K: 2, model_class: 'memory-matrix', mode: 'faithful', u: 1, tau_J: 100, T: 100 };
/** A small network for long enough that a chunk of its states is full at the tenth span. */
const CHUNKED: Texts = { N: 17, K: 1, T: 17_000, u: 1 };

/** Every kind of folder: each family, each form of tables, finished, interrupted with and without chunks, diverged. */
function recipes(sigma0: string, patterns: string): readonly Recipe[] {
  const record = { record: ['distance', 'sigma'] };
  return [
    ...OUTPUTS.map((output) => ({
      name: `hebbian ${output.format} ${output.parquet}`,
      family: 'hebbian',
      texts: HEBBIAN,
      options: { record, output, inputFiles: { sigma0 } },
    })),
    { name: 'rate', family: 'rate', texts: { N: 6, T: 60, trials: 2 }, options: {} },
    {
      name: 'attractor',
      family: 'attractor',
      texts: { epochs: 2, trials: 2, trial_steps: 10 },
      options: { inputFiles: { patterns } },
    },
    { name: 'diverged', family: 'hebbian', texts: DIVERGING, options: {} },
    {
      name: 'interrupted',
      family: 'hebbian',
      texts: { ...HEBBIAN, T: 60 },
      options: { record, inputFiles: { sigma0 } },
      spans: 1,
    },
    { name: 'chunked', family: 'hebbian', texts: CHUNKED, options: { record: { record: ['sigma'] } }, spans: 10 },
  ];
}

/** Everything that is shown of a run, but for what the clock says. */
async function shownOf(folder: string): Promise<string> {
  return JSON.stringify(await showRun(folder));
}

const resultsOf = (folder: string): string => JSON.stringify(dataHashes(folder));

async function make(root: string, recipe: Recipe): Promise<Specimen> {
  const { name, family: word, texts, spans } = recipe;
  const family = (await familyNamed(word)) as Family;
  const folder = join(root, name.replaceAll(' ', '-'));
  const [place, straight] = [join(folder, 'run'), join(folder, 'straight')];
  const options: PlanOptions = { ...recipe.options, family };
  const around: Around = spans === undefined ? {} : { spans };
  await start(place, texts, options, around).catch((error: unknown) => {
    const isExpected = error instanceof MsmError && ['E_INTERRUPTED', 'E_DIVERGED'].includes(error.code);
    if (!isExpected) throw error;
  });
  const isInterrupted = spans !== undefined;
  if (isInterrupted) {
    await start(straight, texts, options);
    // of a process that was killed: whoever goes on finds it
    const lock = join(place, '.lock');
    writeFileSync(lock, JSON.stringify({ ...thisProcess(), pid: 2 ** 22 + 1, start: '1' }));
    utimesSync(lock, 1e9, 1e9);
  }
  const results = resultsOf(isInterrupted ? straight : place);
  rmSync(straight, { recursive: true, force: true });
  const isDone = readRun(place).status === 'done';
  return { name, folder: place, files: filesBelow(place), isDone, shown: await shownOf(place), results };
}

/** Makes all folders below one. `names`: only these. */
export async function makeSpecimens(root: string, names?: readonly string[]): Promise<readonly Specimen[]> {
  const sigma0 = join(root, 'sigma0.csv');
  writeFileSync(sigma0, Array.from({ length: 7 }, (_, i) => i / 7).join('\n'));
  const patterns = join(root, 'patterns.csv');
  writeFileSync(patterns, '1,0,1,0,1,0\n0,0,1,1,0,1\n');
  const made: Specimen[] = [];
  for (const recipe of recipes(sigma0, patterns)) {
    if (names === undefined || names.includes(recipe.name)) made.push(await make(root, recipe));
  }
  return made;
}

/** One changed byte. */
export interface Mutation {
  readonly at: number;
  readonly to: number;
}

/** A file of which bytes are changed. */
export interface Target {
  /** What such files have in common: `run.json of a finished run`. */
  readonly kind: string;
  /** The folder to which it belongs. */
  readonly folder: string;
  readonly path: string;
  /** Asks all commands about the folder as it is now. `work` is a folder that may be filled. */
  readonly ask: (work: string) => Promise<Verdict>;
}

/** Changes one byte of a file to another value; undefined if it is empty. */
export function mutationOf({ path }: Target, random: () => number): Mutation | undefined {
  const bytes = readFileSync(path);
  if (bytes.length === 0) return undefined;
  const at = Math.floor(random() * bytes.length);
  // half of them single bits: what happens to disks
  const to = random() < 0.5 ? bytes[at] ^ (1 << Math.floor(random() * 8)) : Math.floor(random() * 256);
  return { at, to: to === bytes[at] ? to ^ 1 : to };
}

/** What one command said or did: `good` as without damage, `other`, or a sentence of ours. */
type Said = 'good' | 'other' | 'sentence' | { readonly stack: string };

async function said(command: () => Promise<boolean>): Promise<Said> {
  try {
    return (await command()) ? 'good' : 'other';
  } catch (error) {
    if (error instanceof MsmError && error.code !== 'E_INTERNAL') return 'sentence';
    return { stack: String(error instanceof Error ? error.stack : error) };
  }
}

/** A run that diverges does so again. */
function passDivergence(error: unknown): void {
  if (!(error instanceof MsmError) || error.code !== 'E_DIVERGED') throw error;
}

/** All commands one after the other; resume last, in a copy if it may write. */
async function ask(specimen: Specimen, work: string): Promise<{ readonly [command: string]: Said }> {
  const { folder, isDone, shown, results } = specimen;
  const verify = await said(async () => (await verifyAnyRun(folder)).isIntact);
  const show = await said(async () => (await shownOf(folder)) === shown);
  const collected = await said(async () => {
    const { runs } = await collect(NODE_DISK, { sources: [folder], out: join(work, 'tables') });
    return runs === 1;
  });
  const place = isDone ? folder : join(work, 'run');
  if (!isDone) cpSync(folder, place, { recursive: true, preserveTimestamps: true });
  const resume = await said(async () => {
    await goOn(place).catch(passDivergence);
    return resultsOf(place) === results;
  });
  return { verify, show, collect: collected, resume };
}

/** What became of a mutation. */
export interface Verdict {
  readonly end: End;
  /** What the commands said, for a report of what must not be. */
  readonly details: string;
}

function judge(answers: { readonly [command: string]: Said }): End {
  const all = Object.values(answers);
  if (all.some((one) => typeof one === 'object')) return 'stack trace';
  const { verify, show, collect: collected, resume } = answers;
  // verify says `damaged` as well as in a sentence
  const isNoticed = verify !== 'good';
  if (resume === 'other') return 'accepted';
  // a result that was found damaged is not collected
  if (isNoticed && collected === 'good') return 'accepted';
  if (isNoticed) return resume === 'good' ? 'repaired' : 'refused';
  // a file that is whole by its hash is shown as it is
  if (show === 'other') return 'accepted';
  return resume === 'sentence' || show === 'sentence' ? 'refused' : 'without effect';
}

/** Changes a byte, has something done, and puts it back; the file stays as old as it was. */
export async function withMutation<T>({ path }: Target, { at, to }: Mutation, body: () => Promise<T>): Promise<T> {
  const bytes = readFileSync(path);
  const { atimeMs, mtimeMs } = statSync(path);
  const write = (content: Uint8Array): void => {
    writeFileSync(path, content);
    utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
  };
  const changed = Buffer.from(bytes);
  changed[at] = to;
  write(changed);
  try {
    return await body();
  } finally {
    write(bytes);
  }
}

/** Changes a byte, asks all commands, and puts it back. */
export async function tryMutation(target: Target, mutation: Mutation, work: string): Promise<Verdict> {
  try {
    return await withMutation(target, mutation, () => target.ask(work));
  } finally {
    if (existsSync(work)) rmSync(work, { recursive: true });
  }
}

/** What files of a run have in common. */
function kindOf({ name, isDone }: Specimen, file: string): string {
  if (file.startsWith('chunks/')) return 'chunk';
  if (file.startsWith('checkpoint/')) return 'checkpoint';
  if (file.startsWith('inputs/')) return `given array of ${isDone ? 'a finished' : 'an unfinished'} run`;
  if (/^(run|manifest)\.json$/.test(file)) return `${file} of ${isDone ? 'a finished' : 'an unfinished'} run`;
  if (/\.csv\.json$/.test(file)) return 'notes of a table';
  if (/\.(parquet|csv|arrow)$/.test(file) && file !== 'state.arrow')
    return `table of ${name.includes(' ') ? name : 'another family'}`;
  return file;
}

/** All files of the folders. */
export const targetsOf = (specimens: readonly Specimen[]): readonly Target[] =>
  specimens.flatMap((specimen) =>
    specimen.files.map((file) => ({
      kind: kindOf(specimen, file),
      folder: specimen.folder,
      path: join(specimen.folder, file),
      ask: async (work) => {
        const answers = await ask(specimen, work);
        return { end: judge(answers), details: JSON.stringify(answers) };
      },
    })),
  );
