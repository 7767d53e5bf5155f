/**
 * Capacity and retention: which of the patterns that a network has learned it retrieves, against how many there are and how long ago each was shown last,
 * beside what Hebb's rule and the projection rule make of the same patterns. For any family that says what its network is.
 */
import { hebbRule, overlapOf, projectionRule, settle } from '../../analysis/asynchronous.js';
import { HEBB_CAPACITY, hebbOverlap } from '../../analysis/hebb-capacity.js';
import { meanInterval, meanWithInterval, wilsonInterval } from '../../analysis/proportion.js';
import { noisyCopies } from '../../analysis/retrieval.js';
import { populationMoments } from '../../analysis/statistics.js';
import { CORE_MODULE } from '../../kernel/core-kernels.js';
import { PURPOSE, uniformDraws } from '../../method/random.js';
import { type AnalysedRun, type Analysis, type AnalysisOutcome, type AnalysisTools, analysis } from '../analysis.js';
import { integer, number, tableOf, word } from '../recording/filled-columns.js';
import type { Parameters } from '../schema.js';
import { updateOrders } from './orders.js';
import { percent } from './percent.js';

/** Overlap from which on a pattern counts as retrieved. */
export const RETRIEVED = 0.9;

/** A network whose units are +1 and -1, and what it has learned. */
export interface StoredNetwork {
  readonly N: number;
  /** [K, N] of +1 and -1. */
  readonly patterns: Float64Array;
  /** [N, N], row i to unit i. */
  readonly J: Float64Array;
  /** Steps since each pattern was shown last; null for one that never was. Absent: not known. */
  readonly ages?: readonly (number | null)[];
}

const RULES = ['network', 'hebb', 'projection'] as const;
type Rule = (typeof RULES)[number];

const RULE_TEXT: { readonly [rule in Rule]: string } = {
  network: 'the network',
  hebb: 'Hebb’s rule',
  projection: 'the projection rule',
};

const OPTIONS = [
  {
    key: 'turned',
    symbol: '',
    kind: 'number',
    default: 0,
    min: 0,
    max: 0.5,
    group: 'retrieval',
    help: 'share of the signs of a start that are turned, each with this probability',
  },
  {
    key: 'patterns',
    symbol: '',
    kind: 'integer',
    default: 100,
    min: 1,
    max: 100_000,
    group: 'retrieval',
    help: 'most patterns that are tried of each network, evenly spread',
  },
  {
    key: 'sweeps',
    symbol: '',
    kind: 'integer',
    default: 200,
    min: 1,
    max: 1_000_000,
    group: 'retrieval',
    help: 'most sweeps over all units',
  },
] as const;

interface Options {
  readonly turned: number;
  readonly patterns: number;
  readonly sweeps: number;
}

/** How the start from a pattern ended. */
interface Tried {
  readonly rule: Rule;
  readonly pattern: number;
  readonly age: number | null;
  readonly overlap: number;
  readonly sweeps: number;
  readonly isFixed: boolean;
}

/** At most so many of the numbers below `count`, evenly spread. */
export const spread = (count: number, most: number): readonly number[] =>
  count <= most
    ? Array.from({ length: count }, (_, i) => i)
    : Array.from({ length: most }, (_, i) => Math.floor((i * count) / most));

/** Starts and orders of updating: draws of the seed, the same for every rule. */
function drawsOf(tools: AnalysisTools, seed: number, N: number) {
  const kernels = tools.kernels(CORE_MODULE);
  const uniforms = uniformDraws(kernels, seed, N);
  return {
    start: (pattern: Float64Array, mu: number, turned: number): Float64Array =>
      turned === 0 ? pattern : noisyCopies(pattern, uniforms(PURPOSE.analysisNoise, mu, 0, N), 1 - 2 * turned),
    orders: updateOrders(kernels, seed, N),
  };
}

function couplingsOf({ J, patterns, N }: StoredNetwork, rule: Rule): Float64Array {
  if (rule === 'network') return J;
  return rule === 'hebb' ? hebbRule(patterns, N) : projectionRule(patterns, N);
}

function tryAll(network: StoredNetwork, seed: number, o: Options, tools: AnalysisTools): readonly Tried[] {
  const { N, patterns, ages } = network;
  const draws = drawsOf(tools, seed, N);
  const tried = spread(patterns.length / N, o.patterns);
  return RULES.flatMap((rule) => {
    const J = couplingsOf(network, rule);
    return tried.map((mu): Tried => {
      const pattern = patterns.subarray(mu * N, (mu + 1) * N);
      const start = draws.start(pattern, mu, o.turned);
      const { state, sweeps, isFixed } = settle(J, start, draws.orders(mu), o.sweeps);
      return { rule, pattern: mu, age: ages?.[mu] ?? null, overlap: overlapOf(state, pattern), sweeps, isFixed };
    });
  });
}

