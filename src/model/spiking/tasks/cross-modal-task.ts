/** Sounds and images, as a task of the family (specification, sections 4 and 7). */
import type { Violation } from '../../schema.js';
import { memoryOf } from '../network-settings.js';
import type { SpikingParameters } from '../parameters.js';
import type { CrossModalNetwork, PictureEncoder } from '../settings-types.js';
import type { EncoderName } from '../tensors.js';
import { convertEncoders } from './converted.js';
import {
  type CrossModalOptions,
  checkImages,
  checkSounds,
  crossModalItems,
  imageRequest,
  SIDE,
  soundRequest,
} from './cross-modal.js';
import { pictureFlops, TIMELESS } from './encoder-flops.js';
import { normalised } from './pretraining-checks.js';
import { idleThresholds, sizesOf, type Task } from './task.js';

type P = SpikingParameters;

export const crossModalOptions = (p: P): CrossModalOptions => ({
  pairs: p.sequence_length,
  side: p.image_size,
  trainClasses: p.train_classes,
  testClasses: p.test_classes,
  sizes: sizesOf(p),
  sound: {
    coefficients: p.num_mfcc,
    frames: p.num_mfcc_time_samples,
    centre: p.mode === 'faithful' ? 'published' : 'energy',
  },
  seed: p.dataset_seed,
  dividesValidation: p.mode === 'right',
  mostItems: p.batch_size,
});

const ENCODERS: readonly EncoderName[] = ['audio', 'image'];

/** Blocks that halve the shorter side to one place. */
const blocksOf = (height: number, width: number): number => 31 - Math.clz32(Math.min(height, width));

/** Largest currents of the blocks of the published encoders (specification, section 11). */
const PUBLISHED_THRESHOLDS = {
  audio: [2.1098, 3.9579, 3.1872, 1.6841],
  image: [1.8209, 11.5916, 4.1207, 2.6341],
} as const satisfies { readonly [E in EncoderName]: readonly number[] };

/** Rows and columns of what an encoder sees. */
export const pictureOf = (name: EncoderName, p: P): readonly [height: number, width: number] =>
  name === 'audio' ? [p.num_mfcc_time_samples, p.num_mfcc] : [p.image_size, p.image_size];

/** Thresholds that a person gave, or the published ones where they are of this encoder. */
function thresholdsOf(name: EncoderName, p: P): readonly number[] | undefined {
  const published = PUBLISHED_THRESHOLDS[name];
  const isPublished = p.use_pretrained_protonet === 1 && blocksOf(...pictureOf(name, p)) === published.length;
  return p.cnn_thresholds ?? (isPublished ? published : undefined);
}

/** Encoder of sounds or of images. */
export function encoderOf(name: EncoderName, p: P): PictureEncoder {
  const [height, width] = pictureOf(name, p);
  const blocks = Array.from({ length: blocksOf(height, width) });
  return {
    ...{ height, width, channels: blocks.map(() => p.encoder_channels) },
    thresholds: thresholdsOf(name, p) ?? blocks.map(() => (name === 'audio' ? p.thr_sounds : p.thr_images) ?? p.thr),
  };
}

/** Encoders that were trained without biases have none, but in the original, which draws them, as those of other encoders, and learns on. */
const hasBiases = ({ mode, use_pretrained_protonet, use_batch_norm }: P): boolean =>
  use_pretrained_protonet === 0 || use_batch_norm || mode === 'faithful';

export function crossModalNetwork(p: P): CrossModalNetwork {
  const side = p.image_size;
  return {
    // pixels and coefficients drive their encoders as they are
    ...memoryOf(p, side * side, p.sequence_length, 1),
    ...{ kind: 'cross-modal', form: p.form },
    sounds: encoderOf('audio', p),
    images: encoderOf('image', p),
    ...(p.learn_if_thresholds && { keepsThresholds: true }),
    hasBias: p.form === 'spiking' && !p.fix_cnn_thresholds && hasBiases(p),
    ...(p.form === 'relu' && p.use_batch_norm && { hasNorm: true }),
    learnsEncoders: p.freeze_protonet === 0,
    hidden: p.decoder_size,
    pixelSpikes: p.pixel_spikes,
    // the decoder hears the values in all steps
    readoutWindow: p.num_time_steps,
  };
}

export const sides = ({ image_size: side, task }: P): Violation | undefined =>
  SIDE % side === 0
    ? undefined
    : {
        key: 'image_size',
        message: `image_size = ${side} must divide ${SIDE}, the side of the images of task = ${task}: 4, 7, 14 or 28`,
      };

