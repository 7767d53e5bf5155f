/** A small linear classifier in plain code that asks for all that the training engine can do: a survey, clipping, measures. */
import { CORE_MODULE } from '../../src/kernel/core-kernels.js';
import { type Block, layOut, openBlock, type StructDeclaration } from '../../src/kernel/struct.js';
import {
  type Batch,
  type Moment,
  type Outcome,
  type Share,
  sharesOf,
  type Tensor,
  type Trainable,
  type TrainableState,
} from '../../src/train/trainable.js';
import { learnWhole } from '../../src/train/whole-batch.js';
import { freshKernels } from '../conformance/kernels.js';

const [WIDTH, CLASSES] = [3, 2];
/** Shares have this many items at least, so that small batches have several. */
const ROWS = 64;

export const TOY_TENSORS: readonly Tensor[] = [
  { name: 'W', shape: [CLASSES, WIDTH], offset: 0, count: 6 },
  { name: 'b', shape: [CLASSES], offset: 6, count: 2 },
];
const COUNT = 8;

export const TOY_STATE: TrainableState = {
  arrays: [{ name: 'parameters', type: 'f64', shape: ['parameters'], meaning: 'weights and biases' }],
  sizes: { parameters: COUNT },
};

export interface ToySettings {
  readonly items: number;
  /** Of what is added to the loss, from the second epoch on: the squared means of the logits over the batch. */
  readonly pull?: number;
  readonly longest?: number;
}

export const TOY_MEASURES = [
  { name: 'pull', meaning: 'squared means of the logits', isSummarised: true },
  { name: 'low', meaning: 'share of items with low logits', unit: '1', whenZero: 'no item was low' },
] as const;

