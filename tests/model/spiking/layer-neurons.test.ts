import { describe, expect, it } from 'vitest';
import { defaultText } from '../../../src/config/describe.js';
import { withDefaults } from '../../../src/model/defaults.js';
import { openAssociations } from '../../../src/model/spiking/associations.js';
import type { CardParameters } from '../../../src/model/spiking/cards/parameters.js';
import { CARDS_SCHEMA } from '../../../src/model/spiking/cards/schema.js';
import { networkOf as cardsOf } from '../../../src/model/spiking/cards/settings.js';
import { drawParameters } from '../../../src/model/spiking/initial.js';
import { itemLayout } from '../../../src/model/spiking/item-layout.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { layersOfKind } from '../../../src/model/spiking/measures.js';
import { numericOf } from '../../../src/model/spiking/numeric.js';
import { openAlone } from '../../../src/model/spiking/open.js';
import { populationsOf, spikesOf } from '../../../src/model/spiking/populations.js';
import { SPIKING_SCHEMA } from '../../../src/model/spiking/schema.js';
import { explicit, settingsOf } from '../../../src/model/spiking/settings.js';
import {
  ADAM_DEFAULTS,
  hasMemory,
  type NeuronSettings,
  type SpikingNetwork,
} from '../../../src/model/spiking/settings-types.js';
import { crossModalNetwork } from '../../../src/model/spiking/tasks/cross-modal-task.js';
import { charactersNetwork } from '../../../src/model/spiking/tasks/omniglot-task.js';
import { countOf } from '../../../src/train/tensors.js';
import { freshKernels } from '../../conformance/kernels.js';
import { SMALL, stream } from './networks.js';
import { spikingParameters } from './parameters.js';
import { CHARACTERS, CROSS_MODAL, QUESTIONS } from './small-networks.js';

const AT = { step: 0, epoch: 1 };

/** What a network says of a batch, and its gradient with all rates. */
function passOf(network: SpikingNetwork) {
  const kernels = freshKernels(SPIKING_MODULE);
  const rates = { weight: 1e-4, target: 30, from: 0 };
  const trainable = openAlone(kernels, {
    network,
    precision: 'f64',
    items: 3,
    adam: ADAM_DEFAULTS,
    maxGradient: 0,
    rates,
  });
  drawParameters(kernels, trainable, 5, { kind: network.kind });
  const { width, labels, told } = itemLayout(network);
  const draw = stream(9);
  const inputs = Float64Array.from({ length: 3 * width }, () => draw());
  // labels and words are numbers of a few
  for (let i = 0; i < inputs.length; i++) {
    const at = i % width;
    const isLabel = labels !== undefined && at >= labels.from && at < labels.from + network.facts * labels.numbers;
    if (isLabel || network.kind === 'question-answering')
      inputs[i] = Math.floor(2 * inputs[i]) + (at === 0 && !isLabel ? 2 : 0);
  }
  expect(told.length).toBeGreaterThan(0);
  const batch = { items: 3, inputs, targets: Int32Array.of(0, 1, 0) };
  const logits = [...trainable.logits(batch)];
  const { loss, measures } = trainable.lossAndGradient(batch, AT);
  return { logits, loss, measures, gradient: [...trainable.gradient()] };
}

const OTHER: Partial<NeuronSettings> = { threshold: 0.03, tauMembrane: 13, refractorySteps: 1 };

const withLayers = (
  network: SpikingNetwork,
  layers: readonly string[],
  own: Partial<NeuronSettings>,
): SpikingNetwork => ({
  ...network,
  layerNeurons: Object.fromEntries(layers.map((name) => [name, own])),
});

/** Layers whose neurons the network can have otherwise: a query of pictures has those of what was shown. */
const ownLayers = ({ kind }: SpikingNetwork): readonly string[] =>
  layersOfKind(kind)
    .map(({ name }) => name)
    .filter((name) => name !== 'query' || kind === 'associations' || kind === 'question-answering');

/** Questions with a memory so strong that values fire. */
const ASKED = { ...QUESTIONS, encoderGain: 6, plasticity: { ...QUESTIONS.plasticity, gammaPos: 3, wMax: 4 } };

