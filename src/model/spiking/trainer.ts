/** A network of samples with Adam, as the training engine drives it (src/train/trainable.ts). */
import { MsmError } from '../../errors.js';
import type { Block } from '../../kernel/struct.js';
import { adamStep } from '../../train/adam.js';
import { ended, type Pieces } from '../../train/pieces.js';
import { openSlots } from '../../train/slots.js';
import { countOf } from '../../train/tensors.js';
import {
  type Batch,
  type Clipping,
  type Moment,
  type Outcome,
  type Share,
  type Survey,
  sharesOf,
  sumOfOutcomes,
  type Trainable,
} from '../../train/trainable.js';
import { sumOfShares } from '../../train/whole-batch.js';
import { openKeptRecords } from './kept-records.js';
import type { Numeric } from './numeric.js';
import { openObjective } from './objective.js';
import { type RateLoss, rateGradient, rateLoss } from './rates.js';
import type { SampleNetwork } from './sample-network.js';
import type { SpikingSettings } from './settings-types.js';
import { PROGRESS, placesOf } from './state.js';
import { isCounted } from './tensors.js';

/** Rows that an item counts as when a batch is cut into shares: one has thousands of steps. */
export const ROWS_OF_ITEM = 64;
/** Bytes in which forward passes are kept where nothing else is said: those of the default batch, by two threads or one. */
const KEPT_BYTES = 1.25 * 2 ** 30;
const NO_RATES: RateLoss = { terms: [], loss: 0 };

interface TrainerSettings {
  readonly numeric: Numeric;
  readonly network: SampleNetwork;
  readonly settings: SpikingSettings;
  /** With the arrays of `trainedState`. */
  readonly block: Block;
  readonly arrays: readonly string[];
}

/** Batches in linear memory. */
function openItems(numeric: Numeric, { width, asked }: SampleNetwork, kinds: number, items: number) {
  const inputs = numeric.room(items * width);
  const targets = numeric.words(items * (asked?.most ?? 1));
  const targetsOf = (items: number): number => items * (asked?.of(inputs) ?? 1);
  return {
    targets,
    /** Targets of so many items of the batch. */
    targetsOf,
    item: (i: number) => inputs + i * width * numeric.size,
    /** Copies a batch; returns whether its inputs are others than those before. */
    place: (batch: Batch, withTargets: boolean): boolean => {
      const n = batch.items;
      if (n < 1 || n > items) throw new RangeError(`a batch of ${n} items, of 1 to ${items}`);
      if (batch.inputs.length < n * width) throw new RangeError(`${batch.inputs.length} inputs, ${n * width} needed`);
      const view = numeric.view(inputs, n * width);
      let isOther = false;
      for (let i = 0; i < n * width; i++) {
        const before = view[i];
        view[i] = batch.inputs[i];
        isOther ||= view[i] !== before;
      }
      if (withTargets) {
        const count = targetsOf(n);
        for (let i = 0; i < count; i++) {
          const target = batch.targets[i];
          if (!(target >= 0 && target < kinds)) {
            throw new RangeError(`target ${i} is ${target}, it must be from 0 to ${kinds - 1}`);
          }
        }
        numeric.kernels.i32(targets, count).set(batch.targets.subarray(0, count));
      }
      return isOther;
    },
  };
}

function openAdam(numeric: Numeric, block: Block, { tensors }: SampleNetwork, settings: SpikingSettings) {
  const places = placesOf(block);
  const k = numeric.pick('adam');
  return (gradient: number, rate: number | undefined, chosen = tensors): void => {
    const t = block.f64('progress')[PROGRESS.steps] + 1;
    const adam = { ...settings.adam, rate: rate ?? settings.adam.rate };
    for (const { offset, count } of chosen) {
      const at = offset * numeric.size;
      const [p, moment, variance] = [places.parameters + at, places.moment + at, places.variance + at];
      adamStep(k.adam, adam, t, { count, p, g: gradient + at, moment, variance });
    }
    block.f64('progress')[PROGRESS.steps] = t;
  };
}

/** Lengths of gradients; undefined where they may be of any. */
function clippingOf(numeric: Numeric, gradient: number, longest: number): Clipping | undefined {
  if (longest <= 0) return undefined;
  const k = numeric.pick('dot_wide', 'scale_to');
  const at = (offset: number): number => gradient + offset * numeric.size;
  return {
    longest,
    squares: ({ offset, count }) => k.dot_wide(count, at(offset), at(offset)),
    scale: ({ offset, count }, factor) => k.scale_to(count, factor, at(offset), at(offset)),
  };
}

const noPruning = (): never => {
  throw new MsmError('E_CONFIG', 'spiking networks cannot be pruned', { place: 'prune' });
};

