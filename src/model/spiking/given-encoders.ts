/** Weights of encoders that were trained before, as inputs of a run. */
import type { Tensor, Trainable } from '../../train/trainable.js';
import type { InputParts, Inputs } from '../family.js';
import type { SpikingParameters } from './parameters.js';
import { type EncoderName, NORM_TENSORS } from './tensors.js';

type P = SpikingParameters;

/** Encoders that a task can begin with, by the key of their input. */
const TAKEN: { readonly [task: string]: { readonly [input: string]: EncoderName } } = {
  omniglot: { protonet: 'image' },
  'cross-modal': { image_protonet: 'image', audio_protonet: 'audio' },
};

/** Keys of inputs that give an encoder. */
export const GIVEN_ENCODERS: readonly string[] = Object.values(TAKEN).flatMap((inputs) => Object.keys(inputs));

/** Tensors of weights of an encoder. */
const weightsOf = (tensors: readonly Tensor[], encoder: EncoderName): readonly Tensor[] =>
  tensors.filter(({ name }) => new RegExp(`^${encoder}_encoder\\.\\d+\\.weight$`).test(name));

/** The tensors of an input that gives an encoder; those of a network that has none of it are none. */
export function givenTensors(key: string, { task }: P, tensors: readonly Tensor[]): readonly Tensor[] | undefined {
  if (!GIVEN_ENCODERS.includes(key)) return undefined;
  const encoder = TAKEN[task]?.[key];
  return encoder === undefined ? [] : weightsOf(tensors, encoder);
}

/** Tensors of encoders that are normalised over a batch, which the network of a run has not: without them their weights would say something else. */
export function refusedNorms({ task }: P, tensors: readonly Tensor[]): InputParts['refuses'] {
  const weights = tensors.flatMap(({ name }) => /^(.+_encoder\.\d+)\.weight$/.exec(name)?.[1] ?? []);
  const names = weights.flatMap((block) => NORM_TENSORS.map((of) => `${block}.bn.${of}`));
  if (names.length === 0 || tensors.some(({ name }) => names.includes(name))) return undefined;
  return {
    names,
    why: 'which are of an encoder that is normalised over a batch',
    next: TAKEN[task] === undefined ? 'Choose --use-batch-norm.' : 'Train the encoder without --use-batch-norm.',
  };
}

/** Puts given weights, which stand one behind the other, where the encoders have theirs; between these may be biases, which stay. */
export function takeEncoders({ task }: P, inputs: Inputs, network: Trainable): void {
  for (const [key, encoder] of Object.entries(TAKEN[task] ?? {})) {
    const given = inputs[key];
    if (given === undefined) continue;
    let before = 0;
    for (const { offset, count } of weightsOf(network.tensors, encoder)) {
      network.parameters().set(given.subarray(before, before + count), offset);
      before += count;
    }
  }
  network.changed();
}

/** What is wrong with encoders: given where nothing begins with them, or missing where something does. */
export function wrongEncoder(p: P, inputs: Inputs): { readonly key: string; readonly message: string } | undefined {
  const taken = p.use_pretrained_protonet === 1 ? (TAKEN[p.task] ?? {}) : {};
  const idle = GIVEN_ENCODERS.find((key) => inputs[key] !== undefined && taken[key] === undefined);
  if (idle !== undefined) {
    const task = Object.keys(TAKEN).find((one) => TAKEN[one][idle] !== undefined);
    return { key: idle, message: `has no effect without task = ${task} and use_pretrained_protonet = 1` };
  }
  const missing = Object.keys(taken).find((key) => inputs[key] === undefined);
  return missing === undefined || inputs.weights !== undefined
    ? undefined
    : { key: missing, message: 'is missing: use_pretrained_protonet = 1 needs the weights of the encoder' };
}
