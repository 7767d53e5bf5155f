/** Where the numbers of a state first stopped being finite. */
import type { MsmError } from '../../errors.js';
import { divergenceError, entryToBlame } from '../divergence.js';
import type { HebbianRun } from './run.js';

/** The first variable of the state that is not finite, as an error with step, variable and index. */
export function divergence(run: HebbianRun): MsmError {
  const { block, settings: s } = run;
  const np = block.get('np');
  const fail = (variable: string, index: readonly number[], value: number): MsmError =>
    divergenceError({
      variable,
      index,
      value,
      when: 'before',
      step: block.get('step'),
      next: 'Use a smaller dt, larger time constants or a smaller gain; nothing after that step is recorded.',
    });
  const memories = s.hasMemory ? s.patterns : 0;
  const matrices = [
    { variable: 'sigma', array: 'sigma', rows: 1, stride: np },
    { variable: 'Xi', array: 'memories', rows: memories, stride: np },
    { variable: 'Tra', array: 'transitions', rows: memories, stride: s.patterns },
  ];
  const found = matrices.map(({ variable, array, rows, stride }) => {
    const values = block.f64(array).subarray(0, rows * stride);
    const at = entryToBlame(values);
    return { variable, value: values[at], index: variable === 'sigma' ? [at] : [Math.floor(at / stride), at % stride] };
  });
  // an array without rows has no entry at all
  const lost = found.find(({ value }) => value !== undefined && !Number.isFinite(value));
  if (lost !== undefined) return fail(lost.variable, lost.index, lost.value);
  const J = couplingToBlame(run);
  if (!Number.isFinite(J.value)) return fail('J', J.index, J.value);
  // both are sums of N^2 products: an entry of which so many squares are no number made them so, if there is one
  for (const [variable, name, entry] of [
    ['distance', 'deviation', J],
    ['energy', 'energy', found[0]],
  ] as const) {
    if (Number.isFinite(block.get(name))) continue;
    if (Number.isFinite(entry.value * entry.value * s.neurons * s.neurons)) return fail(variable, [], block.get(name));
    return fail(entry.variable, entry.index, entry.value);
  }
  // the sum over memories and transitions is all that is left
  const [, Xi, Tra] = found;
  const largest = Math.abs(Tra.value) > Math.abs(Xi.value) ? Tra : Xi;
  return fail(largest.variable, largest.index, largest.value);
}

/** The first coupling that is not finite, or the largest. */
function couplingToBlame({ block, kernels, spans }: HebbianRun): {
  readonly variable: string;
  readonly index: readonly number[];
  readonly value: number;
} {
  const np = block.get('np');
  let worst = { variable: 'J', index: [0, 0], value: 0 };
  for (let p = 0; p < np / 4; p++) {
    kernels.kernel('hebbian_coupling_rows')(block.address, p, spans.rows);
    const rows = kernels.f64(spans.rows, 4 * np);
    const at = entryToBlame(rows);
    const found = { variable: 'J', index: [4 * p + Math.floor(at / np), at % np], value: rows[at] };
    if (!Number.isFinite(found.value)) return found;
    if (Math.abs(found.value) > Math.abs(worst.value)) worst = found;
  }
  return worst;
}
