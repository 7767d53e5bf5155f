/** A network of layers with a rule of descent, as the training engine drives it (src/train/trainable.ts). */
import type { Block } from '../../kernel/struct.js';
import {
  type Batch,
  largestShare,
  type Outcome,
  type Reals,
  type Share,
  sharesOf,
  type Trainable,
} from '../../train/trainable.js';
import { openBatch } from './batch.js';
import { countOf } from './layout.js';
import type { Network } from './network.js';
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
  /** Most items of a batch. */
  readonly items: number;
  readonly prunes: boolean;
}

const plus = (a: Outcome, b: Outcome): Outcome => ({
  loss: a.loss + b.loss,
  correct: a.correct + b.correct,
  targets: a.targets + b.targets,
});
const NOTHING: Outcome = { loss: 0, correct: 0, targets: 0 };

export function openTrainer({ numeric, network, rule, block, items, prunes }: TrainerSettings): Trainable {
  const { kernels, size } = numeric;
  const { tensors } = network;
  const count = countOf(tensors);
  const k = numeric.pick('add', 'apply_mask', 'nm_mask', 'cross_entropy');
  const places = placesOf(block);
  const optimizer = openOptimizer(numeric, block, tensors, rule);
  const incoming = openBatch(numeric, network, items);
  const [gradient, acting] = [numeric.room(count), prunes ? numeric.room(count) : places.parameters];
  const part = network.adds({ from: 0, to: largestShare(items, network.rowsOfItem) }) ? gradient : numeric.room(count);
  const logits = numeric.room(items * network.targetsOfItem * network.classes);
  const [outcome, top] = [kernels.allocate(16), numeric.room(1)];
  let isStale = true;

  const isPruned = (): boolean => prunes && block.f64('progress')[PROGRESS.isPruned] !== 0;
  const refresh = (): void => {
    if (!isStale) return;
    if (isPruned()) k.apply_mask(count, places.parameters, places.masks, acting);
    network.take(isPruned() ? acting : places.parameters);
    isStale = false;
  };
  const readOutcome = (targets: number): Outcome => {
    const [loss, correct] = kernels.f64(outcome, 2);
    return { loss, correct, targets };
  };
  const learn = (batch: Batch, share: Share, step: number, target: number, adds: boolean): Outcome => {
    const placed = incoming.placed();
    const each = incoming.targetsOfItem(batch);
    const scale = 1 / (batch.items * each);
    network.learn({ batch: placed, share, scale, step, gradient: target, adds, outcome });
    return readOutcome((share.to - share.from) * each);
  };
  const mask = (): void => {
    if (isPruned()) k.apply_mask(count, gradient, places.masks, gradient);
  };
  const shares = (n: number): readonly Share[] => sharesOf(n, network.rowsOfItem);
  const look = (batch: Batch, withTargets: boolean): number => {
    incoming.place(batch, withTargets);
    refresh();
    for (const share of shares(batch.items)) {
      const at = share.from * incoming.targetsOfItem(batch) * network.classes * size;
      network.look(incoming.placed(), share, logits + at);
    }
    return batch.items * incoming.targetsOfItem(batch);
  };

  return {
    ...{ precision: numeric.precision, tensors, count, items, block, shares },
    targetsOfItem: network.targetsOfItem,
    classes: network.classes,
    parameters: () => numeric.view(places.parameters, count),
    gradient: () => numeric.view(gradient, count),
    changed: () => {
      isStale = true;
    },
    lossAndGradient: (batch, { step }) => {
      incoming.place(batch, true);
      refresh();
      let total = NOTHING;
      for (const [i, share] of shares(batch.items).entries()) {
        const isAdded = i > 0 && !network.adds(share);
        if (isAdded) network.finish(gradient);
        total = plus(total, learn(batch, share, step, isAdded ? part : gradient, i > 0 && !isAdded));
        if (!isAdded) continue;
        network.finish(part);
        k.add(count, part, gradient);
      }
      network.finish(gradient);
      mask();
      return total;
    },
    gradientOfShare: (batch, share, { step }) => {
      incoming.place(batch, true);
      refresh();
      const found = learn(batch, shares(batch.items)[share], step, gradient, false);
      network.finish(gradient);
      mask();
      return found;
    },
    addPart: (given: Reals, isFirst) => {
      const sum = numeric.view(gradient, count);
      if (isFirst) sum.set(given);
      else for (let i = 0; i < count; i++) sum[i] += given[i];
    },
    evaluate: (batch) => {
      const rows = look(batch, true);
      k.cross_entropy(rows, network.classes, logits, incoming.placed().targets, 1, outcome, top);
      return readOutcome(rows);
    },
    logits: (batch) => numeric.view(logits, look(batch, false) * network.classes),
    optimize: (rate) => {
      optimizer.step(gradient, rate);
      isStale = true;
    },
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
      isStale = true;
      return { skipped };
    },
    setMasks: (given) => {
      if (!prunes) throw new RangeError('masks for a network that is not pruned');
      if (given.length !== count) throw new RangeError(`${given.length} masks of ${count} parameters`);
      block.u8('masks').set(given);
      block.f64('progress')[PROGRESS.isPruned] = 1;
      isStale = true;
    },
    masks: () => (isPruned() ? block.u8('masks') : undefined),
  };
}