describe.each([SMALL, ASKED, CHARACTERS, CROSS_MODAL] as const)('a network of kind $kind', (network) => {
  it('has the same numbers whether all neurons have a constant or each layer has it', () => {
    const shared = passOf({ ...network, neuron: { ...network.neuron, ...OTHER } });
    expect(passOf(withLayers(network, ownLayers(network), OTHER))).toEqual(shared);
    expect(shared.logits).not.toEqual(passOf(network).logits);
    expect(passOf(withLayers(network, ownLayers(network), {}))).toEqual(passOf(network));
  });

  it('is another network when one of its layers has another constant', () => {
    const before = passOf(network);
    for (const layer of ownLayers(network)) {
      const { measures } = passOf(withLayers(network, [layer], { threshold: 1e-3, refractorySteps: 0 }));
      expect(measures, layer).not.toEqual(before.measures);
    }
  });
});

describe('neurons of features and labels that differ', () => {
  it('fire as those of one population, bit by bit, where nothing but their place differs', () => {
    // so little that no spike is another: the two layers are run by themselves, and their spikes put side by side
    const [E, little] = [35, 1e-13];
    const network = { ...SMALL, embedding: E };
    const apart = withLayers(network, ['labels'], { threshold: network.neuron.threshold * (1 + little) });
    const [one, other] = [passOf(network), passOf(apart)];
    expect(other.logits).toEqual(one.logits);
    expect(other.measures?.slice(2)).toEqual(one.measures?.slice(2));
    for (const [i, value] of other.gradient.entries()) expect(Math.abs(value - one.gradient[i])).toBeLessThan(1e-9);
  });
});

/** Spikes of a neuron under a constant current, by the equations alone. */
function spikesUnder(
  current: number,
  { threshold, tauMembrane, refractorySteps }: NeuronSettings,
  steps: number,
): number {
  const alpha = Math.exp(-1 / tauMembrane);
  let [v, z, rest, spikes] = [0, 0, 0, 0];
  for (let t = 0; t < steps; t++) {
    v = alpha * v + (1 - alpha) * current - threshold * z;
    const rests = rest > 0;
    z = !rests && v > threshold ? 1 : 0;
    rest = rests ? rest - 1 : refractorySteps * z;
    spikes += z;
  }
  return spikes;
}

describe('the rate of a layer over its current', () => {
  it('is that of its own neurons, and of other layers that of theirs', () => {
    const own = { threshold: 0.4, tauMembrane: 7, refractorySteps: 5 };
    const [E, steps] = [32, 120];
    const network = {
      ...{ ...SMALL, embedding: E, features: 1, facts: 1, classes: 1, steps, encoderGain: 1 },
      layerNeurons: { query: own },
    };
    const numeric = numericOf(freshKernels(SPIKING_MODULE), 'f64');
    const { tensors, width, recordBytes, trains, ...opened } = openAssociations(numeric, network);
    const parameters = numeric.room(countOf(tensors));
    // a neuron's current is its weight: from 0 to 1.55 in steps
    const currents = Float64Array.from({ length: E }, (_, i) => 0.05 * i);
    numeric.view(parameters, E).set(currents);
    opened.take(parameters);
    const item = numeric.room(width);
    numeric.view(item, width).set([1, 0, 1]);
    opened.forward(item, numeric.kernels.allocate(recordBytes));
    const counted = (name: string): readonly number[] => {
      const population = populationsOf(trains).find((one) => one.name === name);
      if (population === undefined) throw new Error(`no layer ${name}`);
      const spikes = spikesOf(numeric, population, steps);
      return Array.from({ length: E }, (_, i) => spikes.filter((z, at) => z === 1 && at % E === i).length);
    };
    const theory = (neuron: NeuronSettings): readonly number[] =>
      [...currents].map((current) => spikesUnder(current, neuron, steps));
    expect(counted('query')).toEqual(theory({ ...network.neuron, ...own }));
    expect(counted('features')).toEqual(theory(network.neuron));
    // nothing below the threshold fires, and nothing faster than rests allow
    expect(counted('query').filter((spikes) => spikes > 0).length).toBe([...currents].filter((x) => x > 0.4).length);
    expect(Math.max(...counted('query'))).toBeLessThanOrEqual(steps / 6);
    expect(Math.max(...counted('features'))).toBe(steps / 4);
  });
});

