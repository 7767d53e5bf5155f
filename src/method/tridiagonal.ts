/** Eigenvalues of symmetric tridiagonal matrices by bisection. */

/** Number of eigenvalues below x (Sturm: negative pivots of the factorisation of A - x). */
function countBelow(diagonal: Float64Array, offDiagonalSquare: number, x: number): number {
  let count = 0;
  let pivot = 1;
  for (let i = 0; i < diagonal.length; i++) {
    pivot = diagonal[i] - x - (i === 0 ? 0 : offDiagonalSquare / pivot);
    if (pivot === 0) pivot = -Number.MIN_VALUE;
    if (pivot < 0) count++;
  }
  return count;
}

/**
 * Lowest eigenvalue of the matrix with the given diagonal [n] and a constant beside it, to rounding (2^-52 of the largest
 * entry). About 60 passes over the diagonal.
 */
export function lowestEigenvalue(diagonal: Float64Array, offDiagonal: number): number {
  const least = diagonal.reduce((value, entry) => Math.min(value, entry), Number.POSITIVE_INFINITY);
  let [low, high] = [least - 2 * Math.abs(offDiagonal), least]; // Gershgorin, and a Rayleigh quotient
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (countBelow(diagonal, offDiagonal * offDiagonal, middle) > 0) high = middle;
    else low = middle;
  }
}
