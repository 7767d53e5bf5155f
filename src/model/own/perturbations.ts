/**
 * Perturbations that go along with the state of a field: tangent vectors, orthonormalised at fixed intervals, or one companion that is put
 * back to a small distance. The block keeps how much they grew, interval by interval.
 */
import { MsmError } from '../../errors.js';
import { elementaryOf } from '../../kernel/elementary.js';
import { randomBasis } from '../../method/lyapunov/basis.js';
import { type Orthonormalise, plainQr } from '../../method/lyapunov/qr.js';
import { type ExponentPlan, exponentPlan, places } from './exponents.js';
import type { OwnRun } from './own-run.js';

/** How exponents are measured. */
export type Method = 'tangent' | 'differences' | 'two trajectories';

/** Distance of the companion, as a share of the size of the state: roundings are 1e-8 of it, and it is still linear. */
const APART = 1e-8;

/** By the step's own derivative where it has one; else the largest by two trajectories, and more of them by differences. */
export function methodOf({ kernels }: OwnRun, k: number): Method {
  if (kernels.kernel('own_has_tangent')() !== 0) return 'tangent';
  return k === 1 ? 'two trajectories' : 'differences';
}

const norm = (values: Float64Array): number => {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
};

export class Perturbations {
  readonly plan: ExponentPlan;
  readonly method: Method;
  readonly #run: OwnRun;
  readonly #places: Int32Array;
  readonly #qr: Orthonormalise;
  readonly #log: (x: number) => number;

  /** Allocates what it needs and, at the first step, starts the vectors. */
  constructor(run: OwnRun) {
    const { kernels, model, parameters, steps, block, seed } = run;
    this.#run = run;
    this.plan = exponentPlan(model, parameters, steps);
    this.method = methodOf(run, this.plan.k);
    this.#places = places(model, parameters);
    const elementary = elementaryOf(kernels);
    this.#qr = plainQr(elementary);
    this.#log = elementary.log;
    const dim = this.#places.length;
    const address = kernels.allocate(8 * dim * this.plan.k);
    const Q = randomBasis(kernels, dim, this.plan.k, { seed, stream: 0, first: 0, address }, this.#qr);
    this.#store(Q);
    if (this.method === 'two trajectories') {
      block.set('_companion', 1);
      this.#putCompanion(Q);
    } else block.set('_vectors', this.plan.k);
  }

  /** Steps until the next orthonormalisation. */
  within(step: number): number {
    return this.plan.every - (step % this.plan.every);
  }

  /** To be called after each span: orthonormalises at the end of an interval. Throws E_DIVERGED if a vector is not finite. */
  after(step: number): void {
    const { every, first, intervals, k } = this.plan;
    if (step % every !== 0) return;
    const logs = this.method === 'two trajectories' ? this.#reset() : this.#orthonormalise();
    if (logs.some((value) => Number.isNaN(value) || value === Number.POSITIVE_INFINITY)) {
      throw new MsmError('E_DIVERGED', `tangent vectors are no longer finite after step ${step - 1}`, {
        place: `step ${step - 1}`,
        next: 'Use a smaller time of a step, or orthonormalise more often: --qr-every.',
        data: {
          step: step - 1,
          variable: 'tangent',
          index: [logs.findIndex((value) => !Number.isFinite(value))],
          value: 'NaN',
        },
      });
    }
    const interval = (step - first) / every - 1;
    if (interval >= 0 && interval < intervals) this.#run.block.f64('_logs').set(logs, interval * k);
  }

  /** The vectors as columns [dim, k], without padding. */
  #columns(): Float64Array {
    const { k } = this.plan;
    const [rows, dim] = [this.#run.block.f64('_V'), this.#places.length];
    const stored = rows.length / k;
    const Q = new Float64Array(dim * k); // [dim, k]
    for (let i = 0; i < dim; i++) for (let c = 0; c < k; c++) Q[i * k + c] = rows[c * stored + this.#places[i]];
    return Q;
  }

  #store(Q: Float64Array): void {
    const { k } = this.plan;
    const rows = this.#run.block.f64('_V');
    const stored = rows.length / k;
    for (let i = 0; i < this.#places.length; i++)
      for (let c = 0; c < k; c++) rows[c * stored + this.#places[i]] = Q[i * k + c];
  }

  #orthonormalise(): Float64Array {
    const { k } = this.plan;
    const [Q, logs] = [this.#columns(), new Float64Array(k)];
    this.#qr(Q, this.#places.length, k, logs, null);
    this.#store(Q);
    return logs;
  }

  /** The variables of the field, without padding. */
  #state(): Float64Array {
    const { block, model } = this.#run;
    const stored = [...model.field].sort().flatMap((name) => [...block.f64(name)]);
    return Float64Array.from(this.#places, (at) => stored[at]);
  }

  /** Puts the companion beside the state, in a direction of length 1. */
  #putCompanion(direction: Float64Array): void {
    const x = this.#state();
    const apart = APART * (norm(x) || 1);
    this.#run.block.set('_apart', apart);
    this.#store(x.map((value, i) => value + apart * direction[i]));
  }

  /** Returns the growth of the distance and puts the companion back. */
  #reset(): Float64Array {
    const [x, y] = [this.#state(), this.#columns()];
    const away = y.map((value, i) => value - x[i]);
    const distance = norm(away);
    const log = this.#log(distance / this.#run.block.get('_apart'));
    // trajectories that became equal no longer have a direction between them
    this.#putCompanion(away.map((value) => (distance === 0 ? 0 : value / distance)));
    return Float64Array.of(log);
  }
}
