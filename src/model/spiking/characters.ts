/**
 * Characters seen once, with spikes (specification, section 4): images and labels are written, another image is answered with its label. One item is
 * [images of the classes, their labels, the image that asks].
 */
import { tensorPlaces } from '../../train/tensors.js';
import { openImageEncoder } from './image-encoder.js';
import { type MemoryItems, type MemoryPlan, openMemoryNetwork, type SpikingMemory } from './memory-network.js';
import { placeNeuron } from './neuron.js';
import type { Numeric } from './numeric.js';
import type { CharactersNetwork } from './settings-types.js';
import { openShownSource } from './shown-source.js';
import { openEncodedSource } from './spike-source.js';
import { imageTensor, TENSOR, tensorsOf } from './tensors.js';

function openItems(
  numeric: Numeric,
  network: CharactersNetwork,
  { neuron, record }: MemoryPlan,
  keepsPotentials: boolean,
): MemoryItems {
  const { size } = numeric;
  const { height, width, channels, thresholds, hasBias, learnsImages: learns } = network;
  const { embedding: E, facts, steps, encoderGain } = network;
  const k = numeric.pick('scale_to', 'add_multiple');
  const tensors = tensorsOf(network);
  const at = tensorPlaces(tensors, size);
  const pixels = height * width;
  // neurons of blocks add up what they hear
  const blocks = thresholds.map((threshold) =>
    placeNeuron(numeric, { ...network.neuron, threshold, perfectReset: false }, false),
  );
  const shape = { height, width, channels, steps, hasBias, learns };
  const encoder = openImageEncoder(numeric, { pixels: neuron, blocks }, shape);
  const rowOf = (item: number, n: number): number => numeric.view(item + (facts * pixels + n) * size, 1)[0] * E * size;
  const embeddings = at(TENSOR.embedding);
  let parameters = 0;
  const labels = openEncodedSource(
    numeric,
    neuron,
    { layers: [{ name: 'labels', neurons: E }], steps, facts, keepsPotentials },
    {
      forward: (item, n, currents) => k.scale_to(E, encoderGain, parameters + embeddings + rowOf(item, n), currents),
      backward: (item, n, bar, gradient) => k.add_multiple(E, encoderGain, bar, gradient + embeddings + rowOf(item, n)),
    },
    record,
  ).source;
  const layer = (name: string) => ({ name, neurons: channels[channels.length - 1], isFree: !learns });
  const imageOf = (item: number, n: number): number => item + n * pixels * size;
  const queryOf = (item: number): number => item + (facts * pixels + facts) * size;
  const shown = { steps, learns };
  /** Places of weights and biases of a block from an address on. */
  const block = (base: number, i: number): readonly [weights: number, bias: number] => [
    base + at(imageTensor(i, 'weight')),
    hasBias ? base + at(imageTensor(i, 'bias')) : 0,
  ];
  return {
    tensors,
    width: facts * pixels + facts + pixels,
    facts: openShownSource(numeric, encoder, imageOf, labels, { ...shown, facts, layer: layer('images') }, record),
    query: openShownSource(numeric, encoder, queryOf, undefined, { ...shown, facts: 1, layer: layer('query') }, record),
    take: (address) => {
      parameters = address;
      for (const [i, own] of encoder.blocks.entries()) own.takeWeights(...block(address, i));
    },
    clear: () => {
      if (learns) for (const own of encoder.blocks) own.clearGradient();
    },
    finish: (gradient) => {
      if (learns) for (const [i, own] of encoder.blocks.entries()) own.giveGradient(...block(gradient, i));
    },
  };
}

/** `keepsPotentials`: membranes stand in the records, as records of activity and perfect resets need. */
export const openCharacters = (
  numeric: Numeric,
  network: CharactersNetwork,
  keepsPotentials = network.neuron.perfectReset,
): SpikingMemory =>
  openMemoryNetwork(numeric, network, (plan) => openItems(numeric, network, plan, keepsPotentials), keepsPotentials);