describe('parameters of layers', () => {
  it('are one for each constant and layer, made from those that are shared', () => {
    const parts = SPIKING_SCHEMA.parameters.filter(({ part }) => part !== undefined);
    expect(parts.length).toBe(3 * 12 + 2);
    const thr = parts.find(({ key }) => key === 'thr_write_key');
    expect(thr).toMatchObject({
      above: 0,
      default: null,
      help: 'threshold of the membrane, of the keys that are written',
    });
    expect(parts.map(defaultText)).toEqual(parts.map(({ part }) => part?.of));
    expect(parts.filter(({ part }) => part?.of === 'tau_trace').map(({ key }) => key)).toEqual([
      'tau_trace_write_key',
      'tau_trace_write_value',
    ]);
    const ofCards = CARDS_SCHEMA.parameters.filter(({ part }) => part?.of === 'thr').map(({ part }) => part?.name);
    expect(ofCards).toEqual(['encoder', 'write_key', 'write_value', 'read_key', 'read_value']);
  });

  it('become settings of their layers alone', () => {
    const p = spikingParameters({ thr_write_key: 0.05, refractory_time_steps_write_key: 1, tau_trace_write_value: 40 });
    const { network } = settingsOf(p);
    if (!hasMemory(network)) throw new Error('no memory');
    expect(network.layerNeurons).toEqual({ write_key: { threshold: 0.05, refractorySteps: 1 } });
    expect(network.plasticity).toMatchObject({ tauTrace: 20, tauValues: 40 });
    expect(network.neuron).toMatchObject({ threshold: 0.1, refractorySteps: 3 });
    const plain = settingsOf(spikingParameters()).network;
    expect('layerNeurons' in plain).toBe(false);
  });

  it('are those of all layers where a person says nothing of one', () => {
    const p = explicit(spikingParameters({ thr: 0.2, thr_read_key: 0.3 }));
    expect(p).toMatchObject({ thr_write_key: 0.2, thr_read_key: 0.3, tau_mem_query: 20, tau_trace_write_key: 20 });
    // the network has no such layer
    expect(p.thr_story).toBeNull();
  });

  it('of pictures are the thresholds of encoders where there are no others', () => {
    const set = { task: 'omniglot', thr_images: 0.3, image_size: 8 } as const;
    expect(charactersNetwork(spikingParameters(set)).thresholds).toEqual([0.3, 0.3, 0.3]);
    expect(charactersNetwork(spikingParameters({ ...set, cnn_thresholds: [1, 2, 3] })).thresholds).toEqual([1, 2, 3]);
    const both = crossModalNetwork(spikingParameters({ task: 'cross-modal', thr_sounds: 0.3, thr_images: 0.6 }));
    expect([both.sounds.thresholds[0], both.images.thresholds[0]]).toEqual([0.3, 0.6]);
  });

  it('go to the player of the card game', () => {
    const p = withDefaults(CARDS_SCHEMA, { thr_encoder: 0.2, tau_trace_write_key: 5 }) as unknown as CardParameters;
    expect(CARDS_SCHEMA.compatible(p)).toEqual([]);
    expect(cardsOf(p).layerNeurons).toEqual({ encoder: { threshold: 0.2 } });
    expect(cardsOf(p).plasticity.tauKeys).toBe(5);
    const [faithful] = CARDS_SCHEMA.compatible({ ...p, mode: 'faithful', tau_trace_write_key: null });
    expect(faithful.message).toMatch(/^thr_encoder = 0.2 cannot be in the original/);
  });

  it.each([
    [
      { mode: 'faithful', thr_write_key: 0.05 },
      'thr_write_key = 0.05 cannot be in the original, whose layers share the parameters of their neurons; choose mode = right, or thr for all layers',
    ],
    [
      { form: 'relu', tau_mem_query: 10 },
      'tau_mem_query = 10 has no effect with form = relu, whose units do not spike',
    ],
    [
      { task: 'pretrain-protonet', batch_size: 1, refractory_time_steps_images: 2 },
      'refractory_time_steps_images = 2 has no effect with task = pretrain-protonet, whose units do not spike',
    ],
    [
      { thr_story: 0.2 },
      'thr_story = 0.2: task = associations has no layer story, only features, labels, query, write_key, write_value, read_key, read_value',
    ],
    [
      { task: 'omniglot', embedding_size: 64, thr_query: 0.2 },
      'thr_query = 0.2: with task = omniglot the layer query has the neurons of images; choose thr_images',
    ],
    [
      { task: 'cross-modal', sequence_length: 3, thr_query: 0.2 },
      'thr_query = 0.2: with task = cross-modal the layer query has the neurons of sounds; choose thr_sounds',
    ],
  ] as const)('are refused where they have no place: %j', (set, message) => {
    const found = SPIKING_SCHEMA.compatible(spikingParameters(set as object));
    expect(found.map((violation) => violation.message)).toEqual([message]);
    expect(found[0].key).toBe(message.split(' ')[0]);
  });
});
