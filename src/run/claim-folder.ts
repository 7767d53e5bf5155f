/** One run in one folder: claims the folder and starts the run. Sweeps are in `src/sweep`. */
import { dirname, join } from 'node:path';
import { MsmError } from '../errors.js';
import { claimFolder, ensureFolder } from '../host/disk.js';
import { isRunFolder, isSweepFolder, readRun } from './folder.js';

/** What can be done with the run that a folder holds. */
function ofRun(folder: string): string {
  try {
    const isDone = readRun(folder).status === 'done';
    return isDone ? `It holds a finished run; look at it with: msm show ${folder}` : `Go on with: msm resume ${folder}`;
  } catch (error) {
    if (!(error instanceof MsmError)) throw error;
    return `It holds a run that cannot be read: ${error.message}`;
  }
}

/** Takes a new folder: the one named, or the next free `runs/FAMILY-0001`. Throws E_CONFIG if the one named exists. */
export function claimRunFolder(out: string | undefined, family: string): string {
  if (out === undefined) {
    ensureFolder('runs');
    for (let i = 1; ; i++) {
      const folder = join('runs', `${family}-${String(i).padStart(4, '0')}`);
      if (claimFolder(folder)) return folder;
    }
  }
  if (dirname(out) !== '.') ensureFolder(dirname(out));
  if (claimFolder(out)) return out;
  let next = 'Choose another folder with --out, or leave --out away for a new one.';
  if (isRunFolder(out)) next = ofRun(out);
  else if (isSweepFolder(out)) next = `It holds a sweep; go on with: msm resume ${out}`;
  throw new MsmError('E_CONFIG', `${out} exists already; nothing was written`, { place: '--out', next });
}
