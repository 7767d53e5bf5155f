/** Checks a run's folder against its manifest. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runIdentity } from '../config/plan.js';
import { readWhole } from './disk.js';
import { sha256 } from './environment.js';
import { fileSize, inFolder, type Manifest, readJson, readRun } from './folder.js';

export interface VerifiedFile {
  readonly path: string;
  readonly status: 'ok' | 'missing' | 'changed';
}

export interface Verification {
  readonly folder: string;
  readonly isIntact: boolean;
  readonly files: readonly VerifiedFile[];
  /** Whether run.json's parameters, seed and inputs still make the identity of the manifest. */
  readonly isIdentityRight: boolean;
}

/** Compares every file with the manifest. Throws E_CONFIG for an unfinished run, E_CORRUPT for an unreadable manifest. */
export function verifyRun(folder: string): Verification {
  const run = readRun(folder);
  const manifest = readJson<Manifest & { readonly format: number }>(inFolder(folder).manifest, 1, 'a finished run');
  const files = manifest.files.map(({ path, bytes, sha256: hash }): VerifiedFile => {
    const place = join(folder, path);
    if (!existsSync(place)) return { path, status: 'missing' };
    const isSame = fileSize(place) === bytes && sha256(readWhole(place)) === hash;
    return { path, status: isSame ? 'ok' : 'changed' };
  });
  const inputs = Object.fromEntries(run.inputs.map((input) => [input.key, input.sha256]));
  const context = { family: run.family, inputs, kernel: run.kernelSha256, hash: sha256 };
  const isIdentityRight = runIdentity(context, run.parameters, run.seed) === manifest.identity;
  return { folder, files, isIdentityRight, isIntact: isIdentityRight && files.every(({ status }) => status === 'ok') };
}
