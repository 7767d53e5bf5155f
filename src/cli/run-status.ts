/** What `msm status` shows of one run: how far it is, and the curves that it has written so far. */
import { USUAL_MS } from '../run/checkpoint-pace.js';
import type { LookAtRun, StatusOfRun } from '../run/run-status.js';
import { writtenLines } from './curve-lines.js';
import { countText, durationText, pairs } from './text.js';

/** `23,000 of 60,000 steps, by its checkpoint of 12 s ago`. */
function stepText({ step, steps, status, secondsSinceWritten: age }: StatusOfRun): string {
  if (step === null) {
    const due = status === 'running' ? `; its first checkpoint is due after ${durationText(USUAL_MS / 1000)}` : '';
    return `none of ${countText(steps)} is on the disk${status === 'running' ? ' yet' : ''}${due}`;
  }
  const by = age === null ? '' : `, by its checkpoint of ${durationText(age)} ago`;
  return `${countText(step)} of ${countText(steps)}${by}`;
}

/** What there is to do about it. */
function nextLine({ status, folder }: StatusOfRun): readonly string[] {
  if (status === 'running') return [];
  return status === 'done' ? [`Look at it with: msm show ${folder}`] : [`Go on with: msm resume ${folder}`];
}

/** The lines of a run at a terminal. */
export async function runStatusLines({ status, tables }: LookAtRun): Promise<readonly string[]> {
  const { folder, family, secondsLeft: left, reason } = status;
  return [
    ...pairs([
      ['run folder', `${folder} (${family})`],
      ['status', reason === undefined ? status.status : `${status.status}: ${reason}`],
      ['step', stepText(status)],
      ...(status.status === 'running'
        ? [['time left', left === null ? '-' : `about ${durationText(left)}`] as const]
        : []),
    ]),
    ...(await writtenLines(tables)),
    ...nextLine(status),
  ];
}
