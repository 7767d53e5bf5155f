/** How much of each attractor a state shows over time. */
import { dot } from './angles.js';

/** |a_k . sigma_t| for states [steps, n] and attractors [k, n], as [steps, k]; not normalised, as published. */
export function projections(states: Float64Array, attractors: Float64Array, k: number, n: number): Float64Array {
  const steps = states.length / n;
  const shown = new Float64Array(steps * k); // [steps, k]
  for (let t = 0; t < steps; t++) {
    const state = states.subarray(t * n, (t + 1) * n);
    for (let a = 0; a < k; a++) shown[t * k + a] = Math.abs(dot(attractors.subarray(a * n, (a + 1) * n), state));
  }
  return shown;
}
