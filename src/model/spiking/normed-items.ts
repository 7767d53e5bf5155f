/** Items of which pictures go through encoders that are normalised over a batch: all pictures of one kind in a batch together. */
import type { ReluEncoder } from './relu-encoder.js';
import type { NormedItems, SampleNetwork } from './sample-network.js';

interface SeeingEncoder {
  readonly encoder: Pick<ReluEncoder, 'norm'>;
  /** Addresses of the pictures of the item at an address that it sees. */
  picturesOf(item: number): readonly number[];
  /** Pictures of an item that it sees, at most. */
  readonly pictures: number;
}

/** What a network has of it; nothing where no encoder is normalised. */
export function normedItems(encoders: readonly SeeingEncoder[]): Pick<SampleNetwork, 'norm'> {
  const normed = encoders.flatMap(({ encoder: { norm }, ...seen }) => (norm === undefined ? [] : [{ norm, ...seen }]));
  if (normed.length === 0) return {};
  const norm: NormedItems = {
    announce: (items) => {
      for (const { norm: own, pictures } of normed) own.announce(items * pictures);
    },
    together: function* (items) {
      for (const { norm: own, picturesOf } of normed) yield* own.together(items.flatMap(picturesOf));
    },
    apart: () => {
      for (const { norm: own } of normed) own.apart();
    },
    renew: (parameters) => {
      for (const { norm: own } of normed) own.renew(parameters);
    },
  };
  return { norm };
}
