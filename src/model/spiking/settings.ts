/** What parameters come to: it depends on the form of the network, and on the mode. */
import { decayedRate } from '../../train/schedule.js';
import { rightRule, type StoppingRule } from '../../train/stopping.js';
import type { Schedule } from '../training/programme.js';
import type { RateMoment } from '../training/run.js';
import { layersOfKind } from './measures.js';
import { FORMS } from './network-settings.js';
import type { SpikingParameters } from './parameters.js';
import { explicitLayers } from './parameters-layers.js';
import { ADAM_DEFAULTS, hasMemory, type SpikingSettings } from './settings-types.js';
import { batchOf, sizesOf } from './tasks/task.js';
import { taskOf } from './tasks.js';

type P = SpikingParameters;

export const scheduleOf = (p: P): Schedule => ({
  sizes: sizesOf(p),
  batchSize: batchOf(p),
  epochs: p.epochs,
  prune: false,
});

/** When learning ends early; undefined if it does not. */
export function stoppingOf(p: P): { readonly rule: StoppingRule; readonly fewest: number } | undefined {
  if (p.patience === null) return undefined;
  const isByLoss = taskOf(p).kind === 'cross-modal';
  return { rule: rightRule(p.patience, isByLoss ? 'min' : 'max'), fewest: 0 };
}

const rateOf = (p: P): number => p.learning_rate ?? FORMS[p.form].learningRate;

/** The learning rate of a step: it decays from time to time, and at first rises in a line. */
export function learningRate(p: P): (at: RateMoment) => number {
  return ({ epoch, updates }) => {
    const decay = { factor: p.learning_rate_decay, every: p.decay_learning_rate_every };
    const rate = decayedRate(rateOf(p), decay, epoch);
    return updates < p.warmup_steps ? (rate * (updates + 1)) / (p.warmup_steps + 1) : rate;
  };
}

export const settingsOf = (p: P): SpikingSettings => ({
  network: taskOf(p).network(p),
  // images are learned with rates from the first epoch on
  rates: {
    weight: p.l2,
    target: p.target_rate,
    from: p.rates_from_epoch ?? (taskOf(p).kind === 'cross-modal' ? 0 : 1),
  },
  adam: { ...ADAM_DEFAULTS, rate: rateOf(p) },
  maxGradient: Math.max(0, p.max_grad_norm),
  precision: p.precision,
  items: batchOf(p),
});

/** The parameters with the values that hold where a person said nothing. */
export function explicit(p: P): P {
  const { network } = settingsOf(p);
  if (!hasMemory(network)) return { ...p, learning_rate: rateOf(p) };
  const layers = explicitLayers(p, layersOfKind(network.kind)) as Partial<P>;
  const { gammaPos: gamma_pos, gammaNeg: gamma_neg } = network.plasticity;
  return { ...p, ...layers, learning_rate: rateOf(p), gamma_pos, gamma_neg, encoder_gain: network.encoderGain };
}
