/** Checks a run's folder against its manifest. Sweeps are in `src/sweep/verify.ts`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hashFile } from './disk.js';
import { fileSize, identityOf, readManifest, readRun } from './folder.js';

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
  const manifest = readManifest(folder);
  const files = manifest.files.map(({ path, bytes, sha256 }): VerifiedFile => {
    const place = join(folder, path);
    if (!existsSync(place)) return { path, status: 'missing' };
    const isSame = fileSize(place) === bytes && hashFile(place).sha256 === sha256;
    return { path, status: isSame ? 'ok' : 'changed' };
  });
  const isIdentityRight = identityOf(run) === manifest.identity && run.identity === manifest.identity;
  return { folder, files, isIdentityRight, isIntact: isIdentityRight && files.every(({ status }) => status === 'ok') };
}
