/**
 * `npm run prepare`: builds, unless the products are those of these very sources. npx prepares a local package anew when it links it; the
 * first `npx msm` after `npm ci` must not build a second time, nor rewrite dist/ under another one that runs. `npm test` begins with it.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernelProducts } from './kernels.js';

const SOURCES = ['assembly', 'src', 'asconfig.json', 'tsconfig.json', 'tsconfig.build.json', 'package.json'];
const PRODUCTS = [...kernelProducts(), 'dist', 'oclif.manifest.json'];
const STAMP = 'build/stamp';

/** Files in or below a path, in a fixed order. */
function filesIn(path) {
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Hash of files by name and content. */
function hashOf(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesIn)) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

/** What was made of what: products that were built of other sources in between do not count as those of these. */
const stamp = () => `${hashOf(SOURCES)}\n${hashOf(PRODUCTS)}\n`;

const isCurrent =
  existsSync(STAMP) && PRODUCTS.every((path) => existsSync(path)) && readFileSync(STAMP, 'utf8') === stamp();
if (!isCurrent) {
  // a file whose source is gone must not stay
  rmSync('dist', { recursive: true, force: true });
  const { status } = spawnSync('npm', ['run', 'build'], { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(STAMP, stamp());
}
