/** What a run reports about its decoded free run, or why it reports nothing. Definitions: docs/attractor.md. */
import { eigenvalues, predictedPeriod } from '../../analysis/eigenvalues.js';
import { isInTurn, type Resemblance, resemblanceOf, stillStretch } from '../../analysis/replay.js';
import { measuredPeriod, orderErrors, segments } from '../../analysis/sequence.js';
import type { SummaryItem } from '../family.js';
import { SPECTRUM_UP_TO } from './outcomes.js';
import type { AttractorRun } from './run.js';

/** Makes an item; without a value it has the reason. */
type MakeItem = (
  name: string,
  value: number | undefined,
  meaning: string,
  unit?: string,
  reason?: string,
) => SummaryItem;

/** Why nothing was learned in an order that a replay could keep; undefined if something was. */
function unordered({ block, parameters: p, patterns }: AttractorRun): string | undefined {
  const shown = block.i32('order').slice();
  if (shown.length === 0) {
    // the weights were given: whoever gave them knows how they were learned
    return p.order === 'fixed'
      ? undefined
      : 'nothing is known to have been learned in order; --order fixed says that it was';
  }
  return isInTurn(shown, patterns.length)
    ? undefined
    : 'nothing was learned in order: the epochs do not show the patterns in turn';
}

/** What can be said about a decoded free run, with the reasons for what cannot. */
interface Findings {
  /** Why its labels say nothing. */
  readonly noise?: string;
  /** Why it has no order and no period. */
  readonly disorder?: string;
}

const NO_PATTERNS: { readonly [found in Exclude<Resemblance, 'patterns'>]: string } = {
  noise: 'the states resemble the patterns no more than noise would',
  'mirror images': 'the states are mirror images of the patterns, which are not decoded',
};

function findingsOf(run: AttractorRun, labels: Int32Array): Findings {
  const { block, patterns, network } = run;
  const found = resemblanceOf(block.f64('resemblance').slice(), patterns.length, network.n);
  if (found !== 'patterns') {
    const noise = NO_PATTERNS[found];
    return { noise, disorder: noise };
  }
  const still = stillStretch(labels);
  const stands = still && `the replay stands still: from step ${still.start} on at pattern ${still.label}`;
  return { disorder: unordered(run) ?? stands };
}

/** Items of a decoded free run; none if there was no free run. */
export function replayItems(run: AttractorRun, J: Float64Array, item: MakeItem): readonly SummaryItem[] {
  const { block, patterns, network } = run;
  const [labels, k] = [block.i32('labels').slice(), patterns.length];
  if (labels.length === 0) return [];
  const { noise, disorder } = findingsOf(run, labels);
  const visits = segments(labels);
  const unless = (reason: string | undefined, value: number) => (reason === undefined ? value : undefined);
  const single = k < 3 ? `${k === 1 ? 'one pattern has' : 'two patterns have'} only one order` : undefined;
  const hasSpectrum = network.n <= SPECTRUM_UP_TO;
  const visited = new Set(visits.map(({ label }) => label)).size;
  return [
    item('visits', unless(noise, visits.length), 'stretches of the free run, each at one pattern', undefined, noise),
    item('patterns_visited', unless(noise, visited), 'patterns among them', undefined, noise),
    item(
      'order_errors',
      unless(disorder ?? single, orderErrors(labels, k)),
      'transitions of the free run against the order of the patterns',
      undefined,
      disorder ?? single,
    ),
    item(
      'period',
      unless(disorder, measuredPeriod(labels)),
      'mean time from one beginning of a pattern to its next',
      'steps',
      disorder ?? 'no pattern came back',
    ),
    item(
      'period_predicted',
      hasSpectrum ? predictedPeriod(eigenvalues(J, network.n)) : undefined,
      'period of the leading complex pair of eigenvalues of J',
      'steps',
      hasSpectrum ? 'the leading eigenvalue is real' : `the spectrum is computed up to ${SPECTRUM_UP_TO} nodes`,
    ),
  ];
}
