/** Reference systems by name, with the values that the literature gives: self-checks of the estimators (spec B.7). */
import type { Elementary } from '../../kernel/elementary.js';
import type { Kernels } from '../../kernel/kernels.js';
import { type Discretisation, discretise, type FlowOrMap } from '../../method/lyapunov/system.js';
import { cascade, linear, lorenz63, roessler, rungeKuttaGrowth } from './flows.js';
import { gaussianProduct, henon, logistic, newmanExponents } from './maps.js';

export interface ReferenceSystem {
  readonly help: string;
  /** Parameters by name, at the values of `exponents`. */
  readonly parameters: { readonly [name: string]: number };
  /** Time step of a flow at which the exponents are right to the given digits; 1 for a map. */
  readonly dt: number;
  readonly isMap: boolean;
  readonly u0: readonly number[];
  /** Exponents per unit of time at the default parameters and time step (RK4 for flows), largest first. */
  readonly exponents: (elementary: Elementary) => readonly number[];
  /** Whether they follow from a formula or are the best that others measured. */
  readonly source: 'exact' | 'literature';
  /** Exact sum of all exponents where it does not depend on the orbit, else null. */
  readonly sum: number | null;
  readonly create: (
    parameters: { readonly [name: string]: number },
    dt: number,
    method: Discretisation,
    kernels: Kernels,
  ) => FlowOrMap;
}

/** Eigenvalues of the linear system, and time step. */
const LINEAR = { a: -0.1, omega: 1, b: -0.5, c: -2 };
const LINEAR_DT = 0.05;
/** Size and deviation of the Gaussian matrices. */
const NEWMAN = { N: 6, sd: 1 };

export const REFERENCE_SYSTEMS: { readonly [name: string]: ReferenceSystem } = {
  lorenz: {
    help: 'Lorenz-63, chaotic flow of three variables',
    parameters: { sigma: 10, rho: 28, beta: 8 / 3 },
    dt: 0.01,
    isMap: false,
    u0: [1, 1, 1],
    exponents: () => [0.9056, 0, -14.5723],
    source: 'literature',
    sum: -41 / 3,
    create: ({ sigma, rho, beta }, dt, method) => discretise(lorenz63(sigma, rho, beta), method, dt),
  },
  roessler: {
    help: 'Roessler, chaotic flow of three variables',
    parameters: { a: 0.2, b: 0.2, c: 5.7 },
    dt: 0.02,
    isMap: false,
    u0: [1, 1, 0],
    exponents: () => [0.0714, 0, -5.394],
    source: 'literature',
    sum: null,
    create: ({ a, b, c }, dt, method) => discretise(roessler(a, b, c), method, dt),
  },
  henon: {
    help: 'Henon, chaotic map of the plane',
    parameters: { a: 1.4, b: 0.3 },
    dt: 1,
    isMap: true,
    u0: [0.1, 0.1],
    exponents: () => [0.4192, -1.6232],
    source: 'literature',
    sum: -1.2039728043259361, // ln 0.3
    create: ({ a, b }) => henon(a, b),
  },
  logistic: {
    help: 'logistic map',
    parameters: { r: 4 },
    dt: 1,
    isMap: true,
    u0: [0.3],
    exponents: () => [Math.LN2],
    source: 'exact',
    sum: null,
    create: ({ r }) => logistic(r),
  },
  linear: {
    help: 'linear flow with eigenvalues a +- i omega, b, c, not normal: the exponents of its RK4 map are known exactly',
    parameters: LINEAR,
    dt: LINEAR_DT,
    isMap: false,
    u0: [1, 1, 1, 1],
    exponents: (elementary) =>
      [
        [LINEAR.a, LINEAR.omega],
        [LINEAR.a, -LINEAR.omega],
        [LINEAR.b, 0],
        [LINEAR.c, 0],
      ].map(([re, im]) => rungeKuttaGrowth(re, im, LINEAR_DT, elementary)),
    source: 'exact',
    sum: null,
    create: ({ a, omega, b, c }, dt, method) => discretise(linear(cascade(a, omega, b, c), 4), method, dt),
  },
  newman: {
    help: 'product of independent Gaussian matrices, whose whole spectrum is known exactly (Newman 1986)',
    parameters: NEWMAN,
    dt: 1,
    isMap: true,
    u0: new Array<number>(NEWMAN.N).fill(0),
    exponents: (elementary) => [...newmanExponents(NEWMAN.N, NEWMAN.sd, elementary)],
    source: 'exact',
    sum: null,
    create: ({ N, sd }, _dt, _method, kernels) => gaussianProduct(kernels, N, sd),
  },
};
