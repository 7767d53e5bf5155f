/** Sounds and images, as a task of the family (specification, sections 4 and 7). */
import type { Violation } from '../../schema.js';
import { memoryOf } from '../network-settings.js';
import type { SpikingParameters } from '../parameters.js';
import type { CrossModalNetwork, PictureEncoder } from '../settings-types.js';
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
import { idleThresholds, sizesOf, type Task } from './task.js';

type P = SpikingParameters;

const optionsOf = (p: P): CrossModalOptions => ({
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

/** Blocks that halve the shorter side to one place. */
const blocksOf = (height: number, width: number): number => 31 - Math.clz32(Math.min(height, width));

function encoderOf(height: number, width: number, p: P): PictureEncoder {
  const blocks = Array.from({ length: blocksOf(height, width) });
  return {
    ...{ height, width, channels: blocks.map(() => p.encoder_channels) },
    thresholds: p.cnn_thresholds ?? blocks.map(() => p.thr),
  };
}

export function crossModalNetwork(p: P): CrossModalNetwork {
  const side = p.image_size;
  return {
    // pixels and coefficients drive their encoders as they are
    ...memoryOf(p, side * side, p.sequence_length, 1),
    ...{ kind: 'cross-modal', form: p.form },
    sounds: encoderOf(p.num_mfcc_time_samples, p.num_mfcc, p),
    images: encoderOf(side, side, p),
    hasBias: p.form === 'spiking' && !p.fix_cnn_thresholds,
    learnsEncoders: p.freeze_protonet === 0,
    hidden: p.decoder_size,
    pixelSpikes: p.pixel_spikes,
    // the decoder hears the values in all steps
    readoutWindow: p.num_time_steps,
  };
}

const sides = ({ image_size: side }: P): Violation | undefined =>
  SIDE % side === 0
    ? undefined
    : {
        key: 'image_size',
        message: `image_size = ${side} must divide ${SIDE}, the side of the images of task = cross-modal: 4, 7, 14 or 28`,
      };

/** Thresholds hold for both encoders. */
function thresholds(p: P): Violation | undefined {
  if (p.form === 'relu') return idleThresholds(p);
  const [heard, seen] = [blocksOf(p.num_mfcc_time_samples, p.num_mfcc), blocksOf(p.image_size, p.image_size)];
  const count = p.cnn_thresholds?.length;
  if (count === undefined || (count === heard && count === seen)) return undefined;
  const message = `cnn_thresholds has ${count} numbers, and the encoder of sounds has ${heard} blocks, that of images ${seen}: with task = cross-modal one list is for both`;
  return { key: 'cnn_thresholds', message };
}

/** Encoders that were trained before are of characters alone. */
function trained(p: P): Violation | undefined {
  const key = p.use_pretrained_protonet === 1 ? 'use_pretrained_protonet' : 'learn_if_thresholds';
  if (p.use_pretrained_protonet === 0 && !p.learn_if_thresholds) return undefined;
  return { key, message: `${key} has no effect with task = cross-modal: its encoders are drawn` };
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

export const SOUNDS_AND_IMAGES: Task = {
  kind: 'cross-modal',
  network: crossModalNetwork,
  items: ({ kernels, parameters: p, data: given }) => {
    const { examples, notes } = crossModalItems(kernels, optionsOf(p), given);
    return { examples, notes, tables: [] };
  },
  data: {
    sounds: {
      request: () => soundRequest,
      sizes: () => ({}),
      check: (p, files) => checkSounds(optionsOf(p), files),
    },
    images: {
      request: () => imageRequest,
      sizes: () => ({}),
      check: (p, files) => checkImages(optionsOf(p), files),
    },
  },
  check: (p) => [sides(p), classes(p), window(p), thresholds(p), trained(p)],
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
