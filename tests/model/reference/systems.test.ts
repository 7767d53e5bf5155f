import { describe, expect, it } from 'vitest';
import { kaplanYorke } from '../../../src/method/lyapunov/dimension.js';
import { lyapunovSpectrum } from '../../../src/method/lyapunov/spectrum.js';
import { digammaOfHalf, matrixProduct, newmanExponents } from '../../../src/model/reference/maps.js';
import { REFERENCE_SYSTEMS } from '../../../src/model/reference/systems.js';
import { elementary, qr } from '../../method/lyapunov/helpers.js';

describe('a reference system', () => {
  it.each(Object.entries(REFERENCE_SYSTEMS))('%s has its published exponents', (_, reference) => {
    const system = reference.create(reference.parameters, reference.dt, 'rk4');
    const k = system.dim;
    const plan = { k, transient: 2000, align: 1000, record: 100_000, every: reference.isMap ? 1 : 10 };
    const { exponents } = lyapunovSpectrum(system, Float64Array.from(reference.u0), plan, qr);
    // one fixed orbit of 10^5 steps: the standard errors are below 0.005 (flows: 0.003 per unit of time)
    reference.exponents.forEach((value, i) => {
      expect(Math.abs(exponents[i] - value)).toBeLessThan(0.015);
    });
    expect(kaplanYorke(exponents, k).dimension).toBeLessThanOrEqual(k);
    if (reference.sum !== null) {
      const sum = exponents.reduce((total, value) => total + value, 0);
      expect(Math.abs(sum - reference.sum)).toBeLessThan(2e-3);
    }
  });
});

describe('a product of matrices', () => {
  it('applies the matrices one after the other', () => {
    const matrices = [Float64Array.of(0, 1, 1, 0), Float64Array.of(2, 0, 0, 3)];
    const system = matrixProduct(2, (n) => matrices[n]);
    const Q = Float64Array.of(1, 0, 0, 1);
    system.tangentStep(new Float64Array(2), Q, 2);
    system.tangentStep(new Float64Array(2), Q, 2);
    expect([...Q]).toEqual([0, 2, 3, 0]);
  });

  it('has a digamma function of halves with its known values', () => {
    const gamma = 0.5772156649015329;
    expect(digammaOfHalf(2, elementary)).toBe(-gamma);
    expect(Math.abs(digammaOfHalf(1, elementary) - -1.9635100260214235)).toBeLessThan(1e-15);
    expect(Math.abs(digammaOfHalf(7, elementary) - 1.103156640645243)).toBeLessThan(1e-15);
    expect(Math.abs(newmanExponents(1, 1, elementary)[0] - (Math.LN2 + digammaOfHalf(1, elementary)) / 2)).toBeLessThan(
      1e-15,
    );
  });
});
