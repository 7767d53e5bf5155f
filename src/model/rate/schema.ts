/** Parameters, inputs and observables of the rate family: the only list of each (spec A of the model). */
import type { FamilySchema } from '../schema.js';
import { compatible } from './compatible.js';
import { RATE_PARAMETERS, type RateParameters } from './parameters.js';

const TRIAL = { name: 'trial', meaning: 'trial' };
const UNIT = { name: 'unit', meaning: 'unit' };
const PAIR = [
  { name: 'rate', symbol: 'r', meaning: 'state of the base' },
  { name: 'companion', symbol: 'r⁺', meaning: 'state of the companion' },
];

export const RATE_SCHEMA: FamilySchema<RateParameters> = {
  name: 'rate',
  summary: 'chaos in recurrent rate networks under synaptic upscaling g',
  parameters: RATE_PARAMETERS,
  inputs: [
    { key: 'W', symbol: 'W', type: 'f64', shape: ['N', 'N'], help: 'weights before g; W_ij is from unit j to unit i' },
    {
      key: 'Q0',
      symbol: 'Q',
      type: 'f64',
      shape: ['N', 'exponents'],
      help: 'first basis of the tangent vectors, the same for all trials; a random orthonormal one of each trial without it',
    },
    { key: 'initial', symbol: 'r(0)', type: 'f64', shape: ['trials', 'N'], written: ['rate'], help: 'initial states' },
    {
      key: 'current',
      symbol: 'b',
      type: 'f64',
      shape: ['N'],
      help: 'constant input of each unit, added to the others',
    },
    {
      key: 'drive',
      symbol: 'b(t)',
      type: 'f64',
      shape: ['*', 'N'],
      help: 'input of each step, one row a step and repeated after the last, added to the others',
    },
  ],
  observables: [
    {
      name: 'mean_distance',
      symbol: '⟨D⟩',
      shape: [],
      cost: 'O(trials)',
      byDefault: true,
      at: 'before',
      meaning: 'mean over all trials of the distance of companion and base',
    },
    {
      name: 'log_distance',
      symbol: '⟨ln D⟩',
      shape: [],
      cost: 'trials logarithms',
      byDefault: true,
      at: 'before',
      nullable: true,
      meaning: 'mean over all trials of the logarithm of the distance',
    },
    {
      name: 'distance',
      symbol: 'D',
      shape: ['trials'],
      cost: 'O(trials)',
      byDefault: false,
      at: 'before',
      table: { name: 'distances', index: [TRIAL] },
      meaning: 'distance of companion and base of each trial',
    },
    {
      name: 'rates',
      symbol: 'r',
      shape: ['trials', 'N'],
      cost: 'O(N trials)',
      byDefault: false,
      at: 'before',
      table: { index: [TRIAL, UNIT], values: PAIR, hasUnits: true },
      meaning: 'states of base and companion',
    },
    {
      name: 'traces',
      symbol: 'r',
      shape: ['units'],
      cost: 'nothing',
      byDefault: true,
      at: 'before',
      table: { index: [UNIT], values: PAIR, hasUnits: true },
      meaning:
        'states of the first pair for an example: four units (or `--units`), about 500 samples (or `traces@STEPS`)',
    },
  ],
  compatible,
};
