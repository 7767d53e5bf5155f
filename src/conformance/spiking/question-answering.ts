/** The golden network that answers questions: all activity, losses and gradients. */
import { openQuestionAnswering } from '../../model/spiking/question-answering.js';
import { rateLoss } from '../../model/spiking/rates.js';
import type { QuestionAnsweringNetwork } from '../../model/spiking/settings-types.js';
import type { Batch, Precision } from '../../train/trainable.js';
import type { Comparison } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Case, Context } from '../kind.js';
import { activity, compareTensors, opened, PUBLISHED, setParameters } from './networks.js';
import { shapeOf } from './neurons.js';
import { configOf, judgeOf, PRECISIONS, takeRows, takeSpikes, transposed } from './play.js';

/** Layers in the order of the terms of the loss, by the keys of their spikes and of their terms. */
const LAYERS = [
  ['story_spikes', 'story'],
  ['query_spikes', 'query'],
  ['write_key', 'write_key'],
  ['write_val', 'write_val'],
  ['read_key', 'read_key'],
  ['read_val', 'read_val'],
] as const;

function networkOf(golden: Golden): QuestionAnsweringNetwork {
  const config = configOf(golden.part('config'));
  const [sizes, params, expected] = [golden.part('sizes'), golden.part('params'), golden.part('expected')];
  const [words] = shapeOf(params, 'emb');
  const [classes] = shapeOf(params, 'W_out');
  const [, facts, places] = shapeOf(expected, 'story');
  return {
    ...{ kind: 'question-answering', form: 'spiking', ...PUBLISHED, encoderGain: 1, learnsEncoding: true },
    masksTimeWords: golden.flag('mask_time_words'),
    ...{ words, classes, facts, places },
    embedding: sizes.count('E'),
    memory: sizes.count('M'),
    steps: config.steps,
    readoutDelay: config.delay,
    neuron: config.neuron,
    plasticity: config.plasticity,
  };
}

function batchOf(expected: Golden, facts: number): Batch {
  const [story, query] = [expected.numbers('story'), expected.numbers('query')];
  const targets = expected.integers('answer');
  const items = targets.length;
  const part = (all: Float64Array, b: number): Float64Array =>
    all.subarray((b * all.length) / items, ((b + 1) * all.length) / items);
  const rows = Array.from({ length: items }, (_, b) => [facts, ...part(story, b), ...part(query, b)]);
  return { items, inputs: Float64Array.from(rows.flat()), targets };
}

function check(golden: Golden, precision: Precision, context: Context): readonly Comparison[] {
  const config = configOf(golden.part('config'));
  const network = networkOf(golden);
  const expected = golden.part('expected');
  const { steps, facts, memory: M, embedding: E } = network;
  const batch = batchOf(expected, facts);
  const { trainable } = opened(context, network, precision, batch.items, { rates: config.rates });
  setParameters(trainable, golden.part('params'));
  const judge = judgeOf(precision, golden.number('margin'));
  const open = activity(
    context,
    (own) => openQuestionAnswering(own, network, true),
    precision,
    trainable.parameters(),
    batch,
  );
  const { numeric, own, records } = open;
  const { facts: told, query: asked, writing, reading } = own.parts;
  const found = LAYERS.map((): number[] => []);
  const memories: number[] = [];
  for (const record of records) {
    own.place(record);
    const spikes = [
      takeSpikes(numeric, told.bits(), facts * steps, E),
      takeSpikes(numeric, asked.bits(), steps, E),
      takeSpikes(numeric, writing.keyBits(), facts * steps, M),
      takeSpikes(numeric, writing.valueBits(), facts * steps, M),
      takeSpikes(numeric, reading.keyBits(), steps, M),
      takeSpikes(numeric, reading.valueBits(), steps, M),
    ];
    for (const [i, each] of spikes.entries()) found[i].push(...each);
    memories.push(...transposed(takeRows(numeric, writing.memory(facts), M, M), M, M));
  }
  const logits = trainable.logits(batch).slice();
  const crossEntropy = trainable.evaluate(batch).loss / batch.items;
  const { loss, measures } = trainable.lossAndGradient(batch, { step: 0, epoch: 1 });
  const counters = new Float64Array(own.layers.reduce((sum, { neurons }) => sum + neurons, 0));
  for (const [b, record] of records.entries()) own.count(itemOf(own.width, batch, b, numeric), record, counters);
  const { terms } = rateLoss(own.layers, counters, batch.items, config.rates);
  const wanted = expected.part('rate_terms');
  const one = (name: string, value: number): Comparison => judge.reals(name, [value], expected.numbers(name));
  return [
    ...LAYERS.map(([key], i) => judge.spikes(key, found[i], expected.numbers(key))),
    judge.reals('mem', memories, expected.numbers('mem')),
    judge.reals('logits', logits, expected.numbers('logits')),
    one('cross_entropy', crossEntropy),
    one('activity_loss', (measures?.[1] ?? Number.NaN) / batch.items),
    one('loss', loss / batch.items),
    ...LAYERS.map(([, key], i) => judge.reals(`rate term ${key}`, [terms[i]], wanted.numbers(key))),
    ...compareTensors(judge, 'gradient', trainable, trainable.gradient(), expected.part('grads')),
  ];
}

/** The numbers of an item in linear memory. */
function itemOf(width: number, { inputs }: Batch, b: number, numeric: ReturnType<typeof activity>['numeric']): number {
  const address = numeric.room(width);
  numeric.view(address, width).set(inputs.subarray(b * width, (b + 1) * width));
  return address;
}

export const answeringCases = (golden: Golden): readonly Case[] =>
  PRECISIONS.map((precision) => ({
    name: `network in ${precision}`,
    check: (context) => check(golden, precision, context),
  }));
