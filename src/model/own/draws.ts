/**
 * Random numbers of own models, by position: a draw depends on the seed, the names of model and array, the step and the place in the
 * array alone. So neither the order of lines nor what else is drawn changes it.
 */
import type { Kernels } from '../../kernel/kernels.js';
import { FIRST_OWN_PURPOSE, randomSource } from '../../method/random.js';
import type { Draw, ExpressionText } from './description.js';
import type { OwnKernels } from './kernels.js';

/** FNV-1a of a name, 32 bits. */
export function hashOfName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** What the draws of an array are for: a number from 1000 on that follows from its name. */
export const purposeOf = (name: string): number =>
  FIRST_OWN_PURPOSE + (hashOfName(name) % (2 ** 32 - FIRST_OWN_PURPOSE));

/** The stream of a model's draws. */
export const streamOf = (model: string): number => hashOfName(model);

/** Where the numbers of an array come from. */
export interface ArrayDraws {
  readonly kernels: Kernels<OwnKernels>;
  readonly seed: number;
  readonly model: string;
  readonly name: string;
  readonly value: (text: ExpressionText) => number;
}

/** The first `count` numbers of an array, without padding. */
export function drawn({ kernels, seed, model, name, value }: ArrayDraws, draw: Draw, count: number): Float64Array {
  if (draw.kind === 'value') return new Float64Array(count).fill(value(draw.value));
  const random = randomSource(kernels, seed);
  const address = kernels.allocate(8 * count);
  const at = { address, count, purpose: purposeOf(name), stream: streamOf(model), first: 0 };
  if (draw.kind === 'integer') {
    const low = value(draw.low);
    random.integer(at, value(draw.high) - low + 1);
    return Float64Array.from(kernels.i32(address, count), (offset) => low + offset);
  }
  if (draw.kind === 'sign') random.sign(at);
  else if (draw.kind === 'normal') random.normal(at, value(draw.mean), value(draw.sd));
  else random.uniform(at, value(draw.low), value(draw.high));
  return kernels.f64(address, count).slice();
}
