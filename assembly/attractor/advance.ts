// The loop over steps. The host bounds a call to about 10 ms by the number of steps it asks for.
//
// A step (spec 1.3): states from the field of the old states, coefficients of the learning rule, then one pass over J that learns
// and makes the new field, which is also the next step's. The monitors need one more pass, for J L(b + J s).

import { dot_f64, dots_f64 } from '../linalg/vectors';
import { attractor_energy } from './energy';
import { attractor_learn_f64, attractor_weight_change_f64 } from './learn';
import { areFinite, coefficients, stateOfNode, states, statesAndCoefficients } from './nodes';
import {
  CURVE_ACCURACY,
  CURVE_BYTES,
  CURVE_WEIGHT_CHANGE,
  J,
  SAMPLING_SAMPLE,
  SCHEDULE_PARALLEL,
  SCHEDULE_SEQUENTIAL_RANDOM,
  beta,
  coefficients as coefficientsOf,
  eta,
  expected,
  field,
  isFieldCurrent,
  isLiteral,
  mean,
  meanCount,
  n,
  np,
  predictionBeta,
  predictionBias,
  product,
  sampling,
  schedule,
  seen,
  setIsFieldCurrent,
  setIsFinite,
  setMeanCount,
  setStep,
  setWeightChange,
  sigma,
  step,
  weightChange,
} from './state';

/**
 * Does up to `count` steps of the network at `network`, by the rule in its block.
 *
 * shown: the row of `biases` that each step sees (i32); biases, psis: rows of np doubles, the biases and their log partitions;
 * uniforms: [count][np], not read where states are means; orders: [count][np] (i32), a permutation of the nodes in the first n, for the random
 * schedule;
 * curves: `count` records, or 0; samples: [count][np], states after each step, or 0.
 * Returns the steps done; fewer than `count`, and isFinite 0, means that the field after the last of them is not finite.
 * Flops a step: parallel 2 np^2 (learning 4), with curves 2 np^2 more, and about 300 np.
 */
export function attractor_advance(
  network: usize,
  count: i32,
  shown: usize,
  biases: usize,
  psis: usize,
  uniforms: usize,
  orders: usize,
  curves: usize,
  samples: usize,
): i32 {
  const stride = np(network);
  const bytes = (<usize>stride) << 3;
  if (!isFieldCurrent(network)) {
    dots_f64(J(network), stride, stride, sigma(network), field(network));
    setIsFieldCurrent(network, 1);
  }
  for (let s = 0; s < count; s++) {
    const row = <usize>load<i32>(shown + ((<usize>s) << 2)) * bytes;
    const u = uniforms + <usize>s * bytes;
    if (schedule(network) == SCHEDULE_PARALLEL) parallel(network, biases + row, u);
    else sweep(network, biases + row, u, orders + ((<usize>s * <usize>stride) << 2));
    learn(network);
    const isOver = !areFinite(field(network), stride);
    // nobody sees that of the steps between
    if (curves != 0 || isOver || s + 1 == count) setWeightChange(network, change(network));
    observe(network, biases + row, psis + row, curves);
    if (curves != 0) curves += CURVE_BYTES;
    if (samples != 0) memory.copy(samples + <usize>s * bytes, sigma(network), bytes);
    setStep(network, step(network) + 1);
    if (isOver) {
      setIsFinite(network, 0);
      return s + 1;
    }
  }
  return count;
}

/** All nodes from the same field, with the coefficients of the learning rule if eta > 0. */
function parallel(network: usize, b: usize, u: usize): void {
  const stride = np(network);
  const s = sigma(network),
    h = field(network),
    a = coefficientsOf(network);
  memory.copy(seen(network), h, (<usize>stride) << 3);
  const w = predictionBias(network),
    f = predictionBeta(network);
  if (eta(network) > 0) {
    statesAndCoefficients(
      isLiteral(network),
      sampling(network),
      stride,
      beta(network),
      b,
      h,
      u,
      s,
      eta(network),
      w,
      f,
      a,
    );
  } else {
    states(isLiteral(network), sampling(network), stride, beta(network), b, h, u, s);
  }
  for (let i = n(network); i < stride; i++) {
    store<f64>(s + ((<usize>i) << 3), 0);
    store<f64>(a + ((<usize>i) << 3), 0);
  }
}

/** The same one node after the other, each from the newest states: a Gibbs sweep. `seen` keeps the field each node was updated with. */
function sweep(network: usize, b: usize, u: usize, order: usize): void {
  const stride = np(network),
    nodes = n(network);
  const bytes = (<usize>stride) << 3;
  const isOrdered = schedule(network) == SCHEDULE_SEQUENTIAL_RANDOM;
  const s = sigma(network);
  for (let k = 0; k < nodes; k++) {
    const i = (<usize>(isOrdered ? load<i32>(order + ((<usize>k) << 2)) : k)) << 3;
    const h = dot_f64(J(network) + (i >> 3) * bytes, s, stride);
    store<f64>(seen(network) + i, h);
    const t = beta(network) * (load<f64>(b + i) + h);
    const uniform: f64 = sampling(network) == SAMPLING_SAMPLE ? load<f64>(u + i) : 0;
    store<f64>(s + i, stateOfNode(isLiteral(network), sampling(network), t, uniform));
  }
  if (!(eta(network) > 0)) return;
  const w = predictionBias(network),
    f = predictionBeta(network);
  coefficients(isLiteral(network), stride, eta(network), w, f, b, seen(network), s, coefficientsOf(network));
}

/** Learns, if eta > 0, and makes the field of the new states. */
function learn(network: usize): void {
  const stride = np(network);
  const s = sigma(network);
  if (eta(network) > 0) attractor_learn_f64(J(network), stride, coefficientsOf(network), s, field(network));
  else dots_f64(J(network), stride, stride, s, field(network));
}

/** The squared change of all weights in the last step. */
function change(network: usize): f64 {
  if (!(eta(network) > 0)) return 0;
  return attractor_weight_change_f64(coefficientsOf(network), sigma(network), np(network));
}

/** Adds to the mean state and writes the curves. */
function observe(network: usize, b: usize, psi: usize, curves: usize): void {
  const stride = np(network);
  const bytes = (<usize>stride) << 3;
  const s = sigma(network),
    m = mean(network);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(m + i, f64x2.add(v128.load(m + i), v128.load(s + i)));
  setMeanCount(network, meanCount(network) + 1);
  if (curves == 0) return;
  store<f64>(curves, weightChange(network), CURVE_WEIGHT_CHANGE);
  attractor_energy(
    J(network),
    stride,
    field(network),
    b,
    psi,
    expected(network),
    product(network),
    isLiteral(network),
    curves + CURVE_ACCURACY, // the parts of the free energy follow each other here too
  );
}
