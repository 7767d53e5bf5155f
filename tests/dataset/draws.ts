/** Draws for tests: a fixed function of two positions that is even enough for what they look at. */

/** Uniform in [0, 1). */
export function draws(stream: number, index: number): number {
  let h = Math.imul(stream * 7919 + index + 12_345, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca77);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae3d);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
