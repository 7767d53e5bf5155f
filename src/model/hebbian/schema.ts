/** The only list of the hebbian family's inputs and observables, and the conditions on its parameters together. */
import { placeOf, widthOf } from '../../kernel/codes.js';
import { INTEGRATORS } from '../../method/integrators.js';
import type { FamilySchema, Violation } from '../schema.js';
import { HEBBIAN_PARAMETERS, type HebbianParameters, isSquarable, SQUARABLE } from './parameters.js';
import { HEBBIAN_STATE } from './state.js';

/** Largest distance of a ratio from a whole number that counts as rounding. */
const WHOLE = 1e-9;

/** Steps are written as 32-bit integers. */
const MOST_STEPS = 2 ** 31 - 1;

/** The number of whole steps in a duration; undefined if it is not whole. */
export function wholeSteps(duration: number, dt: number): number | undefined {
  const ratio = duration / dt;
  const nearest = Math.round(ratio);
  return Math.abs(ratio - nearest) <= WHOLE * Math.max(1, nearest) ? nearest : undefined;
}

/** The number of patterns: K itself, or the load K = alpha < 1 of the neurons. */
export function patternCount(N: number, K: number): number {
  return K < 1 ? Math.trunc(K * N) : K;
}

/** Steps of a run: T/dt, cut to a whole number. The published program also cuts 2.9999999999999996 to 2. */
export function stepCount(p: HebbianParameters): number {
  const T = p.T;
  const dt = p.dt;
  return (p.mode === 'right' ? wholeSteps(T, dt) : undefined) ?? Math.trunc(T / dt);
}

/** Time step that the increments see. The published program scales nothing by dt. */
export function effectiveStep(p: HebbianParameters): number {
  return p.mode === 'faithful' ? 1 : p.dt;
}

/** k = tanh(beta) is beta itself where that is small. */
function strength(p: HebbianParameters): readonly Violation[] {
  if (p.k !== null || isSquarable(Math.min(1, p.beta))) return [];
  return [{ key: 'beta', message: `beta = ${p.beta} makes k = tanh(beta) as small; k must be ${SQUARABLE}` }];
}

function stability(p: HebbianParameters): readonly Violation[] {
  const dt = effectiveStep(p);
  const { stability: limit } = INTEGRATORS[p.scheme];
  return (['tau_s', 'tau_J'] as const).flatMap((key) => {
    const tau = p[key];
    if (typeof tau !== 'number' || dt < limit * tau) return [];
    return [
      {
        key: p.mode === 'faithful' ? key : 'dt',
        message: `dt = ${dt} is beyond the stability of ${p.scheme} for ${key} = ${tau}; dt must be below ${limit} ${key}`,
      },
    ];
  });
}

/** Linear memory of one run. K is checked against it here, since even the list of columns of too many patterns would not fit. */
const MOST_BYTES = 2 ** 32;

function sizes(p: HebbianParameters): readonly Violation[] {
  const [N, K] = [p.N, p.K];
  const count = patternCount(N, K);
  if (count < 1)
    return [{ key: 'K', message: `a load of ${K} with N = ${N} gives no pattern; K N must be at least 1` }];
  const bytes = 8 * count * Math.max(N, 2 * count);
  if (bytes > MOST_BYTES) {
    const needs = `${count} patterns of ${N} neurons and their products need ${(bytes / 2 ** 30).toPrecision(3)} GiB`;
    return [{ key: 'K', message: `${needs}; one run can use at most 4 GiB` }];
  }
  const given = p.p;
  if (given === null || given.length === count) return [];
  const which = K < 1 ? `a load of ${K} with N = ${N} gives ${count} patterns` : `K = ${K}`;
  return [{ key: 'p', message: `p has ${given.length} probabilities, and ${which}` }];
}

function durations(p: HebbianParameters): readonly Violation[] {
  const violations: Violation[] = [];
  const dt = p.dt;
  if (stepCount(p) < 1) violations.push({ key: 'T', message: `T = ${p.T} is shorter than one step of dt = ${dt}` });
  if (stepCount(p) > MOST_STEPS) {
    violations.push({ key: 'T', message: `${stepCount(p)} steps are more than the ${MOST_STEPS} of one run` });
  }
  if (p.hold_time !== null) {
    if (p.tau_h !== 1) {
      violations.push({ key: 'hold_time', message: 'tau_h (steps) and hold_time (time) both say how long; give one' });
    }
    if (wholeSteps(p.hold_time, dt) === undefined) {
      violations.push({
        key: 'hold_time',
        message: `hold_time = ${p.hold_time} is not a whole number of steps of dt = ${dt}; the field must switch between steps`,
      });
    }
  }
  return violations;
}

