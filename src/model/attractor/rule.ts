/** How a network makes a step (spec 1.3 and 1.4): which node is updated when, drawn or averaged, and what learning predicts. */
import { codeOf, type WordOf } from '../../kernel/codes.js';
import { ATTRACTOR_STATE, type AttractorBlock } from './state.js';

/** All nodes from the same old states, or one after the other, each from the newest. */
export type UpdateSchedule = WordOf<typeof ATTRACTOR_STATE, 'schedule'>;
/** A draw from the continuous Bernoulli law, or its mean. */
export type Sampling = WordOf<typeof ATTRACTOR_STATE, 'sampling'>;
/** Argument of the prediction L in the learning rule: the field J sigma alone (published program), or with the bias (equation). */
export type Prediction = 'field' | 'field+bias';
/** Accurate everywhere, or with the cancellation, clipping and overflow of the published program. */
export type Numerics = 'right' | 'literal';

export interface StepRule {
  readonly schedule: UpdateSchedule;
  readonly sampling: Sampling;
  /** Inverse temperature of the drive beta (b + J sigma). */
  readonly beta: number;
  /** Learning rate; 0 leaves J alone, negative values count as 0. */
  readonly eta: number;
  readonly prediction: Prediction;
  /** Whether beta also multiplies the argument of the prediction. */
  readonly predictionBeta: boolean;
  readonly numerics: Numerics;
}

/** The published step: parallel, sampled, beta 1, no learning, prediction from the field alone; accurate numerics. */
export const DEFAULT_RULE: StepRule = {
  schedule: 'parallel',
  sampling: 'sample',
  beta: 1,
  eta: 0,
  prediction: 'field',
  predictionBeta: false,
  numerics: 'right',
};

/** Writes a rule into a block, where the kernels read it. */
export function writeRule(block: AttractorBlock, rule: StepRule): void {
  block.set('beta', rule.beta);
  block.set('eta', Math.max(0, rule.eta));
  block.set('predictionBias', rule.prediction === 'field' ? 0 : 1);
  block.set('predictionBeta', rule.predictionBeta ? rule.beta : 1);
  block.set('schedule', codeOf(ATTRACTOR_STATE, 'schedule', rule.schedule));
  block.set('sampling', codeOf(ATTRACTOR_STATE, 'sampling', rule.sampling));
  block.set('isLiteral', rule.numerics === 'literal' ? 1 : 0);
}