interface Point {
  readonly rule: Rule;
  readonly N: number;
  readonly K: number;
  readonly tried: number;
  readonly overlap: number;
  readonly std: number;
  readonly share: number;
  readonly fixed: number;
  readonly sweeps: number;
}

const isRetrieved = ({ overlap }: Tried): boolean => overlap >= RETRIEVED;

/** The points of the capacity curve that one network is: one for each rule. */
function pointsOf({ N, patterns }: StoredNetwork, all: readonly Tried[]): readonly Point[] {
  return RULES.map((rule): Point => {
    const own = all.filter((one) => one.rule === rule);
    const { mean, std } = populationMoments(own.map(({ overlap }) => overlap));
    const share = (of: (one: Tried) => boolean): number => own.filter(of).length / own.length;
    return {
      rule,
      N,
      K: patterns.length / N,
      tried: own.length,
      overlap: mean,
      // of the mean over patterns: divisor n - 1
      std: std * Math.sqrt(own.length / (own.length - 1)),
      share: share(isRetrieved),
      fixed: share(({ isFixed }) => isFixed),
      sweeps: own.reduce((sum, { sweeps }) => sum + sweeps, 0) / own.length,
    };
  });
}

const curveTable = (points: readonly Point[], { elementary: f }: AnalysisTools) =>
  tableOf<Point>('capacity', 'retrieval of the patterns of a network, by three rules', points, [
    word('rule', 'network: its own couplings; hebb: Hebb’s rule; projection: the projection rule', ({ rule }) => rule),
    integer('units', 'units of the network', ({ N }) => N),
    integer('patterns', 'patterns that it was shown', ({ K }) => K),
    number('load', 'patterns over units', ({ K, N }) => K / N, { symbol: 'α' }),
    integer('tried', 'patterns that were tried', ({ tried }) => tried),
    number('overlap', 'mean overlap with the pattern at the end', ({ overlap }) => overlap, { symbol: 'm' }),
    number(
      'overlap_low',
      'lower end of its 95 % interval over patterns',
      ({ overlap, std, tried }) => meanInterval(overlap, std, tried)?.low,
    ),
    number('overlap_high', 'upper end of it', ({ overlap, std, tried }) => meanInterval(overlap, std, tried)?.high),
    number('retrieved', `share of patterns with an overlap of at least ${RETRIEVED} at the end`, ({ share }) => share),
    number(
      'retrieved_low',
      'lower end of its 95 % interval (Wilson)',
      ({ share, tried }) => wilsonInterval(share, tried).low,
    ),
    number('retrieved_high', 'upper end of it', ({ share, tried }) => wilsonInterval(share, tried).high),
    number(
      'theory',
      'overlap of Hebb’s rule for infinitely many units; nothing above its capacity',
      ({ rule, K, N }) => (rule === 'hebb' ? hebbOverlap(K / N, f) : undefined),
    ),
    number('fixed', 'share of starts that came to a fixed point', ({ fixed }) => fixed),
    number('sweeps', 'mean number of sweeps', ({ sweeps }) => sweeps),
  ]);

const ageTable = (all: readonly Tried[]) =>
  tableOf<Tried>('retention', 'retrieval of each pattern, and how long ago it was shown', all, [
    word('rule', 'network: its own couplings; hebb: Hebb’s rule; projection: the projection rule', ({ rule }) => rule),
    integer('pattern', 'number of the pattern, from 0', ({ pattern }) => pattern),
    number('age', 'steps since it was shown last; nothing if that is not known', ({ age }) => age, { unit: 'steps' }),
    number('overlap', 'overlap with the pattern at the end', ({ overlap }) => overlap, { symbol: 'm' }),
    integer('retrieved', `1 if that is at least ${RETRIEVED}`, (one) => Number(isRetrieved(one))),
    integer('sweeps', 'sweeps over all units', ({ sweeps }) => sweeps),
    integer('fixed', '1 if it came to a fixed point', ({ isFixed }) => Number(isFixed)),
  ]);

/** `of the 10 patterns shown last 9 are retrieved, of the 10 others 2`; nothing where ages are not known. */
function ageVerdict(all: readonly Tried[]): readonly string[] {
  const aged = all.filter(({ rule, age }) => rule === 'network' && age !== null);
  if (aged.length < 2) return [];
  const byAge = [...aged].sort((a, b) => (a.age ?? 0) - (b.age ?? 0));
  const half = Math.floor(byAge.length / 2);
  const [young, old] = [byAge.slice(0, half), byAge.slice(half)].map((some) => some.filter(isRetrieved).length);
  const limit = byAge[half - 1].age;
  return [
    `of the ${half} patterns shown last (up to ${limit} steps ago) the network retrieves ${young}, of the ${byAge.length - half} older ones ${old}`,
  ];
}

function pointVerdict(points: readonly Point[]): string {
  const [{ K, N }] = points;
  const shares = points.map(({ rule, share }) => `${RULE_TEXT[rule]} ${percent(share)}`);
  return `${K} patterns in ${N} units (load ${(K / N).toPrecision(3)}), retrieved by ${shares.join(', ')}`;
}

