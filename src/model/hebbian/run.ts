/** What the parts of a run share. */

import type { Kernels } from '../../kernel/kernels.js';
import type { HebbianKernels } from '../../model/hebbian/kernels.js';
import type { RecordRequest } from '../record.js';
import type { DistanceTheory } from './distance-theory.js';
import type { HebbianSettings } from './settings.js';
import type { HebbianBlock } from './state.js';

/** Buffers in linear memory that a run reuses for every span of steps. */
export interface Spans {
  readonly longest: number;
  readonly shown: number;
  readonly draws: number;
  readonly records: number;
  /** Numbers of a record; the overlaps are the last. */
  readonly recordWidth: number;
  readonly sigmas: number;
  readonly rows: number;
}

/** All that the parts of a run share. */
export interface HebbianRun {
  readonly kernels: Kernels<HebbianKernels>;
  readonly settings: HebbianSettings;
  readonly block: HebbianBlock;
  readonly request: RecordRequest;
  readonly spans: Spans;
  readonly theory: DistanceTheory;
}
