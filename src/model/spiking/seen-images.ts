/** Spikes of images that were seen before: the same image with the same weights has the same spikes, so they are kept, as many as there is room for. */
import type { Numeric } from './numeric.js';

/** Room for spikes and for what tells images apart; those of all drawings of Omniglot fit in. */
const KEPT_BYTES = 2 ** 27;
/** Pixels that are 0 or 1 in a character of a text. */
const BITS = 16;

/** A text that is the same for the same pixels alone. */
function nameOf(pixels: Float32Array | Float64Array): string {
  const codes = new Uint16Array(Math.ceil(pixels.length / BITS));
  for (let i = 0; i < pixels.length; i++) {
    if (pixels[i] === 1) codes[Math.floor(i / BITS)] |= 1 << (i % BITS);
    else if (pixels[i] !== 0) return pixels.join();
  }
  return String.fromCharCode(...codes);
}

export interface SeenImages {
  /** Address of the spikes of the image at an address; they hold until it is asked for the next. */
  spikes(image: number): number;
  /** Other weights act from now on. */
  forget(): void;
}

/**
 * @param made - where `run` leaves the spikes of an image, `words` of them
 * @param keptBytes - room for what is kept
 */
export function openSeenImages(
  numeric: Numeric,
  pixels: number,
  { address, words, run }: { readonly address: number; readonly words: number; readonly run: (image: number) => void },
  keptBytes = KEPT_BYTES,
): SeenImages {
  const { kernels } = numeric;
  const places = new Map<string, number>();
  const free: number[] = [];
  let bytes = 0;
  return {
    spikes: (image) => {
      const name = nameOf(numeric.view(image, pixels));
      const known = places.get(name);
      if (known !== undefined) return known;
      run(image);
      const more = 4 * words + 2 * name.length;
      if (bytes + more > keptBytes) return address;
      bytes += more;
      const place = free.pop() ?? kernels.allocate(4 * words);
      kernels.i32(place, words).set(kernels.i32(address, words));
      places.set(name, place);
      return place;
    },
    forget: () => {
      free.push(...places.values());
      places.clear();
      bytes = 0;
    },
  };
}
