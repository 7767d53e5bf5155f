/** The twin without time that memorizes associations: s = relu(gain [W x, embedding]), q = relu(gain W query), logits = W_o values. */
import { tensorPlaces } from '../../train/tensors.js';
import { itemLayout, placeOf } from './item-layout.js';
import type { Numeric } from './numeric.js';
import { openReluMemory, type ReluMemory } from './relu-memory.js';
import { openReluLogits } from './relu-readout.js';
import { joinReluSources, openDenseSource, openRowSource } from './relu-sources.js';
import type { AssociationsNetwork } from './settings-types.js';
import { TENSOR, tensorsOf } from './tensors.js';

export function openReluAssociations(numeric: Numeric, network: AssociationsNetwork): ReluMemory {
  const { size } = numeric;
  const { features: F, embedding: E, encoderGain: gain } = network;
  const tensors = tensorsOf(network);
  const at = tensorPlaces(tensors, size);
  const { width, told, query } = itemLayout(network);
  const [vectorOf, labelOf] = told.map((part) => (item: number, n: number) => item + placeOf(part, n) * size);
  const weights = at(TENSOR.input);
  let parameters = 0;
  const now = (): number => parameters;
  const layer = (name: string) => ({ name, neurons: E });
  return openReluMemory(numeric, network, {
    ...{ tensors, width },
    facts: joinReluSources(numeric, [
      openDenseSource(numeric, layer('features'), F, { gain, weights, from: vectorOf }, now),
      openRowSource(numeric, layer('labels'), { gain, weights: at(TENSOR.embedding), from: labelOf }, now),
    ]),
    query: openDenseSource(
      numeric,
      layer('query'),
      F,
      { gain, weights, from: (item) => item + query.from * size },
      now,
    ),
    readout: openReluLogits(numeric, network, at),
    take: (address) => {
      parameters = address;
    },
  });
}
