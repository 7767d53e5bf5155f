/** How often files and queues of others are looked at: quickly at first, then more slowly. No result depends on it. */

const FIRST_MS = 50;
const LAST_MS = 2_000;
const GROWTH = 1.25;

/** Time before look `look` + 1, counted from 0. */
export const paceMs = (look: number): number => Math.min(LAST_MS, FIRST_MS * GROWTH ** Math.min(look, 100));

/** Waits before the next look. */
export const pause = (look: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, paceMs(look)));
