/** What the values that are read become: the numbers that a network says of an item. */
import type { TensorPlaces } from '../../train/tensors.js';
import { copyColumns, type Rows } from './columns.js';
import type { EncodedLayer } from './item-currents.js';
import { type ListeningLayer, openListeningLayer } from './listening-layer.js';
import type { LayerNeurons } from './neuron.js';
import type { Numeric } from './numeric.js';
import type { ReadingLayer } from './reading-layer.js';
import type { RecordPlan } from './record.js';
import { DECODED, TENSOR } from './tensors.js';

/** A layer of spiking neurons of a readout. */
export interface ReadoutLayer extends EncodedLayer {
  /** Gradient of each spike by the rates: set by the owner. */
  readonly rates: number;
  readonly words: number;
  /** Spikes of the steps in the record that was placed. */
  bits(): number;
  /** Membranes of the item that was run last; undefined if they are not kept. */
  membranes(): Rows | undefined;
}

export interface Readout {
  readonly layers: readonly ReadoutLayer[];
  /** The arrays of a sample are those of this record from now on. */
  place(record: number): void;
  /** Other parameters act from now on. */
  take(parameters: number): void;
  /** Gradients of a share begin with 0. */
  clear(): void;
  finish(gradient: number): void;
  /** Writes what the network says, once the values were read. */
  run(outputs: number): void;
  /** From the gradient of what it says to that of the readout and spikes of the reading layer; returns where the latter is, [steps][2 np], or 0. */
  back(outputsBar: number, gradient: number): number;
}

/** Logits of the spikes of values in the window, which the reading layer counts. */
export function openLogits(
  numeric: Numeric,
  { classes: C, memory: M }: { readonly classes: number; readonly memory: number },
  reading: ReadingLayer,
  at: TensorPlaces,
): Readout {
  const k = numeric.pick('apply_dense', 'dense_weights_back', 'dense_back');
  const output = at(TENSOR.output);
  let parameters = 0;
  return {
    layers: [],
    place: () => {},
    take: (address) => {
      parameters = address;
    },
    clear: () => {},
    finish: () => {},
    run: (logits) => k.apply_dense(C, M, parameters + output, reading.readout(), 1, logits),
    back: (logitsBar, gradient) => {
      k.dense_weights_back(C, M, logitsBar, reading.readout(), 1, gradient + output);
      numeric.zero(reading.readoutBar, reading.np);
      k.dense_back(C, M, parameters + output, logitsBar, reading.readoutBar);
      return 0;
    },
  };
}

export interface DecoderShape {
  readonly memory: number;
  readonly steps: number;
  /** Neurons of the first layer, and of the second: one for each pixel. */
  readonly hidden: number;
  readonly pixels: number;
  /** Spikes that make a pixel of 1. */
  readonly pixelSpikes: number;
  readonly keepsPotentials: boolean;
}

/** What a decoder keeps of a sample in its record: the spikes of a layer. */
function openKeptBits({ kernels }: Numeric, layer: ListeningLayer, steps: number, plan: RecordPlan) {
  const count = steps * layer.words;
  const place = plan.add(4 * count);
  let base = 0;
  return {
    place: (record: number): void => {
      base = record + place;
    },
    keep: (): void => kernels.i32(base, count).set(kernels.i32(layer.bits, count)),
    bits: (): number => base,
  };
}

/**
 * An image (specification, sections 3 and 4): two layers of spiking neurons hear the values in every step, and a pixel is as bright as its neuron has spikes,
 *
 *   pixel_i = sum_t z_t,i / pixelSpikes
 *
 * The layers are run again before the way back, with the same bits, so that a record has their spikes alone.
 */
export function openDecoder(
  numeric: Numeric,
  neuron: LayerNeurons,
  { memory: M, steps, hidden, pixels, pixelSpikes, keepsPotentials }: DecoderShape,
  reading: ReadingLayer,
  at: TensorPlaces,
  plan: RecordPlan,
): Readout {
  const { kernels, size } = numeric;
  const countSpikes = kernels.kernel('count_spikes');
  const shape = { steps, keepsPotentials };
  const first = openListeningLayer(numeric, neuron('decoder_l1'), { ...shape, n: hidden, inputs: M });
  const second = openListeningLayer(numeric, neuron('decoder_l2'), { ...shape, n: pixels, inputs: hidden });
  const [ofFirst, ofSecond] = [first, second].map((layer) => openKeptBits(numeric, layer, steps, plan));
  const [firstRates, secondRates] = [first, second].map(({ np }) => numeric.room(np));
  const counts = kernels.allocate(4 * 32 * second.words);
  const { np } = reading;
  const [valueSlopes, valuesBar, none] = [steps * np, steps * np, np].map((n) => numeric.room(n));
  const spikesBar = numeric.room(2 * steps * np);
  const [l1, l2] = DECODED.map((name) => at(name));
  const behind = (address: number) => ({ address: address + np * size, stride: 2 * np });
  const own = (address: number) => ({ address, stride: np });
  const membranesOf =
    ({ potentials: address, np: stride }: ListeningLayer) =>
    () =>
      address === 0 ? undefined : { address, stride };

  const decode = (): void => {
    first.run(reading.valueBits());
    second.run(first.bits);
  };
  /** Each spike of a pixel counts alike, whenever it is. */
  const spreadBar = (outputsBar: number): void => {
    const rates = numeric.view(secondRates, pixels);
    const row = numeric.view(outputsBar, pixels).map((bar, i) => bar / pixelSpikes + rates[i]);
    for (let t = 0; t < steps; t++) numeric.view(second.zBar + t * second.np * size, pixels).set(row);
  };
  return {
    layers: [
      {
        ...{ name: 'decoder_l1', neurons: hidden, words: first.words, rates: firstRates, bits: ofFirst.bits },
        membranes: membranesOf(first),
      },
      {
        ...{ name: 'decoder_l2', neurons: pixels, words: second.words, rates: secondRates, bits: ofSecond.bits },
        membranes: membranesOf(second),
      },
    ],
    place: (record) => {
      ofFirst.place(record);
      ofSecond.place(record);
    },
    take: (parameters) => {
      first.takeWeights(parameters + l1);
      second.takeWeights(parameters + l2);
    },
    clear: () => {
      first.clearGradient();
      second.clearGradient();
    },
    finish: (gradient) => {
      first.giveGradient(gradient + l1);
      second.giveGradient(gradient + l2);
    },
    run: (outputs) => {
      decode();
      ofFirst.keep();
      ofSecond.keep();
      kernels.i32(counts, 32 * second.words).fill(0);
      countSpikes(steps, second.words, second.bits, counts);
      const spikes = kernels.i32(counts, pixels);
      const image = numeric.view(outputs, pixels);
      for (let i = 0; i < pixels; i++) image[i] = spikes[i] / pixelSpikes;
    },
    back: (outputsBar) => {
      decode();
      spreadBar(outputsBar);
      second.runBack(first.bits);
      second.giveInputs(first.slopes, first.np, first.zBar, firstRates);
      first.runBack(reading.valueBits());
      copyColumns(numeric, steps, np, behind(reading.slopes()), own(valueSlopes));
      first.giveInputs(valueSlopes, np, valuesBar, none);
      copyColumns(numeric, steps, np, own(valuesBar), behind(spikesBar));
      numeric.zero(reading.readoutBar, np);
      return spikesBar;
    },
  };
}
