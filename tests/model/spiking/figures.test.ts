import { describe, expect, it } from 'vitest';
import type { FigureDescription } from '../../../src/figure/figure.js';
import { matrixPanel } from '../../../src/figure/heat-map.js';
import type { Picture } from '../../../src/figure/marks.js';
import { CARDS_FIGURES } from '../../../src/model/spiking/cards/figures.js';
import { SPIKING_FIGURES } from '../../../src/model/spiking/figures.js';
import { about } from '../../figure/data.js';
import { axis, colourOf, drawFrom, type Tables, texts, valuesOf } from './drawn-figures.js';

const draw = drawFrom([...SPIKING_FIGURES, ...CARDS_FIGURES]);
const drawn = (...given: Parameters<typeof draw>) => draw(...given) as NonNullable<ReturnType<typeof draw>>;
const figureOf = (name: string) =>
  [...SPIKING_FIGURES, ...CARDS_FIGURES].find((one) => one.name === name) as FigureDescription;

/** Two pairs of three steps each; a second example that no figure of one example may touch. */
const RECORD: Tables = {
  spikes: { example: [0, 0, 0, 1], layer: ['keys', 'keys', 'values', 'keys'], step: [0, 8, 4, 1], unit: [1, 0, 1, 1] },
  rates: {
    example: [0, 0, 0, 0, 1],
    layer: ['keys', 'keys', 'values', 'values', 'keys'],
    unit: [0, 1, 0, 1, 0],
    rate: [10, 20, 0, 5, 99],
  },
  memory: {
    example: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    fact: [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2],
    step: [0, 0, 0, 0, 3, 3, 3, 3, 6, 6, 6, 6, 6],
    key: [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0],
    value: [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0],
    weight: [0, 0, 0, 0, 0, 0.25, 0, 0, 0.125, 0.5, 0, 0, 0.75],
  },
  traces: {
    example: [0, 0, 0, 0, 1],
    layer: ['keys', 'keys', 'keys', 'keys', 'keys'],
    step: [0, 0, 1, 1, 0],
    unit: [0, 1, 0, 1, 0],
    trace: [0, 0.5, 0.25, 1, 9],
  },
  logits: { example: [0, 0, 1], class: [0, 1, 0], logit: [-1, 2, 7], is_answer: [0, 1, 1] },
  inputs: {
    example: [0, 0, 0, 0, 0, 0, 1],
    layer: ['features', 'features', 'features', 'features', 'query', 'query', 'query'],
    fact: [0, 0, 1, 1, 2, 2, 2],
    value: [0.25, 0.5, 0.75, 1, 0.25, 0.5, 9],
  },
  labels: { example: [0, 0], fact: [0, 1], label: [7, 3] },
};

