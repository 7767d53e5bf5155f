/** Deterministic relaxation from given states: trajectories with their free energy, and how it ends under both tests. */
import { ATTRACTOR_MODULE } from '../../model/attractor/kernels.js';
import { createRelaxer, type RelaxationMode } from '../../model/attractor/relaxation.js';
import { absolute, allowed, type Comparison, equal } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';
import { play } from './play.js';

/** By how many steps a verdict may come earlier or later; the file says it in words. */
const STEPS = { right: 2, faithful: 10 } as const;

export function relaxation(golden: Golden, tolerance: Golden, context: Context): readonly Comparison[] {
  const J = golden.numbers('J');
  const [start, bias] = [golden.numbers('s0'), golden.numbers('b')];
  const n = start.length;
  const [beta, maxSteps] = [golden.number('beta'), golden.count('max_steps')];
  const trajectory = golden.rows('trajectory');
  const kernels = context.kernels(ATTRACTOR_MODULE);
  // an epoch of one step that learns nothing and is shown the bias
  const given = { N: n, e: 1, beta, eta: 0, K: trajectory.length - 1, epochs: 1, sampling: 'mean' };
  const run = play(kernels, given, { patterns: bias, J0: J, sigma0: start }, ['sigma', 'free_energy']);
  run.to(trajectory.length - 1);
  const relaxer = createRelaxer(kernels, n, J);
  const first = relaxer.meter.at(start, bias).freeEnergy;
  const bound = tolerance.number('trajectory_abs');
  tolerance.text('steps');
  const limits = { beta, maxSteps, bias, tolerance: golden.number('tol'), longestPeriod: 2 };
  const verdict = (mode: RelaxationMode): readonly Comparison[] => {
    const numerics = mode === 'right' ? 'right' : 'literal';
    return ending(golden.part(mode), mode, bound, relaxer.relax(start, { ...limits, mode, numerics }));
  };
  return [
    absolute(
      'trajectory',
      run.recorded('sigma', 'sigma'),
      Float64Array.from(trajectory.slice(1).flatMap((s) => [...s])),
      bound,
    ),
    absolute(
      'free energy',
      [first, ...run.recorded('timeseries', 'free_energy')],
      golden.numbers('vfe'),
      tolerance.number('vfe_abs'),
    ),
    ...verdict('right'),
    ...verdict('faithful'),
  ];
}

function ending(
  expected: Golden,
  mode: RelaxationMode,
  trajectory: number,
  found: { readonly status: string; readonly steps: number; readonly state: Float64Array },
): readonly Comparison[] {
  const end = expected.numbers('state');
  const steps = expected.count('steps');
  // the literal L is wrong by 1e-15/|x|, which is what is left of a state that decays
  const bound = (i: number): number => 10 * trajectory + (mode === 'right' ? 0 : 1e-15 / Math.abs(end[i]));
  return [
    equal(`${mode}: status`, found.status, expected.text('status')),
    absolute(`${mode}: steps`, [found.steps], [steps], STEPS[mode]),
    // a step or two earlier or later than the file, it is another state: elsewhere on a cycle, or less close to rest
    ...(found.steps === steps ? [allowed(`${mode}: state`, found.state, end, bound)] : []),
  ];
}
