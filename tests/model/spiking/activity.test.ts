/** What is recorded of networks of each kind, against what the networks do and plain loops. */
import { describe, expect, it } from 'vitest';
import type { ResultTable } from '../../../src/model/record.js';
import { activityTables, type RecordedItem } from '../../../src/model/spiking/activity.js';
import { itemLayout, numbersOf } from '../../../src/model/spiking/item-layout.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { numericOf } from '../../../src/model/spiking/numeric.js';
import { openMemory, tensorsOf } from '../../../src/model/spiking/open.js';
import { populationsOf, spikesOf } from '../../../src/model/spiking/populations.js';
import type { SpikingNetwork } from '../../../src/model/spiking/settings-types.js';
import { countOf } from '../../../src/train/tensors.js';
import type { Precision } from '../../../src/train/trainable.js';
import { freshKernels } from '../../conformance/kernels.js';
import { SMALL, stream } from './networks.js';
import { type Row, rowsOf } from './recorded-rows.js';
import { CHARACTERS, CROSS_MODAL, QUESTIONS } from './small-networks.js';

/** Weights that keep a network awake. */
function weightsFor(network: SpikingNetwork): Float64Array {
  const draw = stream(2);
  const tensors = tensorsOf(network);
  const all = new Float64Array(countOf(tensors));
  for (const { shape, offset, count, name } of tensors) {
    const largest = shape.length === 1 ? 0.1 : 1.3 * Math.sqrt(12 / (shape[0] + shape[1] * (shape.length > 2 ? 9 : 1)));
    const least = name === 'reading_layer.W' ? 0.8 : 0.7;
    for (let i = 0; i < count; i++) all[offset + i] = (2 * draw() - least) * largest;
  }
  return all;
}

/** An item whose numbers fit the kind: labels and words are whole. A story has two sentences behind an empty one that is told, of four. */
function itemFor(network: SpikingNetwork, seed: number): RecordedItem {
  const draw = stream(seed);
  const { width, labels, facts } = itemLayout(network);
  const numbers = Float64Array.from({ length: width }, () => draw());
  for (let n = 0; n < facts; n++) if (labels !== undefined) numbers[labels.from + n] = (n + 1) % network.classes;
  if (network.kind === 'question-answering') {
    for (const [i, x] of numbers.entries()) numbers[i] = 1 + Math.floor(x * (network.words - 1));
    numbers[0] = 3;
    numbers.fill(0, 1, 1 + network.places);
  }
  return { numbers, target: 1 };
}

const NETWORKS: readonly (readonly [name: string, network: SpikingNetwork])[] = [
  ['associations', SMALL],
  ['characters', CHARACTERS],
  ['cross-modal', CROSS_MODAL],
  ['question-answering', QUESTIONS],
];

/** Layers of each kind, and their neurons. */
const layersOf = (network: SpikingNetwork): { readonly [name: string]: number } => {
  const { embedding: E, memory: M } = network;
  const memory = { write_key: M, write_value: M, read_key: M, read_value: M };
  switch (network.kind) {
    case 'associations':
      return { features: E, labels: E, query: E, ...memory };
    case 'characters':
      return { images: 32, labels: 32, query: 32, ...memory };
    case 'cross-modal':
      return { sounds: 32, images: 32, query: 32, ...memory, decoder_l1: network.hidden, decoder_l2: network.classes };
    case 'question-answering':
      return { story: E, query: E, ...memory };
  }
};
const POOLED: readonly string[] = ['images', 'sounds'];
const WRITES: readonly string[] = ['features', 'labels', 'images', 'sounds', 'story', 'write_key', 'write_value'];
const isPooled = ({ kind }: SpikingNetwork, layer: string): boolean =>
  POOLED.includes(layer) || (layer === 'query' && (kind === 'characters' || kind === 'cross-modal'));

function placedWeights(network: SpikingNetwork, precision: Precision) {
  const kernels = freshKernels(SPIKING_MODULE);
  const numeric = numericOf(kernels, precision);
  const weights = weightsFor(network);
  const parameters = numeric.room(weights.length);
  numeric.view(parameters, weights.length).set(weights);
  return { kernels, numeric, parameters };
}

function recorded(
  network: SpikingNetwork,
  items: readonly RecordedItem[],
  { precision = 'f64', detail = 'steps' }: { precision?: Precision; detail?: 'steps' | 'trials' } = {},
): readonly ResultTable[] {
  const { kernels, parameters } = placedWeights(network, precision);
  return activityTables(kernels, precision, network, parameters, items, detail);
}

/** The network as it is tested, without membranes: what it leaves of an item. */
function tested(network: SpikingNetwork, item: RecordedItem, precision: Precision) {
  const { kernels, numeric, parameters } = placedWeights(network, precision);
  const opened = openMemory(numeric, network, false);
  opened.take(parameters);
  const [at, record] = [numeric.room(opened.width), kernels.allocate(opened.recordBytes)];
  numeric.view(at, opened.width).set(item.numbers);
  opened.forward(at, record);
  return { numeric, opened, record, at, logits: [...numeric.view(opened.logits(record), opened.classes)] };
}

