/** Retrieval tests of the states of a run (spec section 9.2): couplings of the state or the Hebbian matrix, from its pattern or from another. */
import { reconstruct } from '../../../analysis/pattern-probabilities.js';
import { meanInterval } from '../../../analysis/proportion.js';
import { noisyCopies, overlapStatistics, type Retrieval, retrieve, targetsOf } from '../../../analysis/retrieval.js';
import { CORE_MODULE } from '../../../kernel/core-kernels.js';
import { PURPOSE, uniformDraws } from '../../../method/random.js';
import { RETRIEVED } from '../../analyses/retrieval-curves.js';
import { type AnalysisTools, analysis } from '../../analysis.js';
import type { ResultTable } from '../../record.js';
import { integer, number, tableOf, word } from '../../recording/filled-columns.js';
import type { HebbianParameters } from '../parameters.js';
import { type AnalysedNetwork, type AnalysedState, networkOf, stateText } from './states.js';

/** Most levels of noise whose course in time is kept, as in the published figure. */
const COURSES = 7;

const OPTIONS = [
  {
    key: 'copies',
    symbol: 'M',
    kind: 'integer',
    default: 100,
    min: 2,
    max: 100_000,
    group: 'retrieval',
    help: 'copies of the pattern at each level of noise',
  },
  {
    key: 'levels',
    symbol: 'r',
    kind: 'integer',
    default: 11,
    min: 1,
    max: 1001,
    group: 'retrieval',
    help: 'levels of noise, r = 0 to 1; a sign is kept with probability (1 + r)/2',
  },
  {
    key: 'T',
    symbol: 'T',
    kind: 'integer',
    default: 100,
    min: 1,
    max: 1_000_000,
    group: 'retrieval',
    help: 'records of each copy: of its start, then after each step but the last',
  },
  { key: 'beta', symbol: 'β', kind: 'number', default: 1, above: 0, group: 'retrieval', help: 'inverse temperature' },
  {
    key: 'tau_s',
    symbol: 'τ',
    kind: 'number',
    default: 10,
    min: 1,
    group: 'retrieval',
    help: 'neural time constant, in steps',
  },
] as const;

interface Options {
  readonly copies: number;
  readonly levels: number;
  readonly T: number;
  readonly beta: number;
  readonly tau_s: number;
}

/** One of the four passes over a state. */
interface Pass {
  readonly state: AnalysedState;
  readonly couplings: 'event' | 'hebbian';
  readonly from: 'target' | 'another';
  readonly pattern: number;
  readonly levels: readonly number[];
  readonly made: Retrieval;
  readonly copies: number;
}

export const levelsOf = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, l) => (count === 1 ? 1 : l / (count - 1)));

/** Places of at most seven levels, evenly spread; half a place is rounded to the even one. */
export function shownLevels(count: number): readonly number[] {
  const places = Array.from({ length: COURSES }, (_, i) => {
    const exact = (i * (count - 1)) / (COURSES - 1);
    const below = Math.floor(exact);
    return exact - below === 0.5 ? below + (below % 2) : Math.round(exact);
  });
  return [...new Set(places)];
}

/** Copies of a pattern at all levels, one level after the other. The same draws in every pass, so that passes differ in nothing else. */
function startsOf(
  tools: AnalysisTools,
  seed: number,
  pattern: Float64Array,
  levels: readonly number[],
  copies: number,
) {
  const N = pattern.length;
  const draws = uniformDraws(tools.kernels(CORE_MODULE), seed, copies * N);
  const starts = new Float64Array(levels.length * copies * N);
  levels.forEach((r, level) => {
    starts.set(noisyCopies(pattern, draws(PURPOSE.analysisNoise, level, 0, copies * N), r), level * copies * N);
  });
  return starts;
}

function passesOf(network: AnalysedNetwork, seed: number, o: Options, tools: AnalysisTools): readonly Pass[] {
  const { N, K, k, p, patterns, isFaithful } = network;
  const levels = levelsOf(o.levels);
  const uniform = new Float64Array(K).fill(1 / K);
  const H = reconstruct({ N, K, k: isFaithful ? 1 : k, patterns, J: [] }, isFaithful ? uniform : p);
  const settings = { beta: o.beta, rate: 1 / o.tau_s, records: o.T };
  const play = (J: Float64Array, pattern: number): Retrieval => {
    const starts = startsOf(tools, seed, patterns.subarray(pattern * N, (pattern + 1) * N), levels, o.copies);
    return retrieve(tools.kernels(CORE_MODULE), { J, patterns, N, K }, starts, settings);
  };
  // the Hebbian matrix is that of all states
  const known = new Map<number, Retrieval>();
  const withHebbian = (pattern: number): Retrieval => {
    const made = known.get(pattern) ?? play(H, pattern);
    known.set(pattern, made);
    return made;
  };
  return network.states.flatMap((state) => {
    const { target, another } = targetsOf(state.overlaps);
    const starts = [
      { from: 'target', pattern: target },
      { from: 'another', pattern: another },
    ] as const;
    const shared = { state, levels, copies: o.copies };
    return [
      ...starts.map((one): Pass => ({ ...shared, ...one, couplings: 'event', made: play(state.J, one.pattern) })),
      ...starts.map((one): Pass => ({ ...shared, ...one, couplings: 'hebbian', made: withHebbian(one.pattern) })),
    ];
  });
}

