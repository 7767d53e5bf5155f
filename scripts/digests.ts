/**
 * `npm run digests`: runs every known run and compares what came out with `tests/digests.json`; `--write` keeps it there instead. A
 * digest covers names, types and values of all columns, the bounds of row groups, and what the summaries say. Metadata, hashes of kernels
 * and identities are left out: they may change while results do not. Words behind it choose runs by name. Other results of a run whose
 * kernels and whose family's revision are what they were are not kept: the revision has to be raised first. `--optimised` has the engine
 * compile all kernels in its best way from the start: these runs are short, so that it would come to that late or never.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { parquetMetadata } from 'hyparquet';
import { readTable } from '../src/table/read.js';
import type { ReadColumn } from '../src/table/table.js';
import { type Digests, differing, isUnnamedChange, MADE_WITH } from './known-results.js';
import { KNOWN_RUNS, type KnownRun } from './known-runs.js';

const FILE = 'tests/digests.json';
const PROGRAM = resolve('bin/run.js');
const isWriting = process.argv.includes('--write');
const ENGINE = process.argv.includes('--optimised') ? ['--no-liftoff'] : [];
const TABLE = /\.(parquet|arrow|csv)$/;
/** Columns that name a run by its identity, and do not say what it is. */
const NAMES: ReadonlySet<string> = new Set(['folder', 'identity']);

/** The folder of a run in a sweep by its number alone: the rest of its name is its identity. */
const stable = (path: string): string => path.replaceAll('\\', '/').replace(/runs\/(\d+)-[0-9a-f]+\//, 'runs/$1/');

function addColumn(hash: ReturnType<typeof createHash>, { name, type, width, data }: ReadColumn): void {
  hash.update(`${name}:${type}:${width ?? ''}:${data.length};`);
  if (ArrayBuffer.isView(data)) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  else hash.update(JSON.stringify((data as readonly unknown[]).map((value) => (Object.is(value, -0) ? '-0' : value))));
}

async function digestOfTable(path: string): Promise<string> {
  const bytes = readFileSync(path);
  const hash = createHash('sha256');
  const { columns } = await readTable(bytes, path);
  // in the table of a search a run is its folder, elsewhere its number
  const isName = ({ name, type }: ReadColumn): boolean => NAMES.has(name) || (name === 'run' && type === 'text');
  for (const column of columns) if (!isName(column)) addColumn(hash, column);
  if (path.endsWith('.parquet')) {
    const { buffer, byteOffset, byteLength } = bytes;
    const { row_groups: groups } = parquetMetadata(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
    hash.update(`groups:${groups.map((group) => group.num_rows).join()}`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** What run.json says of the results. */
function digestOfRun(path: string): string {
  const { status, parameters, seed, replica, step, steps, summary, notes, error } = JSON.parse(
    readFileSync(path, 'utf8'),
  );
  const said = [status, parameters, seed, replica, step, steps, summary, notes ?? [], error?.code, error?.data];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16);
}

/** How a run, or the runs of a sweep, were computed, by the first run.json among the files. */
function madeWith(files: readonly string[]): Digests {
  const path = files.find((file) => basename(file) === 'run.json');
  if (path === undefined) return {};
  const { kernelSha256, revision = 1 } = JSON.parse(readFileSync(path, 'utf8'));
  return { kernels: kernelSha256.slice(0, 12), revision: String(revision) };
}

async function digestsOf(folder: string): Promise<Digests> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const found: [string, string][] = [];
  for (const file of files) {
    const name = stable(relative(folder, file));
    if (TABLE.test(name) && !name.startsWith('inputs/')) found.push([name, await digestOfTable(file)]);
    else if (/(^|\/)run\.json$/.test(name)) found.push([name, digestOfRun(file)]);
  }
  return { ...madeWith(files), ...Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

async function digestsOfRun({ name, words }: KnownRun, place: string): Promise<Digests> {
  const { stderr } = spawnSync(process.execPath, [...ENGINE, PROGRAM, ...words, '--quiet', '--out', name], {
    cwd: place,
    encoding: 'utf8',
  });
  const digests = await digestsOf(join(place, name)).catch(() => ({}));
  // a command line that is refused has no results to compare
  if (Object.keys(digests).length === 0) throw new Error(`${name} wrote nothing: ${stderr}`);
  return digests;
}

const chosen = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = chosen.filter((word) => !KNOWN_RUNS.some(({ name }) => name === word));
if (unknown.length > 0) {
  console.error(`no such known run: ${unknown.join(', ')}\nKnown: ${KNOWN_RUNS.map(({ name }) => name).join(', ')}`);
  process.exit(1);
}
const runs = KNOWN_RUNS.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
const place = mkdtempSync(join(tmpdir(), 'msm-digests-'));
try {
  const known: { readonly [run: string]: Digests } = JSON.parse(readFileSync(FILE, 'utf8'));
  const found: { [run: string]: Digests } = {};
  const differ: string[] = [];
  const unnamed: string[] = [];
  let count = 0;
  for (const run of runs) {
    const digests = await digestsOfRun(run, place);
    found[run.name] = digests;
    count += Object.keys(digests).filter((path) => !MADE_WITH.includes(path)).length;
    differ.push(...differing(known[run.name] ?? {}, digests).map((path) => `${run.name}/${path}`));
    if (isUnnamedChange(known[run.name], digests)) unnamed.push(run.name);
  }
  // runs that were not chosen keep the digests that they have
  const kept = KNOWN_RUNS.flatMap(({ name }) => {
    const digests = found[name] ?? known[name];
    return digests === undefined ? [] : [[name, digests] as const];
  });
  const isKept = isWriting && unnamed.length === 0;
  if (isKept) writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(kept), undefined, 2)}\n`);
  else for (const path of differ) console.error(`other results than before: ${path}`);
  if (unnamed.length > 0) {
    console.error(
      `Kernels and revision of ${unnamed.join(', ')} are what they were, so their runs would be taken for those of before. If the change is ` +
        `meant, raise \`revision\` in the schema of the family, build, and write again; where only words changed, delete the entry first.`,
    );
  }
  console.log(`digests: ${count} files of ${runs.length} runs${isKept ? ' kept' : `, ${differ.length} differ`}`);
  process.exitCode = isKept || (!isWriting && differ.length === 0 && count > 0) ? 0 : 1;
} finally {
  rmSync(place, { recursive: true, force: true });
}
