/**
 * Structs by which kernels of spiking networks know a layer: its constants, and where its arrays are. Rows of n neurons have a stride of np, n
 * rounded up to a multiple of 4; what is behind n is zero. Spikes are bits: `words` of 32 a step.
 */
import type { StructDeclaration } from '../../kernel/struct.js';

/** Constants of neurons: v <- leak v + take x - threshold z. Neurons that do not leak have leak = take = 1. */
export const NEURON = {
  name: 'neuron',
  scalars: [
    { name: 'threshold', type: 'f64', meaning: 'of the membrane' },
    { name: 'leak', type: 'f64', meaning: 'factor of the membrane from step to step, alpha' },
    { name: 'take', type: 'f64', meaning: 'factor of the input, 1 - alpha' },
    { name: 'gain', type: 'f64', meaning: 'largest slope of the surrogate, kappa / threshold' },
    { name: 'width', type: 'f64', meaning: 'distance from the threshold at which the surrogate has no slope' },
    { name: 'refractory', type: 'f64', meaning: 'silent steps after a spike' },
    { name: 'isPerfect', type: 'i32', meaning: '1 if a spike sets the membrane to 0' },
  ],
  arrays: [],
} as const satisfies StructDeclaration;

/** The writing layer over the facts of one sample. */
export const WRITING = {
  name: 'writing',
  scalars: [
    { name: 'gammaPos', type: 'f64', meaning: 'of the rule, gamma+' },
    { name: 'gammaNeg', type: 'f64', meaning: 'of the rule, gamma-' },
    { name: 'bound', type: 'f64', meaning: 'soft upper bound of the memory, w_max' },
    { name: 'keyKeep', type: 'f64', meaning: 'factor of traces of keys from step to step, beta' },
    { name: 'feedback', type: 'f64', meaning: 'factor of what the memory feeds back, 0.2' },
    { name: 'n', type: 'i32', meaning: 'key neurons, and value neurons' },
    { name: 'np', type: 'i32', meaning: 'n rounded up' },
    { name: 'words', type: 'i32', meaning: 'words of the spikes of n neurons in a step' },
    { name: 'inputs', type: 'i32', meaning: 'neurons that the layer listens to' },
    { name: 'inputWords', type: 'i32', meaning: 'words of their spikes in a step' },
    { name: 'steps', type: 'i32', meaning: 'steps of a fact' },
    { name: 'isPlastic', type: 'i32', meaning: '0: the memory stays as it is' },
    { name: 'keyNeuron', type: 'u32', meaning: 'address of the constants of key neurons' },
    { name: 'weights', type: 'u32', meaning: 'by input: [inputs][np to keys, np to values]' },
    { name: 'weightsBar', type: 'u32', meaning: 'their gradient, added to' },
    { name: 'rates', type: 'u32', meaning: 'gradient of each spike: [np of keys, np of values]' },
    { name: 'work', type: 'u32', meaning: 'room for a call: see `writingWork`' },
    { name: 'rows', type: 'u32', meaning: 'room for rows of the memory at moments of a fact' },
    { name: 'rowsCount', type: 'u32', meaning: 'how many fit' },
    { name: 'inputBits', type: 'u32', meaning: 'of the sample: spikes [facts steps][inputWords]' },
    { name: 'keyBits', type: 'u32', meaning: '[facts steps][words]' },
    { name: 'valueBits', type: 'u32', meaning: '[facts steps][words]' },
    { name: 'slopes', type: 'u32', meaning: 'surrogate slopes [facts steps][np of keys, np of values]' },
    { name: 'potentials', type: 'u32', meaning: 'membranes [facts steps][np of keys, np of values]; 0: not kept' },
    { name: 'states', type: 'u32', meaning: 'membrane, spike, counter of keys, then of values: [6 np]' },
    { name: 'firstSlopes', type: 'u32', meaning: 'i32 [np]: first step at which a key has a slope' },
    { name: 'memoryBar', type: 'u32', meaning: 'gradient of the memory [n][np]' },
    {
      name: 'carries',
      type: 'u32',
      meaning: 'adjoints that go back: membranes, then traces of keys and values [4 np]',
    },
    { name: 'inputsBar', type: 'u32', meaning: 'gradient of the inputs of a fact [steps][np of keys, np of values]' },
    { name: 'spikesBar', type: 'u32', meaning: 'gradient of spikes [facts steps][np of keys, np of values]; 0: none' },
    { name: 'valueNeuron', type: 'u32', meaning: 'address of the constants of value neurons' },
    { name: 'valueKeep', type: 'f64', meaning: 'factor of traces of values from step to step' },
  ],
  arrays: [],
} as const satisfies StructDeclaration;

