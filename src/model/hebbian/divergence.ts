/** Which number of a state stopped being finite. */
import type { MsmError } from '../../errors.js';
import { divergence, inRows, inVector, NO_INDEX, type Suspect } from '../divergence.js';
import type { HebbianRun } from './run.js';

/** The state, then what is summed over it. */
function* suspects({ block, kernels, spans, settings: s }: HebbianRun): Iterable<Suspect> {
  const np = block.get('np');
  const memories = s.hasMemory ? s.patterns : 0;
  yield { variable: 'sigma', values: block.f64('sigma'), index: inVector };
  yield { variable: 'Xi', values: block.f64('memories').subarray(0, memories * np), index: inRows(np) };
  const transitions = block.f64('transitions').subarray(0, memories * s.patterns);
  yield { variable: 'Tra', values: transitions, index: inRows(s.patterns) };
  for (let p = 0; p < np / 4; p++) {
    kernels.kernel('hebbian_coupling_rows')(block.address, p, spans.rows);
    const values = kernels.f64(spans.rows, 4 * np);
    yield { variable: 'J', values, index: (at) => [4 * p + Math.floor(at / np), at % np] };
  }
  for (const [variable, name, of] of [
    ['distance', 'deviation', 'J'],
    ['energy', 'energy', 'sigma'],
  ] as const) {
    const sumOf = { variable: of, terms: s.neurons * s.neurons };
    yield { variable, values: [block.get(name)], index: NO_INDEX, sumOf };
  }
}

/** The first variable of the state that is not finite, as an error with step, variable and index. */
export const diverged = (run: HebbianRun): MsmError =>
  divergence(suspects(run), {
    when: 'before',
    step: run.block.get('step'),
    next: 'Use a smaller dt, larger time constants or a smaller gain; nothing after that step is recorded.',
  });
