/** Constants of neurons in linear memory, as the kernels read them. */
import { elementaryOf } from '../../kernel/elementary.js';
import { layOut, openBlock, setScalars } from '../../kernel/struct.js';
import { NEURON } from './layers.js';
import type { Numeric } from './numeric.js';
import type { NeuronSettings } from './settings-types.js';

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
