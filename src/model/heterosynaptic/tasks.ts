/** The items of each task, divided into training, validation and test (specification, section 7). */
import { shippedDigits } from '../../dataset/labelled-images.js';
import { type CopyingTask, copyingLength, copyingSample } from '../../dataset/selective-copying.js';
import type { Kernels } from '../../kernel/kernels.js';
import { randomSource } from '../../method/random.js';
import { cut } from '../../train/division.js';
import type { Examples, Part, Sizes } from '../../train/examples.js';
import { imageExamples } from '../../train/images.js';
import { orderSource, permute } from '../../train/order.js';
import { type SequencePart, sequenceExamples } from '../../train/sequences.js';
import type { HeterosynapticParameters } from './parameters.js';
import { PURPOSE } from './purposes.js';
import { copyingOf, isLegacySplit, isOfImages, sizesOf } from './settings.js';

/** Digits are divided alike in all runs, so that their tests are of the same items. */
const DIVISION_SEED = 0;

function digits(kernels: Kernels, sizes: Sizes, mostItems: number): Examples {
  const images = shippedDigits();
  const order = orderSource(kernels, DIVISION_SEED, images.count)(images.count, PURPOSE.division, 0);
  const { training, validation, test } = cut(order, sizes);
  const part = (items: Int32Array) => ({ images, items });
  return imageExamples({ training: part(training), validation: part(validation), test: part(test) }, mostItems);
}

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
function copyingSamples(
  kernels: Kernels,
  task: CopyingTask,
  count: number,
  originOf: (item: number) => Origin,
): SequencePart {
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

function copying(kernels: Kernels, p: HeterosynapticParameters, seed: number, mostItems: number): Examples {
  const [task, sizes] = [copyingOf(p), sizesOf(p)];
  const from = isLegacySplit(p) ? legacy : honest;
  const part = (name: Part): SequencePart => copyingSamples(kernels, task, sizes[name], from(seed, name));
  return sequenceExamples(
    { training: part('training'), validation: part('validation'), test: part('test') },
    mostItems,
  );
}

/** The items of a run. */
export const examplesOf = (kernels: Kernels, p: HeterosynapticParameters, seed: number): Examples =>
  isOfImages(p) ? digits(kernels, sizesOf(p), p.batch_size) : copying(kernels, p, seed, p.batch_size);
