/**
 * Memorizing associations: pairs of a feature vector and a label, then one of the vectors as a query, to be answered with its label (spec 6).
 * An example is a function of seed, part, epoch and number, so it does not matter who draws it, or what was drawn before.
 */
import type { Kernels } from '../../../kernel/kernels.js';
import { type Draws, randomSource } from '../../../method/random.js';
import type { Examples, Part } from '../../../train/examples.js';
import type { Batch } from '../../../train/trainable.js';
import type { Inputs } from '../../family.js';
import type { SpikingParameters } from '../parameters.js';
import { PURPOSE } from '../purposes.js';
import { batchOf, sizesOf } from './task.js';

type P = SpikingParameters;

const PARTS: readonly Part[] = ['training', 'validation', 'test'];

/** Numbers of an example in a batch: all feature vectors, all labels, the query. */
export const associationWidth = ({ sequence_length: L, feature_size: F }: P): number => L * F + L + F;

/** Where the draws of an example come from; `item` counts the examples of that seed and stream. */
interface Origin {
  readonly seed: number;
  readonly stream: number;
  readonly item: number;
}

type OriginOf = (part: Part, item: number, epoch: number) => Origin;

/** Each part has draws of its own, and so has each epoch of training where they are new. */
const honest =
  ({ dataset_seed: seed, inf_data }: P): OriginOf =>
  (part, item, epoch) => ({
    seed,
    stream: PARTS.length * (part === 'training' && inf_data === 1 ? epoch : 0) + PARTS.indexOf(part),
    item,
  });

/**
 * Seeds as in the original: with s and w workers, s + k of the training batches that worker k makes in turn, s + w of validation, s + w + 1 of the
 * test. Examples of equal seeds are the same. GPUs share the workers, and each has the same seeds, so what one of them draws is what all do.
 */
function legacy(p: P): OriginOf {
  const { dataset_seed: s, workers: w, inf_data, gpus } = p;
  const [batch, { training }, ofOne] = [batchOf(p), sizesOf(p), Math.ceil(w / gpus)];
  return (part, item, epoch) => {
    if (part !== 'training') return { seed: s + w + (part === 'test' ? 1 : 0), stream: 0, item };
    if (inf_data === 0) return { seed: s, stream: 0, item };
    return { seed: s + (Math.floor(item / batch) % ofOne), stream: 0, item: epoch * training + item };
  };
}

/** An example in parts: its numbers, and places in them. */
type WriteExample = (origin: Origin, numbers: Float64Array) => number;

/** Draws an example into a row of a batch; returns its answer. */
function drawn(kernels: Kernels, p: P): WriteExample {
  const { sequence_length: L, feature_size: F, num_classes: C, query_noise } = p;
  const count = L * F + L + 1;
  const address = kernels.allocate(8 * Math.max(count, F));
  const labels = Int32Array.from({ length: C }, (_, i) => i);
  const place = (purpose: number, { stream, item }: Origin, count: number): Draws => ({
    ...{ address, count, purpose, stream },
    first: item * count,
  });
  return (origin, row) => {
    const random = randomSource(kernels, origin.seed);
    random.uniform(place(PURPOSE.associations, origin, count), 0, 1);
    const draws = kernels.f64(address, count);
    row.set(draws.subarray(0, L * F));
    // labels are exchanged to the front, one after the other
    labels.forEach((_, i) => {
      labels[i] = i;
    });
    for (let n = 0; n < L; n++) {
      const j = n + Math.floor(draws[L * F + n] * (C - n));
      [labels[n], labels[j]] = [labels[j], labels[n]];
      row[L * F + n] = labels[n];
    }
    const asked = Math.floor(draws[L * F + L] * L);
    const query = row.subarray(L * F + L, L * F + L + F);
    query.set(draws.subarray(asked * F, (asked + 1) * F));
    if (query_noise > 0) {
      random.normal(place(PURPOSE.queryNoise, origin, F), 0, query_noise);
      for (const [i, noise] of kernels.f64(address, F).entries()) query[i] += noise;
    }
    return row[L * F + asked];
  };
}

/** Keys of the arrays that replace the draws, all or none of them. */
export const GIVEN = ['features', 'labels', 'query', 'answer'] as const;

/**
 * First example of each part among given ones: training, validation, test, one after the other; all are for the test where nothing is learned.
 */
export const givenFrom = (part: Part, { epochs, train_size, validation_size }: P): number =>
  epochs === 0 ? 0 : { training: 0, validation: train_size, test: train_size + validation_size }[part];

/** How many examples must be given. */
export const givenCount = (p: P): number => givenFrom('test', p) + p.test_size;

function given(
  p: P,
  { features, labels, query, answer }: Inputs,
): (part: Part, item: number, row: Float64Array) => number {
  const { sequence_length: L, feature_size: F } = p;
  return (part, item, row) => {
    const at = givenFrom(part, p) + item;
    row.set(features.subarray(at * L * F, (at + 1) * L * F));
    row.set(labels.subarray(at * L, (at + 1) * L), L * F);
    row.set(query.subarray(at * F, (at + 1) * F), L * F + L);
    return answer[at];
  };
}

/** The items of a run; the arrays of a batch are used again by the next. */
export function associationExamples(kernels: Kernels, p: P, inputs: Inputs): Examples {
  const width = associationWidth(p);
  const [numbers, targets] = [new Float64Array(p.batch_size * width), new Int32Array(p.batch_size)];
  const originOf = p.mode === 'faithful' ? legacy(p) : honest(p);
  const take = inputs.features === undefined ? undefined : given(p, inputs);
  const draw = drawn(kernels, p);
  return {
    sizes: sizesOf(p),
    batch: (part, items, _, epoch = 0): Batch => {
      for (let i = 0; i < items.length; i++) {
        const row = numbers.subarray(i * width, (i + 1) * width);
        targets[i] = take?.(part, items[i], row) ?? draw(originOf(part, items[i], epoch), row);
      }
      return { items: items.length, inputs: numbers, targets };
    },
  };
}
