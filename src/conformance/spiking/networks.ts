/** What the checks of whole networks share: parameters by the names of golden files, opened networks, and their activity. */
import { SPIKING_MODULE } from '../../model/spiking/kernels.js';
import type { SpikingMemory } from '../../model/spiking/memory-network.js';
import { type Numeric, numericOf } from '../../model/spiking/numeric.js';
import { openAlone } from '../../model/spiking/open.js';
import { ADAM_DEFAULTS, type SpikingNetwork, type SpikingSettings } from '../../model/spiking/settings-types.js';
import { TENSOR } from '../../model/spiking/tensors.js';
import type { Batch, Precision, Reals, Trainable } from '../../train/trainable.js';
import type { Comparison } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';
import type { Judge } from './play.js';

/** Names of the parameters in golden files. */
export const NAMES: { readonly [tensor: string]: string } = {
  [TENSOR.input]: 'W_in',
  [TENSOR.embedding]: 'emb',
  [TENSOR.encoding]: 'enc',
  [TENSOR.writing]: 'W_write',
  [TENSOR.reading]: 'W_read',
  [TENSOR.output]: 'W_out',
};

/** The published constants that golden files do not name. */
export const PUBLISHED = { feedbackGain: 0.2, readoutWindow: 30 } as const;

export function setParameters(trainable: Trainable, params: Golden): void {
  for (const { name, offset, count } of trainable.tensors) {
    const values = params.numbers(NAMES[name]);
    if (values.length !== count) throw new Error(`${NAMES[name]} has ${values.length} numbers, ${count} are needed`);
    trainable.parameters().set(values, offset);
  }
  trainable.changed();
}

export const compareTensors = (
  judge: Judge,
  what: string,
  { tensors }: Trainable,
  computed: Reals,
  golden: Golden,
): readonly Comparison[] =>
  tensors.map(({ name, offset, count }) =>
    judge.reals(`${what} ${NAMES[name]}`, computed.subarray(offset, offset + count), golden.numbers(NAMES[name])),
  );

export interface Opened {
  readonly trainable: Trainable;
  readonly settings: SpikingSettings;
}

export function opened(
  { kernels }: Context,
  network: SpikingNetwork,
  precision: Precision,
  items: number,
  given: Partial<SpikingSettings> = {},
): Opened {
  const settings: SpikingSettings = {
    ...{ network, precision, items, adam: ADAM_DEFAULTS, maxGradient: 0, rates: { weight: 0, target: 0 } },
    ...given,
  };
  return { trainable: openAlone(kernels(SPIKING_MODULE), settings), settings };
}

/** A network without its trainer, with membranes: forward passes of a batch, and their records. */
export interface Active<N extends SpikingMemory> {
  readonly numeric: Numeric;
  readonly own: N;
  readonly records: readonly number[];
}

/** `open`: makes the network with membranes. */
export function activity<N extends SpikingMemory>(
  context: Context,
  open: (numeric: Numeric) => N,
  precision: Precision,
  parameters: Reals,
  batch: Batch,
): Active<N> {
  const numeric = numericOf(context.kernels(SPIKING_MODULE), precision);
  const own = open(numeric);
  const address = numeric.room(parameters.length);
  numeric.view(address, parameters.length).set(parameters);
  own.take(address);
  const records = Array.from({ length: batch.items }, (_, b) => {
    const item = numeric.room(own.width);
    numeric.view(item, own.width).set(batch.inputs.subarray(b * own.width, (b + 1) * own.width));
    const record = numeric.kernels.allocate(own.recordBytes);
    own.forward(item, record);
    return record;
  });
  return { numeric, own, records };
}
