/** The only list of the attractor family's inputs and observables, and the conditions on its parameters together. */
import { placeOf } from '../../kernel/codes.js';
import type { FamilySchema, ObservableDescription, Violation } from '../schema.js';
import type { Curve } from './curves.js';
import { MOST_LEVELS } from './draws.js';
import { type PhaseKind, phasesOf } from './experiment.js';
import { ATTRACTOR_PARAMETERS, type AttractorParameters } from './parameters.js';
import { ATTRACTOR_STATE } from './state.js';

const STEPS_AT_MOST = 2 ** 31 - 1;

/** Parameters that the length of a phase follows from. */
const LENGTHS = [
  ...(['epochs', 'K', 'trials', 'trial_steps', 'generalise_trials', 'generalise_steps'] as const),
  ...(['free_steps', 'forget_steps', 'search_steps', 'levels'] as const),
];

const stepsOf = (p: AttractorParameters): number => phasesOf(p).reduce((sum, { steps }) => sum + steps, 0);

/** The parameter without which a run would be shortest: each by itself at its default. */
function longest(p: AttractorParameters): string {
  const defaults = new Map<string, unknown>(ATTRACTOR_PARAMETERS.map(({ key, default: value }) => [key, value]));
  const without = LENGTHS.map((key) => ({ key, steps: stepsOf({ ...p, [key]: defaults.get(key) }) }));
  return without.reduce((least, one) => (one.steps < least.steps ? one : least)).key;
}

function compatible(p: AttractorParameters): readonly Violation[] {
  const violations: Violation[] = [];
  const phases = phasesOf(p);
  const has = (kind: PhaseKind): boolean => phases.some((phase) => phase.kind === kind);
  const steps = stepsOf(p);
  if (steps > STEPS_AT_MOST)
    violations.push({ key: longest(p), message: `${steps} steps are more than the ${STEPS_AT_MOST} of one run` });
  if (steps === 0) violations.push({ key: 'epochs', message: 'the run has no step' });
  const shortest = Math.min(p.trial_steps, p.generalise_steps ?? p.trial_steps);
  if (has('trials') && p.burn_in >= shortest) {
    violations.push({ key: 'burn_in', message: `burn_in = ${p.burn_in} leaves no step of a trial of ${shortest}` });
  }
  if (p.levels.length === 0) violations.push({ key: 'levels', message: 'levels must name at least one level' });
  if (p.levels.length > MOST_LEVELS)
    violations.push({ key: 'levels', message: `there may be ${MOST_LEVELS} levels at most` });
  return violations;
}

/** A curve that the kernels write for each step. */
const curve = (
  name: Curve,
  symbol: string,
  meaning: string,
  cost = 'one product with J for all curves',
): ObservableDescription => ({
  name,
  symbol,
  shape: [],
  cost,
  byDefault: true,
  at: 'after',
  from: { record: placeOf(ATTRACTOR_STATE, 'curve', name) },
  meaning,
});

export const ATTRACTOR_SCHEMA: FamilySchema<AttractorParameters> = {
  name: 'attractor',
  summary: 'free-energy attractor networks that learn nearly orthogonal attractors and sequences',
  parameters: ATTRACTOR_PARAMETERS,
  inputs: [
    {
      key: 'patterns',
      symbol: 'z',
      type: 'f64',
      shape: ['*', 'N'],
      isPatterns: true,
      help: 'patterns that are learned',
    },
    {
      key: 'test',
      symbol: 'z',
      type: 'f64',
      shape: ['*', 'N'],
      isPatterns: true,
      help: 'patterns that are not learned',
    },
    {
      key: 'J0',
      symbol: 'J(0)',
      type: 'f64',
      shape: ['N', 'N'],
      written: ['J'],
      help: 'weights at the start, zero otherwise; J_ij is from node j to node i',
    },
    {
      key: 'sigma0',
      symbol: 'σ(0)',
      type: 'f64',
      shape: ['N'],
      written: ['sigma'],
      help: 'states at the start, zero otherwise',
    },
    { key: 'shown', symbol: '', type: 'i32', shape: ['epochs'], help: 'pattern of each epoch' },
  ],
  observables: [
    {
      name: 'pattern',
      symbol: '',
      shape: [],
      cost: 'none',
      byDefault: true,
      at: 'during',
      type: 'i32',
      meaning: 'pattern shown at the step, -1 for none',
    },
    {
      ...curve('weight_change', 'Σ(ΔJ)²', 'sum of squared weight changes of the step', 'O(N)'),
      at: 'during',
    },
    curve('accuracy', 'A', 'accuracy term of the free energy'),
    // the literal complexity overflows at strong evidence
    { ...curve('complexity', 'C', 'complexity term of the free energy'), nullable: true },
    { ...curve('free_energy', 'F', 'free energy as published, C - A'), nullable: true },
    curve('mean_field_free_energy', 'F_mf', 'free energy of the factorised density'),
    {
      name: 'sigma',
      symbol: 'σ',
      shape: ['N'],
      cost: 'O(N)',
      byDefault: false,
      at: 'after',
      table: { index: [{ name: 'unit', meaning: 'node' }], hasUnits: true },
      meaning: 'states',
    },
    {
      name: 'evidence',
      symbol: 'b',
      shape: ['N'],
      cost: 'O(N)',
      byDefault: false,
      at: 'during',
      table: { index: [{ name: 'unit', meaning: 'node' }], hasUnits: true },
      meaning: 'bias of each node, the pattern shown with its noise; only of steps that show one',
    },
    {
      name: 'projection',
      symbol: '|a.σ|',
      shape: ['*'],
      cost: 'O(N) an attractor',
      byDefault: false,
      at: 'after',
      table: {
        name: 'projections',
        index: [{ name: 'attractor', meaning: 'pattern that the attractor was found from' }],
      },
      meaning: 'overlap of the states with each attractor of the first noise level found before',
    },
  ],
  compatible,
};
