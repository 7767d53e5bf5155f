/** Goes on with what a folder holds, for the commands that can be asked to. */
import { compileBuild } from '../host/builds.js';
import { endWithParent } from '../host/orphan.js';
import { isWatched, watchSignals } from '../host/signals.js';
import { stopText } from '../launch/flags.js';
import { wasSubmitted } from '../launch/slurm/submissions.js';
import { isSweepFolder } from '../run/folder.js';
import { assertFolder } from '../run/layout.js';
import { resume } from '../simulate/resume.js';
import type { MsmCommand } from './command.js';
import { progressBar } from './progress.js';
import { type SimulationReport, simulationReport } from './report.js';
import { isSearchOutcome, searchReport } from './search-report.js';
import { sweepSurroundings } from './sweep-flags.js';

type Flags = Parameters<typeof sweepSurroundings>[1];

/** @throws E_CONFIG if the folder holds nothing to go on with; what ends the run */
export async function resumeFolder(
  command: MsmCommand<SimulationReport>,
  folder: string,
  typed: Flags & { readonly launcher?: string; readonly 'from-start'?: boolean; readonly data?: string },
): Promise<SimulationReport> {
  assertFolder(folder);
  // a sweep that was handed to Slurm goes on there, not on the machine where somebody happens to be
  const flags = { ...typed, launcher: typed.launcher ?? (wasSubmitted(folder) ? 'slurm' : 'local') };
  const bar = await progressBar(!command.isQuiet && !isSweepFolder(folder));
  if (isWatched()) endWithParent();
  const signals = watchSignals((signal) => {
    bar.stop();
    command.say(stopText(signal, flags));
  });
  try {
    const result = await resume(folder, compileBuild, {
      ...(await sweepSurroundings(command, flags, signals, bar)),
      fromStart: typed['from-start'],
      data: typed.data,
    });
    return isSearchOutcome(result) ? searchReport(result) : simulationReport(result);
  } finally {
    bar.stop();
    signals.stop();
  }
}
