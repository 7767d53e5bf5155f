/** Shares of the records of each of some equal stretches at which each pattern was shown. [patterns, stretches] */
export function shownShares(shown: ArrayLike<number>, patterns: number, stretches: number): Float64Array {
  const counts = new Float64Array(patterns * stretches);
  const sizes = new Float64Array(stretches);
  for (let record = 0; record < shown.length; record++) {
    const [pattern, stretch] = [shown[record], Math.floor((record * stretches) / shown.length)];
    sizes[stretch]++;
    if (pattern >= 0 && pattern < patterns) counts[pattern * stretches + stretch]++;
  }
  return counts.map((count, at) => count / sizes[at % stretches]);
}
