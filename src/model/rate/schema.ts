/** Parameters, inputs and observables of the rate family: the one list of each (spec A of the model). */
import { INTEGRATORS } from '../../method/integrators.js';
import type { FamilySchema, Parameter, Parameters, Violation } from '../schema.js';
import { effectiveGain, type WeightRule } from './connectivity.js';

/** Steps in a time, rounded: T/dt may fall just under an integer. */
export const stepsIn = (time: number, dt: number): number => Math.round(time / dt);

const network: readonly Parameter[] = [
  {
    key: 'N',
    symbol: 'N',
    kind: 'integer',
    default: 200,
    min: 2,
    group: 'network',
    help: 'number of units',
    example: '200',
  },
  {
    key: 'p',
    symbol: 'p',
    kind: 'number',
    default: 0.1,
    above: 0,
    max: 1,
    group: 'network',
    help: 'probability of a connection',
  },
  {
    key: 'g',
    symbol: 'g',
    kind: 'number',
    default: 10,
    group: 'network',
    help: 'synaptic upscaling: factor on all weights',
    example: '1..21:3',
  },
  {
    key: 'weights',
    symbol: '',
    kind: 'choice',
    default: 'published',
    options: { published: 'standard deviation 1/(N p)', variance: 'variance 1/(N p), as the paper says' },
    group: 'network',
    help: 'width of the weights before g',
  },
  {
    key: 'centred',
    symbol: '',
    kind: 'boolean',
    default: true,
    group: 'network',
    help: 'whether the mean over the edges is subtracted from each weight',
  },
  {
    key: 'session',
    symbol: 's',
    kind: 'integer',
    default: 1,
    min: 1,
    group: 'network',
    help: 'which matrix and which initial states: the same for all g of a session',
    example: '1..5',
  },
  {
    key: 'stream',
    symbol: '',
    kind: 'choice',
    default: 'own',
    options: {
      own: 'by position, from seed and session',
      published: 'as the original: PCG64 of entropy 1234 and the session; the seed has no effect',
    },
    group: 'network',
    help: 'how weights and initial states are drawn; published: the matrices of the paper, whatever the seed',
  },
  {
    key: 'form',
    symbol: '',
    kind: 'choice',
    default: 'r',
    options: { r: "tau r' = -r + phi(g W r)", x: "tau x' = -x + g W phi(x)" },
    group: 'network',
    help: 'form of the dynamics',
  },
  {
    key: 'activation',
    symbol: 'φ',
    kind: 'choice',
    default: 'tanh',
    options: { tanh: 'tanh', sigmoid: '1/(1 + exp(-x))', relu: 'max(0, x)', linear: 'x' },
    group: 'network',
    help: 'activation of a unit',
  },
];

const integration: readonly Parameter[] = [
  {
    key: 'tau',
    symbol: 'τ',
    kind: 'number',
    default: 20,
    above: 0,
    unit: 'ms',
    group: 'integration',
    help: 'time constant',
  },
  {
    key: 'dt',
    symbol: 'Δt',
    kind: 'number',
    default: 1,
    above: 0,
    unit: 'ms',
    group: 'integration',
    help: 'time step',
  },
  {
    key: 'T',
    symbol: 'T',
    kind: 'number',
    default: 7000,
    above: 0,
    unit: 'ms',
    group: 'integration',
    help: 'duration of the pairs',
  },
  {
    key: 'scheme',
    symbol: '',
    kind: 'choice',
    default: 'euler',
    options: { euler: 'order 1, as published', rk4: 'classical Runge-Kutta, order 4' },
    group: 'integration',
    help: 'integration scheme',
  },
];

const pairs: readonly Parameter[] = [
  {
    key: 'trials',
    symbol: '',
    kind: 'integer',
    default: 20,
    min: 1,
    group: 'pairs',
    help: 'initial states, each with a companion',
  },
  {
    key: 'epsilon',
    symbol: 'ε',
    kind: 'number',
    default: 1e-4,
    above: 0,
    group: 'pairs',
    help: 'added to every unit of a companion',
  },
  {
    key: 'cut',
    symbol: '',
    kind: 'number',
    default: 1,
    min: 0,
    group: 'estimate',
    help: 'final distance from which a trial counts as diverged',
  },
  {
    key: 'frac',
    symbol: '',
    kind: 'number',
    default: 0.8,
    above: 0,
    max: 1,
    group: 'estimate',
    help: 'share of the maximum at which the fit ends',
  },
  {
    key: 'skip',
    symbol: '',
    kind: 'integer',
    default: 0,
    min: 0,
    unit: 'steps',
    group: 'estimate',
    help: 'first steps left out of the fit',
  },
  {
    key: 'fit_from',
    symbol: '',
    kind: 'integer',
    default: null,
    min: 0,
    unit: 'steps',
    whenAbsent: 'skip',
    group: 'estimate',
    help: 'fixed window of the fit: first step',
  },
  {
    key: 'fit_to',
    symbol: '',
    kind: 'integer',
    default: null,
    min: 2,
    unit: 'steps',
    whenAbsent: 'the crossing',
    group: 'estimate',
    help: 'fixed window of the fit: step behind the last',
  },
];

