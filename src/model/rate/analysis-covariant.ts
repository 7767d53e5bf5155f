/** Covariant Lyapunov vectors from the last state of a run on, and the angles between them. */
import { cosineOf, degreesOf, subspaceAngle } from '../../analysis/subspaces.js';
import { MsmError } from '../../errors.js';
import { CORE_MODULE } from '../../kernel/core-kernels.js';
import { seededBasis } from '../../method/lyapunov/basis.js';
import { blockError } from '../../method/lyapunov/block-error.js';
import { type CovariantVectors, covariantVectors } from '../../method/lyapunov/covariant.js';
import { plainQr } from '../../method/lyapunov/qr.js';
import { discretise } from '../../method/lyapunov/system.js';
import { analysis } from '../analysis.js';
import { integer, number, tableOf, word } from '../recording/filled-columns.js';
import { columnsOf, type RateAnalysed, short, withError } from './analysis-data.js';
import { type Connectivity, fromDense, scaled } from './connectivity.js';
import { intervalOf } from './interval.js';
import { MS_PER_S } from './outcome.js';
import type { RateParameters } from './parameters.js';
import { stepsIn } from './phases.js';
import { ACTIVATION, rateField } from './plain.js';

const OPTIONS = [
  {
    key: 'vectors',
    symbol: 'k',
    kind: 'integer',
    default: 8,
    min: 2,
    group: 'covariant',
    help: 'covariant vectors, at most N',
  },
  {
    key: 'duration',
    symbol: '',
    kind: 'number',
    default: 2000,
    above: 0,
    unit: 'ms',
    group: 'covariant',
    help: 'time over which vectors are looked at',
  },
  {
    key: 'settle',
    symbol: '',
    kind: 'number',
    default: 1000,
    above: 0,
    unit: 'ms',
    group: 'covariant',
    help: 'time before and after it in which the vectors converge',
  },
  { key: 'trial', symbol: '', kind: 'integer', default: 0, min: 0, group: 'covariant', help: 'trial' },
] as const;

/** Standard errors within which an exponent counts as zero. */
const NEUTRAL = 2;
/** Below it, in degrees, directions count as tangent. */
const TANGENT = 1;

async function assertAutonomous(run: RateAnalysed): Promise<void> {
  const { name, parameters: p } = run;
  if (p.noise === 0 && p.input_amplitude === 0 && (await run.input('drive')) === undefined) return;
  throw new MsmError('E_CONFIG', `${name}: its input changes, and what came after its last state is not known`, {
    place: name,
    next: 'Analyse a run without --noise, --input-amplitude and --drive.',
  });
}

/** Weights of the run without g, from their table. */
async function weightsOf(run: RateAnalysed): Promise<Connectivity> {
  const { N } = run.parameters;
  const [i, j, W] = await columnsOf(run, 'weights', ['i', 'j', 'W'], 'a version that writes weights');
  const dense = new Float64Array(N * N); // [N, N]
  for (const [row, value] of W.entries()) dense[i[row] * N + j[row]] = value;
  return fromDense(dense, N);
}

/** The last state of a trial. Throws E_CONFIG for one that the run does not have. */
async function lastState(run: RateAnalysed, trial: number): Promise<Float64Array> {
  const { N, trials } = run.parameters;
  if (trial >= trials) {
    throw new MsmError('E_CONFIG', `--set trial=${trial}: the run has ${trials} trials, 0 to ${trials - 1}`, {
      place: '--set trial',
    });
  }
  const all = (await run.state('initial')) ?? new Float64Array(0); // [N, trials]
  return Float64Array.from({ length: N }, (_, i) => all[i * trials + trial]);
}

/** What a vector does beyond its error. */
export type Direction = 'growing' | 'shrinking' | 'neither';

interface Vector {
  readonly index: number;
  /** 1/ms. */
  readonly exponent: number;
  readonly error: number;
  readonly direction: Direction;
  /** Mean over the record of the number of units that carry it. */
  readonly carriers: number;
}

