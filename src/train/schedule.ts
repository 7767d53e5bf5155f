/** Learning rates that fall from epoch to epoch. */

/** rate * factor^floor(epoch / every), by multiplications in their order, so that it has the same bits everywhere. */
export function decayedRate(
  rate: number,
  { factor, every }: { readonly factor: number; readonly every: number },
  epoch: number,
): number {
  let decayed = rate;
  for (let times = Math.floor(epoch / every); times > 0; times--) decayed *= factor;
  return decayed;
}
