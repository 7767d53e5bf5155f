/** The twin without time that sees characters once: s = [picture, relu(gain embedding)], q another picture, logits = W_o values. */
import { tensorPlaces } from '../../train/tensors.js';
import { itemLayout, placeOf } from './item-layout.js';
import { normedItems } from './normed-items.js';
import type { Numeric } from './numeric.js';
import { openReluEncoder } from './relu-encoder.js';
import { openReluMemory, type ReluMemory } from './relu-memory.js';
import { openReluLogits } from './relu-readout.js';
import { joinReluSources, openPictureSource, openRowSource } from './relu-sources.js';
import type { CharactersNetwork } from './settings-types.js';
import { TENSOR, tensorsOf } from './tensors.js';

export function openReluCharacters(numeric: Numeric, network: CharactersNetwork): ReluMemory {
  const { size } = numeric;
  const { embedding: E, encoderGain: gain, learnsImages: learns, facts } = network;
  const tensors = tensorsOf(network);
  const at = tensorPlaces(tensors, size);
  const { width, told, query } = itemLayout(network);
  const [imageOf, labelOf] = told.map((part) => (item: number, n: number) => item + placeOf(part, n) * size);
  const encoder = openReluEncoder(numeric, 'image', { ...network, learns }, at);
  const queryOf = (item: number): number => item + query.from * size;
  const picturesOf = (item: number) => [...Array.from({ length: facts }, (_, n) => imageOf(item, n)), queryOf(item)];
  let parameters = 0;
  const rows = { gain, weights: at(TENSOR.embedding), from: labelOf };
  return openReluMemory(numeric, network, {
    ...{ tensors, width },
    facts: joinReluSources(numeric, [
      openPictureSource(numeric, 'images', encoder, learns, imageOf),
      openRowSource(numeric, { name: 'labels', neurons: E }, rows, () => parameters),
    ]),
    query: openPictureSource(numeric, 'query', encoder, learns, queryOf),
    readout: openReluLogits(numeric, network, at),
    take: (address) => {
      parameters = address;
      encoder.take(address);
    },
    clear: encoder.clear,
    finish: encoder.finish,
    ...normedItems([{ encoder, picturesOf, pictures: facts + 1 }]),
  });
}
