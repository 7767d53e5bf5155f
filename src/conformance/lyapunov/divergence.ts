/** Distance curves of perturbed pairs, and the estimate of the exponent from them. */
import { CORE_MODULE } from '../../kernel/core-kernels.js';
import { type Elementary, elementaryOf } from '../../kernel/elementary.js';
import { type DistanceCurves, type DivergenceOptions, divergenceEstimate } from '../../method/lyapunov/divergence.js';
import { absolute, type Comparison, equal, relative } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Case, Context } from '../kind.js';
import { abs, networkOf, rel } from './systems.js';

/** Distance curves of the pairs that a case describes, all samples. */
function simulate(golden: Golden, elementary: Elementary): DistanceCurves {
  const [starts, samples, dt] = [golden.rows('u0'), golden.count('n'), golden.number('dt')];
  const perturbation = golden.number('perturbation');
  const D = new Float64Array(samples * starts.length); // [samples, trials]
  starts.forEach((start, trial) => {
    const system = networkOf(golden, dt, elementary);
    const u = Float64Array.from(start);
    const v = u.map((value) => value + perturbation);
    for (let n = 0; n < samples; n++) {
      let sum = 0;
      for (let i = 0; i < u.length; i++) sum += (v[i] - u[i]) * (v[i] - u[i]);
      D[n * starts.length + trial] = Math.sqrt(sum);
      system.step(u);
      system.step(v);
    }
  });
  return { D, trials: starts.length, samples, dtMs: dt };
}

/** The predictable stretch has a bound of its own, in words: `first 600 ms: 1e-8`. */
function earlyBound(tolerance: Golden): { readonly untilMs: number; readonly bound: number } {
  const text = tolerance.part('simulated').text('note');
  const found = /^first (\d+) ms: ([\d.e-]+)$/.exec(text);
  if (found === null) throw new Error(`cannot read the tolerance '${text}'`);
  return { untilMs: Number(found[1]), bound: Number(found[2]) };
}

function curves(simulated: Golden, tolerance: Golden, context: Context): readonly Comparison[] {
  const { D, trials, samples, dtMs } = simulate(simulated, elementaryOf(context.kernels(CORE_MODULE)));
  const expected = simulated.part('expected');
  const every = expected.count('every');
  const kept = Array.from({ length: trials }, (_, trial) =>
    Array.from({ length: Math.ceil(samples / every) }, (__, n) => D[n * every * trials + trial]),
  );
  const { untilMs, bound } = earlyBound(tolerance);
  const early = Math.ceil(untilMs / (dtMs * every));
  const firsts = (rows: readonly ArrayLike<number>[]): number[] =>
    rows.flatMap((row) => Array.from(row).slice(0, early));
  return [
    absolute('D', kept.flat(), expected.numbers('D'), abs(tolerance, 'simulated')),
    absolute(`D, first ${untilMs} ms`, firsts(kept), firsts(expected.rows('D')), bound),
  ];
}

/** Options that a case may set; any other remains unread. */
function optionsOf(golden: Golden): DivergenceOptions {
  return {
    cut: golden.number('cut'),
    frac: golden.number('frac'),
    level: golden.text('level') as DivergenceOptions['level'],
    average: golden.text('average') as DivergenceOptions['average'],
    skip: golden.count('skip'),
    select: golden.text('select') as DivergenceOptions['select'],
  };
}

function curvesOf(golden: Golden, simulated: Golden, elementary: Elementary): DistanceCurves {
  const dtMs = golden.number('dt');
  if (!golden.isList('D')) {
    const text = golden.text('D');
    if (text !== 'simulated') throw new Error(`there are no distances '${text}'`);
    return { ...simulate(simulated, elementary), dtMs };
  }
  const rows = golden.rows('D');
  const [trials, samples] = [rows.length, rows[0].length];
  return {
    D: Float64Array.from({ length: samples * trials }, (_, at) => rows[at % trials][Math.floor(at / trials)]),
    trials,
    samples,
    dtMs,
  };
}

/** Numbers of an estimate by their names in golden files. */
const NUMBERS = {
  slope: 'slope',
  intercept: 'intercept',
  lambda_per_s: 'lambdaPerS',
  lambda_per_s_faithful: 'lambdaPerSFaithful',
} as const;

function estimate(golden: Golden, simulated: Golden, tolerance: Golden, context: Context): readonly Comparison[] {
  const elementary = elementaryOf(context.kernels(CORE_MODULE));
  const found = divergenceEstimate(
    curvesOf(golden, simulated, elementary),
    optionsOf(golden.part('options')),
    elementary,
  );
  const expected = golden.part('expected');
  const bound = rel(tolerance, golden.isList('D') ? 'estimates_given' : 'estimates_simulated');
  const hasNumber = !Number.isNaN(expected.numbers('slope')[0]);
  return [
    equal('kept', found.kept, expected.value('kept')),
    equal('point', found.point, expected.value('point')),
    equal('has a reason if and only if it has no number', found.reason === null, hasNumber),
    ...Object.entries(NUMBERS).map(([key, name]) =>
      relative(key, [found[name] ?? Number.NaN], expected.numbers(key), bound),
    ),
  ];
}

export function divergence(golden: Golden): readonly Case[] {
  const [simulated, tolerance] = [golden.part('simulated'), golden.part('tolerance')];
  tolerance.texts('exact');
  return [
    { name: 'distance curves', check: (context) => curves(simulated, tolerance, context) },
    ...golden.list('estimates').map((one) => ({
      name: one.text('name'),
      check: (context: Context) => estimate(one, simulated, tolerance, context),
    })),
  ];
}
