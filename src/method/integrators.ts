/** The integrators of coupled neurons and synapses: what a scheme is called, its order, and where it is stable. */

export interface Integrator {
  readonly help: string;
  /** The error at a fixed time falls as dt^order. */
  readonly order: number;
  /** Stable for a decay with time constant tau while dt < stability tau. */
  readonly stability: number;
}

/** Their names, in the order in which kernels number them. */
export const INTEGRATOR_NAMES = ['euler', 'euler-simultaneous', 'rk4'] as const;
export type IntegratorName = (typeof INTEGRATOR_NAMES)[number];

export const INTEGRATORS: { readonly [Name in IntegratorName]: Integrator } = {
  euler: { order: 1, stability: 2, help: 'neurons first, then synapses with the new neurons (order 1)' },
  'euler-simultaneous': { order: 1, stability: 2, help: 'both from the old state (order 1)' },
  rk4: { order: 4, stability: 2.785, help: 'classical Runge-Kutta on both (order 4)' },
};
