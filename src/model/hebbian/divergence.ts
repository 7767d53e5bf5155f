/** Where the numbers of a state first stopped being finite. */
import { MsmError } from '../../errors.js';
import type { HebbianRun } from './model.js';

/** The first variable of the state that is not finite, as an error with step, variable and index. */
export function divergence(run: HebbianRun): MsmError {
  const { block, settings: s, kernels, spans } = run;
  const step = block.get('step');
  const np = block.get('np');
  const fail = (variable: string, index: readonly number[], value: number): MsmError =>
    new MsmError(
      'E_DIVERGED',
      `${variable}${index.length > 0 ? `[${index.join(', ')}]` : ''} = ${value} before step ${step}`,
      {
        place: `step ${step}`,
        next: 'Use a smaller dt, larger time constants or a smaller gain; nothing after that step is recorded.',
        data: { step, variable, index, value: String(value) },
      },
    );
  const memories = s.hasMemory ? s.patterns : 0;
  const matrices = [
    { variable: 'sigma', array: 'sigma', rows: 1, stride: np },
    { variable: 'Xi', array: 'memories', rows: memories, stride: np },
    { variable: 'Tra', array: 'transitions', rows: memories, stride: s.patterns },
  ];
  for (const { variable, array, rows, stride } of matrices) {
    const values = block.f64(array).subarray(0, rows * stride);
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at < 0) continue;
    return fail(variable, rows === 1 ? [at] : [Math.floor(at / stride), at % stride], values[at]);
  }
  for (let p = 0; p < np / 4; p++) {
    kernels.kernel('hebbian_coupling_rows')(block.address, p, spans.rows);
    const rows = kernels.f64(spans.rows, 4 * np);
    const at = rows.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) return fail('J', [4 * p + Math.floor(at / np), at % np], rows[at]);
  }
  const isEnergy = !Number.isFinite(block.get('energy'));
  return isEnergy ? fail('energy', [], block.get('energy')) : fail('distance', [], block.get('deviation'));
}
