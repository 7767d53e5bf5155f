/** A network of layers with a rule of descent, as the training engine drives it (src/train/trainable.ts). */
import type { Block } from '../../kernel/struct.js';
import { openSlots } from '../../train/slots.js';
import type { Rank } from '../../train/team.js';
import { countOf } from '../../train/tensors.js';
import {
  type Batch,
  groupsOf,
  largestShare,
  MOST_SHARES,
  type Moment,
  type Outcome,
  type Share,
  sharesOf,
  sumOfOutcomes,
  type Tensor,
  type Trainable,
  type UnitSplit,
} from '../../train/trainable.js';
import { learnWhole } from '../../train/whole-batch.js';
import { openBatch } from './batch.js';
import type { Network, Pass } from './network.js';
import type { Numeric } from './numeric.js';
import { openOptimizer } from './optimizer.js';
import type { RuleSettings } from './rules.js';
import { PROGRESS, placesOf } from './state.js';

export interface TrainerSettings {
  readonly numeric: Numeric;
  readonly network: Network;
  readonly rule: RuleSettings;
  /** With the arrays of `trainedState`. */
  readonly block: Block;
  /** Their names. */
  readonly arrays: readonly string[];
  /** Most items of a batch. */
  readonly items: number;
  readonly prunes: boolean;
}

