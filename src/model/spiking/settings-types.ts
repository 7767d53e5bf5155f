/** What spiking networks with Hebbian memory are made of (specification, sections 1 to 5); symbols as there. */
import type { ShotSizes } from '../../dataset/omniglot/episode.js';
import type { AdamSettings } from '../../train/adam.js';
import type { Precision } from '../../train/trainable.js';

/** Of the neurons of a layer; 1 step is 1 ms. */
export interface NeuronSettings {
  /** Threshold of the membrane, above 0. */
  readonly threshold: number;
  /** Steps in which the membrane decays to 1/e, above 0. */
  readonly tauMembrane: number;
  /** Silent steps after a spike. */
  readonly refractorySteps: number;
  /** A spike sets the membrane to 0 rather than lowering it by the threshold. */
  readonly perfectReset: boolean;
  /** Gain of the surrogate derivative. */
  readonly dampening: number;
  /** Half the width of the surrogate's triangle, in thresholds; the published one has 1. */
  readonly surrogateWidth: number;
}

/** The Hebbian rule and the traces that it reads. */
export interface PlasticitySettings {
  /** Soft upper bound of the memory. */
  readonly wMax: number;
  readonly gammaPos: number;
  readonly gammaNeg: number;
  /** Steps in which a trace decays to 1/e; without meaning to networks without time. */
  readonly tauTrace: number;
  /** The same of keys, or of values, where it is another. */
  readonly tauKeys?: number;
  readonly tauValues?: number;
  /** Without it the memory stays 0. */
  readonly isOn: boolean;
}

/** What all networks with a memory have. */
export interface MemoryNetwork {
  /** Neurons of the encoding layer, for each call of it. */
  readonly embedding: number;
  readonly memory: number;
  readonly classes: number;
  /** Facts of an item. */
  readonly facts: number;
  /** Steps of a fact. */
  readonly steps: number;
  /** Steps after which what was read comes back. */
  readonly readoutDelay: number;
  /** Factor of the currents into the encoder. */
  readonly encoderGain: number;
  /** Factor of what the memory feeds back while it is written: 0.2. */
  readonly feedbackGain: number;
  /** Last steps of the reading that count: 30. */
  readonly readoutWindow: number;
  /** Of all neurons, as published. */
  readonly neuron: NeuronSettings;
  /** What the neurons of single layers have otherwise, by the name of the layer. */
  readonly layerNeurons?: { readonly [layer: string]: Partial<NeuronSettings> };
  readonly plasticity: PlasticitySettings;
}

/**
 * Memorizing associations: facts of features and a label are written, a query is answered with the label. An item of a batch has facts * features
 * numbers, its labels, and the query. The published gain of the encoder is `embedding`.
 */
export interface AssociationsNetwork extends MemoryNetwork {
  readonly kind: 'associations';
  /** `relu`: the twin without time. */
  readonly form: 'spiking' | 'relu';
  readonly features: number;
}

/**
 * Question answering: sentences are written, a question is answered with a word. An item of a batch has the number of its sentences, their words and
 * those of the question; 0 is an empty place, and a sentence without a first word an empty sentence.
 */
export interface QuestionAnsweringNetwork extends MemoryNetwork {
  readonly kind: 'question-answering';
  readonly form: 'spiking';
  /** Words, time words included; the first `classes` of them may be an answer. */
  readonly words: number;
  /** Places of a sentence. */
  readonly places: number;
  /** Whether the encoding of places is learned; it is 1 otherwise. */
  readonly learnsEncoding: boolean;
  /** Whether the encoding of the last place, where time words stand, stays as it is. */
  readonly masksTimeWords: boolean;
}

/**
 * Characters seen once: images and their labels are written, another image is answered with its label. An item of a batch has the images, their labels,
 * and the image that asks. There are as many facts as classes.
 */
export interface CharactersNetwork extends MemoryNetwork {
  readonly kind: 'characters';
  /** `relu`: the twin without time, whose encoders have no biases. */
  readonly form: 'spiking' | 'relu';
  readonly height: number;
  readonly width: number;
  /** Channels of each block of convolution and pooling; those of the last, and `embedding`, are multiples of 32. */
  readonly channels: readonly number[];
  /** Threshold of the neurons of each block. */
  readonly thresholds: readonly number[];
  /** Whether the thresholds are a tensor among the weights instead, which is never learned; absent: not. */
  readonly keepsThresholds?: boolean;
  readonly hasBias: boolean;
  /** Whether the blocks of the twin are normalised over a batch; absent: not. */
  readonly hasNorm?: boolean;
  /** Whether the blocks are learned; they stay as they are otherwise. */
  readonly learnsImages: boolean;
}

