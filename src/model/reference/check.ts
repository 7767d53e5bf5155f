/** Runs a reference system through the estimators and compares with what the literature says. */
import { elementaryOf } from '../../kernel/elementary.js';
import type { Kernels } from '../../kernel/kernels.js';
import { tInterval } from '../../method/lyapunov/block-error.js';
import { kaplanYorke } from '../../method/lyapunov/dimension.js';
import { plainQr } from '../../method/lyapunov/qr.js';
import { lyapunovSpectrum } from '../../method/lyapunov/spectrum.js';
import { REFERENCE_SYSTEMS } from './systems.js';

export interface ReferenceCheck {
  readonly system: string;
  readonly exponents: readonly {
    readonly value: number;
    readonly error: number;
    /** 95 % interval. */
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
  readonly kaplanYorke: number;
}

/** Recorded steps, and steps between two QR. */
const RECORD = 200_000;
const EVERY = 10;

/** Spectrum of a reference system at its default parameters: RK4 for flows. About a second. */
export function checkReference(name: string, kernels: Kernels): ReferenceCheck {
  const elementary = elementaryOf(kernels);
  const reference = REFERENCE_SYSTEMS[name];
  const system = reference.create(reference.parameters, reference.dt, 'rk4', kernels);
  const plan = { k: system.dim, transient: 2000, align: 1000, record: RECORD, every: EVERY };
  const found = lyapunovSpectrum(system, Float64Array.from(reference.u0), plan, plainQr(elementary));
  return {
    system: name,
    exponents: reference.exponents(elementary).map((literature, i) => {
      const [value, error] = [found.exponents[i], found.standardErrors[i]];
      const { low, high } = tInterval(value, error, found.blocks);
      return { value, error, low, high, literature };
    }),
    source: reference.source,
    sum: found.exponents.reduce((sum, value) => sum + value, 0),
    exactSum: reference.sum,
    kaplanYorke: kaplanYorke(found.exponents, system.dim).dimension,
  };
}
