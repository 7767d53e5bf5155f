/** Patterns and couplings from their draws, correlations, both theories; grids of the published formulas. */

import { createState } from '../../model/hebbian/create.js';
import { distanceTheory } from '../../model/hebbian/distance-theory.js';
import { HEBBIAN_MODULE } from '../../model/hebbian/kernels.js';
import type { HebbianParameters } from '../../model/hebbian/parameters.js';
import {
  combinePatterns,
  couplingScale,
  hebbianMatrix,
  patternCorrelation,
  symmetrise,
} from '../../model/hebbian/patterns.js';
import { patternCount } from '../../model/hebbian/schema.js';
import { hebbianSettings } from '../../model/hebbian/settings.js';
import {
  asymptote,
  exactMoments,
  holdWeights,
  publishedMean,
  publishedStd,
  publishedStdTransient,
} from '../../model/hebbian/theory.js';
import type { ParameterValue } from '../../model/schema.js';
import { type Comparison, equal, mixed, relative } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';
import { parametersOf, STATES } from './play.js';

/** Bounds of exact standard deviations, from the golden README. */
const [STD_REL, STD_ABS] = [1e-9, 1e-12];

interface Drawn {
  readonly parameters: HebbianParameters;
  readonly patterns: Float64Array;
  readonly J0: Float64Array;
}

function drawn(golden: Golden, context: Context): Drawn {
  const own = ['rho', 'beta', 'k', 'pattern_distribution'].map((key) => [key, golden.value(key) as ParameterValue]);
  const parameters = parametersOf(golden, Object.fromEntries(own));
  const N = golden.count('N');
  const patterns = golden.numbers('Z');
  combinePatterns(
    patterns,
    golden.numbers('W'),
    N,
    hebbianSettings(parameters, context.kernels(HEBBIAN_MODULE)).isGaussian,
  );
  return { parameters, patterns, J0: symmetrise(golden.numbers('raw_J0'), N) };
}

export function patternsAndTheory(golden: Golden, context: Context): readonly Comparison[] {
  const [N, K] = [golden.count('N'), golden.count('K')];
  const made = drawn(golden, context);
  const settings = hebbianSettings(made.parameters, context.kernels(HEBBIAN_MODULE));
  const { patterns, J0 } = made;
  const expected = golden.part('expected');
  const correlation = patternCorrelation(patterns, N, settings.rho);
  const values: { readonly [key: string]: ArrayLike<number> } = {
    k: [settings.strength],
    j0_scale: [couplingScale(settings.strength, K)],
    patterns,
    J0,
    hebb: hebbianMatrix(patterns, settings.probabilities, N),
    correlation_mean: [correlation.mean],
    correlation_std: [correlation.std],
    correlation_std_predicted: [correlation.predictedStd],
    ...publishedCurves(golden, context, made),
  };
  return [
    ...Object.entries(values).map(([key, found]) => relative(key, found, expected.numbers(key), STATES)),
    equal('correlation_valid', correlation.isValid, expected.flag('correlation_valid')),
    ...exactCurves(golden, context, made),
  ];
}

function publishedCurves(golden: Golden, context: Context, { parameters, patterns, J0 }: Drawn) {
  const kernels = context.kernels(HEBBIAN_MODULE);
  const settings = hebbianSettings(parameters, kernels);
  const [steps, eps] = [golden.integers('n'), golden.number('eps')];
  const { overlaps } = distanceTheory(kernels, createState(kernels, settings, { patterns, J0 }, 0), settings);
  const longTime = publishedStd(golden.count('N'), golden.count('K'), 1 / eps, settings.rho);
  return {
    theory_mean: [...steps].map((n) => publishedMean(overlaps, eps, n)),
    theory_std: [...steps].map((n) => longTime * publishedStdTransient(eps, n)),
    theory_std_no_transient: [longTime],
    asymptote: [asymptote(eps, overlaps.V)],
  };
}

function exactCurves(golden: Golden, context: Context, { parameters, patterns, J0 }: Drawn): readonly Comparison[] {
  const [steps, eps] = [golden.integers('n'), golden.number('eps')];
  return golden
    .part('expected')
    .list('exact')
    .flatMap((one, index) => {
      const kernels = context.kernels(HEBBIAN_MODULE);
      const own = hebbianSettings({ ...parameters, p: [...one.numbers('p')] }, kernels);
      const { exact } = distanceTheory(kernels, createState(kernels, own, { patterns, J0 }, 0), own);
      const moments = [...steps].map((n) => exactMoments(exact, holdWeights(eps, one.count('hold'), n)));
      const [means, deviations] = [moments.map(({ mean }) => mean), moments.map(({ std }) => std)];
      return [
        relative(`exact ${index}: mean`, means, one.numbers('mean'), STATES),
        mixed(`exact ${index}: std`, deviations, one.numbers('std'), STD_REL, STD_ABS),
      ];
    });
}

export function stdGrid(golden: Golden): readonly Comparison[] {
  const grid = golden.list('grid');
  const found = grid.map((one) => publishedStd(one.count('N'), one.count('K'), one.number('tau_J'), one.number('rho')));
  return [
    relative(
      'std',
      found,
      grid.map((one) => one.number('std')),
      STATES,
    ),
  ];
}

export function loads(golden: Golden): readonly Comparison[] {
  const pairs = golden.list('pairs');
  const found = pairs.map((one) => patternCount(one.count('N'), one.number('K')));
  return [
    equal(
      'patterns',
      found,
      pairs.map((one) => one.count('expected')),
    ),
  ];
}
