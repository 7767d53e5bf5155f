import { ended, type Pieces } from './pieces.js';

/** Turns for others, signals and progress among them, within a step that takes long. */
export interface Pause {
  /** Whether it is time for one. */
  isDue(): boolean;
  /** What it throws ends the run where it stood before the step. */
  turn(): Promise<void>;
}

/** Does all pieces; others have their turn between them where it is due. */
export async function withPauses<R>(pieces: Pieces<R>, pause: Pause | undefined): Promise<R> {
  if (pause === undefined) return ended(pieces);
  for (;;) {
    const next = pieces.next();
    if (next.done === true) return next.value;
    if (pause.isDue()) await pause.turn();
  }
}

/** What the thread of the run does of a job: it is done when this returns, or gives pieces, when those are. */
export type OwnWork = () => Pieces<void> | void;

/** Does the part of the thread of the run in a job. */
export async function doOwn(own: OwnWork, pause?: Pause): Promise<void> {
  const pieces = own();
  if (pieces !== undefined) await withPauses(pieces, pause);
}