/** The reading layer over one query of one sample. */
export const READING = {
  name: 'reading',
  scalars: [
    { name: 'n', type: 'i32', meaning: 'key neurons, and value neurons' },
    { name: 'np', type: 'i32', meaning: 'n rounded up' },
    { name: 'words', type: 'i32', meaning: 'words of the spikes of n neurons in a step' },
    { name: 'inputs', type: 'i32', meaning: 'neurons that the layer listens to, without its own values' },
    { name: 'inputWords', type: 'i32', meaning: 'words of their spikes in a step' },
    { name: 'steps', type: 'i32', meaning: 'steps of a query' },
    { name: 'delay', type: 'i32', meaning: 'steps after which what was read comes back' },
    { name: 'window', type: 'i32', meaning: 'last steps that count for the readout' },
    { name: 'keyNeuron', type: 'u32', meaning: 'address of the constants of key neurons' },
    { name: 'weights', type: 'u32', meaning: 'by input: [inputs + n][np]' },
    { name: 'weightsBar', type: 'u32', meaning: 'their gradient, added to' },
    { name: 'rates', type: 'u32', meaning: 'gradient of each spike: [np of keys, np of values]' },
    { name: 'work', type: 'u32', meaning: 'room for a call: see `readingWork`' },
    { name: 'inputBits', type: 'u32', meaning: 'of the sample: spikes [steps][inputWords]' },
    { name: 'keyBits', type: 'u32', meaning: '[steps][words]' },
    { name: 'valueBits', type: 'u32', meaning: '[delay + steps][words]: those before the first step come first' },
    { name: 'slopes', type: 'u32', meaning: 'surrogate slopes [steps][np of keys, np of values]' },
    { name: 'potentials', type: 'u32', meaning: 'membranes [steps][np of keys, np of values]; 0: not kept' },
    { name: 'states', type: 'u32', meaning: 'membrane, spike, counter of keys, then of values: [6 np]' },
    { name: 'memory', type: 'u32', meaning: '[n][np]: row of a key' },
    { name: 'memoryBar', type: 'u32', meaning: 'its gradient, added to' },
    { name: 'carries', type: 'u32', meaning: 'adjoints of membranes that go back [2 np]' },
    { name: 'delayBar', type: 'u32', meaning: 'gradient of what comes back after the last step [delay][np]; 0: none' },
    { name: 'inputsBar', type: 'u32', meaning: 'gradient of the inputs of keys [steps][np], of values behind it' },
    { name: 'readout', type: 'u32', meaning: 'spikes of each value neuron in the window [np]' },
    { name: 'readoutBar', type: 'u32', meaning: 'its gradient [np]' },
    { name: 'spikesBar', type: 'u32', meaning: 'gradient of spikes [steps][np of keys, np of values]; 0: none' },
    { name: 'valueNeuron', type: 'u32', meaning: 'address of the constants of value neurons' },
  ],
  arrays: [],
} as const satisfies StructDeclaration;

/** A convolution with pooling over the steps of one image. */
export const CONVOLUTION = {
  name: 'convolution',
  scalars: [
    { name: 'peak', type: 'f64', meaning: 'largest current of a neuron so far' },
    { name: 'height', type: 'i32', meaning: 'rows of places' },
    { name: 'width', type: 'i32', meaning: 'places of a row' },
    { name: 'channels', type: 'i32', meaning: 'neurons of a place' },
    { name: 'padded', type: 'i32', meaning: 'channels rounded up to a multiple of 32' },
    { name: 'words', type: 'i32', meaning: 'words of the spikes of a step' },
    { name: 'pooledWords', type: 'i32', meaning: 'words of the pooled spikes of a step' },
    { name: 'inputStride', type: 'i32', meaning: 'input neurons of a place, padding included' },
    { name: 'inputWords', type: 'i32', meaning: 'words of the spikes of the inputs in a step' },
    { name: 'keepsSlopes', type: 'i32', meaning: '0: there is room for the slopes of one step' },
    { name: 'seesPeak', type: 'i32', meaning: '1: peak is kept' },
    { name: 'neuron', type: 'u32', meaning: 'address of the constants of neurons' },
    { name: 'weights', type: 'u32', meaning: 'by input channel: [inputs][9][padded]' },
    { name: 'weightsBar', type: 'u32', meaning: 'their gradient, added to' },
    { name: 'bias', type: 'u32', meaning: 'current of each channel [padded]; 0: none' },
    { name: 'biasBar', type: 'u32', meaning: 'its gradient, added to; 0: none' },
    { name: 'work', type: 'u32', meaning: 'room for a call: see `convolutionWork`' },
    { name: 'state', type: 'u32', meaning: 'membrane, spike, counter of the neurons' },
    { name: 'carries', type: 'u32', meaning: 'adjoints of membranes that go back' },
    { name: 'inputBits', type: 'u32', meaning: 'spikes [steps][inputWords]' },
    { name: 'bits', type: 'u32', meaning: 'spikes [steps][words]' },
    { name: 'pooledBits', type: 'u32', meaning: 'pooled spikes [steps][pooledWords]' },
    { name: 'slopes', type: 'u32', meaning: 'surrogate slopes of the neurons, [steps] or one step' },
    { name: 'xBar', type: 'u32', meaning: 'gradient of the currents [steps]' },
  ],
  arrays: [],
} as const satisfies StructDeclaration;
