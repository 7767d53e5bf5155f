/** Figures of runs and of sweeps over g. */
import type { FigureDescription } from '../../figure/figure.js';
import { ANALYSIS_FIGURES } from './analysis-figures.js';
import { NETWORK_FIGURES } from './network-figures.js';
import { PUBLISHED_FIGURE } from './published-figure.js';
import { RUN_FIGURES } from './run-figures.js';
import { SWEEP_FIGURES } from './sweep-figures.js';

export const RATE_FIGURES: readonly FigureDescription[] = [
  ...SWEEP_FIGURES,
  PUBLISHED_FIGURE,
  ...RUN_FIGURES,
  ...NETWORK_FIGURES,
  ...ANALYSIS_FIGURES,
];
