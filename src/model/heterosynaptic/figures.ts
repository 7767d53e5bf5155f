/** Figures of runs and of sweeps. */
import type { FigureDescription } from '../../figure/figure.js';
import { CLASSES } from '../../train/scoring.js';
import { trainingFigures } from '../training/figures.js';
import { ATTENTION_FIGURE } from './attention-figure.js';
import { FILTERS } from './filters.js';
import { SWEEP_FIGURES } from './sweep-figures.js';

export const DRAWN_FIGURES: readonly FigureDescription[] = [
  ...trainingFigures([CLASSES]),
  FILTERS,
  ATTENTION_FIGURE,
  ...SWEEP_FIGURES,
];
