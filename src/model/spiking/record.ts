/** The arrays of one sample, one behind the other, so that samples can be kept and the same kernels be pointed at any of them. */

const ALIGNMENT = 64;

export interface RecordPlan {
  /** Room for an array; returns its place in a record, in bytes. */
  add(bytes: number): number;
  /** Bytes of a record so far. */
  bytes(): number;
}

export function planRecord(): RecordPlan {
  let top = 0;
  return {
    add: (bytes) => {
      const place = top;
      top = Math.ceil((top + bytes) / ALIGNMENT) * ALIGNMENT;
      return place;
    },
    bytes: () => top,
  };
}
