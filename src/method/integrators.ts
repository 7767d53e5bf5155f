/** The integrators of coupled neurons and synapses: what a scheme is called, its order, and where it is stable. */

export interface Integrator {
  readonly help: string;
  /** Number that the kernels know it by. */
  readonly code: 0 | 1 | 2;
  /** The error at a fixed time falls as dt^order. */
  readonly order: number;
  /** Stable for a decay with time constant tau while dt < stability tau. */
  readonly stability: number;
}

export type IntegratorName = 'euler' | 'euler-simultaneous' | 'rk4';

export const INTEGRATORS: { readonly [Name in IntegratorName]: Integrator } = {
  euler: { code: 0, order: 1, stability: 2, help: 'neurons first, then synapses with the new neurons (order 1)' },
  'euler-simultaneous': { code: 1, order: 1, stability: 2, help: 'both from the old state (order 1)' },
  rk4: { code: 2, order: 4, stability: 2.785, help: 'classical Runge-Kutta on both (order 4)' },
};
