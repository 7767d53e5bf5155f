/** What parameters say of every network with a memory; it depends on its form where a person says nothing. */
import { type Layer, SPIKING_LAYERS } from './measures.js';
import type { SpikingParameters } from './parameters.js';
import { layerNeuronsOf, layerTracesOf } from './parameters-layers.js';
import type { NetworkParameters } from './parameters-network.js';
import type { MemoryNetwork } from './settings-types.js';

type P = SpikingParameters;

/** What the published programs have where a person says nothing. */
export const FORMS = {
  spiking: { learningRate: 0.003, gamma: 0.3 },
  relu: { learningRate: 0.001, gamma: 0.1 },
} as const satisfies { readonly [F in P['form']]: object };

/** Layers, neurons and plasticity of a network with a memory, whatever it learns. */
export type MemoryLayers = Omit<MemoryNetwork, 'classes' | 'facts'>;

/**
 * @param usualGain - of the encoder, where the person says nothing
 * @param layers - those whose neurons may have parameters of their own
 */
export const layersOf = (
  p: NetworkParameters,
  form: P['form'],
  usualGain: number,
  layers: readonly Layer[],
): MemoryLayers => ({
  embedding: p.embedding_size,
  memory: p.memory_size,
  steps: p.num_time_steps,
  readoutDelay: p.readout_delay,
  encoderGain: p.encoder_gain ?? usualGain,
  feedbackGain: p.feedback_gain,
  readoutWindow: p.readout_window,
  neuron: {
    threshold: p.thr,
    tauMembrane: p.tau_mem,
    refractorySteps: p.refractory_time_steps,
    perfectReset: p.perfect_reset,
    dampening: p.dampening_factor,
    surrogateWidth: p.surrogate_width,
  },
  ...layerNeuronsOf(p, layers),
  plasticity: {
    wMax: p.w_max,
    gammaPos: p.gamma_pos ?? FORMS[form].gamma,
    gammaNeg: p.gamma_neg ?? FORMS[form].gamma,
    tauTrace: p.tau_trace,
    ...layerTracesOf(p),
    isOn: p.plasticity,
  },
});

/** @param usualGain - of the encoder, where the person says nothing */
export const memoryOf = (p: P, classes: number, facts: number, usualGain: number): MemoryNetwork => ({
  ...layersOf(p, p.form, usualGain, SPIKING_LAYERS),
  classes,
  facts,
});
