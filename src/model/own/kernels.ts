/** What the module of an own model exports: the entry that is made for it (src/own-model/source.ts) writes these. */
import type { CommonKernels } from '../../kernel/core-kernels.js';

export interface OwnKernels extends CommonKernels {
  /** What the step does once, after the state is drawn or given. */
  own_start(state: number): void;
  /** Does steps and writes the numbers of those that are recorded; returns how many were done before a number stopped being finite. */
  own_advance(state: number, count: number, due: number, rows: number): number;
  own_is_finite(state: number): number;
  /** Of a model with a field: the derivatives of the present state, at another time. */
  own_derive(state: number, time: number): void;
  /** The value of an observable of one number. */
  [observe: `own_observe_${string}`]: (state: number) => number;
  /** Whether step.ts exports a function of that name. */
  [has: `own_has_${string}`]: () => number;
}
