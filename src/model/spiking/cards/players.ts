/**
 * What other players need. The best one remembers every card, and knows what may still come. With s kinds of which one card was seen, and u
 * cards that nobody has seen (s of them match those), the first flip is of an unseen card. It matches with s/u: two flips, (s - 1, u - 1).
 * Otherwise the second flip is of
 *
 *   another unseen card: it matches the first with 1/(u - 1), (s, u - 2); it is the second of a seen kind with s/(u - 1), and that pair costs
 *   two more flips, (s, u - 2); else (s + 2, u - 2); or
 *   a card that shows nothing new, (s + 1, u - 1).
 */
import { pairsOf } from './game.js';

/** Expected flips of a game with the best play. */
export function optimalFlips(cells: number): number {
  const known = new Map<string, number>();
  const flips = (s: number, u: number): number => {
    if (u === 0) return 0;
    const key = `${s} ${u}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = best(s, u);
    known.set(key, value);
    return value;
  };
  const best = (s: number, u: number): number => {
    const matching = s / u;
    const taken = matching === 0 ? 0 : 2 + flips(s - 1, u - 1);
    if (matching === 1) return taken;
    const rest = u - 1;
    const other = rest - 1 - s;
    const unseen =
      2 + (flips(s, u - 2) + s * (2 + flips(s, u - 2)) + (other > 0 ? other * flips(s + 2, u - 2) : 0)) / rest;
    const nothing = 2 + flips(s + 1, u - 1);
    return matching * taken + (1 - matching) * Math.min(unseen, nothing);
  };
  return flips(0, 2 * pairsOf(cells));
}

/**
 * Expected flips of a player who turns over any cell, all alike, also empty ones. With k pairs left on n cells he comes to a card in n/2k flips on average, and
 * in as many more to a second one or back to the same; one time in 2k it is its twin. So a pair takes 2n flips, however many are left.
 */
export const randomFlips = (cells: number): number => 2 * cells * pairsOf(cells);