const spectrum: readonly Parameter[] = [
  {
    key: 'exponents',
    symbol: 'k',
    kind: 'integer',
    default: 2,
    min: 0,
    group: 'spectrum',
    help: 'Lyapunov exponents of each trial by QR; 0 for the pairs alone',
  },
  {
    key: 'transient',
    symbol: '',
    kind: 'number',
    default: 0,
    min: 0,
    unit: 'ms',
    group: 'spectrum',
    help: 'further time of the states alone after T',
  },
  {
    key: 'align',
    symbol: '',
    kind: 'number',
    default: 1000,
    min: 0,
    unit: 'ms',
    group: 'spectrum',
    help: 'time in which the tangent vectors align, not counted',
  },
  {
    key: 'duration',
    symbol: '',
    kind: 'number',
    default: 7000,
    above: 0,
    unit: 'ms',
    group: 'spectrum',
    help: 'time over which exponents are averaged',
  },
  {
    key: 'qr_every',
    symbol: '',
    kind: 'integer',
    default: 10,
    min: 1,
    unit: 'steps',
    group: 'spectrum',
    help: 'steps between two QR',
  },
  {
    key: 'mean_field',
    symbol: '',
    kind: 'boolean',
    default: false,
    group: 'spectrum',
    help: 'mean-field theory at g_eff beside the measurement (tanh; about half a second a run)',
  },
];

function stability(p: Parameters): readonly Violation[] {
  const [dt, tau, g, N] = [p.dt as number, p.tau as number, p.g as number, p.N as number];
  const { stability: limit } = INTEGRATORS[p.scheme as string];
  const radius = Math.abs(effectiveGain(g, p.weights as WeightRule, N, p.p as number));
  // the linear part at the origin: eigenvalues of -1 + g W reach to -(1 + radius)
  const bound = (limit * tau) / (1 + radius);
  if (dt < bound) return [];
  return [{ key: 'dt', message: `dt = ${dt} ms is beyond the stability of ${p.scheme}: it must be below ${bound} ms` }];
}

function windows(p: Parameters): readonly Violation[] {
  const [dt, T] = [p.dt as number, p.T as number];
  const n = stepsIn(T, dt);
  const violations: Violation[] = [];
  if (n < 2) violations.push({ key: 'T', message: `T = ${T} ms is shorter than two steps of ${dt} ms` });
  if ((p.skip as number) > n - 2)
    violations.push({ key: 'skip', message: `skip leaves no two of ${n} steps for the fit` });
  const [from, to] = [p.fit_from as number | null, p.fit_to as number | null];
  if (from !== null && to === null) violations.push({ key: 'fit_from', message: 'fit_from needs fit_to' });
  if (to !== null && (to > n || to - (from ?? (p.skip as number)) < 2)) {
    violations.push({
      key: 'fit_to',
      message: `the window ends at step ${to}; it must hold two of the ${n} steps of T`,
    });
  }
  if (p.mean_field === true && p.activation !== 'tanh') {
    violations.push({ key: 'mean_field', message: 'the mean-field theory is that of the activation tanh' });
  }
  if ((p.exponents as number) > (p.N as number)) {
    violations.push({ key: 'exponents', message: `there are only N = ${p.N} exponents` });
  }
  if (stepsIn(p.duration as number, dt) < 2 * (p.qr_every as number)) {
    violations.push({ key: 'duration', message: 'the duration must hold at least two QR intervals' });
  }
  return violations;
}

export const RATE_SCHEMA: FamilySchema = {
  name: 'rate',
  summary: 'chaos in recurrent rate networks under synaptic upscaling g',
  parameters: [...network, ...integration, ...pairs, ...spectrum],
  inputs: [
    { key: 'W', symbol: 'W', type: 'f64', shape: ['N', 'N'], help: 'weights before g; W_ij is from unit j to unit i' },
    { key: 'initial', symbol: 'r(0)', type: 'f64', shape: ['trials', 'N'], help: 'initial states' },
  ],
  observables: [
    {
      name: 'mean_distance',
      symbol: '⟨D⟩',
      shape: [],
      cost: 'O(trials)',
      byDefault: true,
      meaning: 'mean over all trials of the distance of companion and base',
    },
    {
      name: 'log_distance',
      symbol: '⟨ln D⟩',
      shape: [],
      cost: 'trials logarithms',
      byDefault: true,
      meaning: 'mean over all trials of the logarithm of the distance',
    },
    {
      name: 'distance',
      symbol: 'D',
      shape: ['trials'],
      cost: 'O(trials)',
      byDefault: false,
      meaning: 'distance of companion and base of each trial',
    },
    {
      name: 'rates',
      symbol: 'r',
      shape: ['trials', 'N'],
      cost: 'O(N trials)',
      byDefault: false,
      meaning: 'states of base and companion',
    },
  ],
  compatible: (p) => [...stability(p), ...windows(p)],
};
