/** What spiking networks measure of each batch that they learn beside the loss, in the order in which their outcomes have it. */
import type { Measure } from '../../train/trainable.js';
import type { SpikingNetwork, TrainedNetwork } from './settings-types.js';

export interface Layer {
  readonly name: string;
  readonly of: string;
}

/** Those of every spiking memory. */
export const MEMORY_LAYERS = [
  { name: 'write_key', of: 'the keys that are written' },
  { name: 'write_value', of: 'the values that are written' },
  { name: 'read_key', of: 'the keys that are read with' },
  { name: 'read_value', of: 'the values that are read' },
] as const satisfies readonly Layer[];

const LABELS = { name: 'labels', of: 'the encoder of labels' } as const;
const QUERY = { name: 'query', of: 'the encoder of queries' } as const;

const ENCODED = {
  associations: [{ name: 'features', of: 'the encoder of features' }, LABELS, QUERY],
  characters: [{ name: 'images', of: 'the encoder of images' }, LABELS, QUERY],
  'cross-modal': [
    { name: 'sounds', of: 'the encoder of sounds' },
    { name: 'images', of: 'the encoder of images' },
    QUERY,
  ],
  'question-answering': [{ name: 'story', of: 'the encoder of sentences' }, QUERY],
} as const satisfies { readonly [kind in SpikingNetwork['kind']]: readonly Layer[] };

/** Layers behind the memory. */
const DECODED = [
  { name: 'decoder_l1', of: 'the first layer of the decoder' },
  { name: 'decoder_l2', of: 'its second layer, of pixels' },
] as const satisfies readonly Layer[];

/** The layers of a network that spikes, in the order of the terms of the loss. */
export const layersOfKind = (kind: SpikingNetwork['kind']): readonly Layer[] => [
  ...ENCODED[kind],
  ...MEMORY_LAYERS,
  ...(kind === 'cross-modal' ? DECODED : []),
];

/** Layers whose rate the summary has too. */
const SUMMARISED: readonly string[] = ['write_key', 'read_value'];

const SILENT: Measure = {
  name: 'silent',
  meaning: 'share of items of which the readout saw nothing, so that the answer does not depend on them',
  isSummarised: true,
};

const RATE_LOSS: Measure = {
  name: 'rate_loss',
  meaning:
    'l2 times the sum over layers of the mean squared distance of firing rates from target_rate; part of what is minimised from rates_from_epoch on',
  isSummarised: true,
};

const rateOf = ({ name, of }: Layer): Measure => ({
  name: `rate_${name}`,
  unit: 'Hz',
  meaning: `mean firing rate of ${of}`,
  isSummarised: SUMMARISED.includes(name),
  whenZero: `no neuron of layer ${name} (${of}) spiked`,
});

type LayerName =
  | (typeof ENCODED)[keyof typeof ENCODED][number]['name']
  | (typeof MEMORY_LAYERS)[number]['name']
  | (typeof DECODED)[number]['name'];

type NamedLayer = Layer & { readonly name: LayerName };

const KINDS = Object.keys(ENCODED) as readonly SpikingNetwork['kind'][];

/** Layers of all networks, each once: encoders, memory, decoder. */
export const SPIKING_LAYERS: readonly NamedLayer[] = [
  ...new Map(
    [...KINDS.flatMap((kind): readonly NamedLayer[] => ENCODED[kind]), ...MEMORY_LAYERS, ...DECODED].map((layer) => [
      layer.name,
      layer,
    ]),
  ).values(),
];

/** Those of all networks. */
export const SPIKING_MEASURES: readonly Measure[] = [SILENT, RATE_LOSS, ...SPIKING_LAYERS.map(rateOf)];

/** Those of a network, rates in the order of the terms of the loss; networks without time have the first measure alone. */
export function measuresOf({ form, kind }: Pick<TrainedNetwork, 'form' | 'kind'>): readonly Measure[] {
  if (form === 'relu' || kind === 'prototypes' || kind === 'digits') return [SILENT];
  return [SILENT, RATE_LOSS, ...layersOfKind(kind).map(rateOf)];
}
