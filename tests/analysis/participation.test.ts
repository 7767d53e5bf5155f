import { describe, expect, it } from 'vitest';
import { participationDimension, participationWithError } from '../../src/analysis/participation.js';
import { uniforms } from '../method/uniforms.js';

/** Records of `modes` independent noises, each on units of its own, of which the n-th has the amplitude given. */
function noises(amplitudes: readonly number[], records: number, seed: number): Float64Array {
  const draw = uniforms(seed + 1);
  return Float64Array.from(
    { length: records * amplitudes.length },
    (_, at) => amplitudes[at % amplitudes.length] * (draw() - 0.5),
  );
}

describe('the participation dimension', () => {
  it('is 1 for units that go together, whatever their amplitudes and means', () => {
    const draw = uniforms(3);
    const course = Array.from({ length: 50 }, () => draw());
    const rates = Float64Array.from(course.flatMap((x) => [x, -3 * x + 5, 0.1 * x]));
    expect(Math.abs(participationDimension(rates, 3) - 1)).toBeLessThan(1e-12);
  });

  it('is (sum of variances)²/(sum of their squares) for independent units, within four of its own errors', () => {
    const { value, error = 0 } = participationWithError(noises([1, 1, 1, 1], 4000, 1), 4);
    expect(Math.abs(value - 4)).toBeLessThan(Math.max(4 * error, 0.02));
    const other = participationWithError(noises([2, 1, 1], 4000, 2), 3);
    expect(Math.abs(other.value - 36 / 18)).toBeLessThan(4 * (other.error ?? 0));
    expect(other.error).toBeGreaterThan(0);
  });

  it('is the same from either product, and at most the records less 1', () => {
    const rates = noises(new Array<number>(6).fill(1), 5, 4);
    expect(participationDimension(rates, 6)).toBeLessThanOrEqual(4);
    // units that do nothing change nothing, and make the other product the smaller one
    const tall = noises([1, 2, 3, 1], 5, 6);
    const wide = Float64Array.from({ length: 5 * 7 }, (_, at) =>
      at % 7 < 4 ? tall[Math.floor(at / 7) * 4 + (at % 7)] : 1,
    );
    expect(Math.abs(participationDimension(wide, 7) - participationDimension(tall, 4))).toBeLessThan(1e-12);
    expect(participationWithError(rates, 6).error).toBeUndefined();
  });

  it('does not exist where nothing changes', () => {
    expect(participationDimension(new Float64Array(12).fill(2), 3)).toBeNaN();
  });
});
