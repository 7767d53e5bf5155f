/** Constants of neurons in linear memory, as the kernels read them. */
import { elementaryOf } from '../../kernel/elementary.js';
import { layOut, openBlock, setScalars } from '../../kernel/struct.js';
import { NEURON } from './layers.js';
import type { Numeric } from './numeric.js';
import type { NeuronSettings } from './settings-types.js';

/** exp(-1/tau): what is left after a step of what decays to 1/e in tau steps. */
export const decayOf = ({ kernels }: Numeric, tau: number): number => elementaryOf(kernels).exp(-1 / tau);

/** Address of the constants. `isLeaky`: false for neurons of convolutional layers, which add up their input. */
export function placeNeuron(numeric: Numeric, settings: NeuronSettings, isLeaky = true): number {
  const { kernels } = numeric;
  const { threshold, dampening, surrogateWidth } = settings;
  const layout = layOut(NEURON, {});
  const block = openBlock(kernels.memory, NEURON, layout, kernels.allocate(layout.bytes), true);
  const leak = isLeaky ? decayOf(numeric, settings.tauMembrane) : 1;
  setScalars(block, {
    threshold,
    leak,
    take: isLeaky ? 1 - leak : 1,
    gain: dampening / threshold,
    width: threshold * surrogateWidth,
    refractory: settings.refractorySteps,
    isPerfect: settings.perfectReset ? 1 : 0,
  });
  return block.address;
}
