/** Golden steps of rules over given gradients. */
import { HETEROSYNAPTIC_MODULE } from '../../model/heterosynaptic/kernels.js';
import { numericOf } from '../../model/heterosynaptic/numeric.js';
import { openOptimizer } from '../../model/heterosynaptic/optimizer.js';
import { placesOf } from '../../model/heterosynaptic/state.js';
import { placeTensors } from '../../train/tensors.js';
import type { Precision } from '../../train/trainable.js';
import type { Comparison } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Case, Context } from '../kind.js';
import { BOUNDS, compareTensors, openState, PRECISIONS, ruleOf } from './play.js';

/** Lengths of nested lists. */
function shapeOf(value: unknown): readonly number[] {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}

function ruleCase(golden: Golden, run: Golden, precision: Precision, { kernels }: Context): readonly Comparison[] {
  const given = golden.part('params');
  const tensors = placeTensors(given.keys().map((name) => [name, shapeOf(given.value(name))]));
  const numeric = numericOf(kernels(HETEROSYNAPTIC_MODULE), precision);
  const rule = ruleOf(run.part('config'), true);
  const block = openState(numeric.kernels, tensors, rule, precision);
  const count = tensors.reduce((sum, tensor) => sum + tensor.count, 0);
  const gradient = numeric.room(count);
  const optimizer = openOptimizer(numeric, block, tensors, rule);
  const parameters = () => numeric.view(placesOf(block).parameters, count);
  for (const { name, offset } of tensors) parameters().set(given.numbers(name), offset);
  const after = run.list('params_after_step');
  return golden.list('grads').flatMap((grads, t) => {
    for (const { name, offset } of tensors) numeric.view(gradient, count).set(grads.numbers(name), offset);
    optimizer.step(gradient);
    const { single, final } = BOUNDS[precision];
    const bound = precision === 'f32' ? final : single;
    return compareTensors(`step ${t + 1}`, tensors, parameters(), after[t], bound, () =>
      precision === 'f64' ? 1e-13 : 1e-7,
    );
  });
}

export const ruleCases = (golden: Golden): readonly Case[] =>
  golden.list('runs').flatMap((run, i) =>
    PRECISIONS.map((precision) => ({
      name: `rule ${i + 1} in ${precision}`,
      check: (context: Context) => ruleCase(golden, run, precision, context),
    })),
  );
