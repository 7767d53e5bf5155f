/** One system by several schemes and time steps, and how fast their errors fall. */

import { INTEGRATORS } from '../../method/integrators.js';
import { wholePower } from '../../method/power.js';
import { absolute, type Comparison, relative } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';
import { durationOf, finalCouplings, finalStates, type Play, parametersOf, play, STATES } from './play.js';
import { RECORDED, SERIES } from './trajectory.js';

/** At half the time step the error is at most 2^-order of what it was, times this factor, since the next orders count too. */
const SLACK = 2;
/** The error that the reference itself may have, with some room. */
const FLOOR = 1e-11;

/** A run with each step in `parts`. */
function schemeRun(golden: Golden, one: Golden, context: Context, parts: number): Play {
  const par = one.part('par');
  const repeat = one.count('field_index_repeat') * parts;
  const field = Int32Array.from([...golden.integers('draws')].flatMap((draw) => new Array<number>(repeat).fill(draw)));
  const dt = par.number('dt') / parts;
  const parameters = parametersOf(golden, { T: durationOf(one.count('steps') * parts, dt) }, par);
  return play(context, golden, { ...parameters, dt }, field, parts === 1 ? RECORDED : []);
}

/** Largest error at the end, compared with the solution of the equations, as a share of its largest value. */
function errorOf(golden: Golden, run: Play): number {
  const sigma = relative('', finalStates(run, golden.count('N')), golden.numbers('reference_sigma'), 0);
  const J = relative('', finalCouplings(run), golden.numbers('reference_J'), 0);
  return Math.max(sigma.error, J.error);
}

function runChecks(run: Play, expected: Golden, N: number, steps: number): readonly Comparison[] {
  const every = expected.count('sigma_every');
  const all = run.column('sigma', 'sigma');
  const kept = Array.from({ length: Math.ceil(steps / every) }, (_, r) => [
    ...all.subarray(r * every * N, (r * every + 1) * N),
  ]);
  const series = Object.entries(SERIES).filter(([key]) => expected.has(key));
  return [
    ...series.map(([key, name]) => relative(key, run.column('timeseries', name), expected.numbers(key), STATES)),
    relative('sigma', kept.flat(), expected.numbers('sigma'), STATES),
    relative('sigma_final', finalStates(run, N), expected.numbers('sigma_final'), STATES),
    relative('J_final', finalCouplings(run), expected.numbers('J_final'), STATES),
  ];
}

export function continuous(golden: Golden, context: Context): readonly Comparison[] {
  const shownFor = golden.numbers('hold_time');
  return golden.list('runs').flatMap((one) => {
    const par = one.part('par');
    const { order } = INTEGRATORS[parametersOf(golden, {}, par).scheme];
    const run = schemeRun(golden, one, context, 1);
    const error = errorOf(golden, run);
    const found = [
      absolute('time of a pattern', [one.count('field_index_repeat') * par.number('dt')], shownFor, 1e-12),
      ...runChecks(run, one.part('expected'), golden.count('N'), one.count('steps')),
      {
        quantity: 'error at half the time step',
        error: errorOf(golden, schemeRun(golden, one, context, 2)),
        bound: (SLACK * error) / wholePower(2, order) + FLOOR,
      },
    ];
    return found.map((c) => ({ ...c, quantity: `${one.text('name')}: ${c.quantity}` }));
  });
}