export function openTrainer({ numeric, network, settings, block, arrays }: TrainerSettings): Trainable {
  const { kernels, size } = numeric;
  const { tensors, classes, width, layers, measures, asked, norm } = network;
  const { items, rates: regulated } = settings;
  const count = countOf(tensors);
  const k = numeric.pick('add');
  const places = placesOf(block);
  const slots = openSlots(numeric, tensors, k.add);
  const { gradient } = slots;
  const optimize = openAdam(numeric, block, network, settings);
  const objective = openObjective(numeric, network);
  const incoming = openItems(numeric, network, objective.kinds, items);
  // they are kept from the survey of rates to the gradient
  const kept = layers.length > 0 ? items : 0;
  const records = openKeptRecords(numeric, network.recordBytes, kept, settings.keptBytes ?? KEPT_BYTES);
  norm?.announce(items);
  const neurons = layers.reduce((sum, layer) => sum + layer.neurons, 0);
  const most = asked?.most ?? 1;
  const [logits, logitsBar] = [items * most * classes, most * classes].map((n) => numeric.room(n));
  const answers = numeric.words(items * most);
  // what is normalised over a batch is one share of it
  const shares = (n: number): readonly Share[] =>
    norm === undefined ? sharesOf(n, ROWS_OF_ITEM) : [{ from: 0, to: n }];
  const partRoom = numeric.later(shares(items).length > 1 ? 1 : 0, count);
  let part = 0;
  let isStale = true;
  let rates = NO_RATES;
  let ratesBar: Float64Array = new Float64Array(neurons);

  const place = (batch: Batch, withTargets: boolean): void => {
    if (incoming.place(batch, withTargets)) records.forget();
    if (!isStale) return;
    network.take(places.parameters);
    isStale = false;
  };
  const changed = (): void => {
    isStale = true;
    records.forget();
  };
  const all = ({ items: n }: Batch): Share => ({ from: 0, to: shares(n).length });
  const made = (item: number, keeps: boolean): number => {
    const known = records.of(item);
    if (known !== undefined) return known;
    const record = records.place(item, keeps);
    network.forward(incoming.item(item), record);
    return record;
  };

  const surveyed = function* (batch: Batch, { from, to }: Share): Pieces<Float64Array> {
    place(batch, false);
    const sums = new Float64Array(neurons * (to - from));
    for (const [i, share] of shares(batch.items).slice(from, to).entries()) {
      const own = sums.subarray(i * neurons, (i + 1) * neurons);
      for (let item = share.from; item < share.to; item++) {
        network.count(incoming.item(item), made(item, true), own);
        yield;
      }
    }
    return sums;
  };
  const survey: Survey = {
    count: neurons,
    of: (batch, run) => ended(surveyed(batch, run)),
    take: (sums, batch) => {
      rates = rateLoss(layers, sums, batch.items, regulated);
      ratesBar = rateGradient(layers, sums, batch.items, regulated);
    },
  };

  /** Measures of a share, in their order: silent read-outs, loss of rates, mean rate of each layer; sums over its targets. */
  const measured = (share: Share, silent: number, spikes: Float64Array): readonly number[] => {
    if (layers.length === 0) return [silent];
    const mean = layers.map(({ from, neurons: n, seconds }) => {
      let sum = 0;
      for (let i = from; i < from + n; i++) sum += spikes[i];
      return sum / (n * seconds);
    });
    return [silent, (share.to - share.from) * rates.loss, ...mean];
  };
  const learnShare = function* (share: Share, items: number, isRegulated: boolean, gradient: number): Pieces<Outcome> {
    network.clear(gradient);
    if (norm !== undefined) yield* norm.together(Array.from({ length: items }, (_, i) => incoming.item(i)));
    const spikes = new Float64Array(neurons);
    let [loss, correct, silent] = [0, 0, 0];
    const each = incoming.targetsOf(1);
    for (let item = share.from; item < share.to; item++) {
      const record = made(item, false);
      network.count(incoming.item(item), record, spikes);
      if (network.isSilent(record)) silent += each;
      numeric.view(logitsBar, each * classes).set(numeric.view(network.logits(record), each * classes));
      const wanted = kernels.i32(incoming.targets, items * each).subarray(item * each, (item + 1) * each);
      const own = objective.learn(incoming.item(item), wanted, logitsBar, items * each);
      loss += own.loss;
      correct += own.correct;
      network.backward(incoming.item(item), record, logitsBar, gradient);
      yield;
    }
    network.finish(gradient);
    const targets = (share.to - share.from) * each;
    if (isRegulated) loss += targets * rates.loss;
    return { loss, correct, targets, measures: measured(share, silent, spikes) };
  };
  const learned = function* (
    batch: Batch,
    { from, to }: Share,
    { epoch = 0 }: Moment,
    slot: number,
  ): Pieces<readonly Outcome[]> {
    const target = slots.at(slot);
    place(batch, true);
    // epochs before learn without: rates are measured, and not yet part of what is minimised
    const isRegulated = epoch >= (regulated.from ?? 1) && regulated.weight !== 0 && layers.length > 0;
    network.takeRates(isRegulated ? ratesBar : new Float64Array(neurons));
    const found: Outcome[] = [];
    for (const share of shares(batch.items).slice(from, to)) {
      if (part === 0 && found.length > 0) part = partRoom();
      const to = found.length === 0 ? target : part;
      found.push(yield* learnShare(share, batch.items, isRegulated, to));
      if (to !== target) k.add(count, part, target);
    }
    return found;
  };
  const looked = function* (batch: Batch, { from, to }: Share): Pieces<void> {
    place(batch, false);
    norm?.apart();
    for (const share of shares(batch.items).slice(from, to)) {
      for (let item = share.from; item < share.to; item++) {
        const own = numeric.view(network.logits(made(item, false)), incoming.targetsOf(1) * classes);
        numeric.view(logits + incoming.targetsOf(item) * classes * size, own.length).set(own);
        yield;
      }
    }
  };
  const look: Trainable['look'] = (batch, run) => ended(looked(batch, run));
  const gradientOfShares: Trainable['gradientOfShares'] = (...of) => ended(learned(...of));
  const logitsOf: Trainable['logitsOf'] = (batch, { from, to }) => {
    const run = shares(batch.items).slice(from, to);
    const [first, end] = run.length === 0 ? [0, 0] : [run[0].from, run[run.length - 1].to];
    const [before, own] = [incoming.targetsOf(first), incoming.targetsOf(end - first)];
    return numeric.view(logits + before * classes * size, own * classes);
  };
  const score: Trainable['score'] = (batch) => {
    place(batch, true);
    const itemOf = (target: number): number => incoming.item(Math.floor(target / incoming.targetsOf(1)));
    return objective.score(incoming.targetsOf(batch.items), itemOf, incoming.targets, logits, answers);
  };
  const inPieces: Trainable['inPieces'] = {
    lossAndGradient: function* (batch, at) {
      if (layers.length > 0) survey.take(sumOfShares(yield* surveyed(batch, all(batch)), neurons), batch);
      return sumOfOutcomes(yield* learned(batch, all(batch), at, 0));
    },
    evaluate: function* (batch) {
      yield* looked(batch, all(batch));
      return score(batch);
    },
    survey: surveyed,
    gradientOfShares: learned,
    look: looked,
  };
  const clipping = clippingOf(numeric, gradient, settings.maxGradient);
  const counted = countOf(tensors.filter(isCounted));

  return {
    ...{ precision: numeric.precision, tensors, count, items, block, arrays, shares, width, classes, measures },
    ...(layers.length > 0 && { survey }),
    ...(clipping !== undefined && { clipping }),
    ...(counted > 0 && { unlearned: counted }),
    targetsOfItem: most,
    // what is shown is the same for all targets of an item
    ...(asked !== undefined && { trialsOfItem: 1 }),
    scoring: objective.scoring,
    parameters: () => numeric.view(places.parameters, count),
    gradient: () => numeric.view(gradient, count),
    changed,
    inPieces,
    lossAndGradient: (batch, at) => ended(inPieces.lossAndGradient(batch, at)),
    gradientOfShares,
    slot: (slot) => numeric.view(slots.at(slot), count),
    addPart: slots.addPart,
    look,
    logitsOf,
    score,
    answers: (batch) => kernels.i32(answers, incoming.targetsOf(batch.items)),
    evaluate: (batch) => ended(inPieces.evaluate(batch)),
    logits: (batch) => {
      look(batch, all(batch));
      return logitsOf(batch, all(batch));
    },
    optimize: (rate, chosen) => {
      optimize(gradient, rate, chosen);
      norm?.renew(places.parameters);
      changed();
    },
    piecesOf: ({ offset: from, count: n }) =>
      ['parameters', 'moment', 'variance'].map((array) => ({ array, from, count: n })),
    restart: () => {
      for (const name of ['moment', 'variance']) {
        (numeric.precision === 'f32' ? block.f32(name) : block.f64(name)).fill(0);
      }
      block.f64('progress')[PROGRESS.steps] = 0;
    },
    prune: noPruning,
    setMasks: noPruning,
    masks: () => undefined,
  };
}
