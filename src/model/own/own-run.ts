/** What the parts of a run of an own model share. */
import type { Kernels } from '../../kernel/kernels.js';
import type { Block } from '../../kernel/struct.js';
import type { StoredArray } from '../recording/recorder.js';
import type { Recording } from '../recording/tables.js';
import type { Parameters } from '../schema.js';
import { type OwnModel, stateOf } from './description.js';
import type { OwnKernels } from './kernels.js';
import { rowsOf, shapeOf } from './state.js';

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
  /** Zeros, where a call is told that no step is due. */
  readonly idle: number;
}

/** An array of the state as it stands in the block, padding included. Valid until the memory grows. */
export function storedArray({ block, model, parameters }: OwnRun, name: string): StoredArray {
  const entry = stateOf(model, name);
  if (entry === undefined) throw new Error(`no array '${name}'`);
  return { values: block[entry.type](name), stride: rowsOf(shapeOf(entry, parameters)).stride };
}
