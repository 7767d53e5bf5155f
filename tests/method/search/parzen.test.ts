import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { elementaryOf } from '../../../src/kernel/elementary.js';
import { parzen } from '../../../src/method/search/parzen.js';
import { freshKernels } from '../../conformance/kernels.js';

const elementary = elementaryOf(freshKernels(CORE_MODULE));
const OBSERVATIONS = [0, 0.1, 0.11, 0.5, 0.98, 1];

/** Midpoints of 20000 parts: the error of the rule is below (1/20000)^2 max|f''|/24 < 1e-5 for scales of at least 1/200. */
const PARTS = 20_000;
const RULE = 1e-5;

describe('parzen', () => {
  it.each([[[]], [[0.3]], [OBSERVATIONS]])(
    'is a density on [0, 1] for %j, and mass is its integral',
    (observations) => {
      const { density, mass } = parzen(observations, elementary);
      let [whole, part] = [0, 0];
      for (let i = 0; i < PARTS; i++) {
        const z = (i + 0.5) / PARTS;
        whole += density(z) / PARTS;
        if (z > 0.05 && z < 0.4) part += density(z) / PARTS;
      }
      expect(Math.abs(whole - 1)).toBeLessThan(RULE);
      // rounding: three exponentials of 1 ulp each and a difference of numbers below 1
      expect(Math.abs(mass(0, 1) - 1)).toBeLessThan(1e-14);
      expect(Math.abs(part - mass(0.05, 0.4))).toBeLessThan(RULE);
    },
  );

  it('draws from its own density', () => {
    const { draw, mass } = parzen(OBSERVATIONS, elementary);
    // a lattice of the two uniform numbers in place of chance: the share of draws below z is the mass up to 1/400 each way
    const SIDE = 400;
    for (const z of [0.05, 0.2, 0.5, 0.9]) {
      let below = 0;
      for (let i = 0; i < SIDE; i++) {
        for (let j = 0; j < SIDE; j++) if (draw((i + 0.5) / SIDE, (j + 0.5) / SIDE) <= z) below++;
      }
      expect(Math.abs(below / SIDE ** 2 - mass(0, z))).toBeLessThan(3 / SIDE);
    }
  });

  it('has its weight where the observations are', () => {
    const { density } = parzen([0.2, 0.21, 0.19, 0.205], elementary);
    expect(density(0.2)).toBeGreaterThan(3 * density(0.8));
  });

  it('stays in [0, 1] at the ends of the uniform numbers', () => {
    const { draw } = parzen([0, 1], elementary);
    const last = 1 - 2 ** -53;
    for (const u of [0, 0.4, 0.8, last]) {
      for (const v of [0, last]) {
        expect(draw(u, v)).toBeGreaterThanOrEqual(0);
        expect(draw(u, v)).toBeLessThanOrEqual(1);
      }
    }
  });
});
