/** What the states of a run are called in figures: the rate r = φ(x) of the r-form, or the current x. */
import type { FigureData } from '../../figure/figure.js';

export const stateSymbol = ({ subject }: Pick<FigureData, 'subject'>): string =>
  subject.parameters.form === 'x' ? 'x' : 'r';
