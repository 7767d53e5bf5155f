/** Figures of runs and of sweeps. */
import type { FigureDescription } from '../../figure/figure.js';
import { CLASSES, IMAGES } from '../../train/scoring.js';
import { trainingFigures } from '../training/figures.js';
import { ACCURACY_OVER_LENGTH, ACTIVITY } from './activity-figures.js';
import { RECORD_FIGURES } from './record-figures.js';
import { VOCABULARY } from './vocabulary.js';

export const SPIKING_FIGURES: readonly FigureDescription[] = [
  ...RECORD_FIGURES,
  ...trainingFigures([CLASSES, IMAGES], VOCABULARY),
  ACTIVITY,
  ACCURACY_OVER_LENGTH,
];
