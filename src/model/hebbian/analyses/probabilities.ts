/** Probabilities of the patterns from couplings, with what is known of their errors (spec section 9.3). */
import {
  alikePatterns,
  errorsWithSum,
  forceProbabilities,
  inferLinear,
  inferOnSimplex,
  isNearlySingular,
  type LearnedCouplings,
  type LinearInference,
  misfitOf,
  pairCount,
  reconstruct,
} from '../../../analysis/pattern-probabilities.js';
import { wilsonInterval } from '../../../analysis/proportion.js';
import { MsmError } from '../../../errors.js';
import { type AnalysisTools, analysis } from '../../analysis.js';
import { integer, number, tableOf, word } from '../../recording/filled-columns.js';
import { HEBBIAN_MODULE } from '../kernels.js';
import type { HebbianParameters } from '../parameters.js';
import { type HebbianSettings, hebbianSettings } from '../settings.js';
import { holdWeights } from '../theory.js';
import { type AnalysedNetwork, type AnalysedState, networkOf, stateText } from './states.js';

/** Quantile of the normal law that leaves a fortieth on each side. */
const Z95 = 1.959963984540054;

/** What follows of one state. */
export interface InferredState {
  readonly state: AnalysedState;
  readonly k: number;
  /** Absent where the linear system is singular; `reason` says why. */
  readonly linear?: LinearInference;
  readonly reason?: string;
  /** As the published program has them; absent with the linear system. */
  readonly forced?: Float64Array;
  readonly simplex: Float64Array;
  readonly simplexErrors?: Float64Array;
  /** Presentations that count: as many independent ones scatter as much. Null where holds are of random length. */
  readonly presentations: number | null;
  readonly error: number;
  readonly delta: number;
}

/**
 * Couplings forget: of the presentations so far as many count as independent ones of equal weight would scatter like them, (sum of the
 * weights)^2/sum of their squares.
 */
export function countedPresentations(s: HebbianSettings, step: number): number | null {
  if (s.isFrozen || s.hold.max !== s.hold.min + 1) return null;
  const { a, W2 } = holdWeights(s.eps, s.hold.min, step);
  return W2 > 0 ? ((1 - a) * (1 - a)) / W2 : null;
}

function linearOf(couplings: LearnedCouplings, { elementary }: AnalysisTools) {
  try {
    const linear = inferLinear(couplings, elementary.log);
    return { linear, forced: forceProbabilities(linear.raw) };
  } catch (error) {
    if (error instanceof MsmError && error.code === 'E_CONFIG') return { reason: error.message };
    throw error;
  }
}

/** Infers from one state with strength k. */
export function inferState(
  { N, K, patterns, isFaithful }: AnalysedNetwork,
  state: AnalysedState,
  k: number,
  presentations: number | null,
  tools: AnalysisTools,
): InferredState {
  const couplings: LearnedCouplings = { N, K, k, patterns, J: state.J };
  const simplex = inferOnSimplex(couplings);
  const linear = linearOf(couplings, tools);
  const covariance = linear.linear?.covariance;
  const reconstructed = reconstruct(couplings, isFaithful && linear.forced !== undefined ? linear.forced : simplex);
  return {
    state,
    k,
    ...linear,
    simplex,
    ...(covariance && { simplexErrors: errorsWithSum(covariance, K) }),
    presentations,
    ...misfitOf(couplings, reconstructed, isFaithful),
  };
}

/** All states of a run, with the strength of the run, and as the published report also with 1. */
export function inferAll(
  network: AnalysedNetwork,
  p: HebbianParameters,
  tools: AnalysisTools,
): readonly InferredState[] {
  const settings = hebbianSettings(p, tools.kernels(HEBBIAN_MODULE));
  const strengths = network.k === 1 ? [1] : [network.k, 1];
  return network.states.flatMap((state) =>
    strengths.map((k) => inferState(network, state, k, countedPresentations(settings, state.step), tools)),
  );
}

interface Row {
  readonly one: InferredState;
  readonly mu: number;
  readonly p: number;
}

/**
 * 95 % interval of the probability with which a pattern is shown: Wilson's for a share of so many presentations, wider by the error of the
 * fit. Undefined where the one or the other is not known.
 */
export function probabilityInterval(
  { simplex, simplexErrors, presentations }: Pick<InferredState, 'simplex' | 'simplexErrors' | 'presentations'>,
  mu: number,
) {
  if (simplexErrors === undefined || presentations === null) return undefined;
  const share = Math.min(1, Math.max(0, simplex[mu]));
  const { low, high } = wilsonInterval(share, presentations);
  const fit = Z95 * simplexErrors[mu];
  const wider = (distance: number): number => Math.sqrt(distance * distance + fit * fit);
  return { low: Math.max(0, share - wider(share - low)), high: Math.min(1, share + wider(high - share)) };
}

