/** Does the steps of a model in spans, so that whoever waits has a turn between them. */
import type { Model, Pause } from '../model/family.js';
import type { RowBuffers } from './row-buffers.js';

/** A kernel call should return within this time, so that signals and progress are served. */
const SPAN_MS = 10;
/** Within a step that takes longer, others have their turn this often. */
const PAUSE_MS = 300;
/** Steps of the first span. */
const FIRST_SPAN = 16;

/** Does steps, to their end. Throws E_DIVERGED of the model, or of a recorded number that stopped being finite before the model did. */
async function advance(
  model: Pick<Model, 'advance'>,
  count: number,
  buffers: Pick<RowBuffers, 'append' | 'refused'>,
  pause: Pause,
): Promise<void> {
  try {
    await model.advance(count, buffers, pause);
  } catch (error) {
    throw buffers.refused ?? error;
  }
  if (buffers.refused !== undefined) throw buffers.refused;
}

/**
 * Advances to the end of the run. Spans change the pace only: no result depends on where they end. A span of a model with long steps may
 * be a part of one: it ends where the state can be saved.
 *
 * @param milliseconds - a clock that never goes back
 * @param turn - called after each span, and now and then within a step that takes long; what it throws ends the run where it stands
 * @returns milliseconds spent in steps
 * @throws MsmError E_DIVERGED with step, variable and index
 */
export async function advanceToEnd(
  model: Pick<Model, 'advance' | 'step' | 'steps'>,
  buffers: Pick<RowBuffers, 'append' | 'refused'>,
  milliseconds: () => number,
  turn: () => Promise<void>,
): Promise<number> {
  let [span, computeMs, paused, last] = [FIRST_SPAN, 0, 0, milliseconds()];
  const pause: Pause = {
    isDue: () => milliseconds() - last >= PAUSE_MS,
    turn: async () => {
      const began = milliseconds();
      await turn();
      last = milliseconds();
      paused += last - began;
    },
  };
  while (model.step() < model.steps) {
    const [first, before] = [model.step(), milliseconds()];
    [paused, last] = [0, before];
    await advance(model, Math.min(span, model.steps - model.step()), buffers, pause);
    const took = milliseconds() - before - paused;
    computeMs += took;
    const done = model.step() - first;
    span = Math.max(1, Math.min(span * 2, Math.floor((done * SPAN_MS) / Math.max(took, 0.01))));
    await turn();
  }
  return computeMs;
}
