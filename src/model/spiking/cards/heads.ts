/**
 * Actor and critic: layers over features h, and observations besides for the critic.
 *
 *   actor  h -> tanh(a1) -> tanh(a2) -> pi, logits of the actions
 *   critic [observation; h] -> tanh(c1) -> tanh(c2) -> v, one value
 */
import type { Elementary } from '../../../kernel/elementary.js';

/** Weights [out, in] and bias [out], or the derivatives by them. */
export interface Layer<T = ArrayLike<number>> {
  readonly weight: T;
  readonly bias: T;
}

export type Stack<T = ArrayLike<number>> = readonly Layer<T>[];

/** Rows as they pass through a stack: its inputs and the outputs of each layer, [rows, units] each. */
export type Passage = readonly Float64Array[];

/** W x + b of all rows, sums in the order of the inputs. Four outputs at a time, since none waits for another. */
function linear({ weight, bias }: Layer, x: Float64Array, rows: number): Float64Array {
  const outputs = bias.length;
  const inputs = weight.length / outputs;
  const y = new Float64Array(rows * outputs);
  for (let r = 0; r < rows; r++) {
    const [from, to] = [r * inputs, r * outputs];
    let o = 0;
    for (; o + 4 <= outputs; o += 4) {
      const [w0, w1, w2, w3] = [o * inputs, (o + 1) * inputs, (o + 2) * inputs, (o + 3) * inputs];
      let [y0, y1, y2, y3] = [bias[o], bias[o + 1], bias[o + 2], bias[o + 3]];
      for (let i = 0; i < inputs; i++) {
        const own = x[from + i];
        y0 += weight[w0 + i] * own;
        y1 += weight[w1 + i] * own;
        y2 += weight[w2 + i] * own;
        y3 += weight[w3 + i] * own;
      }
      y.set([y0, y1, y2, y3], to + o);
    }
    for (; o < outputs; o++) {
      let sum = bias[o];
      for (let i = 0; i < inputs; i++) sum += weight[o * inputs + i] * x[from + i];
      y[to + o] = sum;
    }
  }
  return y;
}

/** Rows through a stack; all layers but the last end in tanh. */
export function passThrough({ tanh }: Elementary, stack: Stack, x: Float64Array, rows: number): Passage {
  const passage = [x];
  for (const [l, layer] of stack.entries()) {
    const y = linear(layer, passage[l], rows);
    passage.push(l === stack.length - 1 ? y : y.map(tanh));
  }
  return passage;
}

/** to += sum of factors times rows, in the order of the rows; four at a time, so that a sum is fetched and stored once for all of them. */
function addRows(to: Float64Array, rows: ArrayLike<number>, factors: Float64Array): void {
  const n = to.length;
  let r = 0;
  for (; r + 4 <= factors.length; r += 4) {
    const [f0, f1, f2, f3] = [factors[r], factors[r + 1], factors[r + 2], factors[r + 3]];
    const [r0, r1, r2, r3] = [r * n, (r + 1) * n, (r + 2) * n, (r + 3) * n];
    for (let i = 0; i < n; i++)
      to[i] = to[i] + f0 * rows[r0 + i] + f1 * rows[r1 + i] + f2 * rows[r2 + i] + f3 * rows[r3 + i];
  }
  for (; r < factors.length; r++) for (let i = 0; i < n; i++) to[i] += factors[r] * rows[r * n + i];
}

/** Derivatives of a layer by its parameters, added to `gradient`, and by its inputs. */
function linearBack(
  { weight, bias }: Layer,
  gradient: Layer<Float64Array>,
  x: Float64Array,
  byOutput: Float64Array,
): Float64Array {
  const outputs = bias.length;
  const inputs = weight.length / outputs;
  const rows = x.length / inputs;
  const byInput = new Float64Array(x.length);
  for (let r = 0; r < rows; r++) {
    const own = byOutput.subarray(r * outputs, (r + 1) * outputs);
    addRows(byInput.subarray(r * inputs, (r + 1) * inputs), weight, own);
  }
  const ofOutput = new Float64Array(rows);
  for (let o = 0; o < outputs; o++) {
    for (let r = 0; r < rows; r++) {
      ofOutput[r] = byOutput[r * outputs + o];
      gradient.bias[o] += ofOutput[r];
    }
    addRows(gradient.weight.subarray(o * inputs, (o + 1) * inputs), x, ofOutput);
  }
  return byInput;
}

/** Derivatives of a loss by the parameters of a stack, added to `gradients`, and by its inputs, which are returned. */
export function passBack(
  stack: Stack,
  gradients: Stack<Float64Array>,
  passage: Passage,
  byOutput: Float64Array,
): Float64Array {
  let by = byOutput;
  for (let l = stack.length - 1; l >= 0; l--) {
    const y = passage[l + 1];
    // tanh' = 1 - tanh^2
    if (l < stack.length - 1) by = by.map((d, i) => d * (1 - y[i] * y[i]));
    by = linearBack(stack[l], gradients[l], passage[l], by);
  }
  return by;
}

/** Derivatives of a stack, all zero. */
export const noGradients = (stack: Stack): Stack<Float64Array> =>
  stack.map(({ weight, bias }) => ({ weight: new Float64Array(weight.length), bias: new Float64Array(bias.length) }));

/** Observations and features side by side, [rows, both]. */
export function besides(observations: ArrayLike<number>, features: ArrayLike<number>, rows: number): Float64Array {
  const [o, f] = [observations.length / rows, features.length / rows];
  const both = new Float64Array(rows * (o + f));
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < o; i++) both[r * (o + f) + i] = observations[r * o + i];
    for (let i = 0; i < f; i++) both[r * (o + f) + o + i] = features[r * f + i];
  }
  return both;
}
