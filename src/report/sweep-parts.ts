/** What pages say of a sweep besides its results: how its runs stand, how it is repeated. */

import { commandOf } from '../model/families.js';
import type { Part } from '../page/report.js';
import { familyOfFolder } from '../run/model-copy.js';
import type { PlannedRuns } from '../run/plan-runs.js';
import { type RunRecord, readRun } from '../run/run-record.js';
import { requestWords } from '../sweep/tasks/command-line.js';
import type { SweepStatus } from '../sweep/tasks/status.js';
import type { StoredSweep, SweepView } from '../sweep/tasks/tasks.js';
import { countText, shellWord } from '../text.js';
import { commandLine } from './words.js';

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

/** The line that was typed, as the first run that is done keeps it; a worker of a cluster was started by another. */
function typedPart(first: RunRecord | undefined): readonly Part[] {
  const { command = [], workingFolder = '' } = first?.environment ?? {};
  if (command.length === 0 || ['work', 'resume'].includes(command[0])) return [];
  return [{ kind: 'command', label: `As it was run, in ${workingFolder}:`, text: commandLine(command) }];
}

/** What flags cannot say, as a file. */
async function presetPart(planned: PlannedRuns | undefined): Promise<readonly Part[]> {
  if (planned === undefined) return [];
  const { presetText } = await import('../config/preset-text.js');
  const { configurationOf } = await import('../run/configuration.js');
  const { family, spaces } = planned.request;
  const run = commandOf(family.schema.name, planned.plan.base) ?? 'run MODEL';
  const why = spaces.length > 1 ? 'It has several spaces' : 'Parameters move together or are derived';
  const text = presetText(configurationOf(planned), `msm ${run} --preset again.yaml --out again`);
  return [
    { kind: 'command', label: `${why}, which flags cannot say; with this as again.yaml its first line runs it:`, text },
  ];
}

/** The commands that make a sweep again: one for each grid that was asked for, one for a search. */
async function againParts(folder: string, { record, planned }: StoredSweep): Promise<readonly Part[]> {
  const { requests } = record;
  const [{ request: first }] = requests;
  const { schema } = await familyOfFolder(folder, first, folder);
  const asked = first.search === undefined ? requests : requests.slice(-1);
  const parts: Part[] = [];
  for (const [i, stored] of asked.entries()) {
    const words = requestWords(folder, schema, stored);
    if (words === undefined) {
      if (i === asked.length - 1) parts.push(...(await presetPart(planned)));
      continue;
    }
    const label = i === 0 ? 'The same runs again, from what its folder says:' : 'And what was added to it:';
    const out = ['--out', 'again', ...(i === 0 ? [] : ['--resume'])];
    parts.push({ kind: 'command', label, text: commandLine([...words, ...out]) });
  }
  return parts;
}

/** How it was made, how it is made again and gone on with. */
export async function sweepRepeatParts(
  folder: string,
  sweep: StoredSweep,
  first?: RunRecord,
): Promise<readonly Part[]> {
  return [
    ...typedPart(first),
    ...(await againParts(folder, sweep)),
    { kind: 'command', label: 'Runs that are missing are done by:', text: `msm resume ${shellWord(folder)}` },
    { kind: 'command', label: 'Whether its files are whole:', text: `msm verify ${shellWord(folder)}` },
  ];
}

/** The first run of a sweep that is done, as its folder describes it. */
export function firstRun({ sweep, states }: SweepView): RunRecord | undefined {
  for (let index = 0; index < sweep.count; index++) {
    if (states.of(index) === 'done') return readRun(states.place(index));
  }
  return undefined;
}
