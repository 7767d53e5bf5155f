/**
 * Memorizing associations with spikes (specification, section 4). One item is [facts * features, labels, query]. Features and labels are two calls of one
 * encoder from the same state, so they are one population of 2 E neurons here, unless their neurons differ.
 */
import { tensorPlaces } from '../../train/tensors.js';
import type { CurrentsOf } from './item-currents.js';
import { itemLayout, placeOf } from './item-layout.js';
import { openJoinedSource } from './joined-source.js';
import { type MemoryItems, type MemoryPlan, openMemoryNetwork, type SpikingMemory } from './memory-network.js';
import type { Numeric } from './numeric.js';
import type { AssociationsNetwork } from './settings-types.js';
import { openEncodedSource, type SpikeSource } from './spike-source.js';
import { TENSOR, tensorsOf } from './tensors.js';

function openItems(
  numeric: Numeric,
  network: AssociationsNetwork,
  { neuron, record }: MemoryPlan,
  keepsPotentials: boolean,
): MemoryItems {
  const { size } = numeric;
  const { features: F, embedding: E, facts, steps, encoderGain } = network;
  const k = numeric.pick('apply_dense', 'scale_to', 'add_multiple', 'dense_weights_back');
  const tensors = tensorsOf(network);
  const at = tensorPlaces(tensors, size);
  const [input, embeddings] = [at(TENSOR.input), at(TENSOR.embedding)];
  const { width, told: parts, query: question } = itemLayout(network);
  const [features, labels] = parts;
  const featuresOf = (item: number, n: number): number => item + placeOf(features, n) * size;
  const queryOf = (item: number): number => item + question.from * size;
  /** Where the row of the label of a fact begins. */
  const rowOf = (item: number, n: number): number => numeric.view(item + placeOf(labels, n) * size, 1)[0] * E * size;
  let parameters = 0;
  const ofFeatures: CurrentsOf = {
    forward: (item, n, currents) => k.apply_dense(E, F, parameters + input, featuresOf(item, n), encoderGain, currents),
    backward: (item, n, bar, gradient) =>
      k.dense_weights_back(E, F, bar, featuresOf(item, n), encoderGain, gradient + input),
  };
  const ofLabels: CurrentsOf = {
    forward: (item, n, currents) => k.scale_to(E, encoderGain, parameters + embeddings + rowOf(item, n), currents),
    backward: (item, n, bar, gradient) => k.add_multiple(E, encoderGain, bar, gradient + embeddings + rowOf(item, n)),
  };
  /** Labels behind features. */
  const ofFacts: CurrentsOf = {
    forward: (item, n, currents) => {
      ofFeatures.forward(item, n, currents);
      ofLabels.forward(item, n, currents + E * size);
    },
    backward: (item, n, bar, gradient) => {
      ofFeatures.backward(item, n, bar, gradient);
      ofLabels.backward(item, n, bar + E * size, gradient);
    },
  };
  const ofQuery: CurrentsOf = {
    forward: (item, _, currents) => k.apply_dense(E, F, parameters + input, queryOf(item), encoderGain, currents),
    backward: (item, _, bar, gradient) => k.dense_weights_back(E, F, bar, queryOf(item), encoderGain, gradient + input),
  };
  const layer = (name: string) => ({ name, neurons: E });
  const shape = { steps, keepsPotentials };
  const asked = { ...shape, layers: [layer('query')], facts: 1 };
  const told = (names: readonly string[], currents: CurrentsOf): SpikeSource =>
    openEncodedSource(numeric, neuron(names[0]), { ...shape, layers: names.map(layer), facts }, currents, record);
  const areAlike = neuron('features') === neuron('labels');
  return {
    tensors,
    facts: areAlike
      ? told(['features', 'labels'], ofFacts)
      : openJoinedSource(
          numeric,
          [told(['features'], ofFeatures), told(['labels'], ofLabels)],
          { steps, facts },
          record,
        ),
    query: openEncodedSource(numeric, neuron('query'), asked, ofQuery, record),
    width,
    take: (address) => {
      parameters = address;
    },
  };
}

/** `keepsPotentials`: membranes stand in the records, as records of activity and perfect resets need. */
export const openAssociations = (
  numeric: Numeric,
  network: AssociationsNetwork,
  keepsPotentials = network.neuron.perfectReset,
): SpikingMemory =>
  openMemoryNetwork(numeric, network, (plan) => openItems(numeric, network, plan, keepsPotentials), keepsPotentials);
