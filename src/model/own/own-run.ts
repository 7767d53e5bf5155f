/** What the parts of a run of an own model share. */
import type { Kernels } from '../../kernel/kernels.js';
import type { Block } from '../../kernel/struct.js';
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
}

/** An array of the state, row by row of its last axis, without padding. */
export function rowReader({ block, model, parameters }: OwnRun, name: string): (row: number) => ArrayLike<number> {
  const entry = stateOf(model, name);
  if (entry === undefined) throw new Error(`no array '${name}'`);
  const { length, stride } = rowsOf(shapeOf(entry, parameters));
  const stored = block[entry.type](name);
  return (row) => stored.subarray(row * stride, row * stride + length);
}
