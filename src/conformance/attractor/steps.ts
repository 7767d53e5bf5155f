/** Learning steps from given states and uniforms, number by number; and sweeps node by node. */

import { CURVES } from '../../model/attractor/curves.js';
import { ATTRACTOR_MODULE } from '../../model/attractor/kernels.js';
import type { Parameters } from '../../model/schema.js';
import { absolute, type Comparison } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';
import { type Play, play } from './play.js';

/** What the curves are called in golden files. */
const CURVE_KEYS = ['weight_change', 'accuracy', 'complexity', 'vfe', 'mean_field_free_energy'] as const;
/** Bounds of sums of many terms, as a multiple of the file's. */
const CURVES_FACTOR = 100;

/** Epochs of one step from the state of a case, its bias shown at each. */
function open(
  golden: Golden,
  context: Context,
  epochs: number,
  parameters: Parameters,
  record: readonly string[],
): Play {
  const [J0, sigma0, patterns] = ['J0', 's0', 'b'].map((key) => golden.numbers(key));
  const given = { N: sigma0.length, e: 1, K: 1, epochs, order: 'fixed', ...parameters };
  return play(context.kernels(ATTRACTOR_MODULE), given, { patterns, J0, sigma0 }, record, {
    uniforms: [{ from: 0, values: golden.numbers('u') }],
  });
}

export function learningSteps(golden: Golden, tolerance: Golden, context: Context): readonly Comparison[] {
  const steps = golden.list('steps');
  const options = golden.part('options');
  const beta = golden.number('beta');
  const bias = golden.numbers('b');
  const bound = tolerance.number('abs');
  const parameters = {
    beta,
    eta: golden.number('eta'),
    prediction: options.text('predict', 'field'),
    prediction_beta: options.flag('predict_beta', false),
  };
  return (['right', 'faithful'] as const).flatMap((mode) => {
    const run = open(golden, context, steps.length, { ...parameters, mode }, CURVES);
    return steps.flatMap((expected, t) => {
      run.to(t + 1);
      const seen = run.model.block.f64('seen').slice(0, run.n);
      const drives = seen.map((h, i) => beta * (bias[i] + h));
      const at = (quantity: string) => `${mode} ${t}: ${quantity}`;
      return [
        absolute(at('field'), seen, expected.numbers('field'), bound),
        absolute(at('drive'), drives, expected.numbers('theta'), bound),
        absolute(at('state'), run.sigma(), expected.numbers('state'), bound),
        absolute(at('J'), run.J(), expected.numbers('J'), bound),
        ...CURVES.map((name, c) => {
          const found = run.recorded('timeseries', name).slice(-1);
          return absolute(at(name), found, expected.numbers(CURVE_KEYS[c]), CURVES_FACTOR * bound);
        }),
      ];
    });
  });
}

/** Sweeps from the state of the first case of the file, one node after the other, without learning. */
export function sweeps(golden: Golden, context: Context): readonly Comparison[] {
  const gibbs = golden.part('gibbs');
  const states = gibbs.rows('states_after_each_sweep');
  const parameters = { beta: gibbs.number('beta', 1), eta: 0, schedule: 'sequential' };
  const run = open(golden.list('cases')[0], context, states.length, parameters, ['sigma']);
  run.to(states.length);
  const expected = Float64Array.from(states.flatMap((state) => [...state]));
  return [absolute('states', run.recorded('sigma', 'sigma'), expected, golden.part('tolerance').number('abs'))];
}
