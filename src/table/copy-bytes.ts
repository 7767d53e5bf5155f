/** Below this the call of a method takes longer than the copy. */
const SHORT = 64;

/**
 * Copies `length` bytes, one after the other: where source and target are one array and overlap, what was just written is copied again,
 * as decoders of repetitions want it.
 */
export function copyBytes(source: Uint8Array, from: number, target: Uint8Array, to: number, length: number): void {
  const isApart = source !== target || to - from >= length;
  if (length >= SHORT && isApart) target.set(source.subarray(from, from + length), to);
  else for (let i = 0; i < length; i++) target[to + i] = source[from + i];
}