describe('figures of what a spiking network does', () => {
  it('show spikes of the first example in time, with a line before each pair and the query', () => {
    const { views, notes } = drawn('spikes', RECORD);
    const [keys, keyRates, values] = views;
    expect(valuesOf(keys, 'point')[0].map(({ x, y }) => [x, y])).toEqual([
      [0, 1],
      [8, 0],
    ]);
    expect(valuesOf(keys, 'rule')).toEqual([[{ at: 2.5 }], [{ at: 5.5 }]]);
    expect(axis(keys, 'x').scale?.domain).toEqual([-0.5, 8.5]);
    expect([axis(keys, 'y').title, axis(values, 'y').title]).toEqual(['keys', 'values']);
    expect(valuesOf(keyRates, 'bar')[0].map(({ height }) => height)).toEqual([10, 20]);
    expect(texts(keyRates)).toEqual(['15']);
    expect(notes).toContain('the first of 2 recorded examples');
    expect(draw('spikes', { rates: RECORD.rates, memory: RECORD.memory })).toBeUndefined();
  });

  it('show traces of each layer over the steps', () => {
    const { views } = drawn('traces', RECORD);
    expect(views).toHaveLength(1);
    expect([axis(views[0], 'x').title, axis(views[0], 'y').title]).toEqual(['time step of the trial', 'keys']);
    expect(axis(views[0], 'x').scale?.domain).toEqual([-0.5, 1.5]);
    expect(colourOf(views[0])?.domain).toEqual([0, 1]);
  });

  it('show the last memory, keys to the right, and those before it on the same scale centred at zero', () => {
    const { views } = drawn('memory', RECORD);
    const [last, before] = views;
    expect([axis(last, 'x').title, axis(last, 'y').title]).toEqual(['key neuron', 'value neuron']);
    expect(colourOf(last)?.domain).toEqual([-0.5, 0.5]);
    expect(valuesOf(before, 'image')[0]).toHaveLength(2);
    expect(texts(before)).toEqual(expect.arrayContaining(['after 0', 'after 1']));
    expect(texts(before)).toContain('the same while it is written, after so many facts');
    // of a story that has eight empty places before its first sentence
    const padded = { memory: { ...RECORD.memory, fact: RECORD.memory.fact.map((fact) => Number(fact) + 8) } };
    const story = drawn('memory', padded, { parameters: { task: 'qa' } }).views[1];
    expect(texts(story)).toEqual(
      expect.arrayContaining(['the same while it is written, after so many sentences', 'after 0', 'after 1']),
    );
    const alone = {
      memory: Object.fromEntries(Object.entries(RECORD.memory).map(([name, all]) => [name, all.slice(8, 12)])),
    };
    expect(drawn('memory', alone).views).toHaveLength(1);
  });

  it('draw the memory with values downwards and keys to the right', () => {
    // from key 0 to values 0 and 1: 0.125 and 0.5
    const values = Float64Array.from([0.125, 0, 0.5, 0]);
    const array = { ...about('A'), shape: [2, 2], values, axes: ['value', 'key'] };
    const { panel } = matrixPanel(array, undefined, { map: 'diverging', domain: [-0.5, 0.5] });
    const [picture] = panel.marks as readonly Picture[];
    expect(valuesOf(drawn('memory', RECORD).views[0], 'image')[0][0].url).toBe(picture.tiles[0].url);
  });

  it('count the entries of all last memories, with none below a bar', () => {
    const { views, notes } = drawn('memory_entries', RECORD);
    const bars = valuesOf(views[0], 'bar')[0] as readonly { height: number; base: number; from: number }[];
    const counts = bars.filter(({ height }) => height >= 1);
    expect(counts.map(({ height }) => height)).toEqual([2, 1, 1, 1]);
    expect(notes).toContain('5 entries of 2 examples');
    expect(axis(views[0], 'y').scale?.type).toBe('log');
  });

  it('show the logits with the right one in its own colour, and say whether it is the largest', () => {
    const { views, notes } = drawn('readout', RECORD);
    const [right, others] = valuesOf(views[0], 'bar');
    expect([right.map(({ height }) => height), others.map(({ height }) => height)]).toEqual([[2], [-1]]);
    expect(colourOf(views[0])?.domain).toEqual(['right', 'others']);
    expect(notes).toContain('the largest logit is the right one');
    const said = (logit: readonly number[]) => drawn('readout', { logits: { ...RECORD.logits, logit } }).notes;
    expect(said([3, 2, 0])).toContain('the largest logit is not the right one');
    expect(said([0, 0, 1])).toContain('all logits are equal');
  });

  it('show vectors by the label of their pair, and the query', () => {
    const of = { parameters: { task: 'associations' } };
    const { views } = drawn('inputs', RECORD, of);
    expect(axis(views[0], 'x').axis?.labelExpr).toBe('["7","3","query"][datum.value]');
    expect(colourOf(views[0])?.domain).toEqual([0.25, 1]);
    expect(draw('inputs', RECORD, { parameters: { task: 'omniglot' } })).toBeUndefined();
  });

  it('show images with their labels, and answers beside the right image with the distance to each', () => {
    const pixels = { example: [0, 0, 0, 0], value: [0, 1, 0, 1], wanted: [1, 1, 0, 0] };
    const inputs = {
      example: new Array<number>(12).fill(0),
      layer: [...new Array<string>(8).fill('images'), ...new Array<string>(4).fill('query')],
      fact: [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2],
      value: [0, 0, 1, 1, 1, 0, 1, 0, 1, 1, 1, 1],
    };
    const characters = drawn('images', { inputs, labels: RECORD.labels }, { parameters: { task: 'omniglot' } });
    expect(texts(characters.views[0])).toEqual(['shown', 'label 7', 'label 3', 'query']);
    const distances = { example: [0, 0], distance: [0.5, 0.25], is_answer: [1, 0] };
    const sounds = drawn('images', { inputs, pixels, distances }, { parameters: { task: 'cross-modal' } });
    const words = ['shown, with the distance of the answer', 'answered', '0.5', '0.25', 'answer', 'right image'];
    expect(texts(sounds.views[0])).toEqual(words);
    expect(valuesOf(sounds.views[0], 'image')[0]).toHaveLength(4);
  });

  it('show what units without time say, fact by fact', () => {
    const activities = { example: [0, 0], layer: ['query', 'query'], fact: [2, 2], unit: [0, 1], activity: [1, 3] };
    const { views } = drawn('activities', { activities });
    expect(axis(views[0], 'x').scale?.domain).toEqual([1.5, 2.5]);
    expect(colourOf(views[0])?.domain).toEqual([1, 3]);
  });
});

