/** Reference systems by name, with the values that the literature gives: self-checks of the estimators (spec B.7). */
import { type Discretisation, discretise, type FlowOrMap } from '../../method/lyapunov/system.js';
import { lorenz63, roessler } from './flows.js';
import { henon, logistic } from './maps.js';

export interface ReferenceSystem {
  readonly help: string;
  /** Parameters by name, at the values of `exponents`. */
  readonly parameters: { readonly [name: string]: number };
  /** Time step of a flow at which the exponents are right to the given digits; 1 for a map. */
  readonly dt: number;
  readonly isMap: boolean;
  readonly u0: readonly number[];
  /** Exponents per unit of time at the default parameters, largest first. */
  readonly exponents: readonly number[];
  /** Exact sum of all exponents where it does not depend on the orbit, else null. */
  readonly sum: number | null;
  readonly create: (parameters: { readonly [name: string]: number }, dt: number, method: Discretisation) => FlowOrMap;
}

export const REFERENCE_SYSTEMS: { readonly [name: string]: ReferenceSystem } = {
  lorenz: {
    help: 'Lorenz-63, chaotic flow of three variables',
    parameters: { sigma: 10, rho: 28, beta: 8 / 3 },
    dt: 0.01,
    isMap: false,
    u0: [1, 1, 1],
    exponents: [0.9056, 0, -14.5723],
    sum: -41 / 3,
    create: ({ sigma, rho, beta }, dt, method) => discretise(lorenz63(sigma, rho, beta), method, dt),
  },
  roessler: {
    help: 'Roessler, chaotic flow of three variables',
    parameters: { a: 0.2, b: 0.2, c: 5.7 },
    dt: 0.02,
    isMap: false,
    u0: [1, 1, 0],
    exponents: [0.0714, 0, -5.394],
    sum: null,
    create: ({ a, b, c }, dt, method) => discretise(roessler(a, b, c), method, dt),
  },
  henon: {
    help: 'Henon, chaotic map of the plane',
    parameters: { a: 1.4, b: 0.3 },
    dt: 1,
    isMap: true,
    u0: [0.1, 0.1],
    exponents: [0.4192, -1.6232],
    sum: -1.2039728043259361, // ln 0.3
    create: ({ a, b }) => henon(a, b),
  },
  logistic: {
    help: 'logistic map',
    parameters: { r: 4 },
    dt: 1,
    isMap: true,
    u0: [0.3],
    exponents: [Math.LN2],
    sum: null,
    create: ({ r }) => logistic(r),
  },
};
