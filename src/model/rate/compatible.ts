/** What parameters of the rate family must fulfil together. */
import { INTEGRATORS } from '../../method/integrators.js';
import type { Parameters, Violation } from '../schema.js';
import { effectiveGain, type WeightRule } from './connectivity.js';
import { boundsOf, exponentsOf, stepsIn } from './phases.js';

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
      message: `the window of steps ${from ?? p.skip} to ${to} must hold at least two of the ${n} steps of T`,
    });
  }
  return violations;
}

/** A sentence for each condition that holds. */
const when = (key: string, ...rules: readonly (readonly [boolean, string])[]): readonly Violation[] =>
  rules.filter(([holds]) => holds).map(([, message]) => ({ key, message }));

/** Whether the input changes from step to step. An array given as a drive is known only where inputs are. */
const isDriven = (p: Parameters): boolean => p.noise !== 0 || p.input_amplitude !== 0;

function exponents(p: Parameters): readonly Violation[] {
  const k = exponentsOf(p);
  const { lower, upper } = boundsOf(p);
  const d0 = p.d0 as number;
  return [
    ...when(
      'exponents',
      [k > (p.N as number), `there are only N = ${p.N} exponents`],
      [p.method !== 'qr' && k > 1, `the method ${p.method} measures the largest exponent alone, not ${k}`],
    ),
    ...when('duration', [
      stepsIn(p.duration as number, p.dt as number) < 2 * (p.qr_every as number),
      'the duration must hold at least two QR intervals',
    ]),
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
        p.tolerance !== null && stepsIn(p.duration as number, p.dt as number) < 20 * (p.qr_every as number),
        'with a tolerance the duration must hold at least twenty QR intervals',
      ],
    ),
  ];
}

function theories(p: Parameters): readonly Violation[] {
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
export const compatible = (p: Parameters): readonly Violation[] => [
  ...stability(p),
  ...windows(p),
  ...exponents(p),
  ...theories(p),
];
