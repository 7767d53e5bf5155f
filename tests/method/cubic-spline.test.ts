import { describe, expect, it } from 'vitest';
import { cubicSpline } from '../../src/method/cubic-spline.js';

describe('the cubic spline', () => {
  it('passes through its points and stays at the ends outside', () => {
    const x = Float64Array.of(0, 0.5, 2, 3);
    const y = Float64Array.of(1, -1, 4, 2);
    const spline = cubicSpline(x, y);
    x.forEach((at, i) => {
      expect(Math.abs(spline(at) - y[i])).toBeLessThan(1e-14);
    });
    expect(spline(-1)).toBe(spline(0));
    expect(spline(9)).toBe(spline(3));
  });

  it('has order 4 for a function without curvature at the ends', () => {
    const error = (n: number): number => {
      const x = Float64Array.from({ length: n + 1 }, (_, i) => (i * Math.PI) / n);
      const spline = cubicSpline(x, x.map(Math.sin));
      let worst = 0;
      for (let t = 0; t < Math.PI; t += 0.01) worst = Math.max(worst, Math.abs(spline(t) - Math.sin(t)));
      return worst;
    };
    expect(Math.abs(Math.log2(error(10) / error(20)) - 4)).toBeLessThan(0.2);
  });

  it('is the line through two points', () => {
    expect(cubicSpline(Float64Array.of(0, 2), Float64Array.of(1, 5))(0.5)).toBe(2);
  });
});
