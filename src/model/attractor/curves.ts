/** Curves of a step (spec 1.3 and 3), in the order in which the kernels write them. */
import { ATTRACTOR_STATE } from './state.js';

export const CURVES = ATTRACTOR_STATE.records.curve;
export type Curve = (typeof CURVES)[number];
