/** Golden trainings of perceptrons and transformers: first pass, losses and accuracies before each step, and what the parameters come to. */

import { copyingSample } from '../../dataset/selective-copying.js';
import { elementaryOf } from '../../kernel/elementary.js';
import { HETEROSYNAPTIC_MODULE } from '../../model/heterosynaptic/kernels.js';
import type { NetworkSettings } from '../../model/heterosynaptic/open.js';
import { openAlone } from '../../model/heterosynaptic/open.js';
import type { Batch, Precision, Tensor, Trainable } from '../../train/trainable.js';
import { type Comparison, equal } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Case, Context } from '../kind.js';
import { BOUNDS, close, compareTensors, corruptionOf, PRECISIONS, ruleOf, setParameters } from './play.js';

/** Absolute error that is let pass: of double precision, and where single precision has nothing to be relative to. */
const LEAST: { readonly [precision in Precision]: number } = { f64: 1e-13, f32: 1e-7 };
/** Adam divides the rounding of a gradient that is 0 by its own size: each step may be as large as its rate. */
const ADAM_LEAST = 1e-9;

const isAdaptive = (rule: string): boolean => rule === 'adam' || rule === 'adamW';
/** Keys have a bias that shifts all scores alike, so its gradient is 0 but for rounding. */
const hasNullDirection = ({ name }: Tensor): boolean => name.endsWith('attn.c_attn.bias');

interface Training {
  readonly trainable: Trainable;
  readonly batches: readonly Batch[];
}

function batchesOf(golden: Golden, items: number, isText: boolean): readonly Batch[] {
  const [xs, ys] = [golden.value('x'), golden.value('y')] as (readonly unknown[])[];
  const flat = (value: unknown): number[] => [value].flat(Number.POSITIVE_INFINITY) as number[];
  return xs.map((x, i) => ({
    items,
    inputs: isText ? Int32Array.from(flat(x)) : Float64Array.from(flat(x)),
    targets: Int32Array.from(flat(ys[i])),
  }));
}

/** Trains one step a batch; `before` is called before each step. */
function train({ trainable, batches }: Training, before: (step: number) => void) {
  return batches.map((batch, step) => {
    before(step);
    const { loss, correct, targets } = trainable.lossAndGradient(batch, { step });
    trainable.optimize();
    return { loss: loss / targets, accuracy: correct / targets };
  });
}

/** Logits and gradients of the first batch before any step. */
function firstPass({ trainable, batches }: Training, given: Golden, bound: number): readonly Comparison[] {
  const { precision, tensors } = trainable;
  const logits = close(
    'first logits',
    trainable.logits(batches[0]),
    given.numbers('first_logits'),
    bound,
    LEAST[precision],
  );
  trainable.lossAndGradient(batches[0], { step: 0 });
  const gradients = given.part('first_grads');
  return [
    logits,
    ...compareTensors('gradient', tensors, trainable.gradient(), gradients, bound, () => LEAST[precision]),
  ];
}

function perceptronCase(
  golden: Golden,
  one: Golden,
  precision: Precision,
  { kernels }: Context,
): readonly Comparison[] {
  const sizes = [...golden.integers('sizes')];
  const mixing = corruptionOf(one.part('corruption'));
  const network: NetworkSettings = { kind: 'perceptron', sizes, corruption: { training: mixing, test: mixing } };
  const items = golden.count('batch');
  const prune = golden.has('prune') ? golden.part('prune') : undefined;
  const rule = ruleOf(one.part('optimizer'), true);
  const trainable = openAlone(kernels(HETEROSYNAPTIC_MODULE), {
    network,
    rule,
    precision,
    items,
    prunes: prune !== undefined,
  });
  setParameters(trainable, golden.part('params'));
  const training = { trainable, batches: batchesOf(golden, items, false) };
  const { single, final } = BOUNDS[precision];
  const first = firstPass(training, one, single);
  const found: Comparison[] = [equal('steps', training.batches.length, golden.count('steps'))];
  const compare = (what: string, key: string) =>
    compareTensors(what, trainable.tensors, trainable.parameters(), one.part(key), final, () => LEAST[precision]);
  const course = train(training, (step) => {
    if (prune === undefined || step !== prune.count('before_step')) return;
    found.push(...compare('before pruning', 'params_before_prune'));
    trainable.prune(prune.count('N'), prune.count('M'));
    found.push(...compareMasks(trainable, one.part('masks')));
  });
  const losses = course.map(({ loss }) => loss);
  const accuracies = course.map(({ accuracy }) => accuracy);
  found.push(close('losses', losses, one.numbers('losses'), single, LEAST[precision]));
  found.push(equal('accuracies', accuracies, [...one.numbers('accuracies')]), ...compare('final', 'final_params'));
  if (prune !== undefined) found.push(...compareEffective(trainable, one.part('final_effective_params'), final));
  return [...first, ...found];
}

function compareMasks(trainable: Trainable, golden: Golden): readonly Comparison[] {
  const masks = trainable.masks() ?? new Uint8Array();
  return trainable.tensors.map(({ name, shape, offset, count }) => {
    const own = masks.subarray(offset, offset + count);
    // a tensor that is left alone has no mask
    if (!golden.has(name)) return equal(`mask ${name}`, shape.length === 2 && own.some((bit) => bit === 0), false);
    return equal(`mask ${name}`, [...own], [...golden.integers(name)]);
  });
}

function compareEffective(trainable: Trainable, golden: Golden, bound: number): readonly Comparison[] {
  const masks = trainable.masks() ?? new Uint8Array();
  const acting = trainable.parameters().map((value, i) => value * masks[i]);
  return compareTensors('effective', trainable.tensors, acting, golden, bound, () => LEAST[trainable.precision]);
}

