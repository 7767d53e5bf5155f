/** Gradients of shares: that of the whole batch in slot 0, others where somebody keeps shares by themselves or adds up those made elsewhere. */
import type { Reals, Tensor } from './trainable.js';

interface Room {
  readonly kernels: { readonly memory: WebAssembly.Memory };
  readonly size: number;
  room(count: number): number;
  view(address: number, count: number): Reals;
}

export interface Slots {
  /** Address of slot 0. */
  readonly gradient: number;
  /** Address of a slot, made when it is first asked for. */
  at(slot: number): number;
  /** Adds a part of the gradient of a tensor to slot 0; the first replaces what was there. */
  addPart(tensor: Tensor, part: Reals, isFirst: boolean): void;
}

/** Numbers that are fetched from elsewhere at once: they are added while they stand in the first-level cache. */
const PIECE = 2048;

/** @param add - y += x over n numbers */
export function openSlots(
  numeric: Room,
  tensors: readonly Tensor[],
  add: (n: number, x: number, y: number) => void,
): Slots {
  const count = tensors.reduce((sum, tensor) => sum + tensor.count, 0);
  const slots = [numeric.room(count)];
  const [gradient] = slots;
  // room for a piece of a part that others made
  let foreign = 0;
  return {
    gradient,
    at: (slot) => {
      while (slots.length <= slot) slots.push(numeric.room(count));
      return slots[slot];
    },
    addPart: ({ offset, count: n }, part, isFirst) => {
      const at = gradient + offset * numeric.size;
      if (isFirst) {
        numeric.view(at, n).set(part);
        return;
      }
      if (part.buffer === numeric.kernels.memory.buffer) {
        add(n, part.byteOffset, at);
        return;
      }
      if (foreign === 0) foreign = numeric.room(PIECE);
      const place = numeric.view(foreign, PIECE);
      for (let from = 0; from < n; from += PIECE) {
        const piece = Math.min(PIECE, n - from);
        place.set(part.subarray(from, from + piece));
        add(piece, foreign, at + from * numeric.size);
      }
    },
  };
}
