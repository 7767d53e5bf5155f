/** What a run of training keeps beside its network: where it stands, sums of the pass it is in, and what passes came to. */
import type { ArrayDeclaration, BlockOf, ScalarDeclaration, StructDeclaration } from '../kernel/struct.js';
import type { Precision, TrainableState } from './trainable.js';

const scalar = <N extends string>(name: N, meaning: string) => ({ name, type: 'f64', meaning }) as const;

const SCALARS = [
  scalar('step', 'steps of the run done, over all phases'),
  scalar('updates', 'steps of the optimizer done, over all fits'),
  scalar('lossSum', 'sum of the losses of all targets of the pass'),
  scalar('correct', 'targets of the pass that were right'),
  scalar('targets', 'targets of the pass'),
  scalar('batchLossSum', 'sum of the mean losses of the batches of the pass'),
  scalar('batchPerplexitySum', 'sum of exp(mean loss) of the batches of the pass'),
  scalar('batches', 'batches of the pass'),
  scalar('epochs', 'epochs done of the fit'),
  scalar('bestScore', 'validation accuracy, or loss, of the best epoch of the fit'),
  scalar('bestEpoch', 'its epoch, from 1 on; 0 if there is none'),
  scalar('lossSquares', 'sum of the squared losses of all targets of the pass, where they are known'),
  scalar('diverged', 'step before which the loss stopped being finite in faithful mode, from 1 on; 0 if it did not'),
] as const satisfies readonly ScalarDeclaration[];

const ARRAYS = [
  { name: 'history', type: 'f64', shape: ['rounds', 'epochs', 'metrics'], meaning: 'what each epoch came to' },
  {
    name: 'measureSums',
    type: 'f64',
    shape: ['measures'],
    meaning: 'what else the pass of learning measured, summed over targets',
  },
  { name: 'measured', type: 'f64', shape: ['rounds', 'epochs', 'measures'], meaning: 'its means, of each epoch' },
  { name: 'trials', type: 'f64', shape: ['trials', 'numbers'], meaning: 'what the passes outside of epochs came to' },
  {
    name: 'confusion',
    type: 'f64',
    shape: ['classes', 'classes'],
    meaning: 'items of the last test by class and answer',
  },
] as const satisfies readonly ArrayDeclaration[];

/** The part of the state that is the same for every network. */
export const TRAINING_STATE = {
  name: 'training',
  scalars: SCALARS,
  arrays: ARRAYS,
} as const satisfies StructDeclaration;

export type TrainingBlock = BlockOf<typeof TRAINING_STATE>;

/** The state of a run of a network in this precision: the weights that were best are kept beside the last. */
export function trainingState(network: TrainableState, precision: Precision): StructDeclaration {
  const best: ArrayDeclaration = {
    name: 'best',
    type: precision,
    shape: ['kept'],
    meaning: 'weights of the epoch with the best validation',
  };
  return { ...TRAINING_STATE, arrays: [...ARRAYS, best, ...network.arrays] };
}
