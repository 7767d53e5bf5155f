/** Weights of encoders that were trained before, as inputs of a run. */
import { placeTensors } from '../../train/tensors.js';
import type { Tensor, Trainable } from '../../train/trainable.js';
import type { InputParts, Inputs } from '../family.js';
import { foldNorm } from './folded-norm.js';
import type { SpikingParameters } from './parameters.js';
import { type EncoderName, encoderTensor, encoderTensors, NORM_TENSORS, normTensor } from './tensors.js';

type P = SpikingParameters;

/** Encoders that a task can begin with, by the key of their input. */
const TAKEN: { readonly [task: string]: { readonly [input: string]: EncoderName } } = {
  omniglot: { protonet: 'image' },
  'cross-modal': { image_protonet: 'image', audio_protonet: 'audio' },
};

/** Keys of inputs that give an encoder. */
export const GIVEN_ENCODERS: readonly string[] = Object.values(TAKEN).flatMap((inputs) => Object.keys(inputs));

/** Whether given encoders were normalised over a batch and the network cannot be: running statistics then become part of weights and biases. */
export const isFolded = ({ form, use_batch_norm }: Pick<P, 'form' | 'use_batch_norm'>): boolean =>
  use_batch_norm && form === 'spiking';

/** Tensors of an encoder as it was trained before, one behind the other, by those of a network that it is for. */
function trainedTensors(encoder: EncoderName, hasNorm: boolean, tensors: readonly Tensor[]): readonly Tensor[] {
  const weights = new RegExp(`^${encoder}_encoder\\.\\d+\\.weight$`);
  const channels = tensors.flatMap(({ name, shape: [own] }) => (weights.test(name) ? [own] : []));
  return placeTensors(encoderTensors(encoder, { channels, hasBias: false, hasNorm }));
}

/** The tensors of an input that gives an encoder; those of a network that has none of it are none. */
export function givenTensors(
  key: string,
  { task, use_batch_norm }: P,
  tensors: readonly Tensor[],
): readonly Tensor[] | undefined {
  if (!GIVEN_ENCODERS.includes(key)) return undefined;
  const encoder = TAKEN[task]?.[key];
  return encoder === undefined ? [] : trainedTensors(encoder, use_batch_norm, tensors);
}

/** Tensors of encoders that are normalised over a batch: where a network has none, its other weights would say something else without them. */
export function normParts(
  key: string,
  { form, task }: P,
  tensors: readonly Tensor[],
): Pick<InputParts, 'refuses' | 'special'> {
  const weights = tensors.flatMap(({ name }) => /^(.+_encoder\.\d+)\.weight$/.exec(name)?.[1] ?? []);
  const names = weights.flatMap((block) => NORM_TENSORS.map((of) => `${block}.bn.${of}`));
  if (names.length === 0) return {};
  if (tensors.some(({ name }) => names.includes(name)))
    return { special: { names, next: 'Leave out --use-batch-norm, or train the encoder with it.' } };
  const encoders = Object.keys(TAKEN[task] ?? {})
    .map((one) => `--${one.replaceAll('_', '-')}`)
    .join(' and ');
  const next =
    key === 'weights' && form === 'spiking' && encoders !== ''
      ? `Give the encoder alone, as ${encoders}, with --use-batch-norm.`
      : 'Choose --use-batch-norm.';
  return { refuses: { names, why: 'which are of an encoder that is normalised over a batch', next } };
}

type Values = Map<string, ArrayLike<number>>;

/** In the place of what normalises blocks puts biases. */
function fold(encoder: EncoderName, values: Values): void {
  const of = (name: string): ArrayLike<number> => values.get(name) ?? [];
  for (let i = 0; values.has(normTensor(encoder, i, 'weight')); i++) {
    const norm = NORM_TENSORS.map((part) => of(normTensor(encoder, i, part)));
    const { weights, biases } = foldNorm(of(encoderTensor(encoder, i, 'weight')), norm);
    values.set(encoderTensor(encoder, i, 'weight'), weights);
    values.set(encoderTensor(encoder, i, 'bias'), biases);
  }
}

/** Puts given encoders where the network has its own; what they do not say, as drawn biases, stays. */
export function takeEncoders(p: P, inputs: Inputs, network: Trainable): void {
  for (const [key, encoder] of Object.entries(TAKEN[p.task] ?? {})) {
    const given = inputs[key];
    if (given === undefined) continue;
    const values: Values = new Map(
      trainedTensors(encoder, p.use_batch_norm, network.tensors).map(({ name, offset, count }) => [
        name,
        given.subarray(offset, offset + count),
      ]),
    );
    if (isFolded(p)) fold(encoder, values);
    for (const { name, offset } of network.tensors) {
      const own = values.get(name);
      if (own !== undefined) network.parameters().set(own, offset);
    }
  }
  network.changed();
}

/** What a person should know of the encoders of a run. */
export function encoderNotes(p: P, inputs: Inputs): readonly string[] {
  const { form, mode, task, use_batch_norm } = p;
  if (isFolded(p) && GIVEN_ENCODERS.some((key) => inputs[key] !== undefined))
    return [
      'running statistics of the normalised encoder are part of its weights and of its biases, which are currents as large beside its spikes as they were beside numbers',
    ];
  return mode === 'faithful' && form === 'relu' && TAKEN[task] !== undefined && !use_batch_norm
    ? ['the twin of the original normalises its encoders over the batch; --use-batch-norm does so here']
    : [];
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
