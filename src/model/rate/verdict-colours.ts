/** Verdicts in the order from rest to chaos, with the colours that they have in every figure. */
import { COLOURS } from '../../figure/palette.js';

export const VERDICT_COLOURS: { readonly [verdict: string]: string } = {
  'fixed point': COLOURS.grey,
  entrained: COLOURS.green,
  'limit cycle': COLOURS.sky,
  'periodic orbit': COLOURS.blue,
  torus: COLOURS.purple,
  'transient chaos': COLOURS.orange,
  chaos: COLOURS.vermillion,
  undecided: '#d5dadf',
  unbounded: COLOURS.black,
};
