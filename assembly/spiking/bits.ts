// Spikes as bits: of a step `words` of 32 neurons each, neuron i at bit i & 31 of word i >> 5.

/** Appends the address base + i stride for each neuron i that fired, in their order, to `list` (usize); returns where the list ends. */
// @ts-ignore: decorator
@inline
export function listFired(bits: usize, words: i32, base: usize, stride: usize, list: usize): usize {
  for (let w = 0; w < words; w++) {
    let word = load<u32>(bits + ((<usize>w) << 2));
    const first = base + ((<usize>w) << 5) * stride;
    while (word != 0) {
      store<usize>(list, first + <usize>ctz<u32>(word) * stride);
      list += sizeof<usize>();
      word &= word - 1;
    }
  }
  return list;
}

/** Whether neuron i fired. */
// @ts-ignore: decorator
@inline
export function hasFired(bits: usize, i: i32): bool {
  return ((load<u32>(bits + ((<usize>(i >> 5)) << 2)) >> (i & 31)) & 1) != 0;
}

/** counts (i32) of each neuron += its spikes in `steps` steps of `words` words. */
export function countSpikes(steps: i32, words: i32, bits: usize, counts: usize): void {
  for (let t = 0; t < steps; t++) {
    for (let w = 0; w < words; w++, bits += 4) {
      let word = load<u32>(bits);
      const first = counts + ((<usize>w) << 7);
      while (word != 0) {
        const at = first + ((<usize>ctz<u32>(word)) << 2);
        store<i32>(at, load<i32>(at) + 1);
        word &= word - 1;
      }
    }
  }
}

/**
 * [steps][words] at `from` into rows of `stride` words at `to`: populations that one layer listens to stand side by side. The first neuron is bit `shift`
 * of the first word there; unless that is 0, words have the neurons of others already, and 0 for these.
 */
export function placeBits(steps: i32, words: i32, from: usize, to: usize, stride: i32, shift: i32): void {
  for (let t = 0; t < steps; t++, to += (<usize>stride) << 2) {
    for (let w = 0; w < words; w++, from += 4) {
      const word = load<u32>(from);
      const at = to + ((<usize>w) << 2);
      if (shift == 0) {
        store<u32>(at, word);
        continue;
      }
      store<u32>(at, load<u32>(at) | (word << shift));
      const rest = word >> (32 - shift);
      if (rest != 0) store<u32>(at + 4, load<u32>(at + 4) | rest);
    }
  }
}
