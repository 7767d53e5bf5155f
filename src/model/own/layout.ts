/** The block of a run: its declaration, and where everything stands for these parameters. */
import { type Layout, layOut, type StructDeclaration } from '../../kernel/struct.js';
import type { Parameter, Parameters } from '../schema.js';
import type { OwnModel } from './description.js';
import { dimensions, exponentPlan } from './exponents.js';
import { ownSizes, ownStruct } from './state.js';

export interface OwnLayout {
  readonly struct: StructDeclaration;
  readonly layout: Layout;
}

/** `parameters` are all that the block holds, `steps` those of the run. */
export function ownLayout(model: OwnModel, parameters: readonly Parameter[], p: Parameters, steps: number): OwnLayout {
  const struct = ownStruct(model, parameters);
  const { k, intervals } = exponentPlan(model, p, steps);
  // what perturbations need is there only if somebody asked for them
  const dim = k > 0 ? dimensions(model, p).stored : 0;
  return { struct, layout: layOut(struct, ownSizes(model, p, { k, dim, intervals })) };
}
