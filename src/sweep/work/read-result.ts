/** What is reported about a finished run that another process did. */
import { readRun } from '../../run/folder.js';
import type { DoneRun } from './outcome.js';

/** The result of a run, from its folder. Its computing time is not known there. Throws E_CONFIG, E_CORRUPT, E_IO. */
export function readResult(folder: string): DoneRun {
  const run = readRun(folder);
  return { folder, run, completion: { steps: run.steps, computeMs: 0 } };
}
