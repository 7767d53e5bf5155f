/** Figures of a run, those of the paper among them. */
import type { FigureDescription } from '../../figure/figure.js';
import { BASIN_FIGURE } from '../analyses/basin-figure.js';
import { RETRIEVAL_FIGURES } from '../analyses/retrieval-figures.js';
import { LANDSCAPE_FIGURE } from './landscape-figure.js';
import { LAW_FIGURES } from './law-figures.js';
import { LEARNING_FIGURES } from './learning-figures.js';
import { NETWORK_FIGURES } from './network-figures.js';
import { PAIR_FIGURES } from './pair-figures.js';
import { SHOWN_FIGURE } from './shown-figure.js';
import { STATE_FIGURES } from './state-figures.js';
import { TRANSITION_FIGURE } from './transition-figure.js';
import { TRIAL_FIGURES } from './trial-figures.js';
import { WEIGHT_FIGURES } from './weight-figures.js';

export const ATTRACTOR_FIGURES: readonly FigureDescription[] = [
  ...WEIGHT_FIGURES,
  ...NETWORK_FIGURES,
  ...STATE_FIGURES,
  ...TRIAL_FIGURES,
  SHOWN_FIGURE,
  TRANSITION_FIGURE,
  ...LEARNING_FIGURES,
  ...PAIR_FIGURES,
  LANDSCAPE_FIGURE,
  ...RETRIEVAL_FIGURES,
  BASIN_FIGURE,
  ...LAW_FIGURES,
];
