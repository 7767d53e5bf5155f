// Sentences as currents (specification, section 3, "encoding layer" of question answering): of places s with words w_s,
//
//   I = gain sum_s Q_s * x_{w_s}     entry by entry; Q [places][n] encodes the place, x [words][n] the word
//
// Word 0 is an empty place: its x is 0 and stays so. Flops 3 n a word. Words are numbers of type T. Error (places + 1) u sum |terms|.

import { entry } from '../linalg/lanes';

/** currents [n] of a sentence. */
export function sentenceCurrents<T extends number>(
  places: i32,
  n: i32,
  words: usize,
  encoding: usize,
  embedding: usize,
  gain: T,
  currents: usize,
): void {
  for (let i = 0; i < n; i++) store<T>(entry<T>(currents, i), <T>0);
  for (let s = 0; s < places; s++) {
    const word = <i32>load<T>(entry<T>(words, s));
    if (word == 0) continue;
    const q = entry<T>(encoding, s * n);
    const x = entry<T>(embedding, word * n);
    for (let i = 0; i < n; i++) {
      const at = entry<T>(currents, i);
      const term = <T>(gain * <T>(load<T>(entry<T>(q, i)) * load<T>(entry<T>(x, i))));
      store<T>(at, <T>(load<T>(at) + term));
    }
  }
}

/** Adds the gradient of Q, unless `encodingBar` is 0, and of x: currentsBar [n] times the other factor. */
export function sentenceCurrentsBack<T extends number>(
  places: i32,
  n: i32,
  words: usize,
  encoding: usize,
  embedding: usize,
  gain: T,
  currentsBar: usize,
  encodingBar: usize,
  embeddingBar: usize,
): void {
  for (let s = 0; s < places; s++) {
    const word = <i32>load<T>(entry<T>(words, s));
    if (word == 0) continue;
    const q = entry<T>(encoding, s * n);
    const x = entry<T>(embedding, word * n);
    const xBar = entry<T>(embeddingBar, word * n);
    for (let i = 0; i < n; i++) {
      const bar = <T>(gain * load<T>(entry<T>(currentsBar, i)));
      const at = entry<T>(xBar, i);
      store<T>(at, <T>(load<T>(at) + <T>(bar * load<T>(entry<T>(q, i)))));
      if (encodingBar == 0) continue;
      const own = entry<T>(encodingBar, s * n + i);
      store<T>(own, <T>(load<T>(own) + <T>(bar * load<T>(entry<T>(x, i)))));
    }
  }
}
