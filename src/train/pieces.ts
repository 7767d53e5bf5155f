/** Work that is done piece by piece: between two of them others may have their turn, and work that is not ended leaves nothing. */
export type Pieces<R> = Generator<undefined, R, undefined>;

/** Does all pieces. */
export function ended<R>(pieces: Pieces<R>): R {
  for (;;) {
    const next = pieces.next();
    if (next.done === true) return next.value;
  }
}
