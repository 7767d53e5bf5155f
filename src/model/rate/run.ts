/** What the parts of a run share. */

import type { Elementary } from '../../kernel/elementary.js';
import type { Kernels } from '../../kernel/kernels.js';
import type { RateKernels } from '../../model/rate/kernels.js';
import type { RecordRequest } from '../record.js';

import type { Averages } from './averages.js';
import type { Connectivity } from './connectivity.js';
import type { Drive } from './input.js';
import type { RateParameters } from './parameters.js';
import type { Method, Phases } from './phases.js';
import type { RateBlock } from './state.js';

/** All that the parts of a run share. */
export interface RateRun {
  readonly kernels: Kernels<RateKernels>;
  readonly elementary: Elementary;
  readonly parameters: RateParameters;
  readonly N: number;
  readonly trials: number;
  /** 0 .. trials - 1. */
  readonly allTrials: readonly number[];
  /** Exponents of each trial; 0 for none. */
  readonly exponents: number;
  readonly method: Method;
  readonly phases: Phases;
  readonly block: RateBlock;
  /** Without g. */
  readonly weights: Connectivity;
  /** Description of the network in the kernels' memory. */
  readonly network: number;
  readonly drive: Drive | undefined;
  /** Effective gain, with the sign of g. */
  readonly gain: number;
  readonly seed: number;
  /** First basis of the tangent vectors, [N, exponents], if it was given. */
  readonly Q0: Float64Array | undefined;
  readonly workspace: number;
  readonly record: RecordRequest;
  /** Most steps of one call. */
  readonly longest: number;
  /** Recorded states of one call, [longest, N, columns], or 0. */
  readonly samples: number;
  /** Distances or logarithms of one call that do not go straight to the block. */
  readonly scratch: number;
  readonly averages: Averages;
  /** Room for the normal numbers of a basis, [exponents, N], or 0. */
  readonly basis: number;
  /** Room for states that are followed after the record, [N, columns], and for samples of them, [rows, N, columns]. */
  readonly followed: { readonly states: number; readonly samples: number; readonly rows: number };
}
