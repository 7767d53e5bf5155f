/**
 * Keeps the engine from unrolling the loop that it stands in, behind a condition that never holds: V8 unrolls loops of up to some
 * hundred operations, that of Node 20 none that calls. Two rounds of a loop with eight accumulators or more do not fit the sixteen vector
 * registers of x86 there, and what is spilled costs a third of the time of the sparse product, half in the fast build (AMD EPYC).
 * Newer engines unroll it all the same, and do it well. Nothing returns from it, so that none of them keeps sums in memory to have
 * them afterwards. Small loops gain by being unrolled everywhere: measure before using it.
 */
// @ts-ignore: decorator
@inline
export function notUnrolled(): void {
  forever();
  unreachable();
}

/** It calls itself, since what does nothing would be left out. */
function forever(): void {
  forever();
}
