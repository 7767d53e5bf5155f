/** Systems and numbers shared by the tests of the estimators. */

import { readFileSync } from 'node:fs';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { elementaryOf } from '../../../src/kernel/elementary.js';
import { identityColumns, plainQr } from '../../../src/method/lyapunov/qr.js';
import { lyapunovSpectrum, type Spectrum, type SpectrumPlan } from '../../../src/method/lyapunov/spectrum.js';
import type { FlowOrMap } from '../../../src/method/lyapunov/system.js';
import {
  type Connectivity,
  drawEdges,
  drawWeights,
  fromEdgeList,
  givenUniforms,
} from '../../../src/model/rate/connectivity.js';
import { freshKernels } from '../../conformance/kernels.js';

export const elementary = elementaryOf(freshKernels(CORE_MODULE));
export const qr = plainQr(elementary);

/** A spectrum from the unit vectors, where a test computes what they become; or from the basis that the plan names. */
export function spectrum(
  system: FlowOrMap,
  u: Float64Array,
  plan: Omit<SpectrumPlan, 'Q'> & Partial<Pick<SpectrumPlan, 'Q'>>,
): Spectrum {
  const k = Math.max(0, Math.min(plan.k, system.dim));
  return lyapunovSpectrum(system, u, { Q: identityColumns(system.dim, k), ...plan }, qr);
}

/** Purpose of the draws of these tests, beyond those of the models. */
const PURPOSE = 254;

/** Uniform draws in [0, 1) or normal draws with a fixed position. */
export function draws(kind: 'uniform' | 'normal', count: number, seed: number, stream = 0): Float64Array {
  const kernels = freshKernels(CORE_MODULE);
  const address = kernels.allocate(8 * count);
  kernels.kernel(`fill_${kind}_f64`)(address, count, seed, 0, PURPOSE, stream, 0, 0, 0, 1);
  return kernels.f64(address, count).slice();
}

/** A sparse network without self-coupling; weights of deviation `deviation`. */
export function randomNetwork(N: number, p: number, deviation: number, seed: number): Connectivity {
  const edges = drawEdges(N, p, givenUniforms(draws('uniform', N * N - N, seed)));
  return drawWeights(edges, draws('normal', edges.count, seed, 1), deviation, false);
}

/** Weights (without g) and initial states of the published session 1. */
export function publishedSession(): { readonly W: Connectivity; readonly states: readonly (readonly number[])[] } {
  const golden = JSON.parse(readFileSync('tests/golden/lyapunov/published_session.json', 'utf8'));
  const { weights_row: rows, weights_col: columns, weights_value: weights } = golden;
  return { W: fromEdgeList(golden.N, { rows, columns, weights }), states: golden.initial_states };
}
