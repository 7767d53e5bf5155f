/** Figures of a run, those of the paper among them. */
import type { FigureDescription } from '../../figure/figure.js';
import { RETRIEVAL_FIGURES } from '../analyses/retrieval-figures.js';
import { STATE_FIGURES } from './state-figures.js';
import { WEIGHT_FIGURES } from './weight-figures.js';

export const ATTRACTOR_FIGURES: readonly FigureDescription[] = [
  ...WEIGHT_FIGURES,
  ...STATE_FIGURES,
  ...RETRIEVAL_FIGURES,
];
