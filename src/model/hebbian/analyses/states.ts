/** The states of a run that are analysed: those of its large deviations, and the last one. */
import { MsmError } from '../../../errors.js';
import type { AnalysedRun } from '../../analysis.js';
import type { RunTable } from '../../collections.js';
import { DEVIATION_TABLES } from '../deviation-tables.js';
import type { HebbianParameters } from '../parameters.js';
import { patternCount } from '../schema.js';

export interface AnalysedState {
  /** Number of the event, from 1; 0 for the last state of the run. */
  readonly event: number;
  /** Steps done before it. */
  readonly step: number;
  /** [N, N] */
  readonly J: Float64Array;
  /** With each pattern. [K] */
  readonly overlaps: Float64Array;
}

export interface AnalysedNetwork {
  readonly N: number;
  readonly K: number;
  /** Synaptic strength in use. */
  readonly k: number;
  readonly p: readonly number[];
  /** [K, N] */
  readonly patterns: Float64Array;
  readonly isFaithful: boolean;
  /** In order of their steps; the last one is the end of the run. */
  readonly states: readonly AnalysedState[];
}

/** A column of a table of ours, which holds numbers. */
const numbers = (table: RunTable, name: string): ArrayLike<number> => table[name] as ArrayLike<number>;

/** An array that the last state must have. */
async function needed(run: AnalysedRun<HebbianParameters>, name: string): Promise<Float64Array> {
  const found = await run.state(name);
  if (found !== undefined) return found;
  throw new MsmError('E_CONFIG', `${run.name}: its last state has no ${name}`, { place: run.name });
}

/** Patterns as state.arrow has them, a list for each neuron, as a list for each pattern. */
function transposed(rows: Float64Array, N: number, K: number): Float64Array {
  return Float64Array.from({ length: N * K }, (_, at) => rows[(at % N) * K + Math.floor(at / N)]);
}

function overlapsOf(sigma: Float64Array, patterns: Float64Array, N: number, K: number): Float64Array {
  return Float64Array.from({ length: K }, (_, mu) => {
    let sum = 0;
    for (let i = 0; i < N; i++) sum += patterns[mu * N + i] * sigma[i];
    return sum / N;
  });
}

/** The events that a run recorded; none if it did not. */
async function eventsOf(run: AnalysedRun<HebbianParameters>, N: number, K: number): Promise<readonly AnalysedState[]> {
  const [events, couplings] = await Promise.all([
    run.table(DEVIATION_TABLES.events),
    run.table(DEVIATION_TABLES.couplings),
  ]);
  if (events === undefined || couplings === undefined) return [];
  const [which, i, j, J] = ['event', 'i', 'j', 'J'].map((name) => numbers(couplings, name));
  const matrices = Array.from(numbers(events, 'event'), () => new Float64Array(N * N));
  for (let row = 0; row < J.length; row++) {
    const matrix = matrices[which[row] - 1];
    matrix[i[row] * N + j[row]] = J[row];
    matrix[j[row] * N + i[row]] = J[row];
  }
  const steps = numbers(events, 'step');
  return matrices.map((matrix, e) => ({
    event: e + 1,
    step: steps[e],
    J: matrix,
    overlaps: Float64Array.from({ length: K }, (_, mu) => numbers(events, `overlap_${mu}`)[e]),
  }));
}

/** Network and states of a run. */
export async function networkOf(run: AnalysedRun<HebbianParameters>): Promise<AnalysedNetwork> {
  const { N, mode, p } = run.parameters;
  const K = patternCount(N, run.parameters.K);
  const [J, sigma, rows] = await Promise.all([needed(run, 'J'), needed(run, 'sigma'), needed(run, 'patterns')]);
  const patterns = transposed(rows, N, K);
  const last = { event: 0, step: run.steps, J, overlaps: overlapsOf(sigma, patterns, N, K) };
  return {
    N,
    K,
    k: run.summary.find(({ name }) => name === 'k')?.value ?? 1,
    p: p ?? new Array<number>(K).fill(1 / K),
    patterns,
    isFaithful: mode === 'faithful',
    states: [...(await eventsOf(run, N, K)), last],
  };
}

/** `event 2 (step 120)`, `the last state (step 2000)`. */
export const stateText = ({ event, step }: Pick<AnalysedState, 'event' | 'step'>): string =>
  `${event === 0 ? 'the last state' : `event ${event}`} (step ${step})`;
