/** The parts of a run and how many steps each has (spec A.3, B.2). */

import type { Inputs } from '../family.js';
import { type Phase, type Placed, placePhases } from '../phases.js';
import { intervalOf } from './interval.js';
import type { RateParameters } from './parameters.js';

/** Steps in a time, rounded: T/dt may fall just under an integer. */
export const stepsIn = (time: number, dt: number): number => Math.round(time / dt);

/** How exponents are measured. */
export type Method = 'qr' | 'interval' | 'bounds';

/** How many exponents each trial has: as asked, else 2 by QR and the one that two trajectories give. */
export const exponentsOf = (p: RateParameters): number => p.exponents ?? (p.method === 'qr' ? 2 : 1);

/** Distances between which a companion is left where it is. */
export const boundsOf = (p: RateParameters): { readonly lower: number; readonly upper: number } => ({
  lower: p.lower ?? p.d0 / 1000,
  upper: p.upper ?? p.d0 * 1000,
});

export type RatePhase = Phase & { readonly kind: 'pairs' | 'states' | 'exponents' };

/** Steps of each phase; the last two in whole intervals. */
export interface Phases {
  readonly pairs: number;
  readonly transient: number;
  readonly align: number;
  readonly record: number;
  /** Steps of an interval. */
  readonly every: number;
  readonly total: number;
}

/** Steps of each phase of a run. Without exponents there are the pairs alone. `inputs` matter to an interval that is chosen. */
export function phasesOf(p: RateParameters, inputs: Inputs = {}): Phases {
  const dt = p.dt;
  const spans = [stepsIn(p.align, dt), stepsIn(p.duration, dt)];
  const every = intervalOf(p, inputs, spans);
  const [aligned, recorded] = spans.map((steps) => Math.floor(steps / every) * every);
  const has = exponentsOf(p) > 0;
  const pairs = stepsIn(p.T, dt);
  const transient = has ? stepsIn(p.transient, dt) : 0;
  const align = has ? aligned : 0;
  const record = has ? recorded : 0;
  return { pairs, transient, align, record, every, total: pairs + transient + align + record };
}

/** The same as a programme; exponents are measured in its last two phases and recorded in the last one. */
export const placedPhases = ({ pairs, transient, align, record }: Phases): readonly Placed<RatePhase>[] =>
  placePhases<RatePhase>([
    { kind: 'pairs', name: 'pairs', steps: pairs },
    { kind: 'states', name: 'states alone', steps: transient },
    { kind: 'exponents', name: 'alignment', steps: align },
    { kind: 'exponents', name: 'exponents', steps: record },
  ]);
