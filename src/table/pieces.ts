/** Pieces of a column, as they are read group by group, in one array. */
export function joined(pieces: readonly Float64Array[]): Float64Array {
  if (pieces.length === 1) return pieces[0];
  const all = new Float64Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
