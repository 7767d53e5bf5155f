/** What spiking networks measure of each batch that they learn beside the loss, in the order in which their outcomes have it. */
import type { Measure } from '../../train/trainable.js';
import type { SpikingNetwork } from './settings-types.js';

/** Layers whose rates are regulated, in the order of the terms of the loss. */
export const RATED_LAYERS = [
  { name: 'features', of: 'the encoder of features' },
  { name: 'labels', of: 'the encoder of labels' },
  { name: 'query', of: 'the encoder of queries' },
  { name: 'write_key', of: 'the keys that are written' },
  { name: 'write_value', of: 'the values that are written' },
  { name: 'read_key', of: 'the keys that are read with' },
  { name: 'read_value', of: 'the values that are read' },
] as const;

/** Layers whose rate the summary has too. */
const SUMMARISED: readonly string[] = ['write_key', 'read_value'];

const SILENT: Measure = {
  name: 'silent',
  meaning: 'share of items of which the readout saw nothing, so that all logits are 0',
  isSummarised: true,
};

const RATE_LOSS: Measure = {
  name: 'rate_loss',
  meaning:
    'l2 times the sum over layers of the mean squared distance of firing rates from target_rate; part of what is minimised from the second epoch on',
  isSummarised: true,
};

const RATES: readonly Measure[] = RATED_LAYERS.map(({ name, of }) => ({
  name: `rate_${name}`,
  unit: 'Hz',
  meaning: `mean firing rate of ${of}`,
  isSummarised: SUMMARISED.includes(name),
  whenZero: `no neuron of layer ${name} (${of}) spiked`,
}));

/** Those of spiking networks; networks without time have the first alone. */
export const SPIKING_MEASURES: readonly Measure[] = [SILENT, RATE_LOSS, ...RATES];

export const measuresOf = ({ form }: Pick<SpikingNetwork, 'form'>): readonly Measure[] =>
  form === 'relu' ? [SILENT] : SPIKING_MEASURES;
