import { describe, expect, it } from 'vitest';
import { discretise, type FlowOrMap } from '../../../src/method/lyapunov/system.js';
import { rateNetwork } from '../../../src/model/rate/plain.js';
import { linear, lorenz63, roessler } from '../../../src/model/reference/flows.js';
import { henon, logistic } from '../../../src/model/reference/maps.js';
import { draws, elementary, randomNetwork } from './helpers.js';

const N = 12;
const network = randomNetwork(N, 0.5, 1, 1);
const SYSTEMS: readonly (readonly [string, () => FlowOrMap, number])[] = [
  ...(['r', 'x'] as const).flatMap((form) =>
    (['euler', 'rk4'] as const).map(
      (method) =>
        [
          `network ${form}-form ${method}`,
          () => rateNetwork(network, { form, method, dt: 2, tau: 20, input: draws('normal', N, 3) }, elementary),
          1,
        ] as const,
    ),
  ),
  ['lorenz', () => discretise(lorenz63(10, 28, 8 / 3), 'rk4', 0.01), 5],
  ['roessler', () => discretise(roessler(0.2, 0.2, 5.7), 'rk4', 0.02), 5],
  ['henon', () => henon(1.4, 0.3), 0.5],
  ['logistic', () => logistic(4), 0.3],
];

/** Displacement of the central difference: truncation about its square, rounding about 1e-16 / DELTA = 1e-11. */
const DELTA = 1e-5;
/** The bound that spec B.1 asks for. */
const DIFFERENCE = 1e-9;

describe('the tangent step', () => {
  it.each(SYSTEMS)('of %s is the derivative of the step', (_, create, size) => {
    const system = create();
    const { dim } = system;
    const u = draws('uniform', dim, 7).map((value) => size * value);
    const Q = draws('normal', dim * 2, 8); // [dim, 2]
    for (let c = 0; c < 2; c++) {
      const moved = (sign: number): Float64Array => {
        const v = u.map((value, i) => value + sign * DELTA * Q[i * 2 + c]);
        create().step(v);
        return v;
      };
      const [ahead, behind] = [moved(1), moved(-1)];
      const tangent = Q.slice();
      create().tangentStep(u.slice(), tangent, 2);
      for (let i = 0; i < dim; i++) {
        expect(Math.abs((ahead[i] - behind[i]) / (2 * DELTA) - tangent[i * 2 + c])).toBeLessThan(
          DIFFERENCE * (1 + size),
        );
      }
    }
  });

  it.each(SYSTEMS)('of %s moves the state by the same bits as the step', (_, create, size) => {
    const system = create();
    const u = draws('uniform', system.dim, 9).map((value) => size * value);
    const [alone, together] = [u.slice(), u.slice()];
    const Q = draws('normal', system.dim, 10);
    for (let n = 0; n < 20; n++) {
      system.step(alone);
      system.tangentStep(together, Q, 1);
    }
    expect(together).toEqual(alone);
  });
});

describe('an integrator', () => {
  it.each([
    ['euler', 1],
    ['rk4', 4],
  ] as const)('has the order of %s', (method, order) => {
    const error = (steps: number): number => {
      const system = discretise(linear(Float64Array.of(-1), 1), method, 1 / steps);
      const u = Float64Array.of(1);
      for (let n = 0; n < steps; n++) system.step(u);
      return Math.abs(u[0] - Math.exp(-1));
    };
    // halving the step divides the error by 2^order up to terms of relative order dt = 1/16
    expect(Math.abs(Math.log2(error(16) / error(32)) - order)).toBeLessThan(0.1);
  });

  it('takes a step of length dt / tau with exponents per unit of dt', () => {
    const field = linear(Float64Array.of(-1), 1);
    const [u, v] = [Float64Array.of(1), Float64Array.of(1)];
    const system = discretise(field, 'rk4', 2, 20);
    system.step(u);
    discretise(field, 'rk4', 0.1).step(v);
    expect(u).toEqual(v);
    expect(system.timePerStep).toBe(2);
  });
});
