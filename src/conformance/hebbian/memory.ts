/** The memory-matrix model: whole runs, and one update of a given transition matrix. */

import { completeParameters } from '../../config/validate.js';
import { createState } from '../../model/hebbian/create.js';
import { HEBBIAN_MODULE } from '../../model/hebbian/kernels.js';
import { HEBBIAN_SCHEMA } from '../../model/hebbian/schema.js';
import { hebbianSettings } from '../../model/hebbian/settings.js';
import type { ParameterValue } from '../../model/schema.js';
import { type Comparison, relative } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';
import { durationOf, finalCouplings, finalStates, parametersOf, play, STATES } from './play.js';

/** Modes of the program by their names in golden files. */
const MODE_OF: { readonly [name: string]: string } = { original: 'faithful', right: 'right' };

/** Parameters of the model that stand beside `par`. */
const BESIDE = ['beta_Xi', 'beta_T', 'tau_T', 'delay'] as const;

export function memoryMatrix(golden: Golden, context: Context): readonly Comparison[] {
  const [N, K, steps] = ['N', 'K', 'steps'].map((key) => golden.count(key));
  const par = golden.part('par');
  const mode = golden.text('mode');
  if (!Object.hasOwn(MODE_OF, mode)) throw new Error(`unknown mode '${mode}'`);
  const beside = BESIDE.filter((key) => golden.has(key)).map((key) => [key, golden.value(key) as ParameterValue]);
  const own = {
    T: durationOf(steps, par.number('dt', 1)),
    mode: MODE_OF[mode],
    model_class: 'memory-matrix',
    ...Object.fromEntries(beside),
  };
  const field = golden.integers('field_index');
  const run = play(context, golden, parametersOf(golden, own, par), field, ['sigma', 'memories', 'transitions']);
  const expected = golden.part('expected');
  const { block } = run.model;
  const np = block.get('np');
  const memories = Array.from({ length: K }, (_, a) => [...block.f64('memories').subarray(a * np, a * np + N)]).flat();
  const values: { readonly [key: string]: ArrayLike<number> } = {
    sigma: run.column('sigma', 'sigma'),
    Xi: run.column('memories', 'Xi'),
    Tra: run.column('transitions', 'Tra'),
    sigma_final: finalStates(run, N),
    J_final: finalCouplings(run),
    Xi_final: memories,
    Tra_final: block.f64('transitions').slice(),
  };
  return Object.entries(values).map(([key, found]) => relative(key, found, expected.numbers(key), STATES));
}

/** One update of a given transition matrix, in both modes. */
export function transitionUpdate(golden: Golden, context: Context): readonly Comparison[] {
  const Xi = golden.rows('Xi');
  const [K, N] = [Xi.length, Xi[0].length];
  const expected = golden.part('expected');
  return Object.entries(MODE_OF).map(([name, mode]) => {
    const kernels = context.kernels(HEBBIAN_MODULE);
    const settings = hebbianSettings(
      completeParameters(HEBBIAN_SCHEMA, {
        N,
        K,
        model_class: 'memory-matrix',
        mode,
        beta_T: golden.number('beta_T'),
        tau_T: golden.number(name === 'original' ? 'tau_T' : 'tau_T_right'),
        delay: 0,
      }),
      kernels,
    );
    const inputs = { Xi0: golden.numbers('Xi'), Tra0: golden.numbers('Tra') };
    const block = createState(kernels, settings, inputs, 0);
    const np = block.get('np');
    const states = kernels.allocate(16 * np);
    kernels.f64(states, N).set(golden.numbers('later'));
    kernels.f64(states + 8 * np, N).set(golden.numbers('earlier'));
    kernels.kernel('hebbian_step_transitions')(block.address, states, states + 8 * np);
    return relative(`Tra ${name}`, block.f64('transitions').slice(), expected.numbers(name), STATES);
  });
}
