/** What an encoder needs of the way forward of a picture on its way back, kept for the pictures that were seen last. */
import type { Reals } from '../../train/trainable.js';
import type { Numeric } from './numeric.js';

/** Pictures of an item that goes back right after it went forward, of which nothing is computed again. */
const KEPT = 32;

interface Passage {
  readonly state: number;
  readonly picture: Reals;
}

export interface KeptPassages {
  /** The state of a picture that went forward with these weights; undefined: it is not kept any more. */
  of(picture: number): number | undefined;
  /** A place for that of a picture: the one that was written first is given away. */
  place(picture: number): number;
  /** Other weights act from now on. */
  forget(): void;
}

/** @param bytes - of a state, which is all 0 when its place is given for the first time */
export function openPassages(numeric: Numeric, pixels: number, bytes: number, most = KEPT): KeptPassages {
  const { kernels } = numeric;
  const places: number[] = [];
  const next = kernels.later(most, bytes);
  let kept: Passage[] = [];
  let given = 0;
  const isSame = (one: Reals, other: Reals): boolean => {
    for (let i = 0; i < pixels; i++) if (one[i] !== other[i]) return false;
    return true;
  };
  const fresh = (): number => {
    const state = next();
    places.push(state);
    return state;
  };
  return {
    of: (picture) => {
      const own = numeric.view(picture, pixels);
      return kept.find((passage) => isSame(passage.picture, own))?.state;
    },
    place: (picture) => {
      const state = places.length < most ? fresh() : places[given % most];
      given++;
      kept = kept.filter((passage) => passage.state !== state);
      kept.push({ state, picture: numeric.view(picture, pixels).slice() });
      return state;
    },
    forget: () => {
      kept = [];
    },
  };
}
