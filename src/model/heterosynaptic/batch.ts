/** Takes batches into linear memory, in the form that a network reads. */
import type { Batch } from '../../train/trainable.js';
import type { Network, PlacedBatch } from './network.js';
import type { Numeric } from './numeric.js';

export interface Incoming {
  /** Copies a batch. Throws a RangeError for what does not fit the network. */
  place(batch: Batch, withTargets: boolean): void;
  placed(): PlacedBatch;
  /** Targets of each item of a batch: of shorter sequences there may be fewer. */
  targetsOfItem(batch: Batch): number;
}

/** What a byte is divided by. */
const BYTE = 255;

function checkRange(values: Int32Array, end: number, what: string): void {
  for (let i = 0; i < values.length; i++) {
    if (!(values[i] >= 0 && values[i] < end)) {
      throw new RangeError(`${what} ${i} is ${values[i]}, it must be from 0 to ${end - 1}`);
    }
  }
}

export function openBatch(numeric: Numeric, network: Network, items: number): Incoming {
  const { kernels } = numeric;
  const { width, hasTokens, classes } = network;
  const k = numeric.pick('spread_bytes');
  const inputs = hasTokens ? numeric.words(items * width) : numeric.room(items * width);
  const bytes = hasTokens ? 0 : kernels.allocate(items * width);
  const targets = numeric.words(items * network.targetsOfItem);
  let length = width;
  const lengthOf = (batch: Batch): number => batch.length ?? width;
  const targetsOfItem = (batch: Batch): number => Math.min(network.targetsOfItem, hasTokens ? lengthOf(batch) : 1);
  return {
    targetsOfItem,
    placed: () => ({ inputs, targets, length }),
    place: (batch, withTargets) => {
      length = lengthOf(batch);
      if (batch.items < 1 || batch.items > items)
        throw new RangeError(`a batch of ${batch.items} items, of 1 to ${items}`);
      if (length < 1 || length > width) throw new RangeError(`items of length ${length}, of 1 to ${width}`);
      const used = batch.inputs.subarray(0, batch.items * length);
      if (used.length < batch.items * length)
        throw new RangeError(`${used.length} inputs, ${batch.items * length} needed`);
      if (hasTokens) {
        checkRange(used as Int32Array, classes, 'token');
        kernels.i32(inputs, used.length).set(used);
      } else if (used instanceof Uint8Array) {
        new Uint8Array(kernels.memory.buffer, bytes, used.length).set(used);
        k.spread_bytes(used.length, bytes, BYTE, inputs);
      } else numeric.view(inputs, used.length).set(used);
      if (!withTargets) return;
      const wanted = batch.targets.subarray(0, batch.items * targetsOfItem(batch));
      if (wanted.length < batch.items * targetsOfItem(batch)) throw new RangeError('fewer targets than needed');
      checkRange(wanted, classes, 'target');
      kernels.i32(targets, wanted.length).set(wanted);
    },
  };
}
