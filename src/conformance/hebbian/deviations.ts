/** Inference of the patterns' probabilities, retrieval, the tracker of large deviations. */
import { keptSteps } from '../../analysis/deviations.js';
import {
  forceProbabilities,
  inferLinear,
  inferOnSimplex,
  type LearnedCouplings,
  misfitOf,
  reconstruct,
} from '../../analysis/pattern-probabilities.js';
import { noisyCopies, overlapStatistics, retrieve } from '../../analysis/retrieval.js';
import { CORE_MODULE } from '../../kernel/core-kernels.js';
import { elementaryOf } from '../../kernel/elementary.js';
import { absolute, type Comparison, equal, relative } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';
import { STATES, STATISTICS } from './play.js';

/** Bound of the golden README. */
const SIMPLEX = 1e-7;

/** Rounding of a mean of squares that is 0 in exact arithmetic: of a system that is solved. */
const SOLVED = 1e-24;

function inferred(
  couplings: LearnedCouplings,
  clips: boolean,
  golden: Golden,
  log: (x: number) => number,
  name: string,
) {
  const { raw, sign, logDeterminant } = inferLinear(couplings, log);
  const p = forceProbabilities(raw, { clips, normalises: clips });
  const reconstructed = reconstruct(couplings, p);
  const { error, delta } = misfitOf(couplings, reconstructed, true);
  const wanted = golden.numbers('error');
  return [
    relative(`${name}: raw`, raw, golden.numbers('raw'), STATISTICS),
    relative(`${name}: p`, p, golden.numbers('p'), STATISTICS),
    relative(`${name}: reconstructed`, reconstructed, golden.numbers('reconstructed'), STATISTICS),
    wanted[0] < SOLVED
      ? absolute(`${name}: error`, [error], wanted, SOLVED)
      : relative(`${name}: error`, [error], wanted, STATISTICS),
    relative(`${name}: delta_hebb`, [delta], golden.numbers('delta_hebb'), STATISTICS),
    equal(`${name}: det_sign`, sign, golden.number('det_sign')),
    relative(`${name}: log_abs_det`, [logDeterminant], golden.numbers('log_abs_det'), STATISTICS),
  ];
}

export function inference(golden: Golden, context: Context): readonly Comparison[] {
  const { log } = elementaryOf(context.kernels(CORE_MODULE));
  const couplings: LearnedCouplings = {
    N: golden.count('N'),
    K: golden.count('K'),
    k: golden.number('k'),
    J: golden.numbers('J'),
    patterns: golden.numbers('patterns'),
  };
  const expected = golden.part('expected');
  // what the couplings were made with: they carry noise, so nothing has to come back to it
  const sizes = equal('true_p', golden.numbers('true_p').length, couplings.K);
  const simplex = expected.has('simplex')
    ? [relative('simplex', inferOnSimplex(couplings), expected.numbers('simplex'), SIMPLEX)]
    : [];
  return [
    sizes,
    ...inferred(couplings, true, expected.part('forced'), log, 'forced'),
    ...inferred(couplings, false, expected.part('free'), log, 'free'),
    ...simplex,
  ];
}

export function retrieval(golden: Golden, context: Context): readonly Comparison[] {
  const [N, K, M] = [golden.count('N'), golden.count('K'), golden.count('M')];
  const network = { N, K, J: golden.numbers('J'), patterns: golden.numbers('patterns') };
  const target = network.patterns.subarray(golden.count('target') * N, (golden.count('target') + 1) * N);
  const settings = {
    beta: golden.number('beta'),
    rate: 1 / golden.number('tau_s'),
    records: golden.count('T'),
  };
  return golden.list('levels').flatMap((level) => {
    const r = level.number('r');
    const starts = noisyCopies(target, level.numbers('U'), r);
    const found = overlapStatistics(retrieve(context.kernels(CORE_MODULE), network, starts, settings));
    return [
      equal(`r = ${r}: copies`, starts.length, M * N),
      equal(`r = ${r}: starts`, [...starts], [...level.numbers('starts')]),
      relative(`r = ${r}: mean`, found.mean, level.numbers('mean'), STATES),
      // copies that all come to the same state have a deviation of rounding alone
      absolute(`r = ${r}: std`, found.std, level.numbers('std'), STATES),
    ];
  });
}

export function deviationTracker(golden: Golden): readonly Comparison[] {
  const rule = { cooldown: golden.count('cooldown'), most: golden.count('max_points'), end: golden.number('T') - 1 };
  const kept = keptSteps(rule, golden.numbers('abs_diff'), golden.numbers('offset'));
  return [equal('kept steps', [...kept], [...golden.integers('expected')])];
}
