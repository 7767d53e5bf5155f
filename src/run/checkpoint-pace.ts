/**
 * When a run writes its next checkpoint. Clocks decide this and nothing else: no result depends on how many there were.
 */

/** Time between checkpoints of a run that fills no chunk. */
export const USUAL_MS = 30_000;
/** Checkpoints of large states take seconds: at most a twentieth of a run's time goes into them. */
const TIMES_ITS_COST = 20;

export class CheckpointPace {
  readonly #milliseconds: () => number;
  #ended: number;
  /** What the last one took; unknown, and taken as nothing, before the first of a session. */
  #cost = 0;

  /** @param milliseconds - a clock that never goes back */
  constructor(milliseconds: () => number) {
    this.#milliseconds = milliseconds;
    this.#ended = milliseconds();
  }

  /**
   * Whether one is to be written.
   *
   * @param now - what the clock says
   * @param isFull - whether rows go to the disk anyhow, so that one that counts them is worth having earlier
   */
  isDue(now: number, isFull: boolean): boolean {
    const waited = now - this.#ended;
    return waited >= TIMES_ITS_COST * this.#cost && (isFull || waited > USUAL_MS);
  }

  /** Writes one and notes what it took. */
  async timed(now: number, write: () => Promise<void>): Promise<void> {
    await write();
    this.#ended = this.#milliseconds();
    this.#cost = this.#ended - now;
  }
}
