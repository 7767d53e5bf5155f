/** What the block of a run keeps about its attractor searches and trials. */
import { type WordOf, wordOf } from '../../kernel/codes.js';
import type { AttractorsPhase } from './experiment.js';
import { type AttractorRun, offsetOf } from './run.js';
import { OUTCOME_FIELDS, RELAXATION_STATE, TRIAL_FIELDS } from './state.js';

/** Beyond this the spectrum of J costs more than a run is worth: 25 n^3 operations. */
export const SPECTRUM_UP_TO = 512;

/** One attractor search that has ended. */
export interface Search {
  readonly phase: number;
  readonly level: number;
  readonly pattern: number;
  readonly status: string;
  readonly period: number;
  readonly steps: number;
  readonly energyStart: number;
  readonly energyEnd: number;
  /** NaN throughout if the published test did not end. */
  readonly end: Float64Array;
}

const STATUS: { readonly [Word in WordOf<typeof RELAXATION_STATE, 'status'>]: string } = {
  under_way: 'under way',
  fixed_point: 'fixed point',
  cycle: 'cycle',
  given_up: 'not converged',
  energy_at_rest: 'converged',
};

/** What is said of a search that ended at the state without activity: a fixed point of every network, whatever it learned. */
export const AT_ZERO = 'zero';

/**
 * Whether the end of a search is the state at zero, which it can only approach. The test of the states stops it when a step moves it by
 * less than the tolerance; a state that has shrunk by a constant factor a step, by e or more in total, is then no farther from zero
 * than the tolerance times the steps it took. The free energy, whose change the published test looks at, goes with the square of it.
 */
export function isAtZero(end: Float64Array, steps: number, tolerance: number, isFaithful: boolean): boolean {
  const largest = end.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const bound = tolerance * Math.max(1, steps);
  return largest <= (isFaithful ? Math.sqrt(bound) : bound);
}

/** All searches of a run, phase by phase, level by level. */
export function searchesOf(run: AttractorRun): readonly Search[] {
  const { block, placed, patterns, network, parameters: p, isFaithful } = run;
  const [outcomes, ends] = [block.f64('outcomes'), block.f64('ends')];
  return placed.flatMap(({ phase, index }) => {
    if (phase.kind !== 'attractors') return [];
    const from = offsetOf(run, index);
    return (phase as AttractorsPhase).levels.flatMap((level, l) =>
      patterns.map((_, pattern): Search => {
        const at = from + l * patterns.length + pattern;
        const [code, period, steps, energyStart, energyEnd] = outcomes.subarray(at * OUTCOME_FIELDS);
        const end = ends.slice(at * network.stride, at * network.stride + network.n);
        const word = wordOf(RELAXATION_STATE, 'status', code);
        const isOver = word !== 'given_up' && word !== 'under_way';
        const isZero = isOver && isAtZero(end, steps, p.search_tolerance, isFaithful);
        const status = isZero ? AT_ZERO : word === 'cycle' && period === 2 ? 'two-cycle' : STATUS[word];
        return { phase: index, level, pattern, status, period, steps, energyStart, energyEnd, end };
      }),
    );
  });
}

/** Scores of all trials, in order. */
export function trialsOf(run: AttractorRun) {
  const rows = run.block.f64('trials');
  return Array.from({ length: rows.length / TRIAL_FIELDS }, (_, t) => {
    const [phase, pattern, r2In, r2Out] = rows.subarray(t * TRIAL_FIELDS);
    return { phase, pattern, r2In, r2Out };
  });
}
