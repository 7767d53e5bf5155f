/**
 * Question answering with spikes (specification, section 4). One item is [n, words of the sentences [facts, places], words of the question [places]], of which
 * the first n sentences are told. They take the last n facts, before which nothing happens. An empty sentence has no first word.
 */
import { tensorPlaces } from '../../train/tensors.js';
import type { CurrentsOf } from './item-currents.js';
import { itemLayout, placeOf } from './item-layout.js';
import { type MemoryItems, type MemoryPlan, openMemoryNetwork, type SpikingMemory } from './memory-network.js';
import type { Numeric } from './numeric.js';
import type { QuestionAnsweringNetwork } from './settings-types.js';
import { openEncodedSource } from './spike-source.js';
import { TENSOR, tensorsOf } from './tensors.js';

function openItems(
  numeric: Numeric,
  network: QuestionAnsweringNetwork,
  { neuron, record }: MemoryPlan,
  keepsPotentials: boolean,
): MemoryItems {
  const { size } = numeric;
  const { embedding: E, facts, steps, places, encoderGain, learnsEncoding, masksTimeWords } = network;
  const k = numeric.pick('sentence_currents', 'sentence_currents_back');
  const tensors = tensorsOf(network);
  const at = tensorPlaces(tensors, size);
  const embedding = at(TENSOR.embedding);
  const encoding = learnsEncoding ? at(TENSOR.encoding) : 0;
  const ones = learnsEncoding ? 0 : numeric.room(places * E);
  if (!learnsEncoding) numeric.view(ones, places * E).fill(1);
  const {
    width,
    told: [story],
    query,
  } = itemLayout(network);
  const sentence = (item: number, i: number): number => item + placeOf(story, i) * size;
  /** Facts before the first sentence. */
  const before = (item: number): number => facts - numeric.view(item, 1)[0];
  const sentenceOf = (item: number, fact: number): number => sentence(item, fact - before(item));
  let parameters = 0;
  const encodingAt = (): number => (learnsEncoding ? parameters + encoding : ones);
  const currentsOf = (words: number, currents: number): void =>
    k.sentence_currents(places, E, words, encodingAt(), parameters + embedding, encoderGain, currents);
  const back = (words: number, bar: number, gradient: number): void => {
    const [own, to] = [parameters + embedding, gradient + embedding];
    const encodingBar = learnsEncoding ? gradient + encoding : 0;
    k.sentence_currents_back(places, E, words, encodingAt(), own, encoderGain, bar, encodingBar, to);
  };
  const currentsFrom = (wordsOf: (item: number, fact: number) => number): CurrentsOf => ({
    forward: (item, fact, currents) => currentsOf(wordsOf(item, fact), currents),
    backward: (item, fact, bar, gradient) => back(wordsOf(item, fact), bar, gradient),
  });
  const ofQuery = currentsFrom((item) => item + query.from * size);
  const shape = { steps, keepsPotentials };
  const told = { ...shape, layers: [{ name: 'story', neurons: E }], facts };
  const asked = { ...shape, layers: [{ name: 'query', neurons: E }], facts: 1 };
  return {
    tensors,
    width,
    facts: openEncodedSource(numeric, neuron('story'), told, currentsFrom(sentenceOf), record),
    query: openEncodedSource(numeric, neuron('query'), asked, ofQuery, record),
    take: (address) => {
      parameters = address;
    },
    emptyFacts: (item) => {
      // a whole sentence must be empty for nothing to happen
      const words = numeric.view(sentence(item, 0), (facts - before(item)) * places);
      const first = words.findIndex((word) => word !== 0);
      return first < 0 ? facts : before(item) + Math.floor(first / places);
    },
    toldFacts: (item) => {
      let told = 0;
      for (let fact = before(item); fact < facts; fact++) if (numeric.view(sentenceOf(item, fact), 1)[0] !== 0) told++;
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
): SpikingMemory =>
  openMemoryNetwork(numeric, network, (plan) => openItems(numeric, network, plan, keepsPotentials), keepsPotentials);
