/** The analyses of this family. */
import { symmetricPart } from '../../analysis/asymmetry.js';
import { FIXED_POINT } from '../../analysis/basins.js';
import { correlation } from '../../analysis/correlation.js';
import { MsmError } from '../../errors.js';
import { basinAnalysis } from '../analyses/basins.js';
import { agesOf, retrievalCurves } from '../analyses/retrieval-curves.js';
import type { AnalysedRun, Analysis } from '../analysis.js';
import { ATTRACTOR_MODULE } from './kernels.js';
import { AT_ZERO, isAtZero } from './outcomes.js';
import type { AttractorParameters } from './parameters.js';
import { createRelaxer, type RelaxationStatus } from './relaxation.js';

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

/** From which correlation on an attractor counts as that of a pattern: the published ones have 0.895 to 0.93. */
const RESEMBLES = 0.8;

const STATUS: { readonly [status in RelaxationStatus]: string } = {
  fixed_point: FIXED_POINT,
  converged: FIXED_POINT,
  two_cycle: 'two-cycle',
  cycle: 'cycle',
  not_converged: 'not converged',
};

/** States between -1 and 1, by the mean of their law from step to step, as in the searches of a run. */
const BASINS = basinAnalysis<AttractorParameters>(async (run, tools) => {
  const { N, search_of: of, search_beta: beta, search_tolerance: tolerance, longest_period } = run.parameters;
  const patterns = await needed(run, run.input('patterns'), 'patterns');
  const J = await needed(run, run.state('J'), 'weights');
  const relaxer = createRelaxer(tools.kernels(ATTRACTOR_MODULE), N, of === 'symmetric' ? symmetricPart(J, N) : J);
  return {
    N,
    patterns,
    startOf: (uniforms) => Float64Array.from(uniforms, (u) => 2 * u - 1),
    relax(start, _, maxSteps) {
      const { state, status, steps } = relaxer.relax(start, {
        mode: 'right',
        beta,
        maxSteps,
        tolerance,
        longestPeriod: longest_period,
      });
      const isZero = status === 'fixed_point' && isAtZero(state, steps, tolerance, false);
      return { state, status: isZero ? AT_ZERO : STATUS[status], steps };
    },
    likeness: { word: 'correlation', symbol: 'r', of: correlation, from: RESEMBLES },
  };
});

export const ATTRACTOR_ANALYSES: readonly Analysis<AttractorParameters>[] = [CAPACITY, BASINS];
