/** Figures of the couplings after the last step, and of how far they are from the Hebbian matrix. */
import { histogramPanel } from '../../figure/distribution.js';
import {
  type ArrayValues,
  type FigureData,
  type FigureDescription,
  hasColumns,
  type Need,
} from '../../figure/figure.js';
import { matrixPanel, spectrumPanel } from '../../figure/heat-map.js';
import { type Panel, panelFigure } from '../../figure/panels.js';
import { COUPLINGS_MOVE, DIFFERENCE_MOVES } from './animations.js';
import { minusHebbian, NEURON_AXES } from './hebbian-difference.js';

const array = (value: string): Need => ({ kind: 'array', table: 'state', value });

const needing =
  (...values: readonly string[]): FigureDescription['needs'] =>
  (subject) =>
    hasColumns(subject, 'state', values) ? values.map(array) : undefined;

const couplingsOf = (data: FigureData): ArrayValues => ({ ...data.array('state', 'J'), axes: NEURON_AXES });

/** J - k H after the last step. */
export const hebbianDifference = (data: FigureData): ArrayValues => minusHebbian(couplingsOf(data), data);

/** A matrix beside another panel. */
const beside = (matrix: ArrayValues, other: Panel | undefined) => {
  const { panel, notes } = matrixPanel(matrix);
  return { panels: other === undefined ? [panel] : [[panel, other]], notes };
};

const WEIGHTS: FigureDescription = {
  name: 'synaptic_weights',
  title: 'couplings',
  meaning: 'couplings after the last step with their eigenvalues',
  instead: ['J', 'state_J'],
  animation: COUPLINGS_MOVE,
  needs: needing('J'),
  draw(data) {
    const matrix = couplingsOf(data);
    const { title, meaning } = this;
    return panelFigure(data, { title, meaning, ...beside(matrix, spectrumPanel(matrix)) });
  },
};

const DIFFERENCE: FigureDescription = {
  name: 'synaptic_hebb_difference',
  aliases: ['synaptic_hebb_abs_difference'],
  title: 'couplings minus the Hebbian matrix',
  meaning: 'difference of the couplings after the last step from k H, and the distribution of its entries',
  animation: DIFFERENCE_MOVES,
  needs: needing('J', 'patterns'),
  draw(data) {
    const matrix = hebbianDifference(data);
    const [N] = matrix.shape;
    const entries = matrix.values.filter((_, at) => at % (N + 1) !== 0);
    const panel = histogramPanel(entries, data.f, { title: 'J − kH', share: 1 });
    const { title, meaning } = this;
    return panelFigure(data, { title, meaning, ...beside(matrix, panel) });
  },
};

const FINAL: FigureDescription = {
  name: 'final_distributions',
  title: 'distributions at the end',
  meaning: 'couplings off the diagonal and states of the neurons after the last step',
  isExtra: true,
  instead: ['state_sigma'],
  needs: needing('J', 'sigma'),
  draw(data) {
    const { values, shape } = couplingsOf(data);
    const entries = values.filter((_, at) => at % (shape[0] + 1) !== 0);
    const panels = [
      histogramPanel(entries, data.f, { title: 'J', share: 0.9 }),
      histogramPanel(data.array('state', 'sigma').values, data.f, { title: 'σ', share: 0.9 }),
    ];
    const { title, meaning } = this;
    return panelFigure(data, { title, meaning, panels: [panels] });
  },
};

export const COUPLING_FIGURES: readonly FigureDescription[] = [WEIGHTS, DIFFERENCE, FINAL];