/** Opens one on a block with the arrays of `TOY_STATE`; its weights follow from nothing. */
export function openToy(block: Block, { items, pull = 0, longest }: ToySettings): Trainable {
  const gradients = [new Float64Array(COUNT)];
  let means = new Float64Array(CLASSES);
  let logits = new Float64Array(0);
  const parameters = (): Float64Array => block.f64('parameters');
  if (parameters().every((value) => value === 0)) parameters().set([0.3, -0.7, 0.11, -0.5, 0.9, 0.77, 0.1, -0.2]);
  const slot = (n: number): Float64Array => {
    gradients[n] ??= new Float64Array(COUNT);
    return gradients[n];
  };
  const shares = (n: number): readonly Share[] => sharesOf(n, ROWS);
  const rowOf = ({ inputs }: Batch, item: number): readonly number[] => {
    const x = inputs.subarray(item * WIDTH, (item + 1) * WIDTH);
    const p = parameters();
    return [0, 1].map((c) => p[3 * c] * x[0] + p[3 * c + 1] * x[1] + p[3 * c + 2] * x[2] + p[6 + c]);
  };
  const learnShare = (batch: Batch, { from, to }: Share, { epoch = 0 }: Moment, into: Float64Array): Outcome => {
    let [loss, correct, low] = [0, 0, 0];
    const acting = epoch > 0 ? pull : 0;
    for (let item = from; item < to; item++) {
      const row = rowOf(batch, item);
      const [a, b] = row.map((z) => Math.exp(z));
      const target = batch.targets[item];
      loss -= Math.log([a, b][target] / (a + b));
      if (row[target] > row[1 - target]) correct++;
      if (row[0] + row[1] < 0) low++;
      for (let c = 0; c < CLASSES; c++) {
        const d = ([a, b][c] / (a + b) - (c === target ? 1 : 0) + 2 * acting * means[c]) / batch.items;
        for (let i = 0; i < WIDTH; i++) into[3 * c + i] += d * batch.inputs[item * WIDTH + i];
        into[6 + c] += d;
      }
    }
    const squared = means[0] ** 2 + means[1] ** 2;
    return { loss, correct, targets: to - from, measures: [(to - from) * squared, low] };
  };
  const gradientOfShares: Trainable['gradientOfShares'] = (batch, run, at, into) => {
    slot(into).fill(0);
    return shares(batch.items)
      .slice(run.from, run.to)
      .map((share) => {
        // each by itself, as a share of another thread would be
        const own = new Float64Array(COUNT);
        const outcome = learnShare(batch, share, at, own);
        for (let i = 0; i < COUNT; i++) slot(into)[i] += own[i];
        return outcome;
      });
  };
  const survey: Trainable['survey'] = {
    count: CLASSES,
    of: (batch, { from, to }) =>
      shares(batch.items)
        .slice(from, to)
        .flatMap((share) => {
          const sums = [0, 0];
          for (let item = share.from; item < share.to; item++) {
            for (const [c, z] of rowOf(batch, item).entries()) sums[c] += z;
          }
          return sums;
        }),
    take: (sums, batch) => {
      means = sums.map((sum) => sum / batch.items);
    },
  };
  const look: Trainable['look'] = (batch, run) => {
    if (logits.length < batch.items * CLASSES) logits = new Float64Array(items * CLASSES);
    for (const { from, to } of shares(batch.items).slice(run.from, run.to)) {
      for (let item = from; item < to; item++) logits.set(rowOf(batch, item), item * CLASSES);
    }
  };
  const logitsOf: Trainable['logitsOf'] = (batch, { from, to }) => {
    const run = shares(batch.items).slice(from, to);
    return logits.subarray((run[0]?.from ?? 0) * CLASSES, (run.at(-1)?.to ?? 0) * CLASSES);
  };
  const score: Trainable['score'] = (batch) => {
    let [loss, correct] = [0, 0];
    for (let item = 0; item < batch.items; item++) {
      const [a, b] = logits.subarray(item * CLASSES, (item + 1) * CLASSES);
      const target = batch.targets[item];
      loss += Math.log(Math.exp(a) + Math.exp(b)) - [a, b][target];
      if ([a, b][target] > [a, b][1 - target]) correct++;
    }
    return { loss, correct, targets: batch.items };
  };
  const all = (batch: Batch): Share => ({ from: 0, to: shares(batch.items).length });
  const own = (values: Float64Array, { offset, count }: Tensor): Float64Array =>
    values.subarray(offset, offset + count);
  return {
    ...{ precision: 'f64', tensors: TOY_TENSORS, count: COUNT, items, block, arrays: ['parameters'] },
    ...{ width: WIDTH, targetsOfItem: 1, classes: CLASSES, measures: TOY_MEASURES },
    ...{ parameters, shares, survey, gradientOfShares, slot, look, logitsOf, score },
    ...(longest !== undefined && {
      clipping: {
        longest,
        squares: (tensor) => own(gradients[0], tensor).reduce((sum, g) => sum + g * g, 0),
        scale: (tensor, factor) => {
          for (const [i, g] of own(gradients[0], tensor).entries()) own(gradients[0], tensor)[i] = g * factor;
        },
      },
    }),
    changed: () => {},
    gradient: () => gradients[0],
    lossAndGradient: (batch, at) => learnWhole({ shares, survey, gradientOfShares }, batch, at),
    addPart: (tensor, part, isFirst) => {
      const into = own(gradients[0], tensor);
      for (let i = 0; i < into.length; i++) into[i] = isFirst ? part[i] : into[i] + part[i];
    },
    evaluate: (batch) => {
      look(batch, all(batch));
      return score(batch);
    },
    logits: (batch) => {
      look(batch, all(batch));
      return logitsOf(batch, all(batch));
    },
    answers: (batch) => Int32Array.from({ length: batch.items }, (_, i) => (logits[2 * i + 1] > logits[2 * i] ? 1 : 0)),
    optimize: (rate = 0.1, tensors = TOY_TENSORS) => {
      for (const tensor of tensors) {
        const [p, g] = [own(parameters(), tensor), own(gradients[0], tensor)];
        for (let i = 0; i < p.length; i++) p[i] -= rate * g[i];
      }
    },
    piecesOf: ({ offset: from, count }) => [{ array: 'parameters', from, count }],
    restart: () => {},
    prune: () => ({ skipped: [] }),
    setMasks: () => {},
    masks: () => undefined,
  };
}

/** One on a block of its own. */
export function toy(settings: ToySettings): Trainable {
  const { memory, allocate } = freshKernels(CORE_MODULE);
  const declaration: StructDeclaration = { name: 'toy', scalars: [], arrays: TOY_STATE.arrays };
  const layout = layOut(declaration, TOY_STATE.sizes);
  return openToy(openBlock(memory, declaration, layout, allocate(layout.bytes), true), settings);
}

/** Items that can be told apart, but not at once. */
export function toyBatch(items: number, from = 0): Batch {
  const inputs = Float64Array.from({ length: items * WIDTH }, (_, i) => (((i + 3 * from) * 0.618) % 1) - 0.5);
  const targets = Int32Array.from({ length: items }, (_, i) => (inputs[i * WIDTH] > inputs[i * WIDTH + 1] ? 1 : 0));
  return { items, inputs, targets };
}
