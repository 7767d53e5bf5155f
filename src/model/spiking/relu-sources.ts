/** Where the activities come from that a memory without time writes or reads with: facts one after the other, or a single query. */
import type { EncodedLayer } from './item-currents.js';
import type { Numeric } from './numeric.js';
import type { ReluEncoder } from './relu-encoder.js';

export interface ReluSource {
  /** Layers that stand side by side. */
  readonly layers: readonly EncodedLayer[];
  /** What the units of a fact of an item hear; negative numbers become 0 afterwards. A query is its own fact 0. */
  run(item: number, fact: number, out: number): void;
  /** Adds to the gradient of parameters; `bar` is that of the activities, 0 where they are. */
  back(item: number, fact: number, bar: number, gradient: number): void;
}

export const unitsOf = ({ layers }: Pick<ReluSource, 'layers'>): number =>
  layers.reduce((sum, { neurons }) => sum + neurons, 0);

type AddressOf = (item: number, fact: number) => number;

/** gain W x for the numbers of a fact. `weights`: their place among the parameters; `take`: where those are. */
export function openDenseSource(
  numeric: Numeric,
  layer: EncodedLayer,
  inputs: number,
  { gain, weights, from }: { readonly gain: number; readonly weights: number; readonly from: AddressOf },
  parameters: () => number,
): ReluSource {
  const k = numeric.pick('apply_dense', 'dense_weights_back');
  const n = layer.neurons;
  return {
    layers: [layer],
    run: (item, fact, out) => k.apply_dense(n, inputs, parameters() + weights, from(item, fact), gain, out),
    back: (item, fact, bar, gradient) =>
      k.dense_weights_back(n, inputs, bar, from(item, fact), gain, gradient + weights),
  };
}

/** gain times the row of a label. */
export function openRowSource(
  numeric: Numeric,
  layer: EncodedLayer,
  { gain, weights, from }: { readonly gain: number; readonly weights: number; readonly from: AddressOf },
  parameters: () => number,
): ReluSource {
  const k = numeric.pick('scale_to', 'add_multiple');
  const n = layer.neurons;
  const rowOf = (item: number, fact: number): number =>
    weights + numeric.view(from(item, fact), 1)[0] * n * numeric.size;
  return {
    layers: [layer],
    run: (item, fact, out) => k.scale_to(n, gain, parameters() + rowOf(item, fact), out),
    back: (item, fact, bar, gradient) => k.add_multiple(n, gain, bar, gradient + rowOf(item, fact)),
  };
}

/** What an encoder makes of a picture. */
export function openPictureSource(
  numeric: Numeric,
  name: string,
  encoder: ReluEncoder,
  learns: boolean,
  from: AddressOf,
): ReluSource {
  const { n } = encoder;
  return {
    layers: [{ name, neurons: n }],
    run: (item, fact, out) => {
      // memory may grow while they are made
      const values = encoder.values(from(item, fact));
      numeric.view(out, n).set(numeric.view(values, n));
    },
    back: (item, fact, bar) => {
      if (learns) encoder.back(from(item, fact), bar);
    },
  };
}

/** Several sources side by side. */
export function joinReluSources({ size }: Pick<Numeric, 'size'>, sources: readonly ReluSource[]): ReluSource {
  let before = 0;
  const parts = sources.map((source) => {
    const first = before * size;
    before += unitsOf(source);
    return { source, first };
  });
  return {
    layers: sources.flatMap(({ layers }) => layers),
    run: (item, fact, out) => {
      for (const { source, first } of parts) source.run(item, fact, out + first);
    },
    back: (item, fact, bar, gradient) => {
      for (const { source, first } of parts) source.back(item, fact, bar + first, gradient);
    },
  };
}