/** Memories and transitions must not overshoot: a matrix with negative entries is not a transition matrix. */
function memoryStability(p: HebbianParameters): readonly Violation[] {
  const dt = p.dt;
  const violations: Violation[] = [];
  if (dt > 1) violations.push({ key: 'dt', message: `dt = ${dt} makes the memories overshoot; it must be at most 1` });
  const tauJ = p.tau_J === 'infinity' ? undefined : p.tau_J;
  const tauT = p.tau_T ?? (tauJ === undefined ? 10 : (tauJ + p.tau_s) / 2);
  if (p.delay !== null && dt > tauT) {
    const message = `dt = ${dt} is longer than the time constant of the transitions, ${tauT}; they would overshoot`;
    violations.push({ key: 'tau_T', message });
  }
  return violations;
}

function modelClass(p: HebbianParameters): readonly Violation[] {
  const violations: Violation[] = [];
  const isMemory = p.model_class === 'memory-matrix';
  if (isMemory && p.mode === 'right') violations.push(...memoryStability(p));
  if (p.mode === 'right' && p.transient_factor === false) {
    const message = 'transient_factor belongs to --mode faithful; the exact theory has its transient always';
    violations.push({ key: 'transient_factor', message });
  }
  for (const key of ['delay', 'tau_T', 'beta_T'] as const) {
    if (!isMemory && p[key] !== null) {
      violations.push({ key, message: `${key} belongs to --model-class memory-matrix` });
    }
  }
  if (p.mode === 'faithful' && p.scheme !== 'euler') {
    violations.push({
      key: 'scheme',
      message: `the published program knows only euler; use --mode right for ${p.scheme}`,
    });
  }
  if (p.mode === 'faithful' && p.hold_time !== null) {
    violations.push({
      key: 'hold_time',
      message: 'the published program counts steps only; use tau_h or --mode right',
    });
  }
  if (p.pattern_distribution === 'gaussian' && p.rho !== 0) {
    violations.push({
      key: 'rho',
      message: 'correlated patterns are defined for rademacher patterns only; rho must be 0',
    });
  }
  return violations;
}

