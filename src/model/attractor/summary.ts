/** The numbers that a run ends with. */
import {
  angleTable,
  orthogonality,
  publishedAttractorOrthogonality,
  publishedDataOrthogonality,
} from '../../analysis/angles.js';
import { asymmetry, frobeniusNorm } from '../../analysis/asymmetry.js';
import { forgettingCorrelation } from '../../analysis/correlation.js';
import { countDistinct } from '../../analysis/distinct.js';
import { eigenvalues, predictedPeriod } from '../../analysis/eigenvalues.js';
import { median } from '../../analysis/reconstruction.js';
import { measuredPeriod, orderErrors } from '../../analysis/sequence.js';
import type { SummaryItem } from '../family.js';
import { couplings } from './network.js';
import { type Search, SPECTRUM_UP_TO, searchesOf, trialsOf } from './outcomes.js';
import type { AttractorRun } from './run.js';

const item = (name: string, value: number | undefined, meaning: string, unit?: string): SummaryItem => ({
  name,
  value: value === undefined || !Number.isFinite(value) ? null : value,
  meaning,
  ...(unit === undefined ? {} : { unit }),
});

/** The attractors of one phase at its first noise level, and how many there are. */
function attractorItems(run: AttractorRun, suffix: string, searches: readonly Search[]): readonly SummaryItem[] {
  const { n } = run.network;
  const k = run.patterns.length;
  // where a search that was given up happens to be is no attractor
  const rows = Float64Array.from(
    searches
      .slice(0, k)
      .flatMap(({ status, end }) => [...(status === 'not converged' ? end.map(() => Number.NaN) : end)]),
  ); // [k, n]
  const isSmall = { distinct: true };
  const rest = searches.slice(0, k).filter(({ status }) => status === 'fixed point' || status === 'converged').length;
  return [
    item(
      `attractors${suffix}`,
      countDistinct(rows, k, n),
      'different attractors as published: mirror images count twice, failures once each',
    ),
    item(
      `attractors_distinct${suffix}`,
      countDistinct(rows, k, n, { foldMirror: true, dropNaN: true }),
      'different attractors, a mirror image being the same, failures none',
    ),
    item(`searches_at_rest${suffix}`, rest, 'searches that came to rest'),
    item(
      `attractor_orthogonality_published${suffix}`,
      publishedAttractorOrthogonality(angleTable(rows, k, n)),
      'mean of |90 - angle| over angles from 1 to 179',
      'degrees',
    ),
    item(
      `attractor_orthogonality${suffix}`,
      orthogonality(rows, k, n, isSmall),
      'mean of |90 - angle| over pairs of different attractors',
      'degrees',
    ),
  ];
}

function trialItems(run: AttractorRun): readonly SummaryItem[] {
  const trials = trialsOf(run);
  const seen = new Set<string>();
  return run.placed.flatMap(({ phase, index }) => {
    if (phase.kind !== 'trials') return [];
    const isAgain = seen.has(phase.name);
    seen.add(phase.name);
    const own = trials.filter((trial) => trial.phase === index);
    const name = `${phase.name}${isAgain ? '_after' : ''}`;
    return [
      item(`${name}_gain`, median(own.map(({ r2In, r2Out }) => r2Out - r2In)), 'median over trials of what r^2 gained'),
      item(`${name}_r2`, median(own.map(({ r2Out }) => r2Out)), 'median over trials of r^2 of the mean state'),
    ];
  });
}

function sequenceItems(run: AttractorRun, J: Float64Array): readonly SummaryItem[] {
  const { block, patterns, network } = run;
  const labels = block.i32('labels').slice();
  if (labels.length === 0) return [];
  const hasSpectrum = network.n <= SPECTRUM_UP_TO;
  return [
    item(
      'order_errors',
      orderErrors(labels, patterns.length),
      'transitions of the free run against the order of the patterns',
    ),
    item('period', measuredPeriod(labels), 'mean time from one beginning of a pattern to its next', 'steps'),
    item(
      'period_predicted',
      hasSpectrum ? predictedPeriod(eigenvalues(J, network.n)) : undefined,
      'period of the leading complex pair of eigenvalues of J',
      'steps',
    ),
  ];
}

/** Numbers of the state as it is now. */
export function attractorSummary(run: AttractorRun): readonly SummaryItem[] {
  const { block, network, patterns } = run;
  const { n } = network;
  const J = couplings(network);
  const k = patterns.length;
  const z = Float64Array.from(patterns.flatMap((pattern) => [...pattern])); // [k, n]
  const searches = searchesOf(run);
  const phases = [...new Set(searches.map(({ phase }) => phase))];
  const kept = block.f64('kept').length > 0 ? couplings(network, 'kept') : undefined;
  return [
    item('steps', block.get('step'), 'steps done'),
    item('asymmetry', asymmetry(J, n), '|J - J^T|/|J|, from 0 to 2'),
    item('frobenius', frobeniusNorm(J), 'Frobenius norm of J'),
    item(
      'largest_weight',
      J.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
      'largest |J_ij|',
    ),
    item(
      'data_orthogonality_published',
      publishedDataOrthogonality(angleTable(z, k, n)),
      'mean of |90 - angle| of the patterns, each with itself included',
      'degrees',
    ),
    item('data_orthogonality', orthogonality(z, k, n), 'mean of |90 - angle| over pairs of patterns', 'degrees'),
    ...phases.flatMap((phase, i) =>
      attractorItems(
        run,
        i === 0 ? '' : '_after',
        searches.filter((search) => search.phase === phase),
      ),
    ),
    ...trialItems(run),
    ...sequenceItems(run, J),
    ...(kept === undefined
      ? []
      : [
          item(
            'forgetting_correlation',
            forgettingCorrelation(kept, J, n),
            'correlation of the weights above the diagonal, before and after',
          ),
          item('frobenius_ratio', frobeniusNorm(J) / frobeniusNorm(kept), 'norm of J after over before'),
        ]),
  ];
}
