/** What drives the units besides each other: constant and periodic input, given arrays, noise (spec A.2, A.10). */
import { MsmError } from '../../errors.js';
import type { Kernels } from '../../kernel/kernels.js';
import { sinOfTurns } from '../../method/circle.js';
import { randomSource } from '../../method/random.js';
import type { Inputs } from '../family.js';

import type { RateKernels } from './kernels.js';
import type { RateParameters } from './parameters.js';
import { PURPOSE } from './purposes.js';

/** Input in the kernels' memory: one row of N numbers, or one row a step. */
export interface Drive {
  readonly address: number;
  /** Doubles from one step's row to the next: N, or 0 for constant input. */
  readonly stride: number;
  /** Puts the rows of steps first .. first + count - 1 in place; count is at most the `rows` that it was made for. */
  prepare(first: number, count: number): void;
}

function requireFinite(key: string, values: Float64Array | Int32Array | undefined): void {
  const broken = values?.findIndex((value) => !Number.isFinite(value)) ?? -1;
  if (broken >= 0)
    throw new MsmError('E_CONFIG', `entry ${broken} of ${key} is not a finite number`, { place: `--${key}` });
}

/** Constant part of each unit, [N]. */
function constantOf(p: RateParameters, { current }: Inputs): Float64Array {
  const N = p.N;
  return Float64Array.from({ length: N }, (_, i) => p.input + (current?.[i] ?? 0));
}

/** Phases of the units in turns, [N]. */
function phasesOfUnits(kernels: Kernels<RateKernels>, p: RateParameters, seed: number): Float64Array {
  const N = p.N;
  if (p.input_phase !== 'random') return new Float64Array(N);
  const address = kernels.allocate(8 * N);
  const at = { address, count: N, purpose: PURPOSE.inputPhases, stream: p.session, first: 0 } as const;
  randomSource(kernels, seed).uniform(at, 0, 1);
  return kernels.f64(address, N).slice();
}

/**
 * The input b of a run, or undefined if there is none. Unit i has at step n
 *
 *   b_i(n) = input + current_i + amplitude sin(2 pi (n dt / period + phase_i)) + drive[n mod rows][i] + noise xi_i(n)
 *
 * and keeps it through the step. xi are standard normal draws at the position n N + i of the session's stream: neither trials,
 * companions, workers nor the place where a run is cut move them. n counts from the start of the pairs through all phases.
 * Throws E_CONFIG for arrays with numbers that are not finite, and for a drive with parameters that need constant input.
 */
export function driveOf(
  kernels: Kernels<RateKernels>,
  p: RateParameters,
  inputs: Inputs,
  seed: number,
  rows: number,
): Drive | undefined {
  const N = p.N;
  const { drive } = inputs;
  requireFinite('current', inputs.current);
  requireFinite('drive', drive);
  const [amplitude, noise] = [p.input_amplitude, p.noise];
  const constant = constantOf(p, inputs);
  const isSteady = amplitude === 0 && noise === 0 && drive === undefined;
  if (isSteady && constant.every((value) => value === 0)) return undefined;
  if (isSteady) {
    const address = kernels.allocate(8 * N);
    kernels.f64(address, N).set(constant);
    return { address, stride: 0, prepare: () => {} };
  }
  const [address, phases] = [kernels.allocate(8 * N * rows), phasesOfUnits(kernels, p, seed)];
  const random = randomSource(kernels, seed);
  const turnsPerStep = p.dt / p.input_period;
  const length = (drive?.length ?? 0) / N;
  const prepare = (first: number, count: number): void => {
    const view = kernels.f64(address, N * count);
    if (noise === 0) view.fill(0);
    else {
      const at = {
        address,
        count: N * count,
        purpose: PURPOSE.inputNoise,
        stream: p.session,
        first: N * first,
      } as const;
      random.normal(at, 0, noise);
    }
    for (let n = 0; n < count; n++) {
      const given = drive === undefined ? 0 : N * ((first + n) % length);
      for (let i = 0; i < N; i++) {
        let b = constant[i];
        if (amplitude !== 0) b += amplitude * sinOfTurns((first + n) * turnsPerStep + phases[i]);
        if (drive !== undefined) b += drive[given + i];
        view[n * N + i] += b;
      }
    }
  };
  return { address, stride: N, prepare };
}