/** An encoder of pictures: blocks of convolution and pooling. */
export interface PictureEncoder {
  readonly height: number;
  readonly width: number;
  /** Channels of each block; those of the last are a multiple of 32. */
  readonly channels: readonly number[];
  /** Threshold of the neurons of each block. */
  readonly thresholds: readonly number[];
}

/**
 * Sounds and images: pairs of them are written, another sound is answered with an image. An item of a batch has the sounds, the images, and the sound
 * that asks; its target is the number of the image. There are as many classes, numbers that the network says, as pixels.
 */
export interface CrossModalNetwork extends MemoryNetwork {
  readonly kind: 'cross-modal';
  /** `relu`: the twin without time, whose encoders have no biases. */
  readonly form: 'spiking' | 'relu';
  readonly sounds: PictureEncoder;
  readonly images: PictureEncoder;
  /** Whether the thresholds of each are a tensor among the weights instead, which is never learned; absent: not. */
  readonly keepsThresholds?: boolean;
  readonly hasBias: boolean;
  /** Whether the blocks of the encoders of the twin are normalised over a batch; absent: not. */
  readonly hasNorm?: boolean;
  /** Whether the encoders are learned; they stay as they are otherwise. */
  readonly learnsEncoders: boolean;
  /** Neurons of the first layer of the decoder. */
  readonly hidden: number;
  /** Spikes of a neuron of its second layer that make a pixel of 1: 15. */
  readonly pixelSpikes: number;
}

export type SpikingNetwork = AssociationsNetwork | QuestionAnsweringNetwork | CharactersNetwork | CrossModalNetwork;

/** What encoders of pictures are trained in before they have spikes; there is no memory. */
interface PretrainedEncoder {
  readonly form: 'relu';
  readonly height: number;
  readonly width: number;
  readonly channels: readonly number[];
  /** Whether its blocks are normalised over a batch; absent: not. */
  readonly hasNorm?: boolean;
  readonly classes: number;
}

/**
 * A prototypical network. An item of a batch is an episode: its classes, drawings of each that are shown and that ask (three numbers), then the class of each
 * picture from 0 on, then the pictures. Of a class those that come first are shown. Targets are the classes of those that ask, class by class; `classes` is
 * that of the episodes that have most.
 */
export interface PrototypesNetwork extends PretrainedEncoder {
  readonly kind: 'prototypes';
  readonly encoder: 'image';
  /** Episodes that are learned, and those that are judged. */
  readonly episodes: readonly ShotSizes[];
}

/** A classifier of digits: an item of a batch is a picture, of an image or of a sound. */
export interface DigitsNetwork extends PretrainedEncoder {
  readonly kind: 'digits';
  readonly encoder: 'image' | 'audio';
}

/** What the family trains. */
export type TrainedNetwork = SpikingNetwork | PrototypesNetwork | DigitsNetwork;

/** Whether a network has a memory; encoders that are trained before have none. */
export const hasMemory = (network: TrainedNetwork): network is SpikingNetwork =>
  network.kind !== 'prototypes' && network.kind !== 'digits';

/** Whether what a network learns with is normalised over a batch: encoders that stay as they are take their running statistics. */
export function isNormed(network: TrainedNetwork): boolean {
  if (network.kind === 'associations' || network.kind === 'question-answering') return false;
  const { hasNorm = false } = network;
  if (network.kind === 'characters') return hasNorm && network.learnsImages;
  return hasNorm && (network.kind !== 'cross-modal' || network.learnsEncoders);
}

/** weight * sum over layers of mean_i (rate_i - target)^2, rates in Hz: part of the loss from an epoch on. Without meaning to `relu`. */
export interface RateSettings {
  readonly weight: number;
  readonly target: number;
  /** That epoch, from 0 on; absent: 1. */
  readonly from?: number;
}

export interface SpikingSettings {
  readonly network: TrainedNetwork;
  readonly rates: RateSettings;
  readonly adam: AdamSettings;
  /** Longest gradient, over all tensors; 0: any. */
  readonly maxGradient: number;
  readonly precision: Precision;
  /** Most items of a batch. */
  readonly items: number;
  /** Bytes in which forward passes may be kept until the rates of the whole batch are known; beyond, they are done again. */
  readonly keptBytes?: number;
}

/** The published settings. */
export const NEURON_DEFAULTS: NeuronSettings = {
  threshold: 0.1,
  tauMembrane: 20,
  refractorySteps: 3,
  perfectReset: false,
  dampening: 1,
  surrogateWidth: 1,
};

export const PLASTICITY_DEFAULTS: PlasticitySettings = {
  wMax: 1,
  gammaPos: 0.3,
  gammaNeg: 0.3,
  tauTrace: 20,
  isOn: true,
};

export const ADAM_DEFAULTS: AdamSettings = { rate: 0.003, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
