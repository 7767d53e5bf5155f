/**
 * `npm run test:nodes`: the same bytes on every version of Node. Installs each into a temporary folder (they are packages of npm), runs the
 * same commands with each and compares the digests of all data files. Versions that make 256-bit vectors of the kernels' also do all known
 * runs, compiled in their best way from the start. Exit 1 on any difference.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { canBeWide } from '../src/host/wide-vectors.js';
import { installNode, MAJORS, versionOf } from './install-node.js';
import { CORE_RUNS } from './known-runs.js';

const PROGRAM = resolve('bin/run.js');

/** Digests of all data files in or below a folder, by path. */
function digestsOf(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(parquet|arrow|csv)$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  return new Map(
    files.map((file) => [file.slice(folder.length + 1), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );
}

const place = mkdtempSync(join(tmpdir(), 'msm-nodes-'));

/** Whether all known runs have the results that are known, with 256-bit vectors. */
function areKnown(node: string): boolean {
  const words = ['--import', 'tsx', resolve('scripts/digests.ts'), '--optimised'];
  return spawnSync(node, words, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

function runAll(node: string, folder: string): ReadonlyMap<string, string> {
  mkdirSync(folder);
  for (const { name, words } of CORE_RUNS) {
    execFileSync(node, [PROGRAM, ...words, '--quiet', '--out', name], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  return digestsOf(folder);
}

try {
  const runs = MAJORS.map((major) => {
    const node = installNode(major, join(place, `node${major}`));
    const version = versionOf(node, 'node');
    const digests = runAll(node, join(place, `runs${major}`));
    const isWide = canBeWide(versionOf(node, 'v8'));
    console.log(`Node ${version}, ${isWide ? 256 : 128} bits: ${digests.size} files`);
    return { version, digests, isWrong: isWide && !areKnown(node) };
  });
  const [first, ...others] = runs;
  const names = [...new Set(runs.flatMap(({ digests }) => [...digests.keys()]))];
  const differ = others.flatMap(({ version, digests }) =>
    names.filter((name) => digests.get(name) !== first.digests.get(name)).map((name) => `${version}: ${name}`),
  );
  for (const line of differ) console.error(`other bytes than with ${first.version}: ${line}`);
  if (names.length === 0) console.error('no file was written');
  const wrong = runs.filter(({ isWrong }) => isWrong).map(({ version }) => version);
  if (wrong.length > 0) console.error(`other results with 256-bit vectors: ${wrong.join(', ')}`);
  process.exitCode = differ.length === 0 && wrong.length === 0 && names.length > 0 ? 0 : 1;
  console.log(`nodes: ${names.length} files on ${runs.length} versions, ${differ.length} differences`);
} finally {
  rmSync(place, { recursive: true, force: true });
}
