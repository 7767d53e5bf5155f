import { describe, expect, it } from 'vitest';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { alike, placeNeuron } from '../../../src/model/spiking/neuron.js';
import { numericOf } from '../../../src/model/spiking/numeric.js';
import { planRecord } from '../../../src/model/spiking/record.js';
import { NEURON_DEFAULTS, PLASTICITY_DEFAULTS } from '../../../src/model/spiking/settings-types.js';
import { openWritingLayer } from '../../../src/model/spiking/writing-layer.js';
import { freshKernels } from '../../conformance/kernels.js';

const [N, NP, INPUTS, STEPS, FACTS] = [5, 8, 4, 100, 8];

/** A layer that hears spikes in its first fact and nothing after it. */
function written(precision: 'f32' | 'f64', tau: number) {
  const numeric = numericOf(freshKernels(SPIKING_MODULE), precision);
  const plan = planRecord();
  const shape = { n: N, inputs: INPUTS, steps: STEPS, facts: FACTS, feedback: 0.2, keepsPotentials: true };
  const plasticity = { ...PLASTICITY_DEFAULTS, tauTrace: tau };
  const neurons = alike(placeNeuron(numeric, { ...NEURON_DEFAULTS, tauMembrane: tau }));
  const layer = openWritingLayer(numeric, neurons, plasticity, shape, plan);
  const weights = numeric.room(2 * N * INPUTS);
  numeric.view(weights, 2 * N * INPUTS).fill(0.9);
  layer.takeWeights(weights);
  const bits = numeric.kernels.allocate(4 * STEPS * FACTS);
  numeric.kernels.i32(bits, STEPS * FACTS).fill(0b1111, 0, 40);
  layer.place(numeric.kernels.allocate(plan.bytes()), bits);
  layer.begin();
  for (let fact = 0; fact < FACTS; fact++) layer.write(fact);
  return { numeric, layer };
}

describe('the writing layer', () => {
  it('has traces and membranes that come to 0 after long silence, and keeps what it wrote', () => {
    const { numeric, layer } = written('f32', 5);
    const trace = (fact: number): number => numeric.view(layer.traces(fact), 1)[0];
    expect(trace(1)).toBeGreaterThan(0);
    // 60 steps of 5 after the last spike a trace is 2^-17, after 260 it is below 2^-48
    expect(trace(2)).toBeGreaterThan(0);
    expect([...numeric.view(layer.traces(4), 2 * NP)].every((value) => value === 0)).toBe(true);
    const memory = [...numeric.view(layer.memory(FACTS), N * NP)];
    expect(memory.filter((value) => value > 1e-3).length).toBe(N * N);
    expect(memory).toEqual([...numeric.view(layer.memory(4), N * NP)]);
    const last = numeric.view(layer.potentials(), STEPS * FACTS * 2 * NP).slice(-2 * NP);
    expect([...last].every((value) => value === 0)).toBe(true);
  });

  it('takes no account of adjoints of the memory that are below what it can be quick with', () => {
    const { numeric, layer } = written('f32', 5);
    layer.beginBack();
    const bar = numeric.view(layer.memoryBar, N * NP);
    bar[0] = 1e-25;
    bar[NP] = 1e-20;
    layer.writeBack(FACTS - 1);
    expect([bar[0], bar[NP]]).toEqual([0, Math.fround(1e-20)]);
  });

  it('makes room for rows of the memory when a fact needs more', () => {
    const few = written('f64', 20);
    few.layer.beginBack();
    numericFill(few);
    for (let fact = FACTS - 1; fact >= 0; fact--) few.layer.writeBack(fact);
    const first = [...few.numeric.view(few.layer.memoryBar, N * NP)];
    // a second way back finds the room there, and comes to the same
    few.layer.beginBack();
    numericFill(few);
    for (let fact = FACTS - 1; fact >= 0; fact--) few.layer.writeBack(fact);
    expect([...few.numeric.view(few.layer.memoryBar, N * NP)]).toEqual(first);
    expect(first.some((value) => value !== 0 && value !== 1)).toBe(true);
  });
});

const numericFill = ({ numeric, layer }: ReturnType<typeof written>): void =>
  void numeric.view(layer.memoryBar, N * NP).fill(1);
