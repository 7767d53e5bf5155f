/** What a given block of the Hessian does not go with. */
import type { Inputs } from '../family.js';
import type { Violation } from '../schema.js';
import type { HeterosynapticParameters } from './parameters.js';

const KEY = 'block_hessian';

/** Why a given block would have no effect. That it can be inverted is looked at where it is factored (given-blocks.ts). */
export function checkInputs(p: HeterosynapticParameters, { [KEY]: H }: Inputs): readonly Violation[] {
  if (H === undefined) return [];
  const violation = (message: string): readonly Violation[] => [{ key: KEY, message: `${KEY} ${message}` }];
  if (p.update_alg !== 'md') return violation(`has no effect with update_alg = ${p.update_alg}: md alone inverts it`);
  if (p.hessian !== 'coupling') return violation(`and hessian = ${p.hessian} exclude each other`);
  if (p.blocks === 'survivors')
    return violation('and blocks = survivors exclude each other: a part of a block has no inverse of its own here');
  return [];
}
