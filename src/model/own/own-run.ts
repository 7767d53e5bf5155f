/** What the parts of a run of an own model share. */
import type { Kernels } from '../../kernel/kernels.js';
import type { Block } from '../../kernel/struct.js';
import type { Recording } from '../recording/tables.js';
import type { Parameters } from '../schema.js';
import type { OwnModel } from './description.js';
import type { Expressions } from './expressions.js';
import type { OwnKernels } from './kernels.js';

/** A description ready to be run. */
export interface ReadyModel {
  readonly model: OwnModel;
  readonly all: Expressions;
  /** Parameters that only make a run longer: its state does not have them. */
  readonly hidden: readonly string[];
}

export interface OwnRun {
  readonly kernels: Kernels<OwnKernels>;
  readonly model: OwnModel;
  readonly parameters: Parameters;
  readonly block: Block;
  readonly recording: Recording;
  readonly steps: number;
  readonly seed: number;
  /** The time of a step; 1 if there is none. */
  readonly timeStep: number;
  /** Zeros, for a call that is to record no step. */
  readonly idle: number;
}
