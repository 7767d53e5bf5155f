/**
 * A run as a list of phases that follows from its parameters. Every step of every phase counts as a step of the run, so a run can be
 * interrupted anywhere. One programme for all families: they say what a phase is and how its steps are done.
 */

import type { Block } from '../kernel/struct.js';

export interface Phase {
  /** What the phase is called in tables. */
  readonly name: string;
  readonly kind: string;
  /** Steps of the run that it takes. */
  readonly steps: number;
}

/** A phase with its number and its first step of the run. */
export interface Placed<P extends Phase> {
  readonly phase: P;
  readonly index: number;
  readonly first: number;
}

/** Phases with their places. */
export function placePhases<P extends Phase>(phases: readonly P[]): readonly Placed<P>[] {
  let first = 0;
  return phases.map((phase, index) => {
    const placed = { phase, index, first };
    first += phase.steps;
    return placed;
  });
}

/** The phase that a step belongs to; undefined behind the last. */
export function phaseAt<P extends Phase>(placed: readonly Placed<P>[], step: number): Placed<P> | undefined {
  return placed.find(({ phase, first }) => step >= first && step < first + phase.steps);
}

/** Steps of all phases. */
export const stepsOf = (phases: readonly Phase[]): number => phases.reduce((sum, { steps }) => sum + steps, 0);

/** Does at most `most` steps of a phase from its step `within` on; returns how many. `rest` is what a family hands through. */
export type Runner<P extends Phase, Rest extends readonly unknown[]> = (
  placed: Placed<P>,
  phase: P,
  within: number,
  most: number,
  ...rest: Rest
) => number;

/** A runner of each kind of phase. */
export type Runners<P extends Phase, Rest extends readonly unknown[]> = {
  readonly [Kind in P['kind']]: Runner<Extract<P, { readonly kind: Kind }>, Rest>;
};

/** Does steps of the phase that `step` belongs to, `count` at most and none of the next; returns how many. */
export function programme<P extends Phase, Rest extends readonly unknown[]>(
  placed: readonly Placed<P>[],
  runners: Runners<P, Rest>,
): (step: number, count: number, ...rest: Rest) => number {
  const byKind: { readonly [kind: string]: unknown } = runners;
  return (step, count, ...rest) => {
    const at = phaseAt(placed, step);
    if (at === undefined) throw new Error(`there is no step ${step}`);
    const run = byKind[at.phase.kind] as Runner<P, Rest>;
    const within = step - at.first;
    return run(at, at.phase, within, Math.min(count, at.phase.steps - within), ...rest);
  };
}

/** The state of a run that may be over before its planned steps: its number `end` is the step at which it was, 0 if it was not. */
type Ending = Pick<Block, 'get' | 'set'>;

/** Ends a run where it stands, in whichever phase; nothing changes behind its last planned step. */
export function endEarly(block: Ending, planned: number): void {
  const step = block.get('step');
  if (step < planned) block.set('end', step);
}

/** Steps of a run: those planned, or fewer if it ended early. The state says so, so checkpoints do, and whoever resumes stops there too. */
export function stepsOfRun(block: Ending, planned: number): number {
  const end = block.get('end');
  return end > 0 ? end : planned;
}
