/**
 * `npm run prepare`: builds, unless the build is that of these very sources. npx prepares a local package anew when it links it; the
 * first `npx msm` after `npm ci` must not build a second time, nor rewrite dist/ under another one that runs.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['assembly', 'src', 'asconfig.json', 'tsconfig.json', 'tsconfig.build.json', 'package.json'];
const PRODUCTS = ['build/kernels.strict.wasm', 'build/kernels.fast.wasm', 'dist/index.js', 'oclif.manifest.json'];
const STAMP = 'build/stamp';

/** Hash of all source files, by name and content. */
function sourceHash() {
  const hash = createHash('sha256');
  const isFolder = (path) => !path.endsWith('.json');
  for (const source of SOURCES) {
    const entries = isFolder(source) ? readdirSync(source, { recursive: true, withFileTypes: true }) : [];
    const files = isFolder(source)
      ? entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      : [source];
    for (const file of files.sort()) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}

const wanted = sourceHash();
const isCurrent =
  PRODUCTS.every((file) => existsSync(file)) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted;
if (!isCurrent) {
  const { status } = spawnSync('npm', ['run', 'build'], { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(STAMP, wanted);
}
