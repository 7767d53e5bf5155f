// Inverted dropout with masks that are a function of where and when (specification, section 5): nothing of them is stored.
//
//   y_e = x_e / (1 - p) if word w(e) >= p 2^32, else 0
//
// Word w(e) of entry e is that of Philox4x32-10 (random/philox.ts) with counter block (step 2^32 + e) / 4 in the order of draws, stream
// `site`, purpose `purpose`. So every entry of every place in the network has a mask of its own at every step, whoever computes it.
// e < 2^32, step < 2^30. Error 2 u |y|.

import { entry } from '../linalg/lanes';
import { draws_u64x8 } from '../random/philox';

/** Entries of one call of the generator. */
const GROUP: i64 = 16;

/**
 * y = dropped out x for entries `first` to `first + count`; y may be x. `words`: room for 64 bytes. `threshold`: p 2^32 rounded up.
 */
export function dropout<T extends number>(
  count: i32,
  x: usize,
  y: usize,
  first: u32,
  threshold: u32,
  scale: T,
  seedLo: u32,
  seedHi: u32,
  purpose: u32,
  site: u32,
  step: u32,
  words: usize,
): void {
  let group: i64 = -1;
  for (let i = 0; i < count; i++) {
    const e = <i64>first + <i64>i;
    if (e / GROUP != group) {
      group = e / GROUP;
      draws_u64x8(words, seedLo, seedHi, purpose, site, ((<u64>step) << 30) + ((<u64>group) << 2));
    }
    const isKept = load<u32>(words + ((<usize>(e % GROUP)) << 2)) >= threshold;
    store<T>(entry<T>(y, i), isKept ? <T>(load<T>(entry<T>(x, i)) * scale) : <T>0);
  }
}
