/** The writing layer as a part of networks: a struct for the kernels, and the arrays of a sample in its record. */
import { type BlockOf, layOut, openBlock, setScalars } from '../../kernel/struct.js';
import { WRITING } from './layers.js';
import { decayOf, type PairNeurons, tracesOf } from './neuron.js';
import { NEVER, type Numeric, padded, wordsOf } from './numeric.js';
import type { RecordPlan } from './record.js';
import type { PlasticitySettings } from './settings-types.js';

export interface WritingShape {
  /** Key neurons, and value neurons. */
  readonly n: number;
  readonly inputs: number;
  readonly steps: number;
  readonly facts: number;
  /** Factor of what the memory feeds back. */
  readonly feedback: number;
  readonly keepsPotentials: boolean;
}

export interface WritingLayer {
  readonly np: number;
  readonly words: number;
  /** By input [inputs][2 np]; set by `takeWeights`. */
  readonly weights: number;
  readonly weightsBar: number;
  /** Gradient of each spike, [np of keys, np of values]: set by the owner. */
  readonly rates: number;
  /** Gradient of the inputs of neurons over the steps of the fact that `writeBack` did last, [steps][2 np]. */
  readonly inputsBar: number;
  /** Gradient of the memory [n][np]: of that after the last fact, which `writeBack` takes back. */
  readonly memoryBar: number;
  /** Weights as published, [2 n][inputs], the keys first. */
  takeWeights(parameters: number): void;
  clearGradient(): void;
  /** Writes the gradient in the form of the weights. */
  giveGradient(gradient: number): void;
  /** The arrays of a sample are those of this record from now on; `inputBits` are the spikes that it hears in all facts. */
  place(record: number, inputBits: number): void;
  /** Memory, traces and states are 0; facts before `first` have no spikes and are left out. */
  begin(first?: number): void;
  /** After `begin`: states and the first moment are put there from outside, and go on from facts before. */
  goOn(): void;
  write(fact: number): void;
  /** The memory before a fact, or after the last. */
  memory(fact: number): number;
  /** Traces before a fact, or after the last: [np of keys, np of values]. */
  traces(fact: number): number;
  keyBits(): number;
  valueBits(): number;
  slopes(): number;
  potentials(): number;
  readonly states: number;
  /** Begins the way back; the gradient of the memory is 0 until somebody adds to it. `spikesBar` [facts steps][2 np] or 0. */
  beginBack(spikesBar?: number): void;
  writeBack(fact: number): void;
}

/** Matrices as they are published and by input. */
export function openWritingWeights(numeric: Numeric, n: number, inputs: number) {
  const { size } = numeric;
  const np = padded(n);
  const k = numeric.pick('transpose');
  const [weights, weightsBar] = [numeric.room(inputs * 2 * np), numeric.room(inputs * 2 * np)];
  return {
    weights,
    weightsBar,
    takeWeights: (parameters: number) => {
      k.transpose(n, inputs, parameters, inputs, weights, 2 * np);
      k.transpose(n, inputs, parameters + n * inputs * size, inputs, weights + np * size, 2 * np);
    },
    clearGradient: () => numeric.zero(weightsBar, inputs * 2 * np),
    giveGradient: (gradient: number) => {
      k.transpose(inputs, n, weightsBar, 2 * np, gradient, inputs);
      k.transpose(inputs, n, weightsBar + np * size, 2 * np, gradient + n * inputs * size, inputs);
    },
  };
}

/** Room for rows of the memory at moments of a fact, which grows when a fact needs more. */
function growingRows(numeric: Numeric, block: BlockOf<typeof WRITING>, np: number): (needed: number) => void {
  return (needed) => {
    const rows = Math.ceil(1.25 * needed);
    setScalars(block, { rows: numeric.room(rows * np), rowsCount: rows });
  };
}

