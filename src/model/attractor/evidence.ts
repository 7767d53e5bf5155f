/** Biases in the kernels' memory: one row for each pattern that can be shown, and a zero row for steps without a pattern. */
import type { Kernels } from '../../kernel/kernels.js';
import type { AttractorKernels } from './kernels.js';
import { checkNumbers } from './network.js';
import { stride } from './state.js';

/** Rows of biases with their log partitions, in the kernels' memory. */
export interface Evidence {
  readonly n: number;
  /** Number of given rows; the row after them is zero. */
  readonly rows: number;
  /** Address of the biases, [rows + 1, np]. */
  readonly biases: number;
  /** Address of psi of every bias, [rows + 1, np]. */
  readonly logPartitions: number;
}

/** Room for `rows` biases of n nodes. */
export function roomForEvidence(kernels: Kernels<AttractorKernels>, n: number, rows: number): Evidence {
  const bytes = 8 * (rows + 1) * stride(n);
  return { n, rows, biases: kernels.allocate(bytes), logPartitions: kernels.allocate(bytes) };
}

/** `rows` biases of n nodes, all zero. */
export function allocateEvidence(kernels: Kernels<AttractorKernels>, n: number, rows: number): Evidence {
  const evidence = roomForEvidence(kernels, n, rows);
  for (let row = 0; row <= rows; row++) prepareRow(kernels, evidence, row);
  return evidence;
}

/** Sets row `row` to `bias` [n]. Throws E_CONFIG for another size or values that are not finite. */
export function setEvidence(
  kernels: Kernels<AttractorKernels>,
  evidence: Evidence,
  row: number,
  bias: ArrayLike<number>,
): void {
  checkNumbers('bias', bias, evidence.n);
  const np = stride(evidence.n);
  kernels.f64(evidence.biases + 8 * row * np, evidence.n).set(Array.from(bias));
  prepareRow(kernels, evidence, row);
}

/** Places evidence rows, each [n]: the biases as the network sees them (patterns times evidence level). */
export function placeEvidence(
  kernels: Kernels<AttractorKernels>,
  n: number,
  rows: readonly ArrayLike<number>[],
): Evidence {
  const evidence = allocateEvidence(kernels, n, rows.length);
  for (const [row, bias] of rows.entries()) setEvidence(kernels, evidence, row, bias);
  return evidence;
}

function prepareRow(kernels: Kernels<AttractorKernels>, { n, biases, logPartitions }: Evidence, row: number): void {
  const np = stride(n);
  kernels.kernel('log_partition_array_f64')(biases + 8 * row * np, logPartitions + 8 * row * np, np);
}
