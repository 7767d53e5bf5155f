/** Constants of neurons in linear memory, as the kernels read them. */
import { elementaryOf } from '../../kernel/elementary.js';
import { layOut, openBlock, setScalars } from '../../kernel/struct.js';
import { NEURON } from './layers.js';
import { MEMORY_LAYERS } from './measures.js';
import type { Numeric } from './numeric.js';
import type { MemoryNetwork, NeuronSettings, PlasticitySettings } from './settings-types.js';

/** exp(-1/tau): what is left after a step of what decays to 1/e in tau steps. */
export const decayOf = ({ kernels }: Numeric, tau: number): number => elementaryOf(kernels).exp(-1 / tau);

export interface PlacedNeuron {
  /** Of the constants. */
  readonly address: number;
  setThreshold(threshold: number): void;
}

/** `isLeaky`: false for neurons of convolutional layers, which add up their input. */
export function openNeuron(numeric: Numeric, settings: NeuronSettings, isLeaky = true): PlacedNeuron {
  const { kernels } = numeric;
  const { dampening, surrogateWidth } = settings;
  const layout = layOut(NEURON, {});
  const block = openBlock(kernels.memory, NEURON, layout, kernels.allocate(layout.bytes), true);
  const leak = isLeaky ? decayOf(numeric, settings.tauMembrane) : 1;
  const setThreshold = (threshold: number): void =>
    setScalars(block, { threshold, gain: dampening / threshold, width: threshold * surrogateWidth });
  setScalars(block, {
    leak,
    take: isLeaky ? 1 - leak : 1,
    refractory: settings.refractorySteps,
    isPerfect: settings.perfectReset ? 1 : 0,
  });
  setThreshold(settings.threshold);
  return { address: block.address, setThreshold };
}

/** Address of the constants of neurons that stay as they are. */
export const placeNeuron = (numeric: Numeric, settings: NeuronSettings, isLeaky = true): number =>
  openNeuron(numeric, settings, isLeaky).address;

type Neurons = Pick<MemoryNetwork, 'neuron' | 'layerNeurons'>;

/** Settings of the neurons of a layer: those of the network, but for what the layer has of its own. */
export const neuronOf = ({ neuron, layerNeurons }: Neurons, layer: string): NeuronSettings => ({
  ...neuron,
  ...layerNeurons?.[layer],
});

/** Address of the constants of the neurons of a layer, by its name. */
export type LayerNeurons = (layer: string) => number;

/** Places the constants of the neurons of all layers; layers whose neurons are alike share theirs. */
export function placeNeurons(numeric: Numeric, network: Neurons): LayerNeurons {
  const placed = new Map<string, number>();
  return (layer) => {
    const settings = neuronOf(network, layer);
    const key = JSON.stringify(settings);
    const address = placed.get(key) ?? placeNeuron(numeric, settings);
    placed.set(key, address);
    return address;
  };
}

/** Addresses of the constants of key neurons and value neurons. */
export interface PairNeurons {
  readonly keys: number;
  readonly values: number;
}

/** Keys and values that are alike. */
export const alike = (address: number): PairNeurons => ({ keys: address, values: address });

/** Those of the layers that write and read. */
export function memoryNeurons(of: LayerNeurons): { readonly writing: PairNeurons; readonly reading: PairNeurons } {
  const [writeKeys, writeValues, keys, values] = MEMORY_LAYERS.map(({ name }) => of(name));
  return { writing: { keys: writeKeys, values: writeValues }, reading: { keys, values } };
}

/** Time constants of the traces of keys and of values that are written. */
export const tracesOf = ({
  tauTrace,
  tauKeys = tauTrace,
  tauValues = tauTrace,
}: PlasticitySettings): readonly [keys: number, values: number] => [tauKeys, tauValues];
