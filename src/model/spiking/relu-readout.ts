/** What the values that are read become in a network without time: logits, or an image. */
import { elementaryOf } from '../../kernel/elementary.js';
import type { TensorPlaces } from '../../train/tensors.js';
import { type Numeric, padded } from './numeric.js';
import { DECODER, TENSOR } from './tensors.js';

export interface ReluReadout {
  /** Other parameters act from now on. */
  take(parameters: number): void;
  run(values: number, outputs: number): void;
  /** Adds to the gradient of parameters, and to that of the values at `valuesBar`. */
  back(values: number, outputs: number, outputsBar: number, valuesBar: number, gradient: number): void;
}

/** W_o of the values. */
export function openReluLogits(
  numeric: Numeric,
  { classes: C, memory: M }: { readonly classes: number; readonly memory: number },
  at: TensorPlaces,
): ReluReadout {
  const k = numeric.pick('apply_dense', 'dense_weights_back', 'dense_back');
  const output = at(TENSOR.output);
  let parameters = 0;
  return {
    take: (address) => {
      parameters = address;
    },
    run: (values, logits) => k.apply_dense(C, M, parameters + output, values, 1, logits),
    back: (values, _, logitsBar, valuesBar, gradient) => {
      k.dense_weights_back(C, M, logitsBar, values, 1, gradient + output);
      k.dense_back(C, M, parameters + output, logitsBar, valuesBar);
    },
  };
}

interface DecoderSizes {
  readonly memory: number;
  readonly hidden: number;
  readonly pixels: number;
}

/** An image: h = relu(W_1 y + b_1), pixel = 1 / (1 + exp(-(W_2 h + b_2))). */
export function openReluDecoder(
  numeric: Numeric,
  { memory: M, hidden: H, pixels: P }: DecoderSizes,
  at: TensorPlaces,
): ReluReadout {
  const { exp } = elementaryOf(numeric.kernels);
  const k = numeric.pick(
    ...(['apply_dense', 'dense_weights_back', 'dense_back', 'add_multiple', 'rectify', 'rectify_back'] as const),
  );
  const [hidden, hiddenBar] = [numeric.room(padded(H)), numeric.room(padded(H))];
  const pixelsBar = numeric.room(padded(P));
  const [w1, b1, w2, b2] = [DECODER[0].weight, DECODER[0].bias, DECODER[1].weight, DECODER[1].bias].map(at);
  let parameters = 0;
  const sigmoid = (x: number): number => {
    const e = exp(-Math.abs(x));
    return x < 0 ? e / (1 + e) : 1 / (1 + e);
  };
  const hear = (values: number): void => {
    k.apply_dense(H, M, parameters + w1, values, 1, hidden);
    k.add_multiple(H, 1, parameters + b1, hidden);
    k.rectify(H, hidden);
  };
  return {
    take: (address) => {
      parameters = address;
    },
    run: (values, outputs) => {
      hear(values);
      k.apply_dense(P, H, parameters + w2, hidden, 1, outputs);
      k.add_multiple(P, 1, parameters + b2, outputs);
      const image = numeric.view(outputs, P);
      for (let i = 0; i < P; i++) image[i] = sigmoid(image[i]);
    },
    back: (values, outputs, outputsBar, valuesBar, gradient) => {
      hear(values);
      const [image, bar] = [numeric.view(outputs, P), numeric.view(outputsBar, P)];
      numeric.view(pixelsBar, P).set(bar.map((by, i) => by * image[i] * (1 - image[i])));
      k.dense_weights_back(P, H, pixelsBar, hidden, 1, gradient + w2);
      k.add_multiple(P, 1, pixelsBar, gradient + b2);
      numeric.zero(hiddenBar, padded(H));
      k.dense_back(P, H, parameters + w2, pixelsBar, hiddenBar);
      k.rectify_back(H, hidden, hiddenBar);
      k.dense_weights_back(H, M, hiddenBar, values, 1, gradient + w1);
      k.add_multiple(H, 1, hiddenBar, gradient + b1);
      k.dense_back(H, M, parameters + w1, hiddenBar, valuesBar);
    },
  };
}
