// Engines that make 256-bit operations of two of 128 bits (docs/architecture.md, wide vectors) have sixteen registers of twice the size.
// Loops with more numbers in registers than sixteen of 128 bits hold are for them alone: elsewhere what does not fit is kept in memory, and
// they take half as long again. Such a loop stands beside one for all engines, and gives the same bits: each sum has the same terms in the
// same order.

/** Whether the engine has them. No result depends on it, so it is no state of a run. */
export let hasWideVectors: bool = false;

/** For whoever loads the module into such an engine; modules that have such a loop export it. */
export function use_wide_vectors(): void {
  hasWideVectors = true;
}
