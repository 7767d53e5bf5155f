/** The systems that cases of golden files describe. */
import type { Elementary } from '../../kernel/elementary.js';
import { type Discretisation, discretise, type FlowOrMap } from '../../method/lyapunov/system.js';
import { fromDense } from '../../model/rate/connectivity.js';
import { type RateForm, rateNetwork } from '../../model/rate/plain.js';
import { lorenz63, roessler } from '../../model/reference/flows.js';
import { henon, logistic, matrixProduct } from '../../model/reference/maps.js';
import type { Golden } from '../golden.js';

/** Bound of a tolerance. */
export const abs = (tolerance: Golden, key: string): number => tolerance.part(key).number('abs');
export const rel = (tolerance: Golden, key: string): number => tolerance.part(key).number('rel');

const FORMS: readonly string[] = ['r', 'x'];
const METHODS: readonly string[] = ['euler', 'rk4', 'map'];

function word<W extends string>(golden: Golden, key: string, words: readonly string[]): W {
  const text = golden.text(key);
  if (!words.includes(text)) throw new Error(`${key} '${text}' is not known; known are ${words.join(', ')}`);
  return text as W;
}

export const formOf = (golden: Golden): RateForm => word<RateForm>(golden, 'form', FORMS);
export const methodOf = (golden: Golden): Discretisation => word<Discretisation>(golden, 'method', METHODS);

/** The constant input of a network; null for none. */
export const inputOf = (golden: Golden): Float64Array | null =>
  golden.has('ext') && golden.value('ext') !== null ? golden.numbers('ext') : null;

/** A rate network whose weights, form and method stand in a case. */
export function networkOf(golden: Golden, dt: number, elementary: Elementary): FlowOrMap {
  const N = golden.rows('W').length;
  const [form, method] = [formOf(golden), methodOf(golden)];
  const options = { form, method, dt, tau: golden.number('tau'), input: inputOf(golden) };
  return rateNetwork(fromDense(golden.numbers('W'), N), options, elementary);
}

/** Whether a reference system is one of the sensitive maps, which have a bound of their own. */
export const isSensitive = (golden: Golden): boolean => ['henon', 'logistic'].includes(golden.text('kind'));

/** The system of a spectrum's case. */
export function systemOf(golden: Golden, dt: number, elementary: Elementary): FlowOrMap {
  const n = (key: string): number => golden.number(key);
  switch (golden.text('kind')) {
    case 'network':
      return networkOf(golden, dt, elementary);
    case 'lorenz63':
      return discretise(lorenz63(n('sigma'), n('rho'), n('beta')), methodOf(golden), dt);
    case 'roessler':
      return discretise(roessler(n('a'), n('b'), n('c')), methodOf(golden), dt);
    case 'henon':
      return henon(n('a'), n('b'));
    case 'logistic':
      return logistic(n('r'));
    case 'product': {
      const matrices = golden.rows('matrices');
      return matrixProduct(Math.sqrt(matrices[0].length), (step) => matrices[step]);
    }
    default:
      throw new Error(`unknown system '${golden.text('kind')}'`);
  }
}
