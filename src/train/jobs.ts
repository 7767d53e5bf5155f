/** Jobs of a team that trains, as the numbers that go between threads. */
import type { PostedBatch } from './board.js';
import type { Job } from './team.js';

export const KINDS_OF_JOBS = ['load', 'gradient', 'update', 'look'] as const;
export type KindOfJob = (typeof KINDS_OF_JOBS)[number];

export interface TrainingJob {
  readonly kind: KindOfJob;
  readonly batch: PostedBatch;
  /** Steps of the optimizer done over the whole run. */
  readonly step: number;
  /** Changes with the parameters: who has seen another number takes them from the board first. */
  readonly version: number;
  /** Whether the gradient goes on the board. */
  readonly isWatched: boolean;
}

export const jobOf = ({ kind, batch, step, version, isWatched }: TrainingJob): Job => [
  KINDS_OF_JOBS.indexOf(kind),
  batch.items,
  batch.kind,
  batch.length,
  step,
  version,
  isWatched ? 1 : 0,
];

export function readJob([kind, items, inputs, length, step, version, isWatched]: Job): TrainingJob {
  const batch = { items, kind: inputs, length };
  return { kind: KINDS_OF_JOBS[kind], batch, step, version, isWatched: isWatched === 1 };
}
