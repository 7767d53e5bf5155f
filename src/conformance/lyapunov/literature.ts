/** Long runs of reference systems against values of the literature, with the tolerances that the golden file gives. */
import { CORE_MODULE } from '../../kernel/core-kernels.js';
import { type Elementary, elementaryOf } from '../../kernel/elementary.js';
import type { Kernels } from '../../kernel/kernels.js';
import { kaplanYorke } from '../../method/lyapunov/dimension.js';
import { identityColumns, plainQr } from '../../method/lyapunov/qr.js';
import { lyapunovSpectrum } from '../../method/lyapunov/spectrum.js';
import type { FlowOrMap } from '../../method/lyapunov/system.js';
import { matrixProduct, newmanExponents } from '../../model/reference/maps.js';
import { REFERENCE_SYSTEMS } from '../../model/reference/systems.js';
import { absolute, type Comparison } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';
import { methodOf } from './systems.js';

/** Stream of the draws, an arbitrary constant. */
const SEED = 20240618;
/** Matrices drawn at a time. */
const BATCH = 1000;
/** normal_f64 draws are numbered by purpose, stream and index: one purpose serves here. */
const PURPOSE = 255;
/** The golden file rounds Newman's exponents to 16 digits. */
const NEWMAN = 1e-14;

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

const RANDOM_PRODUCT = 'random product';

/** Systems of the program by their names in golden files, where they differ. */
const NAME_OF: { readonly [name: string]: string } = { lorenz63: 'lorenz' };

interface Opened {
  readonly system: FlowOrMap;
  readonly u0: Float64Array;
}

/** A system with the parameters of the program, except those that the settings name. */
function open(name: string, settings: Golden, context: Context): Opened {
  if (name === RANDOM_PRODUCT) {
    const N = settings.count('N');
    return {
      system: randomProduct(context.kernels(CORE_MODULE), N, settings.number('sd'), SEED),
      u0: new Float64Array(N),
    };
  }
  const own = NAME_OF[name] ?? name;
  if (!Object.hasOwn(REFERENCE_SYSTEMS, own)) throw new Error(`unknown system '${name}'`);
  const reference = REFERENCE_SYSTEMS[own];
  const parameters = Object.fromEntries(
    Object.entries(reference.parameters).map(([key, value]) => [key, settings.number(key, value)]),
  );
  const method = settings.has('method') ? methodOf(settings) : 'rk4';
  const system = reference.create(parameters, settings.number('dt', 1), method, context.kernels(CORE_MODULE));
  return { system, u0: Float64Array.from(reference.u0) };
}

function exponentsOf(one: Golden, context: Context, elementary: Elementary): Float64Array {
  const settings = one.part('settings');
  const { system, u0 } = open(one.text('system'), settings, context);
  const plan = {
    k: system.dim,
    Q: identityColumns(system.dim, system.dim),
    transient: settings.count('n_transient', 0),
    align: settings.count('n_align', 0),
    record: settings.count('n_record'),
    every: settings.count('every'),
  };
  return lyapunovSpectrum(system, u0, plan, plainQr(elementary)).exponents;
}

/** Exponents within the row's own tolerance each, and its sum and dimension if it has them. */
export function literature(one: Golden, context: Context): readonly Comparison[] {
  const elementary = elementaryOf(context.kernels(CORE_MODULE));
  const exponents = exponentsOf(one, context, elementary);
  const [expected, tolerance] = [one.numbers('exponents'), one.numbers('tolerance')];
  const sum = exponents.reduce((total, value) => total + value, 0);
  const settings = one.part('settings');
  return [
    ...[...expected].map((value, i) => absolute(`exponent ${i + 1}`, [exponents[i]], [value], tolerance[i])),
    ...(one.has('sum') ? [absolute('sum', [sum], one.numbers('sum'), one.number('sum_tolerance'))] : []),
    ...(one.has('kaplan_yorke')
      ? [
          absolute(
            'kaplan_yorke',
            [kaplanYorke(exponents).dimension],
            one.numbers('kaplan_yorke'),
            one.number('ky_tolerance'),
          ),
        ]
      : []),
    ...(one.text('system') === RANDOM_PRODUCT
      ? [
          absolute(
            'Newman formula',
            newmanExponents(settings.count('N'), settings.number('sd'), elementary),
            expected,
            NEWMAN,
          ),
        ]
      : []),
  ];
}
