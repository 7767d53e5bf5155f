/**
 * Memorizing associations with spikes (specification, section 4). One item is [facts * features, labels, query]. Features and labels are two calls of one
 * encoder from the same state, so they are one population of 2 E neurons here.
 */
import { tensorPlaces } from '../../train/tensors.js';
import type { ItemCurrents } from './item-currents.js';
import { openMemoryNetwork, type SpikingMemory } from './memory-network.js';
import type { Numeric } from './numeric.js';
import type { AssociationsNetwork } from './settings-types.js';
import { TENSOR, tensorsOf } from './tensors.js';

function openCurrents(numeric: Numeric, network: AssociationsNetwork): ItemCurrents {
  const { size } = numeric;
  const { features: F, embedding: E, facts, encoderGain } = network;
  const k = numeric.pick('apply_dense', 'scale_to', 'add_multiple', 'dense_weights_back');
  const tensors = tensorsOf(network);
  const at = tensorPlaces(tensors, size);
  const [input, embeddings] = [at(TENSOR.input), at(TENSOR.embedding)];
  const featuresOf = (item: number, n: number): number => item + n * F * size;
  const query = (item: number): number => item + (facts * F + facts) * size;
  /** Where the row of the label of a fact begins. */
  const rowOf = (item: number, n: number): number => numeric.view(item + (facts * F + n) * size, 1)[0] * E * size;
  let parameters = 0;
  return {
    tensors,
    width: facts * F + facts + F,
    facts: [
      { name: 'features', neurons: E },
      { name: 'labels', neurons: E },
    ],
    query: { name: 'query', neurons: E },
    take: (address) => {
      parameters = address;
    },
    ofFact: (item, n, currents) => {
      k.apply_dense(E, F, parameters + input, featuresOf(item, n), encoderGain, currents);
      k.scale_to(E, encoderGain, parameters + embeddings + rowOf(item, n), currents + E * size);
    },
    ofQuery: (item, currents) => k.apply_dense(E, F, parameters + input, query(item), encoderGain, currents),
    factBack: (item, n, bar, gradient) => {
      k.dense_weights_back(E, F, bar, featuresOf(item, n), encoderGain, gradient + input);
      k.add_multiple(E, encoderGain, bar + E * size, gradient + embeddings + rowOf(item, n));
    },
    queryBack: (item, bar, gradient) => k.dense_weights_back(E, F, bar, query(item), encoderGain, gradient + input),
  };
}

/** `keepsPotentials`: membranes stand in the records, as records of activity and perfect resets need. */
export const openAssociations = (
  numeric: Numeric,
  network: AssociationsNetwork,
  keepsPotentials = network.neuron.perfectReset,
): SpikingMemory => openMemoryNetwork(numeric, network, openCurrents(numeric, network), keepsPotentials);
