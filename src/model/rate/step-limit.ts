/** What a time step stands for: a flow, or a map of its own. */
import { INTEGRATORS } from '../../method/integrators.js';
import type { RateParameters } from './parameters.js';

/** Activations that keep every state bounded, whatever the weights and the step. */
export const BOUNDED: ReadonlySet<string> = new Set(['tanh', 'sigmoid']);

/** Largest step, as a share of tau, that counts as well below tau: larger ones make a map that does not stand for the flow. */
const FLOW_SHARE = 0.2;

/**
 * Step in ms from which the linear part at the origin is unstable on its own: the eigenvalues of -1 + g W reach to -(1 + radius).
 * With radius 0 it is the limit for a unit that only decays.
 */
export const stepLimit = ({ scheme, tau }: RateParameters, radius: number): number =>
  (INTEGRATORS[scheme].stability * tau) / (1 + Math.abs(radius));

/** Whether the steps stand for the flow: well below tau, and stable at the origin of a network of that gain. */
export const isFlow = (p: RateParameters, gain: number): boolean =>
  p.dt <= FLOW_SHARE * p.tau && p.dt < stepLimit(p, gain);

/** Whether a step is the map r <- phi(g W r), or x <- g W phi(x), which forgets all of the old state. */
export const isWholeStep = (p: RateParameters): boolean => p.scheme === 'euler' && p.dt === p.tau;
