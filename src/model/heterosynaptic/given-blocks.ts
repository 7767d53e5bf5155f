/** Block Hessians that a person gives: what is wrong with them, and mirror descent with their factors. */
import { MsmError } from '../../errors.js';
import { didYouMean } from '../../text.js';
import type { Tensor } from '../../train/trainable.js';
import { blockProblem, orderOf } from './block-problem.js';
import { segmentsOf } from './coupled-step.js';
import type { Numeric } from './numeric.js';
import type { Blocks, Coupled, Hessian } from './rules.js';

type Given = Extract<Hessian, { kind: 'given' }>;

/** The name of the block for tensors that have none of their own. */
const ALL = 'all';
const refusal = (name: string, why: string, next?: string): MsmError =>
  new MsmError('E_CONFIG', `the block Hessian '${name}' ${why}`, {
    place: 'block-hessian',
    ...(next !== undefined && next !== '' && { next }),
  });

/** Throws E_CONFIG if it is no tensor that is coupled. */
function checkName(name: string, tensors: readonly Tensor[]): void {
  const coupled = tensors.filter(({ shape }) => shape.length > 1).map((tensor) => tensor.name);
  if (name === ALL || coupled.includes(name)) return;
  const near = didYouMean(name, [ALL, ...coupled]);
  throw refusal(name, `is for no weight of this network, which has ${coupled.join(', ')}`, near);
}

/**
 * Mirror descent with one given block for each tensor, factored once. Its order is the length of the blocks that the tensor is cut into; a
 * tensor without one, where there is none for all, takes the step itself. Throws E_CONFIG for what is no such block.
 */
export function givenBlocks(
  numeric: Numeric,
  tensors: readonly Tensor[],
  blocks: Blocks,
  { blocks: given }: Given,
): Coupled {
  const k = numeric.pick('cholesky', 'solve_blocks', 'descend');
  const factors = new Map(
    Object.entries(given).map(([name, values]) => {
      checkName(name, tensors);
      const problem = blockProblem(values, numeric.precision);
      const order = orderOf(values);
      if (problem !== undefined || order === undefined) throw refusal(name, problem ?? 'is not square');
      const address = numeric.room(order * order);
      numeric.view(address, order * order).set(values);
      k.cholesky(order, order, address, address);
      return [name, { order, address }];
    }),
  );
  return ({ tensor, p, g }, rate) => {
    const factor = factors.get(tensor.name) ?? factors.get(ALL);
    const { segments, length } = segmentsOf(tensor, blocks);
    if (factor !== undefined) k.solve_blocks(segments, length, g, factor.order, factor.address, 0);
    k.descend(tensor.count, p, g, rate);
  };
}
