/** The network of a run for the curves of capacity and retention. */
import { assertSigns } from '../../../analysis/pattern-probabilities.js';
import { agesOf, retrievalCurves } from '../../analyses/retrieval-curves.js';
import type { HebbianParameters } from '../parameters.js';
import { networkOf } from './states.js';

export const CAPACITY = retrievalCurves<HebbianParameters>(async (run) => {
  const { N, K, patterns, states } = await networkOf(run);
  assertSigns(patterns, N, K);
  const { J } = states[states.length - 1];
  const ages = await agesOf(run, K);
  return { N, patterns, J, ...(ages && { ages }) };
});
