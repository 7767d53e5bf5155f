/** What parameters say of every network with a memory; it depends on its form where a person says nothing. */
import type { SpikingParameters } from './parameters.js';
import type { MemoryNetwork } from './settings-types.js';

type P = SpikingParameters;

/** What the published programs have where a person says nothing. */
export const FORMS = {
  spiking: { learningRate: 0.003, gamma: 0.3 },
  relu: { learningRate: 0.001, gamma: 0.1 },
} as const satisfies { readonly [F in P['form']]: object };

/** @param usualGain - of the encoder, where the person says nothing */
export const memoryOf = (p: P, classes: number, facts: number, usualGain: number): MemoryNetwork => ({
  embedding: p.embedding_size,
  memory: p.memory_size,
  classes,
  facts,
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
  plasticity: {
    wMax: p.w_max,
    gammaPos: p.gamma_pos ?? FORMS[p.form].gamma,
    gammaNeg: p.gamma_neg ?? FORMS[p.form].gamma,
    tauTrace: p.tau_trace,
    isOn: p.plasticity,
  },
});
