/** What pages say of a sweep besides its results: how its runs stand, how it is repeated. */
import type { Part } from '../page/report.js';
import type { SweepRecord } from '../sweep/tasks/record.js';
import type { SweepStatus } from '../sweep/tasks/status.js';
import { countText } from '../text.js';
import { shellWord } from './words.js';

const MOST_WARNINGS = 20;

/** Runs that are not done, and why. */
export function sweepWarnings(folder: string, { total, done, failures }: SweepStatus): readonly string[] {
  const open = total - done;
  const hidden = failures.length - MOST_WARNINGS;
  return [
    ...(open === 0
      ? []
      : [`${countText(open)} of ${countText(total)} runs are not done. Go on with: msm resume ${folder}`]),
    ...failures
      .slice(0, MOST_WARNINGS)
      .map(({ index, code, message }) => `Run ${index} failed with ${code}: ${message}`),
    ...(hidden > 0 ? [`and ${hidden} more failed; all of them: msm status ${folder} --json`] : []),
  ];
}

/** How it is gone on with and made again. */
export async function sweepRepeatParts(folder: string, _: SweepRecord): Promise<readonly Part[]> {
  return [
    { kind: 'command', label: 'Runs that are missing are done by:', text: `msm resume ${shellWord(folder)}` },
    { kind: 'command', label: 'Whether its files are whole:', text: `msm verify ${shellWord(folder)}` },
  ];
}