export function openWritingLayer(
  numeric: Numeric,
  neurons: PairNeurons,
  plasticity: PlasticitySettings,
  shape: WritingShape,
  plan: RecordPlan,
): WritingLayer {
  const { kernels, size } = numeric;
  const { n, inputs, steps, facts, keepsPotentials } = shape;
  const [np, words, inputWords] = [padded(n), wordsOf(n), wordsOf(inputs)];
  const k = numeric.pick('write_fact', 'write_fact_back', 'writing_work');
  const matrices = openWritingWeights(numeric, n, inputs);
  const layout = layOut(WRITING, {});
  const block = openBlock(kernels.memory, WRITING, layout, kernels.allocate(layout.bytes), true);
  const [states, rates, carries, memoryBar] = [6, 2, 4, n].map((rows) => numeric.room(rows * np));
  const inputsBar = numeric.room(2 * steps * np);
  const moment = size * np * (2 + n);
  const places = {
    keyBits: plan.add(4 * facts * steps * words),
    valueBits: plan.add(4 * facts * steps * words),
    slopes: plan.add(size * facts * steps * 2 * np),
    potentials: plan.add(keepsPotentials ? size * facts * steps * 2 * np : 0),
    moments: plan.add((facts + 1) * moment),
    firstSlopes: plan.add(4 * np),
  };
  const [keyKeep, valueKeep] = tracesOf(plasticity).map((tau) => decayOf(numeric, tau));
  setScalars(block, {
    gammaPos: plasticity.gammaPos,
    gammaNeg: plasticity.gammaNeg,
    bound: plasticity.wMax,
    keyKeep,
    valueKeep,
    feedback: shape.feedback,
    isPlastic: plasticity.isOn ? 1 : 0,
    ...{ n, np, words, inputs, inputWords, steps, states, rates, carries, memoryBar, inputsBar },
    keyNeuron: neurons.keys,
    valueNeuron: neurons.values,
    weights: matrices.weights,
    weightsBar: matrices.weightsBar,
  });
  block.set('work', kernels.allocate(k.writing_work(block.address)));
  const grow = growingRows(numeric, block, np);
  let base = 0;
  const momentOf = (fact: number): number => base + places.moments + fact * moment;
  const place = (record: number, inputBits: number): void => {
    base = record;
    setScalars(block, {
      inputBits,
      keyBits: record + places.keyBits,
      valueBits: record + places.valueBits,
      slopes: record + places.slopes,
      potentials: keepsPotentials ? record + places.potentials : 0,
      firstSlopes: record + places.firstSlopes,
    });
  };
  return {
    ...{ np, words, rates, inputsBar, memoryBar, states, place, ...matrices },
    begin: (first = 0) => {
      numeric.zero(states, 6 * np);
      numeric.zero(momentOf(first), moment / size);
      for (const bits of [places.keyBits, places.valueBits]) kernels.i32(base + bits, first * steps * words).fill(0);
      kernels.i32(base + places.firstSlopes, np).fill(NEVER);
    },
    goOn: () => void kernels.i32(base + places.firstSlopes, np).fill(0),
    write: (fact) => k.write_fact(block.address, fact, momentOf(fact), momentOf(fact + 1)),
    memory: (fact) => momentOf(fact) + 2 * np * size,
    traces: momentOf,
    keyBits: () => base + places.keyBits,
    valueBits: () => base + places.valueBits,
    slopes: () => base + places.slopes,
    potentials: () => (keepsPotentials ? base + places.potentials : 0),
    beginBack: (spikesBar = 0) => {
      block.set('spikesBar', spikesBar);
      numeric.zero(carries, 4 * np);
      numeric.zero(memoryBar, n * np);
    },
    writeBack: (fact) => {
      const needed = k.write_fact_back(block.address, fact, momentOf(fact));
      if (needed === 0) return;
      grow(needed);
      k.write_fact_back(block.address, fact, momentOf(fact));
    },
  };
}