describe('figures of learning and tests', () => {
  it('show the rate of each layer and silent read-outs, but no loss of rates', () => {
    const timeseries = { step: [0, 1], silent: [1, 0.5], rate_loss: [3, 3], rate_query: [10, 20] };
    const { views } = drawn('activity', { timeseries });
    expect(valuesOf(views[0], 'line')[0].map(({ y }) => y)).toEqual([10, 20]);
    expect(colourOf(views[0])?.domain).toEqual(['query']);
    expect(valuesOf(views[1], 'line')[0].map(({ y }) => y)).toEqual([1, 0.5]);
    expect(draw('activity', { timeseries: { step: [], silent: [] } })).toBeUndefined();
    expect(figureOf('activity').instead).toContain('rate_query');
  });

  it('show accuracy over lengths with its intervals, chance, and one of those that were shown', () => {
    const results = {
      sequence_length: [1, 2, 1, 2],
      query_noise: [0, 0, 1, 1],
      num_classes: [4, 4, 4, 4],
      test_accuracy: [1, 0.5, 0.75, 0.25],
      test_accuracy_low: [0.9, 0.4, 0.5, 0.125],
      test_accuracy_high: [1, 0.625, 0.8, 0.5],
    };
    const axes = ['sequence_length', 'query_noise', 'seed'];
    const { views } = drawn('accuracy_over_length', { results }, { kind: 'sweep', axes });
    const [view] = views;
    expect(colourOf(view)?.domain).toEqual([
      'query noise = 0',
      'query noise = 1',
      'chance, 1/4',
      'one of those shown, 1/L',
    ]);
    const rules = valuesOf(view, 'rule');
    expect(rules).toContainEqual([{ at: 0.25 }]);
    expect(rules).toContainEqual([
      { x: 1, low: 0.9, high: 1 },
      { x: 2, low: 0.4, high: 0.625 },
    ]);
    expect(valuesOf(view, 'line')).toContainEqual([
      { x: 1, y: 1 },
      { x: 2, y: 0.5 },
    ]);
    expect(draw('accuracy_over_length', { results }, { kind: 'sweep', axes: ['query_noise'] })).toBeUndefined();
  });

  it('show flips of games with means of stretches that count games, and both players', () => {
    const timeseries = {
      step: Array.from({ length: 40 }, (_, i) => i),
      games: Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 3 : 1)),
      flips: Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 10 : 30)),
      reward: new Array<number>(40).fill(5),
      explained_variance: new Array<number>(40).fill(0.5),
    };
    const summary = { optimal_flips: 16 / 3, random_flips: 16, test_flips: null };
    const { views } = drawn('games', { timeseries }, { summary });
    expect(valuesOf(views[0], 'line')[0][0]).toEqual({ x: 0.5, y: 15 });
    expect(valuesOf(views[0], 'line')[0]).toHaveLength(20);
    expect(valuesOf(views[0], 'rule')).toEqual([[{ at: 16 / 3 }], [{ at: 16 }]]);
    expect(views.map((view) => axis(view, 'y').title ?? axis(view, 'x').title)).toHaveLength(3);
  });
});
