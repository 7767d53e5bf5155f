/**
 * Characters seen once, with spikes (specification, section 4): images and labels are written, another image is answered with its label. One item is
 * [images of the classes, their labels, the image that asks].
 */
import { tensorPlaces } from '../../train/tensors.js';
import { itemLayout, placeOf } from './item-layout.js';
import { openJoinedSource } from './joined-source.js';
import { openLearnedEncoder } from './learned-encoder.js';
import { type MemoryItems, type MemoryPlan, openMemoryNetwork, type SpikingMemory } from './memory-network.js';
import { neuronOf } from './neuron.js';
import type { Numeric } from './numeric.js';
import type { CharactersNetwork } from './settings-types.js';
import { openShownSource } from './shown-source.js';
import { openEncodedSource } from './spike-source.js';
import { TENSOR, tensorsOf } from './tensors.js';

function openItems(
  numeric: Numeric,
  network: CharactersNetwork,
  { neuron, record }: MemoryPlan,
  keepsPotentials: boolean,
): MemoryItems {
  const { size } = numeric;
  const { height, width, channels, thresholds, keepsThresholds, hasBias, learnsImages: learns } = network;
  const { embedding: E, facts, steps, encoderGain } = network;
  const k = numeric.pick('scale_to', 'add_multiple');
  const tensors = tensorsOf(network);
  const at = tensorPlaces(tensors, size);
  const shape = { height, width, channels, steps, hasBias, learns, thresholds, keepsThresholds };
  const { encoder, n, ...learned } = openLearnedEncoder(
    numeric,
    neuron('images'),
    neuronOf(network, 'images'),
    'image',
    shape,
    at,
  );
  const { width: numbers, told, query } = itemLayout(network);
  const [shownImages, shownLabels] = told;
  const labelOf = (item: number, n: number): number => numeric.view(item + placeOf(shownLabels, n) * size, 1)[0];
  const rowOf = (item: number, n: number): number => labelOf(item, n) * E * size;
  const embeddings = at(TENSOR.embedding);
  let parameters = 0;
  const labels = openEncodedSource(
    numeric,
    neuron('labels'),
    { layers: [{ name: 'labels', neurons: E }], steps, facts, keepsPotentials },
    {
      forward: (item, n, currents) => k.scale_to(E, encoderGain, parameters + embeddings + rowOf(item, n), currents),
      backward: (item, n, bar, gradient) => k.add_multiple(E, encoderGain, bar, gradient + embeddings + rowOf(item, n)),
    },
    record,
  );
  const layer = (name: string) => ({ name, neurons: n, isFree: !learns });
  const imageOf = (item: number, n: number): number => item + placeOf(shownImages, n) * size;
  const queryOf = (item: number): number => item + query.from * size;
  const shown = { steps, learns };
  const images = openShownSource(numeric, encoder, imageOf, { ...shown, facts, layer: layer('images') }, record);
  return {
    tensors,
    width: numbers,
    facts: openJoinedSource(numeric, [images, labels], { steps, facts }, record),
    query: openShownSource(numeric, encoder, queryOf, { ...shown, facts: 1, layer: layer('query') }, record),
    take: (address) => {
      parameters = address;
      learned.take(address);
    },
    clear: learned.clear,
    finish: learned.finish,
  };
}

/** `keepsPotentials`: membranes stand in the records, as records of activity and perfect resets need. */
export const openCharacters = (
  numeric: Numeric,
  network: CharactersNetwork,
  keepsPotentials = network.neuron.perfectReset,
): SpikingMemory =>
  openMemoryNetwork(numeric, network, (plan) => openItems(numeric, network, plan, keepsPotentials), keepsPotentials);
