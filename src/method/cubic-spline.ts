/** Natural cubic spline through given points. */

/** Second derivatives [n] at ascending knots x: the tridiagonal system of a natural spline, by elimination. */
function secondDerivatives(x: Float64Array, y: Float64Array): Float64Array {
  const n = x.length;
  const m = new Float64Array(n); // [n]
  const upper = new Float64Array(n);
  for (let i = 1; i < n - 1; i++) {
    const [left, right] = [x[i] - x[i - 1], x[i + 1] - x[i]];
    const bend = 6 * ((y[i + 1] - y[i]) / right - (y[i] - y[i - 1]) / left);
    const pivot = 2 * (left + right) - left * upper[i - 1];
    upper[i] = right / pivot;
    m[i] = (bend - left * m[i - 1]) / pivot;
  }
  for (let i = n - 2; i > 0; i--) m[i] -= upper[i] * m[i + 1];
  return m;
}

/**
 * The spline through (x_i, y_i), x ascending, at least two points; arguments outside are moved to the nearest end. Error
 * of order spacing^4 inside, spacing^2 next to an end where the second derivative is not 0.
 */
export function cubicSpline(x: Float64Array, y: Float64Array): (at: number) => number {
  const m = secondDerivatives(x, y);
  return (at) => {
    let [low, high] = [0, x.length - 1];
    const t = Math.min(Math.max(at, x[low]), x[high]);
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (x[middle] > t) high = middle;
      else low = middle;
    }
    const width = x[high] - x[low];
    const [a, b] = [(x[high] - t) / width, (t - x[low]) / width];
    const curvature = (a * a * a - a) * m[low] + (b * b * b - b) * m[high];
    return a * y[low] + b * y[high] + (curvature * width * width) / 6;
  };
}