/** Facts that are told: a story begins with two empty sentences. */
const firstFact = ({ kind }: SpikingNetwork): number => (kind === 'question-answering' ? 2 : 0);

describe.each(NETWORKS)('the record of a network of kind %s', (_, network) => {
  const { facts, steps: T, memory: M } = network;
  const items = [itemFor(network, 5), itemFor(network, 6)];
  const tables = recorded(network, items);
  const layers = layersOf(network);
  const first = firstFact(network);
  /** Steps of the trial in which a layer is active. */
  const activeIn = (layer: string): readonly [from: number, to: number] =>
    WRITES.includes(layer) ? [first * T, facts * T] : [facts * T, (facts + 1) * T];
  const of = (name: string, example: number, layer: string): readonly Row[] =>
    rowsOf(tables, name).filter((row) => row.example === example && row.layer === layer);

  it('has the spikes, and the answer, that the network has when it is tested, bit for bit', () => {
    for (const precision of ['f64', 'f32'] as const) {
      const own = precision === 'f64' ? tables : recorded(network, items, { precision });
      const spikes = rowsOf(own, 'spikes');
      for (const [example, item] of items.entries()) {
        const { numeric, opened, logits } = tested(network, item, precision);
        const populations = populationsOf(opened.trains);
        expect(populations.map(({ name, neurons }) => [name, neurons])).toEqual(Object.entries(layers));
        for (const population of populations) {
          const { name, neurons, writes } = population;
          const seen = spikesOf(numeric, population, writes ? facts * T : T);
          const wanted = [...seen.entries()].filter(([, spike]) => spike === 1).map(([i]) => i);
          const found = spikes
            .filter((row) => row.example === example && row.layer === name)
            .map(({ step, unit }) => (Number(step) - (writes ? 0 : facts * T)) * neurons + Number(unit));
          expect(wanted.length, name).toBeGreaterThan(0);
          expect(found, name).toEqual(wanted);
        }
        const answers = rowsOf(own, network.kind === 'cross-modal' ? 'pixels' : 'logits');
        const said = answers.filter((row) => row.example === example).map(({ logit, value }) => logit ?? value);
        expect(said).toEqual(logits);
      }
    }
  });

  it('has membranes of all neurons that have one, from which their spikes follow', () => {
    const { threshold, refractorySteps } = network.neuron;
    for (const [layer, neurons] of Object.entries(layers)) {
      const potentials = of('potentials', 1, layer);
      const [from, to] = activeIn(layer);
      expect(potentials, layer).toHaveLength(isPooled(network, layer) ? 0 : (to - from) * neurons);
      if (potentials.length === 0) continue;
      const last = new Int32Array(neurons).fill(-1000);
      const fired = potentials.filter(({ step, unit, potential }) => {
        const isRefractory = Number(step) - last[Number(unit)] <= refractorySteps;
        if (isRefractory || Number(potential) <= threshold) return false;
        last[Number(unit)] = Number(step);
        return true;
      });
      expect(
        of('spikes', 1, layer).map(({ step, unit }) => [step, unit]),
        layer,
      ).toEqual(fired.map(({ step, unit }) => [step, unit]));
    }
  });

  it('has the traces of a plain loop over the spikes, which are those that the kernels end each fact with', () => {
    const keep = Math.exp(-1 / network.plasticity.tauTrace);
    const { numeric, opened, at } = tested(network, items[1], 'f64');
    expect(opened.firstFact(at)).toBe(first);
    for (const [half, layer] of ['write_key', 'write_value'].entries()) {
      const spikes = new Set(of('spikes', 1, layer).map(({ step, unit }) => Number(step) * M + Number(unit)));
      const traces = of('traces', 1, layer);
      expect(traces).toHaveLength((facts - first) * T * M);
      const own = new Float64Array(M);
      for (const { step, unit, trace } of traces) {
        const i = Number(unit);
        own[i] = keep * own[i] + (spikes.has(Number(step) * M + i) ? 1 - keep : 0);
        expect(Math.abs(Number(trace) - own[i])).toBeLessThan(1e-15);
        if (i !== M - 1 || (Number(step) + 1) % T !== 0) continue;
        const { traces: tracesAt, np } = opened.parts.writing;
        const kernel = numeric.view(tracesAt((Number(step) + 1) / T) + half * np * numeric.size, M);
        for (let j = 0; j < M; j++) expect(Math.abs(kernel[j] - own[j])).toBeLessThan(1e-12);
      }
    }
    expect(rowsOf(tables, 'traces').every(({ layer }) => layer === 'write_key' || layer === 'write_value')).toBe(true);
  });

  it('has the memory before each fact and after the last: what the rule makes of the traces', () => {
    const { gammaPos, gammaNeg, wMax } = network.plasticity;
    const memory = rowsOf(tables, 'memory').filter(({ example }) => example === 1);
    expect(memory).toHaveLength((facts - first + 1) * M * M);
    const traceOf = (layer: string) => {
      const rows = of('traces', 1, layer);
      return (t: number, i: number): number => Number(rows[(t - first * T) * M + i].trace);
    };
    const [keys, values] = [traceOf('write_key'), traceOf('write_value')];
    const own = new Float64Array(M * M);
    for (let fact = first; fact <= facts; fact++) {
      const rows = memory.slice((fact - first) * M * M, (fact - first + 1) * M * M);
      for (const [i, row] of rows.entries()) {
        expect([row.fact, row.step, row.key, row.value]).toEqual([fact, fact * T, Math.floor(i / M), i % M]);
        expect(Math.abs(Number(row.weight) - own[i])).toBeLessThan(1e-12);
      }
      for (let t = fact * T; t < Math.min(fact + 1, facts) * T; t++) {
        for (let i = 0; i < M * M; i++) {
          const [key, value] = [keys(t, Math.floor(i / M)), values(t, i % M)];
          own[i] += gammaPos * (wMax - own[i]) * value * key - gammaNeg * key * key * own[i];
        }
      }
    }
    expect(Math.max(...own)).toBeGreaterThan(0.01);
  });

  it('has rates over the time in which a layer was active, and what was shown', () => {
    for (const [layer, neurons] of Object.entries(layers)) {
      // one of the told sentences is empty, and a question is about two
      const active = WRITES.includes(layer) ? facts - first : 1;
      const rates = of('rates', 1, layer);
      expect(rates.map(({ unit }) => unit)).toEqual(Array.from({ length: neurons }, (_, i) => i));
      const spikes = of('spikes', 1, layer);
      for (const { unit, rate } of rates) {
        const count = spikes.filter((spike) => spike.unit === unit).length;
        expect(Number(rate)).toBeCloseTo(count / (active * T * 1e-3), 9);
      }
    }
    const layout = itemLayout(network);
    const { query, labels } = layout;
    const shown = rowsOf(tables, 'inputs').filter(({ example }) => example === 1);
    for (const part of layout.told) {
      for (let fact = 0; fact < facts; fact++) {
        const place = part.from + (fact - (network.kind === 'question-answering' ? 1 : 0)) * part.numbers;
        const own = place < part.from ? [] : [...items[1].numbers.subarray(place, place + part.numbers)];
        const found = shown.filter((row) => row.layer === part.layer && row.fact === fact).map(({ value }) => value);
        expect(found).toEqual(part === labels ? [] : own);
      }
    }
    const asked = shown.filter(({ layer, fact }) => layer === 'query' && fact === facts);
    expect(asked.map(({ value }) => value)).toEqual(
      [...items[1].numbers].slice(query.from, query.from + query.numbers),
    );
    if (labels !== undefined) {
      const facing = rowsOf(tables, 'labels').filter(({ example }) => example === 1);
      expect(facing.map(({ label }) => label)).toEqual(
        Array.from({ length: facts }, (_, n) => (n + 1) % network.classes),
      );
    }
  });

  it('has without detail what is left of each example alone, with the same numbers', () => {
    const short = recorded(network, items, { detail: 'trials' });
    const names = short.map(({ name }) => name);
    const answers = network.kind === 'cross-modal' ? ['pixels', 'distances'] : ['logits'];
    const hasLabels = network.kind === 'associations' || network.kind === 'characters';
    expect(names).toEqual([...(hasLabels ? ['labels'] : []), ...answers, 'rates', 'memory']);
    for (const name of names.filter((name) => name !== 'memory'))
      expect(rowsOf(short, name)).toEqual(rowsOf(tables, name));
    expect(rowsOf(short, 'memory')).toEqual(rowsOf(tables, 'memory').filter(({ fact }) => fact === facts));
  });
});

describe('the record of an answer', () => {
  it('marks the right class', () => {
    const logits = rowsOf(recorded(SMALL, [itemFor(SMALL, 5)]), 'logits');
    expect(logits.map((row) => [row.class, row.is_answer])).toEqual([0, 1, 2, 3, 4].map((c) => [c, c === 1 ? 1 : 0]));
  });

  it('that is an image has the right one beside it, and its mean squared distance to each that was shown', () => {
    const item = itemFor(CROSS_MODAL, 5);
    const tables = recorded(CROSS_MODAL, [item]);
    const pixels = rowsOf(tables, 'pixels');
    const layout = itemLayout(CROSS_MODAL);
    const images = [0, 1].map((n) => [...(numbersOf(item.numbers, layout, layout.told[1], n) ?? [])]);
    expect(pixels.map(({ wanted }) => wanted)).toEqual(images[1]);
    const distances = rowsOf(tables, 'distances');
    expect(distances.map(({ fact, is_answer }) => [fact, is_answer])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    for (const [n, { distance }] of distances.entries()) {
      const sum = images[n].reduce((all, x, i) => all + (Number(pixels[i].value) - x) ** 2, 0);
      expect(Number(distance)).toBeCloseTo(sum / 16, 12);
    }
  });
});
