/** What given arrays must be, and what they do not go with. */
import type { Inputs } from '../family.js';
import type { Violation } from '../schema.js';
import { blockProblem } from './block-problem.js';
import { blocksOf } from './given-tensors.js';
import type { HeterosynapticParameters } from './parameters.js';
import { taskOf } from './tasks.js';
import { tokensOf, VOCABULARY } from './vocabulary.js';

type P = HeterosynapticParameters;

const BLOCKS = 'block_hessian';
const WEIGHTS = 'weights';

/** Why given blocks would have no effect; undefined if they have. */
function idle({ update_alg, hessian, blocks }: P): string | undefined {
  if (update_alg !== 'md') return `has no effect with update_alg = ${update_alg}: md alone inverts it`;
  if (hessian !== 'coupling') return `and hessian = ${hessian} exclude each other`;
  if (blocks === 'survivors')
    return 'and blocks = survivors exclude each other: a part of a block has no inverse of its own here';
  return undefined;
}

/** What is wrong with the first given block that cannot be inverted. */
function wrongBlock(p: P, given: Float64Array): string | undefined {
  const { block_size: B } = p;
  const blocks = blocksOf(p, given);
  if (blocks === undefined) {
    const rows = given.length / B;
    return `has ${rows} rows of ${B}: it must have ${B}, the block of all weights, or ${B} for each weight of the network`;
  }
  for (const [name, values] of Object.entries(blocks)) {
    const problem = blockProblem(values, p.precision);
    if (problem !== undefined) return name === 'all' ? problem : `of ${name} ${problem}`;
  }
  return undefined;
}

/** The first weight that single precision cannot hold. */
function wrongWeight({ precision }: P, given: Float64Array): string | undefined {
  const at = precision === 'f32' ? given.findIndex((weight) => !Number.isFinite(Math.fround(weight))) : -1;
  return at < 0 ? undefined : `has ${given[at]} at place ${at}, which is too large for precision = f32`;
}

/** Why given tokens are not those of the network. */
function wrongVocabulary(p: P, codes: Inputs[string]): string | undefined {
  const items = taskOf(p).items(p);
  if (taskOf(p).text === undefined || items.kind === 'images')
    return `has no effect with task = ${p.task}, which is no text`;
  const tokens = tokensOf(codes);
  if (tokens === undefined) return 'must be code points with a 0 behind each token';
  if (tokens.length <= items.vocabulary) return undefined;
  return `has ${tokens.length} tokens, more than n_tokens = ${items.vocabulary}`;
}

/** Conditions on parameters together with given arrays. */
export function checkInputs(
  p: P,
  { [BLOCKS]: blocks, [WEIGHTS]: weights, [VOCABULARY]: codes }: Inputs,
): readonly Violation[] {
  const problems = [
    [BLOCKS, blocks && (idle(p) ?? wrongBlock(p, blocks as Float64Array))],
    [WEIGHTS, weights && wrongWeight(p, weights as Float64Array)],
    [VOCABULARY, codes && wrongVocabulary(p, codes)],
  ] as const;
  return problems.flatMap(([key, problem]) => (problem === undefined ? [] : [{ key, message: `${key} ${problem}` }]));
}
