/** Jobs of a team that trains, as the numbers that go between threads. */
import type { PostedBatch } from './board.js';
import type { Job } from './team.js';
import type { StepMoment } from './trainable.js';

export const KINDS_OF_JOBS = [
  'load',
  'gradient',
  'update',
  'look',
  'survey',
  'add',
  'stages',
  'units',
  'give',
] as const;
export type KindOfJob = (typeof KINDS_OF_JOBS)[number];

export interface TrainingJob extends StepMoment {
  readonly kind: KindOfJob;
  readonly batch: PostedBatch;
  /** Changes with the parameters: who has seen another number takes them from the board first. */
  readonly version: number;
  /** Of a batch that is learned in stages, the first of some; absent: 0. */
  readonly stage?: number;
}

export const jobOf = ({ kind, batch, step, epoch = 0, rate, version, isWatched, stage = 0 }: TrainingJob): Job => [
  KINDS_OF_JOBS.indexOf(kind),
  batch.items,
  batch.kind,
  batch.length,
  step,
  version,
  isWatched === true ? 1 : 0,
  epoch,
  // no rate is 0
  rate ?? 0,
  stage,
];

export function readJob([kind, items, inputs, length, step, version, isWatched, epoch, rate, stage]: Job): TrainingJob {
  const batch = { items, kind: inputs, length };
  return {
    ...{ kind: KINDS_OF_JOBS[kind], batch, step, epoch, version, stage, isWatched: isWatched === 1 },
    ...(rate > 0 && { rate }),
  };
}
