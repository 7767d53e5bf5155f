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
import { median } from '../../analysis/reconstruction.js';
import type { SummaryItem } from '../family.js';
import { whole } from '../whole.js';
import { couplings } from './network.js';
import { AT_ZERO, type Search, searchesOf, trialsOf } from './outcomes.js';
import { replayItems } from './replay-items.js';
import type { AttractorRun } from './run.js';

/** An item; if it has no value it says why, where that is known. */
const item = (
  name: string,
  value: number | undefined,
  meaning: string,
  unit?: string,
  reason?: string,
): SummaryItem => {
  const isNumber = value !== undefined && Number.isFinite(value);
  return {
    name,
    value: isNumber ? value : null,
    meaning,
    ...(unit === undefined ? {} : { unit }),
    ...(isNumber || reason === undefined ? {} : { reason }),
  };
};

/** The attractors of one phase at its first noise level, and how many there are. */
function attractorItems(run: AttractorRun, suffix: string, searches: readonly Search[]): readonly SummaryItem[] {
  const { n } = run.network;
  const own = searches.slice(0, run.patterns.length);
  const withStatus = (...wanted: readonly string[]) => own.filter(({ status }) => wanted.includes(status));
  const zeros = withStatus(AT_ZERO).length;
  // the state at zero is no attractor, but the published count takes it for one; where a search that was given up happens to be is none
  const counted = run.isFaithful ? own : own.filter(({ status }) => status !== AT_ZERO);
  const states = (of: readonly Search[]): Float64Array =>
    Float64Array.from(
      of.flatMap(({ status, end }) => [...(status === 'not converged' ? end.map(() => Number.NaN) : end)]),
    );
  const [rows, found] = [states(counted), states(own.filter(({ status }) => status !== AT_ZERO))]; // [counted, n], [found, n]
  const [k, most] = [counted.length, own.length - zeros];
  const none =
    zeros > 0 && most < 2 ? 'the searches ended at zero, which is not an attractor' : 'there are no two to compare';
  return [
    whole(
      item(
        `attractors${suffix}`,
        countDistinct(rows, k, n),
        `different attractors, mirror images and each failure counted as published, ${run.isFaithful ? 'the state at zero too' : 'without the state at zero'}`,
      ),
    ),
    whole(
      item(
        `attractors_distinct${suffix}`,
        countDistinct(found, most, n, { foldMirror: true, dropNaN: true }),
        'different attractors, a mirror image being the same, failures and the state at zero none',
      ),
    ),
    whole(
      item(
        `searches_at_rest${suffix}`,
        withStatus('fixed point', 'converged').length,
        'searches that came to rest at an attractor',
      ),
    ),
    whole(
      item(
        `searches_at_zero${suffix}`,
        zeros,
        'searches that ended at the state without activity, which is not an attractor',
      ),
    ),
    item(
      `attractor_orthogonality_published${suffix}`,
      publishedAttractorOrthogonality(angleTable(rows, k, n)),
      'mean of |90 - angle| over angles from 1 to 179',
      'degrees',
      none,
    ),
    item(
      `attractor_orthogonality${suffix}`,
      orthogonality(found, most, n, { distinct: true }),
      'mean of |90 - angle| over pairs of different attractors',
      'degrees',
      none,
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
    whole(item('steps', block.get('step'), 'steps done')),
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
    ...replayItems(run, J, item),
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
