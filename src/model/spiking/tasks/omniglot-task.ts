/** Characters seen once, as a task of the family (specification, sections 4 and 7). */

import type { Violation } from '../../schema.js';
import { memoryOf } from '../network-settings.js';
import type { SpikingParameters } from '../parameters.js';
import { ofWords } from '../parameters-task.js';
import type { CharactersNetwork } from '../settings-types.js';
import { convertEncoders } from './converted.js';
import { pictureFlops, TIMELESS } from './encoder-flops.js';
import { type OmniglotOptions, omniglotClasses, omniglotItems, omniglotRequest, standInClasses } from './omniglot.js';
import { normalised } from './pretraining-checks.js';
import { idleThresholds, sizesOf, type Task, type TaskData } from './task.js';

type P = SpikingParameters;

const optionsOf = (p: P): OmniglotOptions => ({
  classes: p.num_classes,
  side: p.image_size,
  sizes: sizesOf(p),
  seed: p.dataset_seed,
  renewsValidation: p.mode === 'faithful',
  mostItems: p.batch_size,
});

/** Blocks that make a side of one place. */
const blocksOf = ({ image_size }: P): number => 31 - Math.clz32(image_size);

/** Channels of each. */
export const encoderBlocks = (p: P): readonly number[] => Array.from({ length: blocksOf(p) }, () => p.encoder_channels);

/** Largest currents of the blocks of the published encoder (specification, section 11). */
const PUBLISHED_THRESHOLDS: readonly number[] = [0.9151, 4.712, 3.1376, 2.6661];

/** Thresholds that a person gave, or the published ones where they are of this encoder. */
const thresholdsOf = (p: P): readonly number[] | undefined =>
  p.cnn_thresholds ??
  (p.use_pretrained_protonet === 1 && blocksOf(p) === PUBLISHED_THRESHOLDS.length ? PUBLISHED_THRESHOLDS : undefined);

export function charactersNetwork(p: P): CharactersNetwork {
  const isSpiking = p.form === 'spiking';
  const channels = encoderBlocks(p);
  return {
    // pixels and labels drive their encoders as they are
    ...memoryOf(p, p.num_classes, p.num_classes, 1),
    ...{ kind: 'characters', form: p.form, height: p.image_size, width: p.image_size },
    channels,
    thresholds: thresholdsOf(p) ?? channels.map(() => p.thr_images ?? p.thr),
    ...(p.learn_if_thresholds && { keepsThresholds: true }),
    hasBias: isSpiking && !p.fix_cnn_thresholds && (p.use_pretrained_protonet === 0 || p.use_batch_norm),
    ...(!isSpiking && p.use_batch_norm && { hasNorm: true }),
    learnsImages: p.freeze_protonet === 0,
  };
}

function flops(p: P): number {
  const { learnsImages, steps, facts, ...pictures } = charactersNetwork(p);
  return p.batch_size * (facts + 1) * pictureFlops(pictures, p.form === 'relu' ? TIMELESS : steps, learnsImages);
}

/** The part of the data with fewer classes than an episode. */
function tooMany(p: P, counts: ReturnType<typeof omniglotClasses>): readonly Violation[] {
  const small = Object.entries(counts).find(([, count]) => count < p.num_classes);
  if (small === undefined) return [];
  const message = `num_classes = ${p.num_classes} is more than the ${small[1]} classes for ${small[0]}`;
  return [{ key: 'num_classes', message }];
}

const charactersData: TaskData = {
  request: ({ num_classes: C }) =>
    omniglotRequest('omniglot', C > Math.min(...Object.values(standInClasses())) ? `num_classes = ${C}` : undefined),
  sizes: () => ({}),
  check: (p, files) => tooMany(p, omniglotClasses(files)),
};

function words({ embedding_size: E, form }: P): Violation | undefined {
  const allowed = form === 'spiking' ? ofWords(E) : undefined;
  return allowed === undefined
    ? undefined
    : {
        key: 'embedding_size',
        message: `embedding_size = ${E} must be ${allowed} with task = omniglot, where spikes of labels stand beside those of images`,
      };
}

function thresholds(p: P): Violation | undefined {
  const { cnn_thresholds: given, learn_if_thresholds: isMeasured, image_size, use_pretrained_protonet } = p;
  const blocks = blocksOf(p);
  const problem = (message: string): Violation => ({ key: 'cnn_thresholds', message: `cnn_thresholds ${message}` });
  if (p.form === 'relu') return idleThresholds(p);
  if (given !== null && isMeasured) return problem('has no effect with learn_if_thresholds = true');
  if (given !== null && given.length !== blocks)
    return problem(`has ${given.length} numbers, and image_size = ${image_size} has ${blocks} blocks`);
  if (given?.includes(0) === true) return problem('has a 0: a threshold is more than that');
  if (use_pretrained_protonet === 1 && !isMeasured && thresholdsOf(p) === undefined)
    return problem(
      `is missing: the published thresholds are of four blocks, and image_size = ${image_size} has ${blocks}; give them, or choose learn_if_thresholds = true`,
    );
  return undefined;
}

/** All pictures of a batch, those that ask included. */
function together(p: P): Violation | undefined {
  const { hasNorm = false, learnsImages, facts, ...encoder } = charactersNetwork(p);
  return hasNorm && learnsImages ? normalised(p, [{ encoder, pictures: p.batch_size * (facts + 1) }]) : undefined;
}

/** More batches than there are items would be fewer than a person asked for. */
export function batches({ iterations, batch_size: B, train_size }: P): Violation | undefined {
  if (iterations === null || (iterations - 1) * B < train_size) return undefined;
  const message = `iterations = ${iterations} with batch_size = ${B} are more than the ${train_size} episodes of train_size, which is the most of an epoch: choose a larger train_size`;
  return { key: 'iterations', message };
}

/** Converts an encoder that was trained without spikes. */
const start: Task['start'] = (kernels, p, network, examples) => {
  const own = charactersNetwork(p);
  const { height, width, facts, channels, thresholds } = own;
  const images = { first: 0, pixels: height * width, count: facts };
  convertEncoders(kernels, p, network, examples, own, [
    { name: 'image', layer: 'images', shape: { height, width, channels, thresholds }, pictures: images },
  ]);
};

/** The episodes. */
const characterItems: Task['items'] = ({ kernels, parameters: p, data: { data: given } }) => {
  const { examples, notes } = omniglotItems(kernels, optionsOf(p), given);
  return { examples, notes, tables: [] };
};

export const CHARACTERS: Task = {
  kind: 'characters',
  network: charactersNetwork,
  items: characterItems,
  data: { data: charactersData },
  check: (p) => [words(p), thresholds(p), batches(p), together(p)],
  start,
  flops,
};
