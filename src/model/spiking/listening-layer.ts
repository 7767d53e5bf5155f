/** Spiking neurons that hear the spikes of others (specification, section 3, "spiking dense layer"). */
import { type Numeric, padded, wordsOf } from './numeric.js';

export interface ListeningShape {
  readonly n: number;
  readonly inputs: number;
  /** Words of the spikes of the inputs in a step, where they have more than these inputs need. */
  readonly inputWords?: number;
  readonly steps: number;
  readonly keepsPotentials: boolean;
}

export interface ListeningLayer {
  readonly np: number;
  readonly words: number;
  readonly bits: number;
  readonly slopes: number;
  /** Membranes of the trial that was run last, [steps][np]; 0 if they are not kept. */
  readonly potentials: number;
  /** Gradient of the spikes, [steps][np]: set by the owner. */
  readonly zBar: number;
  /** Weights as published, [n][inputs]. */
  takeWeights(parameters: number): void;
  clearGradient(): void;
  giveGradient(gradient: number): void;
  /** The steps of a trial from states of 0. */
  run(inputBits: number): void;
  runBack(inputBits: number): void;
  /** The gradient of the spikes of inputs with these slopes, [steps][rows of padded inputs], on top of `start` [padded inputs]. */
  giveInputs(slopes: number, inputsPadded: number, zBar: number, start: number): void;
}

export function openListeningLayer(numeric: Numeric, neuron: number, shape: ListeningShape): ListeningLayer {
  const { kernels } = numeric;
  const { n, inputs, steps, keepsPotentials, inputWords = wordsOf(inputs) } = shape;
  const [np, words] = [padded(n), wordsOf(n)];
  const k = numeric.pick('hear', 'dense_layer_work', 'drive_back', 'weights_back', 'spikes_back', 'transpose');
  const [weights, weightsBar] = [numeric.room(inputs * np), numeric.room(inputs * np)];
  const [slopes, zBar, xBar] = [0, 1, 2].map(() => numeric.room(steps * np));
  const potentials = keepsPotentials ? numeric.room(steps * np) : 0;
  const [state, g] = [numeric.room(3 * np), numeric.room(np)];
  const bits = kernels.allocate(4 * steps * words);
  const work = kernels.allocate(k.dense_layer_work(np, inputWords));
  const live = kernels.allocate(4 * steps);
  const groups = kernels.allocate(4 * 32 * (steps + 1));
  return {
    ...{ np, words, bits, slopes, potentials, zBar },
    takeWeights: (parameters) => k.transpose(n, inputs, parameters, inputs, weights, np),
    clearGradient: () => numeric.zero(weightsBar, inputs * np),
    giveGradient: (gradient) => k.transpose(inputs, n, weightsBar, np, gradient, inputs),
    run: (inputBits) => {
      numeric.zero(state, 3 * np);
      k.hear(neuron, steps, np, words, inputWords, inputBits, weights, work, state, bits, slopes, potentials);
    },
    runBack: (inputBits) => {
      numeric.zero(g, np);
      k.drive_back(neuron, steps, np, words, zBar, g, slopes, bits, potentials, xBar);
      const heard = wordsOf(inputs);
      k.weights_back(steps, inputs, inputBits, heard, inputWords, np, xBar, weightsBar, live, groups);
    },
    giveInputs: (ofInputs, inputsPadded, into, start) =>
      k.spikes_back(steps, inputs, inputsPadded, ofInputs, np, weights, xBar, into, start),
  };
}