export const perceptronCases = (golden: Golden): readonly Case[] =>
  golden.list('cases').flatMap((one, i) =>
    PRECISIONS.map((precision) => ({
      name: `perceptron ${i + 1} in ${precision}`,
      check: (context: Context) => perceptronCase(golden, one, precision, context),
    })),
  );

function transformerSettings(golden: Golden): NetworkSettings {
  const model = golden.part('model');
  return {
    kind: 'gpt',
    shape: {
      vocabulary: model.count('vocab_size'),
      context: model.count('block_size'),
      layers: model.count('n_layer'),
      heads: model.count('n_head'),
      width: model.count('n_embd'),
      hasBias: model.flag('bias'),
      isCausal: model.flag('causal'),
    },
    lastTokens: golden.count('num_last_tokens'),
    dropout: { probability: model.number('dropout', 0), seed: 0 },
  };
}

function openTransformer(
  golden: Golden,
  rule: Golden | undefined,
  precision: Precision,
  { kernels }: Context,
): Training {
  const items = (golden.value('x') as readonly (readonly unknown[])[])[0].length;
  const settings = { network: transformerSettings(golden), precision, items, prunes: false };
  const none = { rule: ruleOf(rule ?? golden.list('cases')[0].part('optimizer'), false) };
  const trainable = openAlone(kernels(HETEROSYNAPTIC_MODULE), { ...settings, ...none });
  setParameters(trainable, golden.part('params'));
  const length = (golden.value('x') as readonly (readonly (readonly number[])[])[])[0][0].length;
  return { trainable, batches: batchesOf(golden, items, true).map((batch) => ({ ...batch, length })) };
}

function transformerFirst(golden: Golden, precision: Precision, context: Context): readonly Comparison[] {
  const training = openTransformer(golden, undefined, precision, context);
  const { trainable, batches } = training;
  const { single } = BOUNDS[precision];
  const logits = [...trainable.logits(batches[0])];
  const { classes } = trainable;
  const predictions = Array.from({ length: logits.length / classes }, (_, row) => {
    const own = logits.slice(row * classes, (row + 1) * classes);
    return own.indexOf(Math.max(...own));
  });
  const { loss, correct, targets } = trainable.evaluate(batches[0]);
  const { exp } = elementaryOf(context.kernels(HETEROSYNAPTIC_MODULE));
  const mean = loss / targets;
  return [
    ...firstPass(training, golden, single),
    close('loss', [mean], golden.numbers('first_loss'), single, LEAST[precision]),
    close('perplexity', [exp(mean)], golden.numbers('first_ppl'), single, LEAST[precision]),
    equal('predictions', predictions, [...golden.integers('first_predictions')]),
    equal('accuracy', correct / targets, golden.number('first_accuracy')),
    ...(golden.has('draws') ? compareDraws(golden, golden.part('draws'), batches) : []),
  ];
}

/** Batches of selective copying follow from their draws. */
function compareDraws(golden: Golden, draws: Golden, batches: readonly Batch[]): readonly Comparison[] {
  const task = {
    noise: draws.count('l_noise'),
    memorize: draws.count('l_memorize'),
    tokens: golden.part('model').count('vocab_size'),
    isVariable: true,
    isReversed: false,
  };
  const tokens = draws.value('tokens') as readonly (readonly (readonly number[])[])[];
  const permutations = draws.value('permutations') as readonly (readonly (readonly number[])[])[];
  const samples = tokens.map((batch, b) => batch.map((drawn, i) => copyingSample(task, drawn, permutations[b][i])));
  const joined = (part: 'x' | 'y') => samples.map((batch) => batch.flatMap((sample) => [...sample[part]]));
  return [
    equal(
      'x of draws',
      joined('x'),
      batches.map(({ inputs }) => [...inputs]),
    ),
    equal(
      'y of draws',
      joined('y'),
      batches.map(({ targets }) => [...targets]),
    ),
  ];
}

function transformerCase(golden: Golden, one: Golden, precision: Precision, context: Context): readonly Comparison[] {
  const rule = one.part('optimizer');
  const training = openTransformer(golden, rule, precision, context);
  const { trainable, batches } = training;
  const losses = train(training, () => undefined).map(({ loss }) => loss);
  const { loss, targets } = trainable.evaluate(batches[0]);
  const { single, final } = BOUNDS[precision];
  const adaptive = isAdaptive(rule.text('update_alg'));
  const wandering = precision === 'f32' ? 2 * batches.length * rule.number('lr') : ADAM_LEAST;
  const least = (tensor: Tensor): number => {
    if (!adaptive) return LEAST[precision];
    return hasNullDirection(tensor) || precision === 'f64' ? wandering : LEAST[precision];
  };
  return [
    close('losses', losses, one.numbers('losses'), single, LEAST[precision]),
    close('final loss', [loss / targets], one.numbers('final_loss_on_first_batch'), final, LEAST[precision]),
    ...compareTensors('final', trainable.tensors, trainable.parameters(), one.part('final_params'), final, least),
  ];
}

export const transformerCases = (golden: Golden): readonly Case[] =>
  PRECISIONS.flatMap((precision) => [
    {
      name: `transformer, first batch in ${precision}`,
      check: (context: Context) => transformerFirst(golden, precision, context),
    },
    ...golden.list('cases').map((one, i) => ({
      name: `transformer ${i + 1} in ${precision}`,
      check: (context: Context) => transformerCase(golden, one, precision, context),
    })),
  ]);
