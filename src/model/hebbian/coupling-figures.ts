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
import { hebbianMatrix } from './patterns.js';

const array = (value: string): Need => ({ kind: 'array', table: 'state', value });

const needing =
  (...values: readonly string[]): FigureDescription['needs'] =>
  (subject) =>
    hasColumns(subject, 'state', values) ? values.map(array) : undefined;

const AXES = ['neuron i', 'neuron j'];

const couplingsOf = (data: FigureData): ArrayValues => ({ ...data.array('state', 'J'), axes: AXES });

/** Probability of each pattern: given, or equal. */
function probabilities(given: unknown, K: number): readonly number[] {
  return Array.isArray(given) && given.length === K ? (given as readonly number[]) : new Array<number>(K).fill(1 / K);
}

/** J - k H off the diagonal, of which the distance is the mean square. */
export function hebbianDifference(data: FigureData): ArrayValues {
  const couplings = couplingsOf(data);
  const { shape, values: xi } = data.array('state', 'patterns'); // [N, K]
  const [N, K = 1] = shape;
  const p = probabilities(data.subject.parameters.p, K);
  const k = data.subject.summary.k ?? Number.NaN;
  const patterns = Float64Array.from({ length: K * N }, (_, at) => xi[(at % N) * K + Math.floor(at / N)]); // [K, N]
  const H = hebbianMatrix(patterns, p, N);
  const values = couplings.values.map((J, at) => (at % (N + 1) === 0 ? 0 : J - k * H[at]));
  return { ...couplings, name: 'difference', symbol: 'J − kH', values };
}

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
  needs: needing('J'),
  draw(data) {
    const matrix = couplingsOf(data);
    const { title, meaning } = this;
    return panelFigure(data, { title, meaning, ...beside(matrix, spectrumPanel(matrix)) });
  },
};

const DIFFERENCE: FigureDescription = {
  name: 'synaptic_hebb_difference',
  title: 'couplings minus the Hebbian matrix',
  meaning: 'difference of the couplings after the last step from k H, and the distribution of its entries',
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