export function openTrainer({ numeric, network, rule, block, arrays, items, prunes }: TrainerSettings): Trainable {
  const { kernels, size } = numeric;
  const { tensors } = network;
  const count = countOf(tensors);
  const k = numeric.pick('add', 'apply_mask', 'nm_mask', 'cross_entropy', 'predict');
  const places = placesOf(block);
  const optimizer = openOptimizer(numeric, block, tensors, rule);
  const incoming = openBatch(numeric, network, items);
  const slots = openSlots(numeric, tensors, k.add);
  const { gradient } = slots;
  const acting = prunes ? numeric.room(count) : places.parameters;
  const part = network.adds({ from: 0, to: largestShare(items, network.rowsOfItem) }) ? gradient : numeric.room(count);
  const logits = numeric.room(items * network.targetsOfItem * network.classes);
  const answers = numeric.words(items * network.targetsOfItem);
  const [outcome, top] = [kernels.allocate(16 * MOST_SHARES), numeric.room(1)];
  /** Whoever packs weights, and has not those of now. */
  const stale = new Set<Pick<Network, 'take'>>([network]);
  const users = new Set(stale);

  const isPruned = (): boolean => prunes && block.f64('progress')[PROGRESS.isPruned] !== 0;
  const refresh = (user: Pick<Network, 'take'> = network): void => {
    if (!stale.delete(user)) return;
    if (isPruned()) k.apply_mask(count, places.parameters, places.masks, acting);
    user.take(isPruned() ? acting : places.parameters);
  };
  /** What is pruned has no gradient. */
  const maskGradient = (target: number, { offset, count: n }: Pick<Tensor, 'offset' | 'count'>): void => {
    const at = target + offset * size;
    if (isPruned()) k.apply_mask(n, at, places.masks + offset, at);
  };
  const changed = (): void => {
    for (const user of users) stale.add(user);
  };
  const readOutcome = (targets: number, share = 0): Outcome => {
    const [loss, correct] = kernels.f64(outcome + 16 * share, 2);
    return { loss, correct, targets };
  };
  const passOf = (batch: Batch, shares: readonly Share[], step: number, target: number, adds: boolean): Pass => {
    const scale = 1 / (batch.items * incoming.targetsOfItem(batch));
    return { batch: incoming.placed(), shares, scale, step, gradient: target, adds, outcome };
  };
  const outcomesOf = (batch: Batch, shares: readonly Share[]): readonly Outcome[] =>
    shares.map(({ from, to }, i) => readOutcome((to - from) * incoming.targetsOfItem(batch), i));
  const learn = (...[batch, some, ...given]: Parameters<typeof passOf>): readonly Outcome[] => {
    network.learn(passOf(batch, some, ...given));
    return outcomesOf(batch, some);
  };
  const shares = (n: number): readonly Share[] => sharesOf(n, network.rowsOfItem);
  const all = ({ items: n }: Batch): Share => ({ from: 0, to: shares(n).length });
  /** The shares of a run, in groups that one pass takes. */
  const groups = (batch: Batch, { from, to }: Share): readonly (readonly Share[])[] =>
    groupsOf(shares(batch.items).slice(from, to), network.itemsTogether);
  const gradientOfShares: Trainable['gradientOfShares'] = (batch, { from, to }, { step }, slot) => {
    const target = slots.at(slot);
    incoming.place(batch, true);
    refresh();
    const found = groups(batch, { from, to }).flatMap((group, i) => {
      const isAdded = i > 0 && !group.every(network.adds);
      if (!isAdded) return learn(batch, group, step, target, i > 0);
      network.finish(target);
      const outcomes = learn(batch, group, step, part, false);
      network.finish(part);
      k.add(count, part, target);
      return outcomes;
    });
    network.finish(target);
    maskGradient(target, { offset: 0, count });
    return found;
  };
  /** Bytes of an item's logits. */
  const rowBytes = (batch: Batch): number => incoming.targetsOfItem(batch) * network.classes * size;
  const look: Trainable['look'] = (batch, run) => {
    incoming.place(batch, false);
    refresh();
    for (const group of groups(batch, run)) {
      const [{ from }, { to }] = [group[0], group[group.length - 1]];
      network.look(incoming.placed(), { from, to }, logits + from * rowBytes(batch));
    }
  };
  const logitsOf: Trainable['logitsOf'] = (batch, { from, to }) => {
    const run = shares(batch.items).slice(from, to);
    const [first, end] = run.length === 0 ? [0, 0] : [run[0].from, run[run.length - 1].to];
    return numeric.view(logits + first * rowBytes(batch), ((end - first) * rowBytes(batch)) / size);
  };
  const score: Trainable['score'] = (batch) => {
    incoming.place(batch, true);
    const rows = batch.items * incoming.targetsOfItem(batch);
    k.predict(rows, network.classes, logits, answers);
    k.cross_entropy(rows, network.classes, logits, incoming.placed().targets, 1, outcome, top);
    return readOutcome(rows);
  };

  const split = (place: Rank): UnitSplit | undefined => {
    const units = network.units?.(place);
    if (units === undefined) return undefined;
    const parts = Array.from({ length: place.size }, (_, rank) => units.partsOf(rank));
    const wholeOf = ({ name }: Tensor): Tensor => tensors.find((tensor) => tensor.name === name) as Tensor;
    if (!parts.flat().every((part) => optimizer.splits(part, wholeOf(part)))) return undefined;
    users.add(units);
    stale.add(units);
    let found: Outcome = { loss: Number.NaN, correct: 0, targets: 0 };
    return {
      ...{ items: network.itemsTogether, needs: units.needs, numbers: units.numbers, parts },
      ...{ isReadByAll: units.isReadByAll, made: units.made, outcome: () => found },
      stage: (batch, { step }: Moment, stage) => {
        if (stage === 0) incoming.place(batch, true);
        refresh(units);
        units.learn(passOf(batch, shares(batch.items), step, gradient, false), stage);
        if (stage < units.needs.length - 1) return;
        units.finish(gradient);
        found = sumOfOutcomes(outcomesOf(batch, shares(batch.items)));
        for (const part of parts[place.rank]) maskGradient(gradient, part);
      },
    };
  };

  return {
    split,
    ...{ precision: numeric.precision, tensors, count, items, block, arrays, shares },
    width: network.width,
    targetsOfItem: network.targetsOfItem,
    classes: network.classes,
    parameters: () => numeric.view(places.parameters, count),
    gradient: () => numeric.view(gradient, count),
    changed,
    lossAndGradient: (batch, at) => learnWhole({ shares, gradientOfShares }, batch, at),
    gradientOfShares,
    slot: (slot) => numeric.view(slots.at(slot), count),
    addPart: slots.addPart,
    look,
    logitsOf,
    score,
    answers: (batch) => kernels.i32(answers, batch.items * incoming.targetsOfItem(batch)),
    evaluate: (batch) => {
      look(batch, all(batch));
      return score(batch);
    },
    logits: (batch) => {
      look(batch, all(batch));
      return logitsOf(batch, all(batch));
    },
    optimize: (rate, chosen) => {
      optimizer.step(gradient, rate, chosen);
      changed();
    },
    piecesOf: (tensor) => optimizer.piecesOf(tensor),
    restart: () => optimizer.restart(),
    prune: (n, m) => {
      refresh();
      const skipped: string[] = [];
      const from = isPruned() ? acting : places.parameters;
      block.u8('masks').fill(1);
      for (const { name, shape, offset, count: entries } of tensors) {
        if (shape.length !== 2) continue;
        if (shape[1] % m !== 0) skipped.push(name);
        else k.nm_mask(entries, from + offset * size, n, m, places.masks + offset);
      }
      block.f64('progress')[PROGRESS.isPruned] = 1;
      optimizer.restart();
      changed();
      return { skipped };
    },
    setMasks: (given) => {
      if (!prunes) throw new RangeError('masks for a network that is not pruned');
      if (given.length !== count) throw new RangeError(`${given.length} masks of ${count} parameters`);
      block.u8('masks').set(given);
      block.f64('progress')[PROGRESS.isPruned] = 1;
      changed();
    },
    masks: () => (isPruned() ? block.u8('masks') : undefined),
  };
}
