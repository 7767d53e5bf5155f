/** Attractors from random starts, and the sizes of their basins: for any family that says what its network is and how it comes to rest. */
import { type Basin, basinsOf, type End, unseenShare } from '../../analysis/basins.js';
import { CORE_MODULE } from '../../kernel/core-kernels.js';
import { PURPOSE, uniformDraws } from '../../method/random.js';
import { type AnalysedRun, type Analysis, type AnalysisTools, analysis } from '../analysis.js';
import { integer, number, tableOf, word } from '../recording/filled-columns.js';
import type { Parameters } from '../schema.js';
import { percent } from './percent.js';

/** A network that comes to rest by itself. */
export interface RestingNetwork {
  readonly N: number;
  /** [K, N] */
  readonly patterns: Float64Array;
  /** A start from numbers [N] that are uniform between 0 and 1. */
  startOf(uniforms: ArrayLike<number>): Float64Array;
  /** Where a start ends; at most so many steps or sweeps. */
  relax(start: Float64Array, number: number, most: number): End;
  /** How much a state is like a pattern, from -1 to 1. */
  readonly likeness: {
    readonly word: string;
    readonly symbol: string;
    readonly of: (state: Float64Array, pattern: Float64Array) => number;
    /** From which on, in size, a state counts as the pattern or its mirror image. */
    readonly from: number;
  };
}

const OPTIONS = [
  {
    key: 'starts',
    symbol: '',
    kind: 'integer',
    default: 1000,
    min: 1,
    max: 1_000_000,
    group: 'basins',
    help: 'random starts',
  },
  {
    key: 'most',
    symbol: '',
    kind: 'integer',
    default: 1000,
    min: 1,
    max: 1_000_000,
    group: 'basins',
    help: 'steps, or sweeps over all units, after which a start is given up',
  },
] as const;

/** Attractors of which the states are written. */
const MOST_STATES = 100;

/** A basin with the pattern that its attractor is nearest to, or to the mirror image of which. */
interface Placed extends Basin {
  readonly rank: number;
  readonly pattern?: number;
  readonly overlap?: number;
}

function placed(basins: readonly Basin[], { patterns, N, likeness }: RestingNetwork): readonly Placed[] {
  return basins.map((basin, rank): Placed => {
    const { state } = basin;
    if (state === undefined) return { ...basin, rank };
    const overlaps = Array.from({ length: patterns.length / N }, (_, mu) =>
      likeness.of(state, patterns.subarray(mu * N, (mu + 1) * N)),
    );
    const most = overlaps.reduce((best, overlap) => Math.max(best, Math.abs(overlap)), 0);
    const pattern = overlaps.findIndex((overlap) => Math.abs(overlap) === most);
    return { ...basin, rank, pattern, overlap: overlaps[pattern] };
  });
}

const basinTable = (basins: readonly Placed[], { likeness }: RestingNetwork) =>
  tableOf<Placed>('basins', 'attractors from random starts with the sizes of their basins, the largest first', basins, [
    integer('attractor', 'number of the attractor, from 0', ({ rank }) => rank),
    word('status', 'fixed point; of others, all of one kind are one row', ({ status }) => status),
    integer('starts', 'starts that ended there', ({ starts }) => starts),
    number('share', 'share of all starts', ({ share }) => share),
    number('share_low', 'lower end of its 95 % interval (Wilson)', ({ interval }) => interval.low),
    number('share_high', 'upper end of it', ({ interval }) => interval.high),
    number('steps', 'mean number of steps, or of sweeps over all units', ({ meanSteps }) => meanSteps),
    number('pattern', 'pattern that it resembles most, as it is or as a mirror image', ({ pattern }) => pattern),
    number('overlap', `${likeness.word} with that pattern, below 0 for a mirror image`, ({ overlap }) => overlap, {
      symbol: likeness.symbol,
    }),
  ]);

function stateTable(basins: readonly Placed[]) {
  const rows = basins
    .slice(0, MOST_STATES)
    .flatMap(({ rank, state }) => Array.from(state ?? [], (sigma, unit) => ({ rank, unit, sigma })));
  return tableOf('basin_states', `states of the ${MOST_STATES} attractors with the largest basins`, rows, [
    integer('attractor', 'number of the attractor', ({ rank }) => rank),
    integer('unit', 'unit', ({ unit }) => unit),
    number('sigma', 'state', ({ sigma }) => sigma, { symbol: 'σ' }),
  ]);
}

function verdictOf(
  basins: readonly Placed[],
  starts: number,
  { likeness: { word: what, from } }: RestingNetwork,
): readonly string[] {
  const points = basins.filter(({ state }) => state !== undefined);
  const others = basins.filter(({ state }) => state === undefined);
  const [largest] = points;
  const said = others.map(({ status, share }) => `${percent(share)} ${status}`);
  const rest = said.length === 0 ? [] : [`of the starts, ${said.join(', ')}`];
  if (largest === undefined) return [`none of ${starts} random starts ended at a fixed point`, ...rest];
  const { low, high } = largest.interval;
  const like = points.filter(({ overlap = 0 }) => Math.abs(overlap) >= from);
  const within = like.reduce((sum, { share }) => sum + share, 0);
  return [
    `${starts} random starts ended at ${points.length} ${points.length === 1 ? 'attractor' : 'attractors'}; the largest basin has ${percent(largest.share)} of them (95 % interval ${percent(low)} to ${percent(high)})`,
    `${like.length} of the attractors are patterns or their mirror images (${what} of at least ${from} in size), with ${percent(within)} of the starts`,
    `${percent(unseenShare(basins, starts))} of all starts lead to attractors that were not found (Good and Turing)`,
    ...rest,
  ];
}

/** What a function gives for 0, 1, ..., one after the other: none of it is kept here. */
function* counted<T>(count: number, of: (at: number) => T): Iterable<T> {
  for (let at = 0; at < count; at++) yield of(at);
}

/** The analysis of a family; `networkOf` says what the network of a run is, and throws E_CONFIG where it is none. */
export const basinAnalysis = <P extends Parameters>(
  networkOf: (run: AnalysedRun<P>, tools: AnalysisTools) => Promise<RestingNetwork>,
): Analysis<P> =>
  analysis<P, typeof OPTIONS>(OPTIONS, {
    name: 'basins',
    summary:
      'attractors from random starts, the sizes of their basins, which patterns they are, and how much was not found',
    isLong: true,
    async of(run, { starts, most }, tools) {
      const network = await networkOf(run, tools);
      const uniforms = uniformDraws(tools.kernels(CORE_MODULE), run.seed, network.N);
      const end = (at: number): End =>
        network.relax(network.startOf(uniforms(PURPOSE.analysisStart, at, 0, network.N)), at, most);
      const basins = placed(basinsOf(counted(starts, end)), network);
      return { tables: [basinTable(basins, network), stateTable(basins)], verdict: verdictOf(basins, starts, network) };
    },
  });
