/** The state block of a rate network: trajectories and tangent vectors that share W are columns of one matrix. */
import type { BlockOf, SizesOf, StructDeclaration } from '../../kernel/struct.js';
import type { RateParameters } from './parameters.js';
import { exponentsOf, type Phases } from './phases.js';

export const RATE_STATE = {
  name: 'rate',
  scalars: [
    { name: 'step', type: 'f64', meaning: 'steps done, over all phases' },
    { name: 'intervals', type: 'f64', meaning: 'recorded intervals done' },
    { name: 'end', type: 'f64', meaning: 'step at which the exponents stopped early, 0 if they did not' },
  ],
  arrays: [
    { name: 'pairs', type: 'f64', shape: ['N', 'pairColumns'], meaning: 'base states, then companions' },
    { name: 'states', type: 'f64', shape: ['N', 'stateColumns'], meaning: 'states alone, after the pairs' },
    {
      name: 'tangent',
      type: 'f64',
      shape: ['N', 'tangentColumns'],
      meaning: 'each state followed by its tangent vectors',
    },
    { name: 'close', type: 'f64', shape: ['N', 'closeColumns'], meaning: 'base states, then companions kept close' },
    { name: 'distances', type: 'f64', shape: ['samples', 'trials'], meaning: 'distance of each pair before each step' },
    {
      name: 'logs',
      type: 'f64',
      shape: ['recorded', 'trials', 'exponents'],
      meaning: 'ln R_ii, or ln of the growth of a distance, of each recorded interval',
    },
    {
      name: 'determinants',
      type: 'f64',
      shape: ['determined', 'trials'],
      meaning: 'ln |det| of the steps of each recorded interval',
    },
    { name: 'rest', type: 'f64', shape: ['trials'], meaning: 'step at which a trial was left at rest, 0 if it moves' },
    { name: 'seen', type: 'f64', shape: ['trials'], meaning: 'recorded intervals of a trial that was left at rest' },
    { name: 'held', type: 'f64', shape: ['N', 'heldColumns'], meaning: 'pairs that were left at rest' },
  ],
} as const satisfies StructDeclaration;

/** What a network is, and how it is stepped. It follows from the parameters, and is in no checkpoint. */
export const RATE_NETWORK = {
  name: 'network',
  codes: {
    form: ['r', 'x'],
    scheme: ['euler', 'rk4'],
    activation: ['linear', 'sigmoid', 'relu', 'tanh'],
  },
  scalars: [
    { name: 'units', type: 'i32', meaning: 'n' },
    { name: 'activation', type: 'i32', meaning: 'phi' },
    {
      name: 'packed',
      type: 'u32',
      meaning: 'address of dense weights, g included, as `gemm_pack_a_f64` packs them; 0 if sparse',
    },
    {
      name: 'rowStart',
      type: 'u32',
      meaning: 'address of the rows of sparse weights, as `spmm_stream_f64` takes them',
    },
    { name: 'edges', type: 'u32', meaning: 'address of their edges, with weights, g included' },
    {
      name: 'preparedFor',
      type: 'i32',
      meaning: 'columns that the edges are prepared for by `stream_offsets`; 0 for none',
    },
    { name: 'bias', type: 'u32', meaning: 'address of the input of the first step of a call, n doubles; 0 for none' },
    {
      name: 'biasStride',
      type: 'i32',
      meaning: 'doubles from the input of a step to that of the next; 0 if it is constant',
    },
    { name: 'form', type: 'i32', meaning: 'r: du = -r + phi(W r + b), x: du = -x + W phi(x) + b' },
    { name: 'scheme', type: 'i32', meaning: 'integrator' },
    { name: 'stepSize', type: 'f64', meaning: 'h = dt/tau' },
  ],
  arrays: [],
} as const satisfies StructDeclaration;

/** By the name of the generated file in assembly/rate. */
export const LAYOUTS = { network: RATE_NETWORK };

export type RateBlock = BlockOf<typeof RATE_STATE>;

/** Columns are padded to whole pairs of vectors. */
export const padded = (columns: number): number => Math.ceil(columns / 4) * 4;

/** Sizes of the state block of a run with these phases. */
export function sizesOf(p: RateParameters, phases: Phases): SizesOf<typeof RATE_STATE> {
  const [trials, exponents] = [p.trials, exponentsOf(p)];
  const [hasTangent, hasClose] = [exponents > 0 && p.method === 'qr', exponents > 0 && p.method !== 'qr'];
  const recorded = phases.record / phases.every;
  return {
    N: p.N,
    trials,
    exponents,
    pairColumns: padded(2 * trials),
    stateColumns: padded(trials),
    tangentColumns: hasTangent ? padded(trials * (1 + exponents)) : 0,
    closeColumns: hasClose ? padded(2 * trials) : 0,
    samples: phases.pairs,
    recorded,
    determined: p.sum_rule === true ? recorded : 0,
    heldColumns: p.stop_at_rest === true ? 2 * trials : 0,
  };
}
