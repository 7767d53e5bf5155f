/** The conditions on parameters of the rate family together. */
import type { Violation } from '../schema.js';
import { MOST_GROWTH } from './interval.js';
import type { RateParameters } from './parameters.js';
import { ESTIMATE_PARAMETERS } from './parameters-estimates.js';
import { boundsOf, exponentsOf, stepsIn } from './phases.js';
import { BOUNDED, stepLimit } from './step-limit.js';

/** Shares of the size of a state, sqrt(N), between which the distance of companions must lie. */
const LEAST_SHARE = 1e-13;
const MOST_SHARE = 0.1;

/** The value of d0 if nobody gives one. */
const D0 = ESTIMATE_PARAMETERS.find(({ key }) => key === 'd0')?.default;

/** A sentence for each condition that holds. */
const when = (key: string, ...rules: readonly (readonly [boolean, string])[]): readonly Violation[] =>
  rules.filter(([holds]) => holds).map(([, message]) => ({ key, message }));

/** Beyond this step even a single unit, which only decays, would grow. */
function stability(p: RateParameters): readonly Violation[] {
  const bound = stepLimit(p, 0);
  return when('dt', [
    !(p.dt < bound),
    `dt = ${p.dt} ms is beyond the stability of ${p.scheme}: it must be below ${bound} ms`,
  ]);
}

/** A distance of companions that rounding blurs, or that is not a small part of the attractor, measures neither growth nor decay. */
function companions(p: RateParameters): readonly Violation[] {
  const isUsed = exponentsOf(p) > 0 && p.method !== 'qr';
  if (!isUsed) return when('d0', [p.d0 !== D0, `d0 belongs to the methods interval and bounds, not to ${p.method}`]);
  // states of a bounded activation fill at most the cube [-1, 1]^N
  const size = Math.sqrt(p.N);
  const [least, most] = [LEAST_SHARE * size, MOST_SHARE * size];
  const d0 = p.d0;
  const { upper } = boundsOf(p);
  const isBounded = BOUNDED.has(p.activation);
  const mayGrow = p.method === 'interval' && p.qr_every === 'auto';
  return [
    ...when(
      'd0',
      [d0 < least, `d0 = ${d0} is within the rounding of the states: it must be at least ${least} for N = ${p.N}`],
      [
        isBounded && d0 > most,
        `d0 = ${d0} is not a small part of the attractor: it must be at most ${most} for N = ${p.N}`,
      ],
      [
        isBounded && mayGrow && d0 <= most && d0 * MOST_GROWTH > most,
        `d0 = ${d0} may grow ${MOST_GROWTH} times in an interval of qr_every = auto: it must be at most ${most / MOST_GROWTH} for N = ${p.N}, or qr_every a number`,
      ],
    ),
    ...when('upper', [
      p.method === 'bounds' && isBounded && d0 <= most && upper > most,
      `upper = ${upper} reaches beyond the attractor: it must be at most ${most} for N = ${p.N}`,
    ]),
  ];
}

/** Parameters that only shape something that is absent. */
const idle = (p: RateParameters): readonly Violation[] => [
  ...when('input_phase', [
    p.input_phase === 'random' && p.input_amplitude === 0,
    'input_phase = random without input_amplitude: there is no sine to shift',
  ]),
  ...when('tolerance_kind', [
    p.tolerance_kind === 'relative' && p.tolerance === null,
    'tolerance_kind = relative without tolerance: there is nothing to compare',
  ]),
];

function windows(p: RateParameters): readonly Violation[] {
  const [dt, T] = [p.dt, p.T];
  const n = stepsIn(T, dt);
  const violations: Violation[] = [];
  if (n < 2) violations.push({ key: 'T', message: `T = ${T} ms is shorter than two steps of ${dt} ms` });
  if (p.skip > n - 2) violations.push({ key: 'skip', message: `skip leaves no two of ${n} steps for the fit` });
  const [from, to] = [p.fit_from, p.fit_to];
  if (from !== null && to === null) violations.push({ key: 'fit_from', message: 'fit_from needs fit_to' });
  if (to !== null && (to > n || to - (from ?? p.skip) < 2)) {
    violations.push({
      key: 'fit_to',
      message: `the window of steps ${from ?? p.skip} to ${to} must hold at least two of the ${n} steps of T`,
    });
  }
  return violations;
}

/** Whether the input changes from step to step. An array given as a drive is not known here, only together with inputs. */
const isDriven = (p: RateParameters): boolean => p.noise !== 0 || p.input_amplitude !== 0;

function exponents(p: RateParameters): readonly Violation[] {
  const k = exponentsOf(p);
  const { lower, upper } = boundsOf(p);
  const d0 = p.d0;
  // a chosen interval is short enough for the duration, down to a step
  const every = p.qr_every === 'auto' ? 1 : p.qr_every;
  const steps = stepsIn(p.duration, p.dt);
  const mustHold = (intervals: number): string =>
    `it must hold at least ${intervals} intervals of ${every} ${every === 1 ? 'step' : 'steps'} of ${p.dt} ms (qr_every = ${p.qr_every})`;
  return [
    ...when(
      'exponents',
      [k > p.N, `there are only N = ${p.N} exponents`],
      [p.method !== 'qr' && k > 1, `the method ${p.method} measures the largest exponent alone, not ${k}`],
    ),
    ...when('duration', [steps < 2 * every, `duration = ${p.duration} ms is too short: ${mustHold(2)}`]),
    ...when('lower', [
      p.method !== 'bounds' && p.lower !== null,
      `lower belongs to the method bounds, not to ${p.method}`,
    ]),
    ...when('upper', [
      p.method !== 'bounds' && p.upper !== null,
      `upper belongs to the method bounds, not to ${p.method}`,
    ]),
    ...when('d0', [
      p.method === 'bounds' && !(lower < d0 && d0 < upper),
      `d0 = ${d0} must lie between lower = ${lower} and upper = ${upper}`,
    ]),
    ...when('sum_rule', [p.sum_rule === true && k !== p.N, `the sum rule needs all exponents: exponents = ${p.N}`]),
    ...when(
      'tolerance',
      [p.tolerance !== null && k === 0, 'the tolerance is one of exponents, and there are none: exponents = 0'],
      [
        p.tolerance !== null && steps < 20 * every,
        `duration = ${p.duration} ms is too short for a tolerance: ${mustHold(20)}`,
      ],
    ),
  ];
}

function theories(p: RateParameters): readonly Violation[] {
  return [
    ...when(
      'mean_field',
      [p.mean_field === true && p.activation !== 'tanh', 'the mean-field theory is that of the activation tanh'],
      [
        p.mean_field === true && (isDriven(p) || p.input !== 0),
        'the mean-field theory is that of networks without input and noise',
      ],
    ),
    ...when('stop_at_rest', [
      p.stop_at_rest === true && isDriven(p),
      'nothing comes to rest under an input that changes: stop_at_rest does not go with noise or input_amplitude',
    ]),
  ];
}

/** All violations of a set of parameters. */
export const compatible = (p: RateParameters): readonly Violation[] => [
  ...stability(p),
  ...windows(p),
  ...exponents(p),
  ...companions(p),
  ...theories(p),
  ...idle(p),
];
