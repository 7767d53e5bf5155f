/**
 * Sounds and images with spikes (specification, section 4): pairs of a sound and an image are written, another sound reads, and a decoder makes an image of
 * what was read. One item is [sounds of the facts, their images, the sound that asks].
 */
import { tensorPlaces } from '../../train/tensors.js';
import { itemLayout, placeOf } from './item-layout.js';
import { openJoinedSource } from './joined-source.js';
import { openLearnedEncoder } from './learned-encoder.js';
import { type MemoryItems, type MemoryPlan, openMemoryNetwork, type SpikingMemory } from './memory-network.js';
import { neuronOf } from './neuron.js';
import type { Numeric } from './numeric.js';
import { openDecoder } from './readout.js';
import type { CrossModalNetwork } from './settings-types.js';
import { openShownSource } from './shown-source.js';
import { tensorsOf } from './tensors.js';

function openItems(numeric: Numeric, network: CrossModalNetwork, { neuron, record }: MemoryPlan): MemoryItems {
  const { size } = numeric;
  const { sounds, images, keepsThresholds, hasBias, learnsEncoders: learns, facts, steps } = network;
  const tensors = tensorsOf(network);
  const at = tensorPlaces(tensors, size);
  const shape = { steps, hasBias, learns, keepsThresholds };
  const audio = openLearnedEncoder(
    numeric,
    neuron('sounds'),
    neuronOf(network, 'sounds'),
    'audio',
    { ...sounds, ...shape },
    at,
  );
  const image = openLearnedEncoder(
    numeric,
    neuron('images'),
    neuronOf(network, 'images'),
    'image',
    { ...images, ...shape },
    at,
  );
  const layout = itemLayout(network);
  const [soundOf, imageOf] = layout.told.map((part) => (item: number, n: number) => item + placeOf(part, n) * size);
  const queryOf = (item: number): number => item + layout.query.from * size;
  const layer = (name: string, { n }: typeof audio) => ({ name, neurons: n, isFree: !learns });
  const told = { steps, learns, facts };
  const ofSounds = { ...told, layer: layer('sounds', audio) };
  const ofImages = { ...told, layer: layer('images', image) };
  const sources = [
    openShownSource(numeric, audio.encoder, soundOf, ofSounds, record),
    openShownSource(numeric, image.encoder, imageOf, ofImages, record),
  ];
  const asked = { steps, learns, facts: 1, layer: layer('query', audio) };
  return {
    tensors,
    width: layout.width,
    facts: openJoinedSource(numeric, sources, { steps, facts }, record),
    query: openShownSource(numeric, audio.encoder, queryOf, asked, record),
    answers: { count: facts, of: (item) => imageOf(item, 0) },
    take: (address) => {
      audio.take(address);
      image.take(address);
    },
    clear: () => {
      audio.clear();
      image.clear();
    },
    finish: (gradient) => {
      audio.finish(gradient);
      image.finish(gradient);
    },
  };
}

/** `keepsPotentials`: membranes stand in the records, as records of activity and perfect resets need. */
export function openCrossModal(
  numeric: Numeric,
  network: CrossModalNetwork,
  keepsPotentials = network.neuron.perfectReset,
): SpikingMemory {
  const { classes: pixels } = network;
  return openMemoryNetwork(
    numeric,
    network,
    (plan) => openItems(numeric, network, plan),
    keepsPotentials,
    (reading, at, { neuron, record }) =>
      openDecoder(numeric, neuron, { ...network, pixels, keepsPotentials }, reading, at, record),
  );
}
