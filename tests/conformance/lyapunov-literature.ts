/** Long runs of reference systems against values of the literature, with the tolerances that the golden file gives. */
import { type Elementary, elementaryOf } from '../../src/kernel/elementary.js';
import type { Kernels } from '../../src/kernel/kernels.js';
import { kaplanYorke } from '../../src/method/lyapunov/dimension.js';
import { identityColumns, plainQr } from '../../src/method/lyapunov/qr.js';
import { lyapunovSpectrum, type Spectrum } from '../../src/method/lyapunov/spectrum.js';
import type { FlowOrMap } from '../../src/method/lyapunov/system.js';
import { matrixProduct, newmanExponents } from '../../src/model/reference/maps.js';
import { REFERENCE_SYSTEMS } from '../../src/model/reference/systems.js';
import { absolute, type Comparison } from './compare.js';
import type { Context } from './hebbian.js';
import type { Golden } from './lyapunov.js';

/** Stream of the draws, an arbitrary constant. */
const SEED = 20240618;
/** Matrices drawn at a time. */
const BATCH = 1000;
/** normal_f64 draws are numbered by purpose, stream and index: one purpose serves here. */
const PURPOSE = 255;

/** A product of independent Gaussian matrices whose entries are N(0, sd^2), drawn from the seed by position. */
export function randomProduct(kernels: Kernels, N: number, sd: number, seed: number): FlowOrMap {
  const size = N * N;
  const address = kernels.allocate(8 * size * BATCH);
  let batch = -1;
  return matrixProduct(N, (n) => {
    if (Math.floor(n / BATCH) !== batch) {
      batch = Math.floor(n / BATCH);
      kernels.kernel('fill_normal_f64')(address, size * BATCH, seed, 0, PURPOSE, 0, batch * BATCH * size, 0, 0, sd);
    }
    return kernels.f64(address + 8 * size * (n % BATCH), size);
  });
}

function run(one: Golden, context: Context, elementary: Elementary): Spectrum {
  const settings = one.settings as { readonly [key: string]: number };
  const plan = (k: number) => ({
    k,
    Q: identityColumns(k, k),
    transient: settings.n_transient ?? 0,
    align: settings.n_align ?? 0,
    record: settings.n_record,
    every: settings.every,
  });
  const qr = plainQr(elementary);
  if ((one.system as string) === 'random product') {
    const { N, sd } = settings;
    return lyapunovSpectrum(randomProduct(context.kernels(), N, sd, SEED), new Float64Array(N), plan(N), qr);
  }
  const name = (one.system as string) === 'lorenz63' ? 'lorenz' : (one.system as string);
  const reference = REFERENCE_SYSTEMS[name];
  const system = reference.create(reference.parameters, settings.dt ?? 1, 'rk4', context.kernels());
  return lyapunovSpectrum(system, Float64Array.from(reference.u0), plan(system.dim), qr);
}

/** Exponents within the row's own tolerance each, and its sum and dimension if it has them. */
export function literatureCase(one: Golden, context: Context): Comparison[] {
  const elementary = elementaryOf(context.kernels());
  const { exponents } = run(one, context, elementary);
  const [expected, tolerance] = [one.exponents as number[], one.tolerance as number[]];
  const found = expected.map((value, i) => absolute(`exponent ${i + 1}`, [exponents[i]], value, tolerance[i]));
  if (one.sum !== undefined) {
    const sum = exponents.reduce((total, value) => total + value, 0);
    found.push(absolute('sum', [sum], one.sum, one.sum_tolerance));
  }
  if (one.kaplan_yorke !== undefined) {
    found.push(absolute('kaplan_yorke', [kaplanYorke(exponents).dimension], one.kaplan_yorke, one.ky_tolerance));
  }
  if ((one.system as string) === 'random product') {
    const { N, sd } = one.settings as { readonly N: number; readonly sd: number };
    // the golden file rounds to 16 digits
    found.push(absolute('Newman formula', newmanExponents(N, sd, elementary), expected, 1e-14));
  }
  return found;
}
