/** The twin without time that answers sounds with images: s = [sound, picture], q another sound, and a decoder of two layers makes an image of the values. */
import { tensorPlaces } from '../../train/tensors.js';
import { itemLayout, placeOf } from './item-layout.js';
import { normedItems } from './normed-items.js';
import type { Numeric } from './numeric.js';
import { openReluEncoder } from './relu-encoder.js';
import { openReluMemory, type ReluMemory } from './relu-memory.js';
import { openReluDecoder } from './relu-readout.js';
import { joinReluSources, openPictureSource } from './relu-sources.js';
import type { CrossModalNetwork } from './settings-types.js';
import { tensorsOf } from './tensors.js';

export function openReluCrossModal(numeric: Numeric, network: CrossModalNetwork): ReluMemory {
  const { size } = numeric;
  const { learnsEncoders: learns, hasNorm, classes: pixels, facts } = network;
  const tensors = tensorsOf(network);
  const at = tensorPlaces(tensors, size);
  const { width, told, query } = itemLayout(network);
  const [soundOf, imageOf] = told.map((part) => (item: number, n: number) => item + placeOf(part, n) * size);
  const audio = openReluEncoder(numeric, 'audio', { ...network.sounds, learns, hasNorm }, at);
  const image = openReluEncoder(numeric, 'image', { ...network.images, learns, hasNorm }, at);
  const encoders = [audio, image];
  const queryOf = (item: number): number => item + query.from * size;
  const shown = (item: number, of: typeof soundOf) => Array.from({ length: facts }, (_, n) => of(item, n));
  return openReluMemory(numeric, network, {
    ...{ tensors, width },
    facts: joinReluSources(numeric, [
      openPictureSource(numeric, 'sounds', audio, learns, soundOf),
      openPictureSource(numeric, 'images', image, learns, imageOf),
    ]),
    query: openPictureSource(numeric, 'query', audio, learns, queryOf),
    readout: openReluDecoder(numeric, { ...network, pixels }, at),
    answers: { count: facts, of: (item) => imageOf(item, 0) },
    take: (address) => {
      for (const encoder of encoders) encoder.take(address);
    },
    clear: () => {
      for (const encoder of encoders) encoder.clear();
    },
    finish: (gradient) => {
      for (const encoder of encoders) encoder.finish(gradient);
    },
    ...normedItems([
      { encoder: audio, picturesOf: (item) => [...shown(item, soundOf), queryOf(item)], pictures: facts + 1 },
      { encoder: image, picturesOf: (item) => shown(item, imageOf), pictures: facts },
    ]),
  });
}
