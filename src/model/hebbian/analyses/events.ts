/** The report of each large deviation (spec section 9.4). */
import { meanSquare, reconstruct } from '../../../analysis/pattern-probabilities.js';
import { analysis } from '../../analysis.js';
import type { RunTable } from '../../collections.js';
import { integer, number, tableOf } from '../../recording/filled-columns.js';
import { DEVIATION_TABLES } from '../deviation-tables.js';
import type { HebbianParameters } from '../parameters.js';
import { type InferredState, inferAll } from './probabilities.js';
import { type AnalysedNetwork, networkOf } from './states.js';

interface Report {
  readonly one: InferredState;
  /** Distance S of the couplings. */
  readonly distance: number;
  /** What the tracker said; absent for the last state. */
  readonly tracked:
    | { readonly deviation: number | null; readonly mean: number | null; readonly std: number | null }
    | undefined;
  readonly norm: number;
  readonly ratio: number;
}

/** |J - H| and |H| by Frobenius; H is k times the Hebbian matrix, in mode faithful without k and with equal probabilities. */
function norms({ N, K, k, p, patterns, isFaithful }: AnalysedNetwork, J: Float64Array) {
  const uniform = new Float64Array(K).fill(1 / K);
  const H = reconstruct({ N, K, k: isFaithful ? 1 : k, patterns, J }, isFaithful ? uniform : p);
  const pairs = N * (N - 1);
  const zero = new Float64Array(N * N);
  const [difference, whole] = [meanSquare(J, H, N), meanSquare(H, zero, N)].map((value) => Math.sqrt(value * pairs));
  return { norm: difference, ratio: difference / whole };
}

function reportsOf(
  network: AnalysedNetwork,
  inferred: readonly InferredState[],
  tracked: RunTable | undefined,
): readonly Report[] {
  const { N, K, k, p, patterns } = network;
  const column = (name: string, at: number): number | null => {
    const value = tracked?.[name]?.[at];
    return typeof value === 'number' ? value : null;
  };
  const H = reconstruct({ N, K, k, patterns, J: [] }, p);
  return inferred.map((one) => {
    const at = one.state.event - 1;
    return {
      one,
      distance: meanSquare(one.state.J, H, N),
      tracked:
        at < 0
          ? undefined
          : { deviation: column('deviation', at), mean: column('theory_mean', at), std: column('theory_std', at) },
      ...norms(network, one.state.J),
    };
  });
}

const reportTable = (reports: readonly Report[]) =>
  tableOf<Report>('events', 'report of each large deviation and of the last state', reports, [
    integer('event', 'large deviation of the run, from 1; 0: its last state', ({ one }) => one.state.event),
    integer('step', 'steps done before it', ({ one }) => one.state.step),
    number(
      'deviation',
      'distance of S/k^2 from its mean in theory (mode faithful: of S)',
      ({ tracked }) => tracked?.deviation,
    ),
    number('theory_mean', 'mean of S/k^2 in theory', ({ tracked }) => tracked?.mean),
    number(
      'theory_std',
      'standard deviation of S/k^2 in theory: what the deviation has to exceed',
      ({ tracked }) => tracked?.std,
    ),
    number('distance', 'mean squared distance of J to k H', ({ distance }) => distance, { symbol: 'S' }),
    number('k', 'strength of the inference', ({ one }) => one.k),
    number(
      'error',
      'mean square of J minus its reconstruction, over k^2 (mode faithful: times k^2)',
      ({ one }) => one.error,
    ),
    number(
      'delta',
      'mean square of the reconstruction minus the Hebbian matrix of equal probabilities',
      ({ one }) => one.delta,
    ),
    number('relative_delta', '(delta - distance)/distance', ({ one, distance }) => (one.delta - distance) / distance),
    number('det_sign', 'sign of the determinant of the inference', ({ one }) => one.linear?.sign),
    number('log_abs_det', 'natural logarithm of its size', ({ one }) => one.linear?.logDeterminant),
    number('norm', 'Frobenius norm of J - k H (mode faithful: of J - H of equal probabilities)', ({ norm }) => norm),
    number('relative_norm', 'the same over the norm of that matrix', ({ ratio }) => ratio),
  ]);

/** What is said of the events: how many, and the largest in standard deviations. */
function verdictOf(reports: readonly Report[], k: number): readonly string[] {
  const events = reports.filter(({ one, tracked }) => one.k === k && tracked !== undefined);
  if (events.length === 0) {
    return [
      'no large deviation was recorded; with --record ...,deviations a run keeps them, here is its last state alone',
    ];
  }
  const sizes = events.flatMap(({ one, tracked }) => {
    const { deviation = null, std = null } = tracked ?? {};
    return deviation !== null && std !== null && std > 0 ? [{ size: deviation / std, step: one.state.step }] : [];
  });
  const [largest] = [...sizes].sort((a, b) => b.size - a.size);
  const count = `${events.length} large ${events.length === 1 ? 'deviation' : 'deviations'}`;
  if (largest === undefined) return [`${count}, none with a theory to compare with`];
  return [`${count}; the largest is ${largest.size.toPrecision(3)} standard deviations, at step ${largest.step}`];
}

export const EVENTS = analysis<HebbianParameters, readonly []>([], {
  name: 'events',
  summary: 'report of each large deviation: distance, theory, inference, norms',
  needs: '--record deviations; without it there is the last state alone',
  async of(run, _, tools) {
    const network = await networkOf(run);
    const inferred = inferAll(network, run.parameters, tools);
    const reports = reportsOf(network, inferred, await run.table(DEVIATION_TABLES.events));
    return { tables: [reportTable(reports)], verdict: verdictOf(reports, network.k) };
  },
});
