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

/** W x + b of all rows, sums in the order of the inputs. */
function linear({ weight, bias }: Layer, x: Float64Array, rows: number): Float64Array {
  const outputs = bias.length;
  const inputs = weight.length / outputs;
  const y = new Float64Array(rows * outputs);
  for (let r = 0; r < rows; r++) {
    for (let o = 0; o < outputs; o++) {
      let sum = bias[o];
      for (let i = 0; i < inputs; i++) sum += weight[o * inputs + i] * x[r * inputs + i];
      y[r * outputs + o] = sum;
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

/** Derivatives of a layer by its parameters, added to `gradient`, and by its inputs. */
function linearBack(
  layer: Layer,
  gradient: Layer<Float64Array>,
  x: Float64Array,
  byOutput: Float64Array,
): Float64Array {
  const outputs = layer.bias.length;
  const inputs = layer.weight.length / outputs;
  const byInput = new Float64Array(x.length);
  for (let r = 0; r < x.length / inputs; r++) {
    for (let o = 0; o < outputs; o++) {
      const d = byOutput[r * outputs + o];
      if (d === 0) continue;
      gradient.bias[o] += d;
      for (let i = 0; i < inputs; i++) {
        gradient.weight[o * inputs + i] += d * x[r * inputs + i];
        byInput[r * inputs + i] += d * layer.weight[o * inputs + i];
      }
    }
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