interface Pair {
  readonly first: number;
  readonly second: number;
  readonly mean: number;
  readonly least: number;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** 1 over the sum of the fourth powers of a unit vector: N if all units share it, 1 if one has it. */
function carriersOf(V: Float64Array, k: number, j: number): number {
  let sum = 0;
  for (let at = j; at < V.length; at += k) {
    const square = V[at] * V[at];
    sum += square * square;
  }
  return 1 / sum;
}

/** Without an error nothing is told. */
function directionOf(exponent: number, error: number): Direction {
  if (exponent > NEUTRAL * error) return 'growing';
  return exponent < -NEUTRAL * error ? 'shrinking' : 'neither';
}

function vectorsOf(
  { k, intervals, exponents, growth }: CovariantVectors,
  each: readonly Float64Array[],
  interval: number,
): readonly Vector[] {
  const errors = blockError(growth, k);
  return [...exponents].map((exponent, index) => {
    const error = intervals < 2 ? Number.NaN : errors[index] / interval;
    const carriers = meanOf(each.map((V) => carriersOf(V, k, index)));
    return { index, exponent, error, direction: directionOf(exponent, error), carriers };
  });
}

function pairsOf(k: number, each: readonly Float64Array[]): readonly Pair[] {
  return Array.from({ length: k }, (_, first) =>
    Array.from({ length: k - first - 1 }, (__, n): Pair => {
      const second = first + n + 1;
      const angles = each.map((V) => degreesOf(cosineOf(V, k, first, second)));
      return { first, second, mean: meanOf(angles), least: Math.min(...angles) };
    }),
  ).flat();
}

const PER_S = { unit: '1/s' };
const DEGREE = { unit: '°' };

export const COVARIANT = analysis<RateParameters, typeof OPTIONS>(OPTIONS, {
  name: 'covariant',
  summary:
    'covariant Lyapunov vectors from the last state on: their growth, the units that carry them, and the angle between growing and shrinking directions',
  needs: 'a constant input',
  isLong: true,
  async of(run, { vectors, duration, settle, trial }, { kernels, elementary }) {
    const { parameters: p } = run;
    await assertAutonomous(run);
    if (vectors > p.N) {
      throw new MsmError('E_CONFIG', `--set vectors=${vectors}: a network of ${p.N} units has at most ${p.N}`, {
        place: '--set vectors',
      });
    }
    const W = scaled(await weightsOf(run), p.g);
    const current = (await run.input('current')) ?? new Float64Array(p.N);
    const field = rateField(
      W,
      p.form,
      elementary,
      current.map((value) => value + p.input),
      ACTIVATION[p.activation](elementary),
    );
    const system = discretise(field, p.scheme, p.dt, p.tau);
    const qr = plainQr(elementary);
    const given = await run.input('W');
    const spans = [settle, duration].map((ms) => stepsIn(ms, p.dt));
    const every = intervalOf(p, given === undefined ? {} : { W: given }, spans);
    const steps = (ms: number): number => every * Math.max(1, Math.round(ms / p.dt / every));
    const plan = {
      k: vectors,
      Q: seededBasis(kernels(CORE_MODULE), p.N, vectors, run.seed, qr),
      transient: 0,
      align: steps(settle),
      record: steps(duration),
      back: steps(settle),
      every,
    };
    const found = covariantVectors(system, await lastState(run, trial), plan, qr, elementary);
    const { intervals, k } = found;
    const each = Array.from({ length: intervals }, (_, n) => found.vectors.subarray(n * p.N * k, (n + 1) * p.N * k));
    const all = vectorsOf(found, each, every * p.dt);
    const those = (wanted: Direction): readonly number[] =>
      all.flatMap(({ index, direction }) => (direction === wanted ? [index] : []));
    const [growing, shrinking] = [those('growing'), those('shrinking')];
    const isSplit = growing.length > 0 && shrinking.length > 0;
    const none = growing.length === 0 ? 'none grows' : 'none shrinks, more vectors are needed';
    const why = intervals < 2 ? 'one interval has no errors to tell them by, a longer duration is needed' : none;
    const angles = isSplit ? each.map((V) => subspaceAngle(V, k, growing, shrinking, qr)) : [];
    const tangent = angles.filter((angle) => angle < TANGENT).length;
    const first = all
      .slice(0, 3)
      .map(({ exponent, error }) => withError(MS_PER_S * exponent, MS_PER_S * error))
      .join(', ');
    return {
      tables: [
        tableOf<Vector>('covariant', 'covariant vectors', all, [
          integer('trial', 'trial', () => trial),
          integer('index', 'rank', ({ index }) => index),
          number('exponent', 'mean growth of the vector', ({ exponent }) => MS_PER_S * exponent, PER_S),
          number('error', 'block standard error', ({ error }) => MS_PER_S * error, PER_S),
          word(
            'direction',
            'growing or shrinking if the exponent is more than two of its errors from 0, else neither',
            ({ direction }) => direction,
          ),
          number(
            'carriers',
            'units that carry it: 1 over the sum of the fourth powers of its entries, mean over time',
            ({ carriers }) => carriers,
          ),
        ]),
        tableOf<Pair>('covariant_pairs', 'angles between covariant vectors', pairsOf(k, each), [
          integer('first', 'rank of one', (one) => one.first),
          integer('second', 'rank of the other', ({ second }) => second),
          number('mean', 'mean angle, 0 to 90', ({ mean }) => mean, DEGREE),
          number('least', 'smallest angle', ({ least }) => least, DEGREE),
        ]),
        tableOf<number>(
          'covariant_angles',
          'smallest angle between the space of the growing and that of the shrinking vectors, at the end of each interval',
          [...angles.keys()],
          [
            number('time', 'time after the last state', (n) => (plan.align + (n + 1) * every) * p.dt, { unit: 'ms' }),
            number('angle', 'angle; 0 where a direction is in both spaces', (n) => angles[n], DEGREE),
          ],
        ),
      ],
      verdict: [
        `trial ${trial}: exponents ${first}${k > 3 ? ', ...' : ''} per second, from ${k} covariant vectors over ${short((intervals * every * p.dt) / MS_PER_S)} s`,
        isSplit
          ? `smallest angle between ${growing.length} growing and ${shrinking.length} shrinking directions: ${short(Math.min(...angles))}° at the least, ${short(meanOf(angles))}° on average; below ${TANGENT}° in ${tangent} of ${angles.length} intervals`
          : `no angle between growing and shrinking directions: ${why}`,
      ],
    };
  },
});
