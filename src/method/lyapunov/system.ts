/**
 * What the Lyapunov estimators need to know of a dynamical system: its step, and the derivative of that step.
 *
 * A flow becomes a map by an integrator; the tangent step is the exact derivative of that map, so that exponents are
 * those of the simulated system, whatever its time step.
 */

/** A map of a state, or a flow with a fixed time step. Matrices of tangent vectors are row-major. */
export interface FlowOrMap {
  /** Number of state variables. */
  readonly dim: number;
  /** Time that a step takes, in the unit in which exponents are wanted; 1 for a map. */
  readonly timePerStep: number;
  /** u <- F(u). */
  step(u: Float64Array): void;
  /** (u, Q) <- (F(u), DF(u) Q) with Q [dim, k]. */
  tangentStep(u: Float64Array, Q: Float64Array, k: number): void;
}

/** An autonomous vector field with its Jacobian, which is only ever applied to vectors. */
export interface Field {
  readonly dim: number;
  /** out <- f(u). */
  evaluate(u: Float64Array, out: Float64Array): void;
  /** out <- f(u) and JQ <- J(u) Q, with Q and JQ [dim, k]. The arguments never overlap. */
  evaluateTangent(u: Float64Array, Q: Float64Array, k: number, out: Float64Array, JQ: Float64Array): void;
}

export type Discretisation = 'euler' | 'rk4';

/**
 * The map that an integrator makes of a field, with its exact derivative (spec B.1). `dt` in time units; `timeScale` is
 * the time constant tau by which the field has not been divided (a step has the length h = dt / tau).
 */
export function discretise(field: Field, method: Discretisation, dt: number, timeScale = 1): FlowOrMap {
  const h = dt / timeScale;
  return method === 'euler' ? euler(field, h, dt) : rungeKutta(field, h, dt);
}

/** Returns an array of at least the wanted size, kept from call to call. */
function scratch(): (size: number) => Float64Array {
  let kept = new Float64Array(0);
  return (size) => {
    if (kept.length !== size) kept = new Float64Array(size);
    return kept;
  };
}

/** to <- from + c direction. */
function addScaled(to: Float64Array, from: Float64Array, c: number, direction: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] = from[i] + c * direction[i];
}

/** u' = u + h f(u), Q' = Q + h J(u) Q. */
function euler(field: Field, h: number, dt: number): FlowOrMap {
  const f = new Float64Array(field.dim);
  const product = scratch();
  return {
    dim: field.dim,
    timePerStep: dt,
    step: (u) => {
      field.evaluate(u, f);
      addScaled(u, u, h, f);
    },
    tangentStep: (u, Q, k) => {
      const JQ = product(field.dim * k);
      field.evaluateTangent(u, Q, k, f, JQ);
      addScaled(u, u, h, f);
      addScaled(Q, Q, h, JQ);
    },
  };
}

/** Adds weight * value to a sum that is begun at the first stage. */
function accumulate(sum: Float64Array, stage: number, value: Float64Array): void {
  if (stage === 0) sum.set(value);
  else {
    const weight = stage === 3 ? 1 : 2;
    for (let i = 0; i < sum.length; i++) sum[i] += weight * value[i];
  }
}

/** Classical Runge-Kutta of order 4; each stage has its own linearisation. */
function rungeKutta(field: Field, h: number, dt: number): FlowOrMap {
  const { dim } = field;
  const [k, sum, at] = [new Float64Array(dim), new Float64Array(dim), new Float64Array(dim)];
  const [tangent, tangentSum, tangentAt] = [scratch(), scratch(), scratch()];
  const ahead = [h / 2, h / 2, h];
  return {
    dim,
    timePerStep: dt,
    step: (u) => {
      at.set(u);
      for (let stage = 0; stage < 4; stage++) {
        field.evaluate(at, k);
        accumulate(sum, stage, k);
        if (stage < 3) addScaled(at, u, ahead[stage], k);
      }
      addScaled(u, u, h / 6, sum);
    },
    tangentStep: (u, Q, width) => {
      const [l, lSum, lAt] = [tangent(dim * width), tangentSum(dim * width), tangentAt(dim * width)];
      at.set(u);
      lAt.set(Q);
      for (let stage = 0; stage < 4; stage++) {
        field.evaluateTangent(at, lAt, width, k, l);
        accumulate(sum, stage, k);
        accumulate(lSum, stage, l);
        if (stage === 3) continue;
        addScaled(at, u, ahead[stage], k);
        addScaled(lAt, Q, ahead[stage], l);
      }
      addScaled(u, u, h / 6, sum);
      addScaled(Q, Q, h / 6, lSum);
    },
  };
}