const probabilityTable = (inferred: readonly InferredState[], p: readonly number[]) =>
  tableOf<Row>(
    'probabilities',
    'probabilities of the patterns, inferred from couplings',
    inferred.flatMap((one) => p.map((value, mu) => ({ one, mu, p: value }))),
    [
      integer('event', 'large deviation of the run, from 1; 0: its last state', ({ one }) => one.state.event),
      integer('step', 'steps done before it', ({ one }) => one.state.step),
      number('k', 'strength that the couplings are divided by', ({ one }) => one.k),
      integer('pattern', 'number of the pattern, from 0', ({ mu }) => mu),
      number('shown_with', 'probability with which the run shows the pattern', ({ p: value }) => value, {
        symbol: 'p',
      }),
      number('raw', 'solution of the linear system; may be negative', ({ one, mu }) => one.linear?.raw[mu]),
      number(
        'raw_error',
        'its standard error, which takes the rest of the couplings for independent noise',
        ({ one, mu }) => one.linear?.rawErrors?.[mu],
      ),
      number('forced', 'the same cut at 0 and divided by the sum, as published', ({ one, mu }) => one.forced?.[mu]),
      number('inferred', 'least squares over probabilities', ({ one, mu }) => one.simplex[mu]),
      number('inferred_error', 'its standard error, the sum being 1', ({ one, mu }) => one.simplexErrors?.[mu]),
      number(
        'low',
        'lower end of the 95 % interval of the probability with which it is shown: error of the fit and chance of the presentations',
        ({ one, mu }) => probabilityInterval(one, mu)?.low,
      ),
      number('high', 'upper end of it', ({ one, mu }) => probabilityInterval(one, mu)?.high),
    ],
  );

const systemTable = (inferred: readonly InferredState[], { N, K }: AnalysedNetwork, log: (x: number) => number) =>
  tableOf<InferredState>('inference', 'the linear system of each inference', inferred, [
    integer('event', 'large deviation of the run, from 1; 0: its last state', ({ state }) => state.event),
    integer('step', 'steps done before it', ({ state }) => state.step),
    number('k', 'strength that the couplings are divided by', ({ k }) => k),
    integer('equations', 'pairs of neurons', () => pairCount(N)),
    integer('unknowns', 'patterns', () => K),
    word('regime', 'square, overdetermined, underdetermined', ({ linear }) => linear?.regime ?? null, true),
    number('det_sign', "sign of det A (square), else of det A'A or det AA', which is 1", ({ linear }) => linear?.sign),
    number('log_abs_det', 'natural logarithm of that determinant', ({ linear }) => linear?.logDeterminant),
    word(
      'remark',
      'why there is no solution, or what is wrong with it',
      ({ linear, reason }) =>
        reason ?? (linear && isNearlySingular(linear, log) ? 'the determinant is below 1e-10' : null),
      true,
    ),
    number('presentations', 'presentations that count in these couplings', (one) => one.presentations),
    number(
      'error',
      'mean square of J minus its reconstruction, over k^2 (mode faithful: times k^2)',
      (one) => one.error,
    ),
    number('delta', 'mean square of the reconstruction minus that of equal probabilities', (one) => one.delta),
  ]);

/** `pattern 0 is shown with probability 0.31 (0.24 to 0.39)`. */
function verdictOf(inferred: readonly InferredState[], { k, K, N, p, patterns }: AnalysedNetwork): readonly string[] {
  const last = inferred.filter((one) => one.k === k).at(-1) as InferredState;
  const alike = alikePatterns(patterns, N, K);
  const names = alike.length === 0 ? [] : [`patterns ${alike.slice(0, 3).join(', ')}: nothing tells these apart`];
  const intervals = p.map((_, mu) => probabilityInterval(last, mu));
  const known = intervals.flatMap((one, mu) => (one === undefined ? [] : [{ ...one, mu }]));
  const where = `from ${stateText(last.state)}`;
  if (known.length === 0) {
    const why = last.reason === undefined ? `, ${whyNone(last)}` : `: ${last.reason}`;
    return [...names, `${where}: no interval${why}`];
  }
  const missed = known.filter(({ low, high, mu }) => p[mu] < low || p[mu] > high);
  const [largest] = [...known].sort((a, b) => last.simplex[b.mu] - last.simplex[a.mu]);
  const digits = (value: number): string => value.toPrecision(3);
  return [
    ...names,
    `${where}: pattern ${largest.mu} was shown most, with probability ${digits(last.simplex[largest.mu])} (95 % interval ${digits(largest.low)} to ${digits(largest.high)})`,
    `${K - missed.length} of ${K} intervals hold the probability with which the run shows the pattern`,
  ];
}

const whyNone = ({ linear, presentations }: InferredState): string =>
  presentations === null
    ? 'since it is not known how many presentations count'
    : linear?.regime === 'overdetermined'
      ? 'since there is no error of the fit'
      : 'since there are not more pairs of neurons than patterns';

export const PROBABILITIES = analysis<HebbianParameters, readonly []>([], {
  name: 'probabilities',
  summary: 'how often each pattern was shown, inferred from the couplings of each large deviation and of the end',
  async of(run, _, tools) {
    const network = await networkOf(run);
    const inferred = inferAll(network, run.parameters, tools);
    return {
      tables: [probabilityTable(inferred, network.p), systemTable(inferred, network, tools.elementary.log)],
      verdict: verdictOf(inferred, network),
    };
  },
});