/** Thresholds hold for both encoders. */
function thresholds(p: P): Violation | undefined {
  if (p.form === 'relu') return idleThresholds(p);
  const [heard, seen] = [blocksOf(...pictureOf('audio', p)), blocksOf(...pictureOf('image', p))];
  const problem = (message: string): Violation => ({ key: 'cnn_thresholds', message: `cnn_thresholds ${message}` });
  const count = p.cnn_thresholds?.length;
  const blocks = `the encoder of sounds has ${heard} blocks, that of images ${seen}`;
  if (count !== undefined && (count !== heard || count !== seen))
    return problem(`has ${count} numbers, and ${blocks}: with task = cross-modal one list is for both`);
  if (count !== undefined && p.learn_if_thresholds) return problem('has no effect with learn_if_thresholds = true');
  const areKnown = p.learn_if_thresholds || ENCODERS.every((name) => thresholdsOf(name, p) !== undefined);
  return p.use_pretrained_protonet === 0 || areKnown
    ? undefined
    : problem(
        `is missing: the published thresholds are of four blocks, and ${blocks}; give them, or choose learn_if_thresholds = true`,
      );
}

/** All sounds of a batch, those that ask included, and all its images. */
function together(p: P): Violation | undefined {
  const { hasNorm = false, learnsEncoders, facts, sounds, images } = crossModalNetwork(p);
  const seen = [
    { encoder: sounds, pictures: p.batch_size * (facts + 1) },
    { encoder: images, pictures: p.batch_size * facts },
  ];
  return hasNorm && learnsEncoders ? normalised(p, seen) : undefined;
}

const KINDS = ['train_classes', 'test_classes'] as const;

function classes(p: P): Violation | undefined {
  for (const key of KINDS) {
    const digits = p[key];
    const wrong = digits.find((digit, i) => !(Number.isInteger(digit) && digit <= 9) || digits.indexOf(digit) !== i);
    if (wrong !== undefined) return { key, message: `${key} has ${wrong}: it must be different digits from 0 to 9` };
  }
  const few = KINDS.find((key) => p.sequence_length > p[key].length);
  return few === undefined
    ? undefined
    : {
        key: 'sequence_length',
        message: `sequence_length = ${p.sequence_length} is more than the ${p[few].length} digits of ${few}: those of an example are all different`,
      };
}

const window = (p: P): Violation | undefined =>
  p.readout_window !== 30
    ? {
        key: 'readout_window',
        message: `readout_window = ${p.readout_window} has no effect with task = cross-modal, whose decoder hears all steps`,
      }
    : undefined;

/** The files, and what must be in them. */
export const crossModalData: NonNullable<Task['data']> = {
  sounds: {
    request: ({ task }) => ({ ...soundRequest, by: `task = ${task}` }),
    sizes: () => ({}),
    check: (p, files) => checkSounds(crossModalOptions(p), files),
  },
  images: {
    request: ({ task }) => ({ ...imageRequest, by: `task = ${task}` }),
    sizes: () => ({}),
    check: (p, files) => checkImages(crossModalOptions(p), files),
  },
};

/** Converts encoders that were trained without spikes. */
const start: Task['start'] = (kernels, p, network, examples) => {
  const own = crossModalNetwork(p);
  const { sounds, images, facts } = own;
  const [heard, seen] = [sounds, images].map(({ height, width }) => height * width);
  convertEncoders(kernels, p, network, examples, own, [
    { name: 'audio', layer: 'sounds', shape: sounds, pictures: { first: 0, pixels: heard, count: facts } },
    { name: 'image', layer: 'images', shape: images, pictures: { first: facts * heard, pixels: seen, count: facts } },
  ]);
};

export const SOUNDS_AND_IMAGES: Task = {
  kind: 'cross-modal',
  network: crossModalNetwork,
  items: ({ kernels, parameters: p, data: given }) => {
    const { examples, notes } = crossModalItems(kernels, crossModalOptions(p), given);
    return { examples, notes, tables: [] };
  },
  data: crossModalData,
  check: (p) => [sides(p), classes(p), window(p), thresholds(p), together(p)],
  start,
  flops: (p) => {
    const {
      sounds,
      images,
      facts,
      steps: T,
      learnsEncoders: learns,
      classes: pixels,
      hidden,
      memory,
    } = crossModalNetwork(p);
    const steps = p.form === 'relu' ? TIMELESS : T;
    const encoders = (facts + 1) * pictureFlops(sounds, steps, learns) + facts * pictureFlops(images, steps, learns);
    return p.batch_size * (encoders + steps * hidden * (pixels + memory));
  },
};
