import { describe, expect, it } from 'vitest';
import { laggedOf } from '../../src/analysis/lagged.js';
import { uniforms } from '../method/uniforms.js';

describe('products at later records', () => {
  it('of units that turn in circles are cosines: half the square of their radius times cos of the lag', () => {
    const [records, units, omega] = [200, 40, 0.21];
    // phases spread evenly: the mean over units is exact
    const series = Float64Array.from(
      { length: records * units },
      (_, at) => 3 * Math.cos(omega * Math.floor(at / units) + (2 * Math.PI * (at % units)) / units),
    );
    const { values, errors } = laggedOf([series], units, 30);
    for (const [lag, value] of values.entries())
      expect(Math.abs(value - 4.5 * Math.cos(omega * lag))).toBeLessThan(1e-12);
    expect(errors.every(Number.isNaN)).toBe(true);
  });

  it('of an autoregressive process fall as phi^lag, within the errors over series', () => {
    const [phi, records, units] = [0.8, 400, 10];
    const series = Array.from({ length: 30 }, (_, seed) => {
      const draw = uniforms(seed + 1);
      const x = new Float64Array(units);
      const out = new Float64Array(records * units);
      for (let t = -100; t < records; t++) {
        for (let i = 0; i < units; i++) {
          x[i] = phi * x[i] + draw() - 0.5;
          if (t >= 0) out[t * units + i] = x[i];
        }
      }
      return out;
    });
    const { values, errors } = laggedOf(series, units, 8);
    const square = 1 / 12 / (1 - phi * phi);
    for (const [lag, value] of values.entries()) {
      expect(errors[lag]).toBeLessThan(0.02 * square);
      expect(Math.abs(value - square * phi ** lag)).toBeLessThan(4 * errors[lag]);
    }
  });
});
