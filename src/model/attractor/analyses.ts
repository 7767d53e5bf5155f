/** The analyses of this family. */
import { MsmError } from '../../errors.js';
import { agesOf, retrievalCurves } from '../analyses/retrieval-curves.js';
import type { AnalysedRun, Analysis } from '../analysis.js';
import type { AttractorParameters } from './parameters.js';

async function needed(
  run: AnalysedRun<AttractorParameters>,
  values: Promise<Float64Array | undefined>,
  what: string,
): Promise<Float64Array> {
  const found = await values;
  if (found !== undefined) return found;
  throw new MsmError('E_CONFIG', `${run.name}: it has no ${what}`, { place: run.name });
}

/** Patterns are z-scored; a unit of +1 and -1 is above or below the mean of its pattern. */
const signs = (patterns: Float64Array): Float64Array => patterns.map((value) => (value < 0 ? -1 : 1));

const CAPACITY = retrievalCurves<AttractorParameters>(async (run) => {
  const { N } = run.parameters;
  const patterns = signs(await needed(run, run.input('patterns'), 'patterns'));
  const J = await needed(run, run.state('J'), 'weights');
  const ages = await agesOf(run, patterns.length / N);
  return { N, patterns, J, ...(ages && { ages }) };
});

export const ATTRACTOR_ANALYSES: readonly Analysis<AttractorParameters>[] = [CAPACITY];