export const HEBBIAN_SCHEMA: FamilySchema<HebbianParameters> = {
  name: 'hebbian',
  summary: 'neurons and synapses that both move: Pavlovian learning of a Hopfield network',
  parameters: HEBBIAN_PARAMETERS,
  inputs: [
    {
      key: 'sigma0',
      symbol: 'σ(0)',
      type: 'f64',
      shape: ['N'],
      written: ['sigma'],
      help: 'initial neurons, in [-1, 1]',
    },
    {
      key: 'J0',
      symbol: 'J(0)',
      type: 'f64',
      shape: ['N', 'N'],
      written: ['J'],
      isSymmetric: true,
      help: 'initial couplings, symmetric with zero diagonal',
    },
    { key: 'patterns', symbol: 'ξ', type: 'f64', shape: ['K', 'N'], help: 'patterns' },
    {
      key: 'field',
      symbol: 'μ(n)',
      type: 'i32',
      shape: ['*'],
      written: ['pattern'],
      isPerStep: true,
      help: 'index of the pattern shown at each step',
    },
    {
      key: 'Xi0',
      symbol: 'Ξ(0)',
      type: 'f64',
      shape: ['K', 'N'],
      written: ['Xi'],
      help: 'initial memories (memory-matrix)',
    },
    {
      key: 'Tra0',
      symbol: 'Tra(0)',
      type: 'f64',
      shape: ['K', 'K'],
      written: ['Tra'],
      help: 'initial transitions (memory-matrix)',
    },
  ],
  observables: [
    {
      name: 'pattern',
      symbol: 'μ',
      shape: [],
      cost: 'O(1)',
      byDefault: true,
      at: 'during',
      type: 'i32',
      meaning: 'index of the pattern shown during the step',
    },
    {
      name: 'distance',
      symbol: 'S',
      shape: [],
      cost: 'O(N K)',
      byDefault: true,
      at: 'before',
      from: { record: placeOf(HEBBIAN_STATE, 'record', 'distance') },
      meaning: 'mean squared distance of J to k H over the off-diagonal entries',
    },
    {
      name: 'distance_normalized',
      symbol: 'S/k²',
      shape: [],
      cost: 'O(1)',
      byDefault: true,
      at: 'before',
      meaning: 'distance divided by k^2',
    },
    {
      name: 'theory_mean',
      symbol: '⟨S⟩/k²',
      shape: [],
      cost: 'O(1)',
      byDefault: true,
      at: 'before',
      nullable: true,
      meaning: 'mean of distance_normalized in theory; theory_applies of the summary says whether it holds',
    },
    {
      name: 'theory_std',
      symbol: 'sd(S)/k²',
      shape: [],
      cost: 'O(1)',
      byDefault: true,
      at: 'before',
      nullable: true,
      meaning: 'standard deviation of distance_normalized over realisations in theory',
    },
    {
      name: 'residual',
      symbol: '',
      shape: [],
      cost: 'O(1)',
      byDefault: true,
      at: 'before',
      nullable: true,
      meaning: 'distance_normalized minus theory_mean',
    },
    {
      name: 'energy',
      symbol: 'E',
      shape: [],
      cost: 'O(N)',
      byDefault: true,
      at: 'before',
      from: { record: placeOf(HEBBIAN_STATE, 'record', 'energy') },
      meaning: '-sigma.J sigma/2 - h.sigma, as published: without the gain u and without entropy',
    },
    {
      name: 'lyapunov',
      symbol: 'L',
      shape: [],
      cost: '2N logarithms',
      byDefault: false,
      at: 'before',
      nullable: true,
      from: { record: placeOf(HEBBIAN_STATE, 'record', 'lyapunov') },
      meaning:
        'joint Lyapunov function of neurons and synapses; never rises while h is constant (continuous system, k > 0, g the identity)',
    },
    {
      name: 'activity',
      symbol: 'a',
      shape: [],
      cost: 'O(N)',
      byDefault: true,
      at: 'before',
      from: { record: placeOf(HEBBIAN_STATE, 'record', 'sum'), per: 'N' },
      meaning: 'mean of the neurons',
    },
    {
      name: 'overlap',
      symbol: 'm_μ',
      shape: ['K'],
      cost: 'O(N K)',
      byDefault: true,
      at: 'before',
      from: { record: widthOf(HEBBIAN_STATE, 'record'), per: 'N' },
      columns: (mu) => ({
        name: `overlap_${mu}`,
        symbol: `m_${mu}`,
        meaning: `overlap of the neurons with pattern ${mu}`,
      }),
      meaning: 'xi^mu . sigma / N',
    },
    {
      name: 'sigma',
      symbol: 'σ',
      shape: ['N'],
      cost: 'O(N)',
      byDefault: false,
      at: 'before',
      table: { index: [{ name: 'unit', meaning: 'neuron' }], hasUnits: true },
      meaning: 'neural states',
    },
    {
      name: 'J',
      symbol: 'J',
      shape: ['N', 'N'],
      cost: 'O(N^2 K)',
      byDefault: false,
      at: 'before',
      table: {
        name: 'couplings',
        index: [
          { name: 'i', meaning: 'neuron of the row' },
          { name: 'j', meaning: 'neuron of the column, above i; J is symmetric and its diagonal is 0' },
        ],
        isUpper: true,
      },
      meaning: 'couplings above the diagonal',
    },
    {
      name: 'deviations',
      symbol: '',
      shape: ['N', 'N'],
      cost: 'some steps are done again',
      byDefault: false,
      at: 'before',
      event: { every: 100, most: 10 },
      meaning:
        'steps at which the distance is farther from its mean in theory than a standard deviation, and the last step: numbers, neurons and couplings of each; @COOLDOWN:MOST',
    },
    {
      name: 'memories',
      symbol: 'Ξ',
      shape: ['K', 'N'],
      cost: 'O(N K)',
      byDefault: false,
      at: 'before',
      from: { block: 'memories' },
      table: {
        index: [
          { name: 'memory', meaning: 'memory' },
          { name: 'unit', meaning: 'neuron' },
        ],
        values: [{ name: 'Xi', symbol: 'Ξ', meaning: 'learned memories (memory-matrix)' }],
      },
      meaning: 'learned memories (memory-matrix)',
    },
    {
      name: 'transitions',
      symbol: 'Tra',
      shape: ['K', 'K'],
      cost: 'O(K^2)',
      byDefault: false,
      at: 'before',
      from: { block: 'transitions' },
      table: {
        index: [
          { name: 'row', meaning: 'memory of the row' },
          { name: 'column', meaning: 'memory of the column' },
        ],
        values: [{ name: 'Tra', symbol: 'Tra', meaning: 'transition matrix (memory-matrix)' }],
      },
      meaning: 'transition matrix (memory-matrix); mode right: row earlier, column later; faithful: the reverse',
    },
  ],
  compatible: (p) => [...sizes(p), ...strength(p), ...durations(p), ...stability(p), ...modelClass(p)],
};
