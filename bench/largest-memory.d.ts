/** The largest memory of this process so far, in MiB. */
export function largestMemory(): number;