interface Level {
  readonly pass: Pass;
  readonly level: number;
  readonly record: number;
  readonly mu: number;
  readonly mean: number;
  readonly std: number;
}

/** Statistics of a pass at one level. */
const statisticsOf = ({ made, copies }: Pass, level: number) => overlapStatistics(made, level * copies, copies);

const at = (pass: Pass, level: number, record: number, mu: number): Level => {
  const { mean, std } = statisticsOf(pass, level);
  return { pass, level, record, mu, mean: mean[record * pass.made.K + mu], std: std[record * pass.made.K + mu] };
};

const interval = ({ mean, std, pass }: Level) => meanInterval(mean, std, pass.copies);

const passColumns = [
  integer<Level>('event', 'large deviation of the run, from 1; 0: its last state', ({ pass }) => pass.state.event),
  integer<Level>('step', 'steps done before it', ({ pass }) => pass.state.step),
  word<Level>(
    'couplings',
    'event: those of that state; hebbian: k times the Hebbian matrix (mode faithful: without k)',
    ({ pass }) => pass.couplings,
  ),
  word<Level>(
    'from',
    'pattern of the copies: target, that of the largest overlap, or another, that of the smallest',
    ({ pass }) => pass.from,
  ),
  integer<Level>('started_from', 'number of that pattern', ({ pass }) => pass.pattern),
  number<Level>(
    'r',
    'level of noise: a sign is kept with probability (1 + r)/2',
    ({ pass, level }) => pass.levels[level],
  ),
];

const statisticColumns = [
  number<Level>('overlap', 'mean overlap over the copies', ({ mean }) => mean, { symbol: 'm' }),
  number<Level>('overlap_std', 'standard deviation over the copies (divisor M - 1)', ({ std }) => std),
  number<Level>('low', 'lower end of the 95 % interval of the mean', (row) => interval(row)?.low),
  number<Level>('high', 'upper end of it', (row) => interval(row)?.high),
];

/** Overlaps with all patterns at the last record. */
function finalTable(passes: readonly Pass[]): ResultTable {
  const rows = passes.flatMap((pass) =>
    pass.levels.flatMap((_, level) => {
      const { mean, std } = statisticsOf(pass, level);
      const { K, records } = pass.made;
      const record = records - 1;
      return Array.from(
        { length: K },
        (_, mu): Level => ({
          pass,
          level,
          record,
          mu,
          mean: mean[record * K + mu],
          std: std[record * K + mu],
        }),
      );
    }),
  );
  return tableOf<Level>('retrieval', 'final overlaps of noisy copies', rows, [
    ...passColumns,
    integer<Level>('pattern', 'pattern that the overlap is with', ({ mu }) => mu),
    ...statisticColumns,
  ]);
}

/** Overlap with the pattern of the copies in time, at a few levels. */
function courseTable(passes: readonly Pass[]): ResultTable {
  const rows = passes.flatMap((pass) =>
    shownLevels(pass.levels.length).flatMap((level) => {
      const { mean, std } = statisticsOf(pass, level);
      const { K, records } = pass.made;
      return Array.from({ length: records }, (_, record): Level => {
        const place = record * K + pass.pattern;
        return { pass, level, record, mu: pass.pattern, mean: mean[place], std: std[place] };
      });
    }),
  );
  return tableOf<Level>('retrieval_course', 'overlap of noisy copies with their pattern in time', rows, [
    ...passColumns,
    integer<Level>('record', 'steps that the copies have done', ({ record }) => record),
    ...statisticColumns,
  ]);
}

/** The least level from which on every one is retrieved: the lower end of the interval of the mean is at least `RETRIEVED`. */
export function retrievedFrom(lows: readonly number[]): number | undefined {
  let least: number | undefined;
  for (let level = lows.length - 1; level >= 0 && lows[level] >= RETRIEVED; level--) least = level;
  return least;
}

function verdictOf(passes: readonly Pass[]): readonly string[] {
  const last = passes.filter(({ state }) => state === passes.at(-1)?.state);
  return last.map((pass) => {
    const record = pass.made.records - 1;
    const finals = pass.levels.map((_, level) => at(pass, level, record, pass.pattern));
    const least = retrievedFrom(finals.map((row) => interval(row)?.low ?? Number.NaN));
    const whose = pass.couplings === 'event' ? `the couplings of ${stateText(pass.state)}` : 'the Hebbian matrix';
    const which = pass.from === 'target' ? 'nearest to that state' : 'farthest from it';
    const what = `with ${whose}, pattern ${pass.pattern} (${which})`;
    if (least === undefined) {
      const [best] = [...finals].sort((a, b) => b.mean - a.mean);
      return `${what} is not retrieved: the final overlap is at most ${best.mean.toPrecision(3)}`;
    }
    const right = Number(((100 * (1 + pass.levels[least])) / 2).toPrecision(3));
    return `${what} is retrieved from copies of which ${right} % of the signs are right, or more (final overlap ${finals[least].mean.toPrecision(3)})`;
  });
}

export const RETRIEVAL = analysis<HebbianParameters, typeof OPTIONS>(OPTIONS, {
  name: 'retrieval',
  isLong: true,
  summary:
    'whether patterns are retrieved from noisy copies: couplings of each state or the Hebbian matrix, its pattern or another',
  async of(run, options, tools) {
    const network = await networkOf(run);
    const passes = passesOf(network, run.seed, options, tools);
    return { tables: [finalTable(passes), courseTable(passes)], verdict: verdictOf(passes) };
  },
});