/** A point of a curve. */
export interface CurvePoint {
  readonly load: number;
  readonly share: number;
}

/**
 * The load up to which half of the patterns are retrieved: where the straight lines through the points first fall below one half. Undefined for a curve
 * that does not.
 */
export function halfLoad(points: readonly CurvePoint[]): number | undefined {
  const sorted = [...points].sort((a, b) => a.load - b.load);
  for (let at = 1; at < sorted.length; at++) {
    const [before, after] = [sorted[at - 1], sorted[at]];
    if (before.share < 0.5) return undefined;
    if (after.share >= 0.5) continue;
    return before.load + ((before.share - 0.5) / (before.share - after.share)) * (after.load - before.load);
  }
  return undefined;
}

type Outcomes = readonly { readonly run: AnalysedRun; readonly outcome: AnalysisOutcome }[];

/** Points of the curves of a rule: by the number of units, and by the seed of the run. */
function curvesOf(outcomes: Outcomes, rule: Rule): ReadonlyMap<number, ReadonlyMap<number, readonly CurvePoint[]>> {
  const sizes = new Map<number, Map<number, CurvePoint[]>>();
  for (const { run, outcome } of outcomes) {
    const [table] = outcome.tables;
    const column = (name: string) => table.rows[table.columns.findIndex((one) => one.name === name)];
    const row = Array.from<unknown>(column('rule') as ArrayLike<unknown>).indexOf(rule);
    const [units, load, share] = ['units', 'load', 'retrieved'].map((name) => Number(column(name)[row]));
    const curves = sizes.get(units) ?? new Map<number, CurvePoint[]>();
    sizes.set(units, curves.set(run.seed, [...(curves.get(run.seed) ?? []), { load, share }]));
  }
  return sizes;
}

/** `Hebb’s rule: half of the patterns are retrieved up to a load of 0.19 ± 0.02 ...` */
function halfVerdict(name: string, curves: readonly (readonly CurvePoint[])[], limit: string): string {
  const found = curves.flatMap((points) => halfLoad(points) ?? []);
  if (found.length < curves.length || found.length === 0) {
    return `${name}: no load among these at which half of the patterns are retrieved, in ${curves.length - found.length} of ${curves.length} seeds`;
  }
  const { mean, half } = meanWithInterval(found) ?? { mean: Number.NaN, half: undefined };
  const error = half === undefined ? '' : ` ± ${half.toPrecision(2)} (95 % interval over ${found.length} seeds)`;
  return `${name}: half of the patterns are retrieved up to a load of ${mean.toPrecision(3)}${error}${limit}`;
}

function capacityVerdict(outcomes: Outcomes, theory: number): readonly string[] {
  return RULES.flatMap((rule) => {
    const limit = rule === 'hebb' ? `; theory for infinitely many units: ${theory.toPrecision(4)}` : '';
    const sizes = [...curvesOf(outcomes, rule)].sort(([a], [b]) => a - b);
    return sizes.map(([units, curves]) => {
      const name = `${RULE_TEXT[rule]}${sizes.length > 1 ? ` of ${units} units` : ''}`;
      return halfVerdict(name, [...curves.values()], limit);
    });
  });
}

/** The analysis of a family; `networkOf` says what the network of a run is, and throws E_CONFIG where it is none. */
export const retrievalCurves = <P extends Parameters>(
  networkOf: (run: AnalysedRun<P>) => Promise<StoredNetwork>,
): Analysis<P> =>
  analysis<P, typeof OPTIONS>(OPTIONS, {
    name: 'capacity',
    summary:
      'which patterns are retrieved, against their number and their age, with Hebb’s rule and the projection rule beside it: one after the other, at zero temperature',
    isLong: true,
    async of(run, options, tools) {
      const network = await networkOf(run);
      const all = tryAll(network, run.seed, options, tools);
      const points = pointsOf(network, all);
      return {
        tables: [curveTable(points, tools), ageTable(all)],
        verdict: [pointVerdict(points), ...ageVerdict(all)],
      };
    },
    together: (outcomes) => capacityVerdict(outcomes as Outcomes, HEBB_CAPACITY),
  });

/** Steps between the last time that each pattern was shown and the end; undefined where the run did not record what it showed. */
export async function agesOf<P>(run: AnalysedRun<P>, K: number): Promise<readonly (number | null)[] | undefined> {
  const series = await run.table('timeseries');
  if (series?.pattern === undefined || series.step === undefined) return undefined;
  const last = new Array<number | null>(K).fill(null);
  const [shown, steps] = [series.pattern, series.step];
  for (let row = 0; row < shown.length; row++) {
    const [mu, step] = [Number(shown[row]), Number(steps[row])];
    if (mu >= 0 && mu < K) last[mu] = step;
  }
  return last.map((step) => (step === null ? null : run.steps - 1 - step));
}
