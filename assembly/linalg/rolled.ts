/**
 * Keeps the engine from unrolling the loop that it stands in, behind a condition that never holds: V8 unrolls loops of up to some
 * hundred operations, but none that calls. Two rounds of a loop with eight accumulators or more do not fit the sixteen vector
 * registers of x86, and what is spilled costs a third of the time of the sparse product, half in the fast build (AMD EPYC, Node 20).
 * Small loops gain by being unrolled: measure before using it. It calls itself, since what does nothing would be left out.
 */
export function notUnrolled(): void {
  notUnrolled();
}
