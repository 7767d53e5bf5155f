/** Which number of an own model's state stopped being finite. */
import type { MsmError } from '../../errors.js';
import { divergence, NO_INDEX } from '../divergence.js';
import { isNumber } from './description.js';
import type { OwnRun } from './own-run.js';
import { rowsOf, shapeOf } from './state.js';

/** Coordinates of entry `at` of an array whose last axis is padded. */
function coordinates(shape: readonly number[], at: number): readonly number[] {
  const { stride } = rowsOf(shape);
  const found = [at % stride];
  for (let [d, rest] = [shape.length - 2, Math.floor(at / stride)]; d >= 0; d--) {
    found.unshift(rest % shape[d]);
    rest = Math.floor(rest / shape[d]);
  }
  return found;
}

/** The first entry of the state that is not finite, as an error with step, variable and index. */
export function diverged({ model, parameters, block }: OwnRun, when: 'before' | 'after', step: number): MsmError {
  const suspects = model.state
    .filter(({ type }) => type === 'f64' || type === 'f32')
    .map((entry) => {
      const { name, type } = entry;
      if (isNumber(entry)) return { variable: name, values: [block.get(name)], index: NO_INDEX };
      const shape = shapeOf(entry, parameters);
      return { variable: name, values: block[type](name), index: (at: number) => coordinates(shape, at) };
    });
  const next = model.field.length > 0 ? 'Use a smaller time of a step' : 'Use smaller rates';
  return divergence(suspects, { when, step, next: `${next}; nothing of that step or later is recorded.` });
}
