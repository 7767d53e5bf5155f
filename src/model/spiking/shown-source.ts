/** Spikes of images that are shown one after the other. */
import type { ImageEncoder } from './image-encoder.js';
import type { EncodedLayer } from './item-currents.js';
import type { Numeric } from './numeric.js';
import type { RecordPlan } from './record.js';
import type { SpikeSource } from './spike-source.js';

const WORD = 32;

interface ShownShape {
  readonly steps: number;
  readonly facts: number;
  /** Of the spikes of images. */
  readonly layer: EncodedLayer;
  /** Whether the encoder of images is learned. */
  readonly learns: boolean;
}

/**
 * @param imageOf - address of the image of a fact
 * @throws RangeError if spikes of the image do not fill whole words
 */
export function openShownSource(
  numeric: Numeric,
  encoder: ImageEncoder,
  imageOf: (item: number, fact: number) => number,
  { steps, facts, layer, learns }: ShownShape,
  plan: RecordPlan,
): SpikeSource {
  const { kernels } = numeric;
  const { words } = encoder;
  const n = layer.neurons;
  if (n !== WORD * words) throw new RangeError(`spikes of ${n} neurons do not fill words of ${WORD}`);
  const placeBits = kernels.kernel('place_bits');
  const place = plan.add(4 * facts * steps * words);
  const [rates, slopes] = [numeric.room(n), numeric.room(steps * n)];
  // pooled spikes have no slope of their own: those of the neurons that were pooled are looked at on the way back
  numeric.view(slopes, steps * n).fill(learns ? 1 : 0);
  let base = 0;
  const bitsOf = (fact: number): number => base + place + 4 * fact * steps * words;
  return {
    ...{ n, np: n, words, rates, layers: [layer] },
    place: (record) => {
      base = record;
    },
    begin: (first) => {
      if (first > 0) throw new RangeError('every fact has an image');
    },
    run: (item, fact) => {
      placeBits(steps, words, encoder.spikes(imageOf(item, fact)), bitsOf(fact), words, 0);
    },
    bits: () => bitsOf(0),
    // several neurons are pooled in each
    membranes: () => [undefined],
    beginBack: () => {},
    slopes: () => slopes,
    back: (item, fact, zBar) => {
      if (!learns) return;
      encoder.run(imageOf(item, fact));
      encoder.runBack(zBar);
    },
  };
}
