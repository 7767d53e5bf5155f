/**
 * Question answering with spikes (specification, section 4). One item is the words of its sentences, place by place, then those of the question. An empty
 * sentence has no first word.
 */
import { tensorPlaces } from '../../train/tensors.js';
import type { ItemCurrents } from './item-currents.js';
import { openMemoryNetwork, type SpikingMemory } from './memory-network.js';
import type { Numeric } from './numeric.js';
import type { QuestionAnsweringNetwork } from './settings-types.js';
import { TENSOR, tensorsOf } from './tensors.js';

function openCurrents(numeric: Numeric, network: QuestionAnsweringNetwork): ItemCurrents {
  const { size } = numeric;
  const { embedding: E, facts, places, encoderGain, learnsEncoding, masksTimeWords } = network;
  const k = numeric.pick('sentence_currents', 'sentence_currents_back');
  const tensors = tensorsOf(network);
  const at = tensorPlaces(tensors, size);
  const embedding = at(TENSOR.embedding);
  const encoding = learnsEncoding ? at(TENSOR.encoding) : 0;
  const ones = learnsEncoding ? 0 : numeric.room(places * E);
  if (!learnsEncoding) numeric.view(ones, places * E).fill(1);
  const sentence = (item: number, n: number): number => item + n * places * size;
  const isTold = (item: number, n: number): boolean => numeric.view(sentence(item, n), 1)[0] !== 0;
  let parameters = 0;
  const encodingAt = (): number => (learnsEncoding ? parameters + encoding : ones);
  const currentsOf = (words: number, currents: number): void =>
    k.sentence_currents(places, E, words, encodingAt(), parameters + embedding, encoderGain, currents);
  const back = (words: number, bar: number, gradient: number): void => {
    const [own, to] = [parameters + embedding, gradient + embedding];
    const encodingBar = learnsEncoding ? gradient + encoding : 0;
    k.sentence_currents_back(places, E, words, encodingAt(), own, encoderGain, bar, encodingBar, to);
  };
  return {
    tensors,
    width: (facts + 1) * places,
    facts: [{ name: 'story', neurons: E }],
    query: { name: 'query', neurons: E },
    take: (address) => {
      parameters = address;
    },
    ofFact: (item, n, currents) => currentsOf(sentence(item, n), currents),
    ofQuery: (item, currents) => currentsOf(sentence(item, facts), currents),
    factBack: (item, n, bar, gradient) => back(sentence(item, n), bar, gradient),
    queryBack: (item, bar, gradient) => back(sentence(item, facts), bar, gradient),
    emptyFacts: (item) => {
      // a whole sentence must be empty for nothing to happen
      const words = numeric.view(item, facts * places);
      const first = words.findIndex((word) => word !== 0);
      return first < 0 ? facts : Math.floor(first / places);
    },
    toldFacts: (item) => {
      let told = 0;
      for (let n = 0; n < facts; n++) if (isTold(item, n)) told++;
      return Math.max(1, told);
    },
    finish: (gradient) => {
      if (masksTimeWords && learnsEncoding) numeric.zero(gradient + encoding + (places - 1) * E * size, E);
    },
  };
}

/** `keepsPotentials`: membranes stand in the records, as records of activity and perfect resets need. */
export const openQuestionAnswering = (
  numeric: Numeric,
  network: QuestionAnsweringNetwork,
  keepsPotentials = network.neuron.perfectReset,
): SpikingMemory => openMemoryNetwork(numeric, network, openCurrents(numeric, network), keepsPotentials);
