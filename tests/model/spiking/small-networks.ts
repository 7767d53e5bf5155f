/** Small networks of each kind beside those that memorize associations (`networks.ts`). */
import {
  type CharactersNetwork,
  type CrossModalNetwork,
  NEURON_DEFAULTS,
  PLASTICITY_DEFAULTS,
  type QuestionAnsweringNetwork,
} from '../../../src/model/spiking/settings-types.js';

export const CHARACTERS: CharactersNetwork = {
  ...{ kind: 'characters', form: 'spiking', embedding: 32, memory: 12, classes: 2, facts: 2, steps: 20 },
  ...{ readoutDelay: 1, encoderGain: 1, feedbackGain: 0.2, readoutWindow: 12, height: 6, width: 5 },
  ...{ channels: [8, 32], thresholds: [0.1, 0.1], hasBias: true, learnsImages: true },
  neuron: { ...NEURON_DEFAULTS, threshold: 0.02 },
  plasticity: PLASTICITY_DEFAULTS,
};

export const CROSS_MODAL: CrossModalNetwork = {
  ...{ kind: 'cross-modal', form: 'spiking', embedding: 0, memory: 6, classes: 16, facts: 2, steps: 14 },
  ...{ readoutDelay: 2, encoderGain: 1, feedbackGain: 0.2, readoutWindow: 14, hidden: 7, pixelSpikes: 3 },
  sounds: { height: 5, width: 4, channels: [3, 32], thresholds: [0.6, 0.4] },
  images: { height: 4, width: 4, channels: [2, 32], thresholds: [0.7, 0.5] },
  ...{ hasBias: true, learnsEncoders: true },
  neuron: { ...NEURON_DEFAULTS, threshold: 0.05, refractorySteps: 2 },
  plasticity: { ...PLASTICITY_DEFAULTS, gammaPos: 0.8 },
};

export const QUESTIONS: QuestionAnsweringNetwork = {
  ...{ kind: 'question-answering', form: 'spiking', embedding: 6, memory: 9, classes: 5, facts: 4, steps: 24 },
  ...{ readoutDelay: 4, encoderGain: 1, feedbackGain: 0.2, readoutWindow: 12, words: 7, places: 3 },
  ...{ learnsEncoding: true, masksTimeWords: false },
  neuron: { ...NEURON_DEFAULTS, threshold: 0.02 },
  plasticity: PLASTICITY_DEFAULTS,
};
