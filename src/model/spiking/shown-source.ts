/** Spikes of images that are shown one after the other, with those of an encoding layer beside them where there is one. */
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

/** Copies columns of rows of numbers. */
function copyColumns(
  numeric: Numeric,
  rows: number,
  count: number,
  from: { readonly address: number; readonly stride: number },
  to: { readonly address: number; readonly stride: number },
): void {
  const { size } = numeric;
  for (let row = 0; row < rows; row++) {
    const [source, target] = [from, to].map(({ address, stride }) =>
      numeric.view(address + row * stride * size, count),
    );
    target.set(source);
  }
}

/**
 * @param imageOf - address of the image of a fact
 * @param beside - an encoding layer whose neurons stand behind those of the image
 * @throws RangeError if spikes of the image do not fill whole words
 */
export function openShownSource(
  numeric: Numeric,
  encoder: ImageEncoder,
  imageOf: (item: number, fact: number) => number,
  beside: SpikeSource | undefined,
  { steps, facts, layer, learns }: ShownShape,
  plan: RecordPlan,
): SpikeSource {
  const { kernels, size } = numeric;
  const shown = layer.neurons;
  if (shown !== WORD * encoder.words || (beside !== undefined && beside.n % WORD !== 0)) {
    throw new RangeError(`spikes of ${shown} and ${beside?.n} neurons do not fill words of ${WORD}`);
  }
  const n = shown + (beside?.n ?? 0);
  const words = n / WORD;
  const placeBits = kernels.kernel('place_bits');
  const place = plan.add(4 * facts * steps * words);
  const [rates, slopes] = [numeric.room(n), numeric.room(steps * n)];
  const [shownBar, besideBar] = [numeric.room(steps * shown), numeric.room(steps * (beside?.n ?? 0))];
  let base = 0;
  const bitsOf = (fact: number): number => base + place + 4 * fact * steps * words;
  const behind = (address: number) => ({ address: address + shown * size, stride: n });
  return {
    ...{ n, np: n, words, rates },
    layers: [layer, ...(beside?.layers ?? [])],
    place: (record) => {
      base = record;
      beside?.place(record);
    },
    begin: (first) => {
      if (first > 0) throw new RangeError('every fact has an image');
      beside?.begin(first);
    },
    run: (item, fact) => {
      encoder.run(imageOf(item, fact));
      placeBits(steps, encoder.words, encoder.bits, bitsOf(fact), words);
      if (beside === undefined) return;
      beside.run(item, fact);
      const from = beside.bits() + 4 * fact * steps * beside.words;
      placeBits(steps, beside.words, from, bitsOf(fact) + 4 * encoder.words, words);
    },
    bits: () => bitsOf(0),
    beginBack: () => beside?.beginBack(),
    slopes: (fact) => {
      // pooled spikes have no slope of their own: those of the neurons that were pooled are looked at on the way back
      numeric.view(slopes, steps * n).fill(learns ? 1 : 0);
      if (beside !== undefined) {
        copyColumns(numeric, steps, beside.n, { address: beside.slopes(fact), stride: beside.np }, behind(slopes));
      }
      return slopes;
    },
    back: (item, fact, zBar, gradient) => {
      if (learns) {
        const from = { address: zBar, stride: n };
        copyColumns(numeric, steps, shown, from, { address: shownBar, stride: shown });
        encoder.run(imageOf(item, fact));
        encoder.runBack(shownBar);
      }
      if (beside === undefined) return;
      copyColumns(numeric, steps, beside.n, behind(zBar), { address: besideBar, stride: beside.np });
      beside.back(item, fact, besideBar, gradient);
    },
  };
}
