/**
 * The phases of training: each epoch is a pass over the training items and one over the validation items; after a fit comes the test.
 * With pruning, a second fit follows with what is left of the network (spec 6). A step is a batch.
 */

import { batchesOf, type Part, type Sizes } from '../../train/examples.js';
import type { Phase } from '../phases.js';

/** A pass over the training items in which the network learns. */
export interface LearnPhase extends Phase {
  readonly kind: 'learn';
  /** Number of the fit: 1 after pruning. */
  readonly round: number;
  readonly epoch: number;
}

/** A pass over items without learning. */
export interface JudgePhase extends Phase {
  readonly kind: 'judge';
  readonly part: Exclude<Part, 'training'>;
  readonly round: number;
  /** Of the epoch that it belongs to; absent: it stands for itself. */
  readonly epoch?: number;
}

/** The weakest synapses of each group go. */
export interface PrunePhase extends Phase {
  readonly kind: 'prune';
}

export type TrainingPhase = LearnPhase | JudgePhase | PrunePhase;

export interface Schedule {
  readonly sizes: Sizes;
  readonly batchSize: number;
  /** Epochs of a fit at most. */
  readonly epochs: number;
  readonly prune: boolean;
}

const judge = (part: JudgePhase['part'], name: string, round: number, { sizes, batchSize }: Schedule): JudgePhase => ({
  kind: 'judge',
  name,
  part,
  round,
  steps: batchesOf(sizes[part], batchSize),
});

/** One fit: its epochs, then the test. */
function fitOf(schedule: Schedule, round: number): readonly TrainingPhase[] {
  const steps = batchesOf(schedule.sizes.training, schedule.batchSize);
  const epochs = Array.from({ length: schedule.epochs }, (_, epoch): readonly TrainingPhase[] => [
    { kind: 'learn', name: 'training', round, epoch, steps },
    { ...judge('validation', 'validation', round, schedule), epoch },
  ]);
  return [...epochs.flat(), judge('test', 'test', round, schedule)];
}

/** All phases in their order; what has no item is left out. */
export function trainingPhases(schedule: Schedule): readonly TrainingPhase[] {
  const pruned: readonly TrainingPhase[] = [
    { kind: 'prune', name: 'pruning', steps: 1 },
    judge('validation', 'validation after pruning', 1, schedule),
    ...fitOf(schedule, 1),
  ];
  return [...fitOf(schedule, 0), ...(schedule.prune ? pruned : [])].filter(({ steps }) => steps > 0);
}

/** To look at a batch is the third of the work of learning it: forward, without the two products of the way back. */
const SHARE_OF_LOOKING = 1 / 3;

/** How many steps of learning all phases amount to. */
export const dearSteps = (phases: readonly TrainingPhase[]): number =>
  phases.reduce((sum, { kind, steps }) => sum + steps * (kind === 'learn' ? 1 : SHARE_OF_LOOKING), 0);
