/** A span of a run's steps under one rule: what training, free runs and trials have in common. */
import { advanceSpan, type Stretch } from './advance.js';
import type { PlacedPhase } from './experiment.js';
import type { AttractorRun } from './run.js';

/** Called with steps that were made: first step of the run, how many, the phase, the pattern shown at each (-1: none). */
export type OnSteps = (first: number, made: number, phase: number, shown: (s: number) => number) => void;

/** Which lists the records need of the kernels. */
export interface Wanted {
  readonly curves: boolean;
  readonly states: boolean;
}

/** Does at most `count` steps and reports them; returns how many. `label` is the pattern shown, if not the row of the evidence. */
export type Steps = (
  placed: PlacedPhase,
  count: number,
  stretch: Omit<Stretch, 'noise'>,
  onSteps: OnSteps,
  label?: (s: number) => number,
) => number;

/** Does at most `count` steps of a phase from its step `within` on; returns how many. */
export type PhaseSteps<P> = (placed: PlacedPhase, phase: P, within: number, count: number, onSteps: OnSteps) => number;

/** Makes the spans of a run's steps. The noise of a step depends on its number in the run. */
export function stepper(run: AttractorRun, wanted: Wanted): Steps {
  const { network, spans, block, draws } = run;
  return (placed, count, stretch, onSteps, label = stretch.shown) => {
    const first = block.get('step');
    const made = Math.min(count, spans.longest);
    const withStates = wanted.states || stretch.withStates === true;
    const noise = draws.noise(first);
    advanceSpan(network, spans, { ...stretch, noise, withCurves: wanted.curves, withStates }, 0, made);
    onSteps(first, made, placed.index, label);
    return made;
  };
}
