/** Selective copying as a task (specification, section 7): each part has draws of its own, or those of the original. */
import { type CopyingTask, copyingLength, copyingSample } from '../../../dataset/selective-copying.js';
import type { Kernels } from '../../../kernel/kernels.js';
import { randomSource } from '../../../method/random.js';
import type { Examples, Part } from '../../../train/examples.js';
import { permute } from '../../../train/order.js';
import { type SequencePart, sequenceExamples } from '../../../train/sequences.js';
import type { HeterosynapticParameters } from '../parameters.js';
import { PURPOSE } from '../purposes.js';
import { isLegacySplit, sizesOr, type Task, type TaskOptions } from './task.js';

type P = HeterosynapticParameters;

/** Tokens where a person says nothing. */
const TOKENS = 16;

const copyingOf = ({ l_noise, l_memorize, n_tokens, variable, reverse }: P): CopyingTask => ({
  noise: l_noise,
  memorize: l_memorize,
  tokens: n_tokens ?? TOKENS,
  isVariable: variable,
  isReversed: reverse,
});

const sizes: Task['sizes'] = (p) => sizesOr(p, { training: 10_000, validation: 1_000, test: 1_000 });

/** Where the draws of an item come from. */
interface Origin {
  readonly seed: number;
  readonly stream: number;
}

/** Streams of different parts are far apart. */
const STREAMS_OF_A_PART = 2 ** 28;
const PARTS: readonly Part[] = ['training', 'validation', 'test'];

/** Each part has draws of its own. */
const honest =
  (seed: number, part: Part) =>
  (item: number): Origin => ({ seed, stream: PARTS.indexOf(part) * STREAMS_OF_A_PART + item });

/** As the original: item i of the next part is item i + 1 of the part before, and of the next seed. */
const legacy =
  (seed: number, part: Part) =>
  (item: number): Origin => ({ seed: seed + PARTS.indexOf(part) + item, stream: 0 });

/** Samples of one part; the tokens are drawn first, then the order of all places. */
function samples(kernels: Kernels, task: CopyingTask, count: number, originOf: (item: number) => Origin): SequencePart {
  const { noise, memorize, tokens } = task;
  const places = noise + memorize;
  const [length, address] = [copyingLength(task), kernels.allocate(8 * (memorize + places))];
  const [x, y] = [new Int32Array(count * length), new Int32Array(count * memorize)];
  const permutation = Int32Array.from({ length: places }, (_, i) => i);
  for (let item = 0; item < count; item++) {
    const { seed, stream } = originOf(item);
    const at = { address, count: memorize + places, purpose: PURPOSE.copying, stream, first: 0 };
    randomSource(kernels, seed).uniform(at, 0, 1);
    const draws = kernels.f64(address, memorize + places);
    const drawn = Int32Array.from(draws.subarray(0, memorize), (u) => 1 + Math.floor(u * (tokens - 2)));
    permute(permutation, draws.subarray(memorize));
    const sample = copyingSample(task, drawn, permutation);
    x.set(sample.x, item * length);
    y.set(sample.y, item * memorize);
  }
  return { count, x, y };
}

function examples({ kernels, parameters: p, seed, mostItems }: TaskOptions): Examples {
  const [task, counts] = [copyingOf(p), sizes(p)];
  const from = isLegacySplit(p) ? legacy : honest;
  const part = (name: Part): SequencePart => samples(kernels, task, counts[name], from(seed, name));
  return sequenceExamples(
    { training: part('training'), validation: part('validation'), test: part('test') },
    mostItems,
  );
}

export const SELECTIVE_COPYING: Task = {
  lr: 0.01,
  epochs: 20,
  batch: 32,
  kind: 'sequences',
  items: (p) => ({
    kind: 'sequences',
    length: copyingLength(copyingOf(p)),
    lengthName: 'l_noise + 2 l_memorize',
    vocabulary: p.n_tokens ?? TOKENS,
    read: p.l_memorize,
    isCausal: false,
  }),
  sizes,
  examples,
};
