/** Runs a reference system through the estimators and compares the result with the literature. */
import { elementaryOf } from '../../kernel/elementary.js';
import type { Kernels } from '../../kernel/kernels.js';
import { seededBasis } from '../../method/lyapunov/basis.js';
import { tInterval } from '../../method/lyapunov/block-error.js';
import { kaplanYorke } from '../../method/lyapunov/dimension.js';
import { meanLogDeterminant } from '../../method/lyapunov/log-determinant.js';
import { plainQr } from '../../method/lyapunov/qr.js';
import { lyapunovSpectrum } from '../../method/lyapunov/spectrum.js';
import { REFERENCE_SYSTEMS } from './systems.js';

export interface ReferenceCheck {
  readonly system: string;
  readonly exponents: readonly {
    readonly value: number;
    readonly error: number;
    /** 95 % interval of the scatter of blocks, widened by the bound of rounding where nothing scatters. */
    readonly low: number;
    readonly high: number;
    /** What it should be. */
    readonly literature: number;
  }[];
  /** Whether that follows from a formula or is the best that others measured. */
  readonly source: 'exact' | 'literature';
  readonly sum: number;
  /** Exact sum, null where it depends on the orbit. */
  readonly exactSum: number | null;
  /** Mean ln |det| of the steps of the same orbit, per unit of time: the sum but for rounding. */
  readonly divergence: number;
  readonly kaplanYorke: number;
}

/** Recorded steps, and steps between two QR: of a flow they are short, a step of a map can part directions by a factor of ten. */
const RECORD = 200_000;
const EVERY = { flow: 10, map: 1 };

/** Roundings of a step of state and tangent vectors, and the most that one of them changes relatively. */
const STEP_ROUNDINGS = 20;
const UNIT_ROUNDOFF = 1 / 2 ** 53;

/**
 * Bound on what rounding does to an exponent: each step rounds some 20 times, and the sum of the logarithms of all intervals rounds
 * at each, relative to its size by then.
 */
const roundingOf = (exponent: number, timePerStep: number, intervals: number): number =>
  UNIT_ROUNDOFF * (STEP_ROUNDINGS / timePerStep + intervals * Math.abs(exponent));

/** Spectrum of a reference system at its default parameters: RK4 for flows. About two seconds. */
export function checkReference(name: string, kernels: Kernels): ReferenceCheck {
  const elementary = elementaryOf(kernels);
  const reference = REFERENCE_SYSTEMS[name];
  const create = () => reference.create(reference.parameters, reference.dt, 'rk4', kernels);
  const system = create();
  const u0 = Float64Array.from(reference.u0);
  const every = reference.isMap ? EVERY.map : EVERY.flow;
  const qr = plainQr(elementary);
  const Q = seededBasis(kernels, system.dim, system.dim, 0, qr);
  const plan = { k: system.dim, Q, transient: 2000, align: 1000, record: RECORD, every };
  const found = lyapunovSpectrum(system, u0, plan, qr);
  return {
    system: name,
    exponents: reference.exponents(elementary).map((literature, i) => {
      const [value, error] = [found.exponents[i], found.standardErrors[i]];
      const { low, high } = tInterval(value, error, found.blocks);
      const rounding = roundingOf(value, system.timePerStep, RECORD / every);
      return { value, error, low: low - rounding, high: high + rounding, literature };
    }),
    source: reference.source,
    sum: found.exponents.reduce((sum, value) => sum + value, 0),
    exactSum: reference.sum,
    divergence: meanLogDeterminant(create(), u0, plan, elementary.log),
    kaplanYorke: kaplanYorke(found.exponents, system.dim).dimension,
  };
}
