/** Given arrays of a network: by which names a file may have them, and what stands where in them. */
import type { InputParts } from '../family.js';
import { tensorsOf } from './open.js';
import type { HeterosynapticParameters } from './parameters.js';
import type { Hessian } from './rules.js';
import { isOfImages, trainableOf } from './settings.js';

type P = HeterosynapticParameters;

/** The block for weights that have none of their own. */
const ALL = 'all';

/** Names of the tensors that are coupled. */
const coupledNames = (p: P): readonly string[] =>
  tensorsOf(trainableOf(p, 0).network)
    .filter(({ shape }) => shape.length > 1)
    .map(({ name }) => name);

/** The tensors as which a file may have an input. */
export function tensorParts(key: string, p: P): InputParts | undefined {
  if (key === 'block_hessian') {
    return { parts: coupledNames(p).map((name) => ({ name, shape: [-1, -1] })), others: ALL };
  }
  if (key !== 'weights') return undefined;
  const parts = tensorsOf(trainableOf(p, 0).network).map(({ name, shape }) => ({ name, shape }));
  // others keep the output of a transformer under a name of its own
  return { parts, ...(!isOfImages(p) && { repeats: { 'lm_head.weight': 'wte.weight' } }) };
}

/** Blocks by name, of a given array that has one for all weights, or one for each; undefined if it has neither number of them. */
export function blocksOf(p: P, given: Float64Array): Extract<Hessian, { kind: 'given' }>['blocks'] | undefined {
  const size = p.block_size * p.block_size;
  if (given.length === size) return { [ALL]: given };
  const names = coupledNames(p);
  if (given.length !== names.length * size) return undefined;
  return Object.fromEntries(names.map((name, i) => [name, given.subarray(i * size, (i + 1) * size)]));
}
