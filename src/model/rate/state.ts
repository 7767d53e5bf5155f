/** The state block of a rate network: trajectories and tangent vectors that share W are columns of one matrix. */
import type { StructDeclaration } from '../../kernel/struct.js';

export const RATE_STATE: StructDeclaration = {
  name: 'rate',
  scalars: [
    { name: 'step', type: 'f64', meaning: 'steps done, over all phases' },
    { name: 'intervals', type: 'f64', meaning: 'recorded QR intervals done' },
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
    { name: 'distances', type: 'f64', shape: ['samples', 'trials'], meaning: 'distance of each pair before each step' },
    {
      name: 'logs',
      type: 'f64',
      shape: ['recorded', 'trials', 'exponents'],
      meaning: 'ln R_ii of each recorded interval',
    },
  ],
};

/** Columns are padded to whole vectors pairs. */
export const padded = (columns: number): number => Math.ceil(columns / 4) * 4;
