/** Free energy of a state (spec 3): the published monitor and the mean-field form, with their parts. */
import { placeOf, widthOf } from '../../kernel/codes.js';
import type { Kernels } from '../../kernel/kernels.js';
import { allocateEvidence, setEvidence } from './evidence.js';
import type { AttractorKernels } from './kernels.js';
import { checkNumbers } from './network.js';
import type { Numerics } from './rule.js';
import { ATTRACTOR_STATE, stride } from './state.js';

/** Parts of the free energy at b^ = b + J sigma, m = L(b^); no inverse temperature anywhere. */
export interface Energy {
  /** A = b.m + m.J m. */
  readonly accuracy: number;
  /** C = sum_i KL(CB(b^_i) || CB(b_i)). */
  readonly complexity: number;
  /** F = C - A, as published. */
  readonly freeEnergy: number;
  /** C - m.J m/2: for symmetric, hollow J stationary exactly at b^ = b + J L(b^). */
  readonly meanField: number;
}

/** A weight matrix placed in the kernels' memory, rows with a stride of np. */
export interface PlacedWeights {
  readonly kernels: Kernels<AttractorKernels>;
  readonly n: number;
  readonly address: number;
}

/** Room for the weights of n nodes. */
export function allocateWeights(kernels: Kernels<AttractorKernels>, n: number): PlacedWeights {
  return { kernels, n, address: kernels.allocate(8 * stride(n) * stride(n)) };
}

/** Copies weights [n, n], row-major, to their place. Throws E_CONFIG for another size or values that are not finite. */
export function placeWeights({ kernels, n, address }: PlacedWeights, J: ArrayLike<number>): void {
  checkNumbers('J', J, n * n);
  const np = stride(n);
  const rows = kernels.f64(address, np * np).fill(0);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) rows[i * np + j] = J[i * n + j];
}

/** Evaluates free energies for one matrix; keeps its buffers. */
export interface EnergyMeter {
  /** Energy of a state [n] with a bias [n] (zero if absent). */
  at(sigma: ArrayLike<number>, bias?: ArrayLike<number>, numerics?: Numerics): Energy;
}

/** A meter for placed weights. Flops of one evaluation: 4 np^2 and about 300 np. */
export function energyMeter({ kernels, n, address }: PlacedWeights): EnergyMeter {
  const np = stride(n);
  const [x, field, expected, product] = [0, 1, 2, 3].map(() => kernels.allocate(8 * np));
  const out = kernels.allocate(8 * widthOf(ATTRACTOR_STATE, 'energy'));
  const evidence = allocateEvidence(kernels, n, 1);
  const zero = new Float64Array(n);
  return {
    at: (sigma, bias, numerics = 'right') => {
      checkNumbers('sigma', sigma, n);
      kernels.f64(x, n).set(Array.from(sigma));
      setEvidence(kernels, evidence, 0, bias ?? zero);
      const { biases, logPartitions } = evidence;
      const isLiteral = numerics === 'literal' ? 1 : 0;
      kernels.kernel('dots_f64')(address, np, np, x, field);
      kernels.kernel('attractor_energy')(address, np, field, biases, logPartitions, expected, product, isLiteral, out);
      const energies = kernels.f64(out, widthOf(ATTRACTOR_STATE, 'energy'));
      return {
        accuracy: energies[placeOf(ATTRACTOR_STATE, 'energy', 'accuracy')],
        complexity: energies[placeOf(ATTRACTOR_STATE, 'energy', 'complexity')],
        freeEnergy: energies[placeOf(ATTRACTOR_STATE, 'energy', 'free_energy')],
        meanField: energies[placeOf(ATTRACTOR_STATE, 'energy', 'mean_field_free_energy')],
      };
    },
  };
}
