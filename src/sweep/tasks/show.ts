/** What is in a folder: one run with its tables, or the runs of a sweep. */
import { MsmError } from '../../errors.js';
import type { ParameterValue } from '../../model/schema.js';
import { isRunFolder, isSweepFolder, type RunRecord, readRun } from '../../run/folder.js';
import { assertFolder } from '../../run/layout.js';
import { type ShownRun, showRun } from '../../run/show.js';
import { readSweep } from './tasks.js';

export interface ShownSweep {
  readonly folder: string;
  readonly sweep: readonly {
    readonly index: number;
    /** Values that tell the run from the others. */
    readonly axes: { readonly [key: string]: ParameterValue };
    readonly folder: string;
    readonly status: string;
    /** Steps done and planned; null before the run has begun. */
    readonly step: number | null;
    readonly steps: number | null;
  }[];
}

/** What run.json says; a damaged one does not hide the other runs. */
function readable(place: string): RunRecord | 'damaged' {
  try {
    return readRun(place);
  } catch (error) {
    if (!(error instanceof MsmError) || error.code !== 'E_CORRUPT') throw error;
    return 'damaged';
  }
}

async function showSweep(folder: string): Promise<ShownSweep> {
  const { sweep, states } = await readSweep(folder);
  const runs: ShownSweep['sweep'][number][] = [];
  for (let index = 0; index < sweep.count; index++) {
    if (!states.isWanted(index)) continue;
    const { state } = states.at(index);
    const place = states.place(index);
    const common = { index, axes: sweep.axes(index), folder: place };
    const run = state === 'lost' || state === 'damaged' || !isRunFolder(place) ? undefined : readable(place);
    if (run === undefined) runs.push({ ...common, status: state, step: null, steps: null });
    else if (run === 'damaged') runs.push({ ...common, status: run, step: null, steps: null });
    else {
      const { status, step, steps } = run;
      // a killed process could not say that it ended
      runs.push({
        ...common,
        status: state === 'pending' && status === 'running' ? 'interrupted' : status,
        step,
        steps,
      });
    }
  }
  return { folder, sweep: runs };
}

/** Describes a run or lists the runs of a sweep. Throws E_CONFIG if the folder is neither, E_CORRUPT for damaged files. */
export async function showFolder(folder: string): Promise<ShownRun | ShownSweep> {
  assertFolder(folder);
  return isSweepFolder(folder) ? showSweep(folder) : showRun(folder);
}
