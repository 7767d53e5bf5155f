/** What moves: neurons, couplings, their difference from k H, and the way of both means, by the keys of the published program. */
import { MsmError } from '../../errors.js';
import {
  type AnimatedPath,
  type Animation,
  type FigureDescription,
  hasColumns,
  type Subject,
} from '../../figure/figure.js';
import { minusHebbian, NEURON_AXES } from './hebbian-difference.js';

const SIGMA = { table: 'sigma', value: 'sigma' };
const COUPLINGS = { table: 'couplings', value: 'J' };

const recorded =
  (...moving: readonly { readonly table: string; readonly value: string }[]) =>
  (subject: Subject) =>
    moving.every(({ table, value }) => hasColumns(subject, table, ['step', value])) ? moving : undefined;

/** A strip of all neurons. */
export const NEURONS_MOVE: Animation = {
  kind: 'picture',
  meaning: 'state of each neuron',
  records: recorded(SIGMA),
  frame: ([sigma]) => ({ ...sigma, axes: ['neuron'] }),
};

export const COUPLINGS_MOVE: Animation = {
  kind: 'picture',
  meaning: 'couplings',
  records: recorded(COUPLINGS),
  frame: ([couplings]) => ({ ...couplings, axes: NEURON_AXES }),
};

/** With its sign: the published program shows how large it is. */
export const DIFFERENCE_MOVES: Animation = {
  kind: 'picture',
  meaning: 'difference of the couplings from k H',
  records: (subject) => (hasColumns(subject, 'state', ['patterns']) ? recorded(COUPLINGS)(subject) : undefined),
  needs: () => [{ kind: 'array', table: 'state', value: 'patterns' }],
  frame: ([couplings], data) => minusHebbian({ ...couplings, axes: NEURON_AXES }, data),
};

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const PATH: AnimatedPath = {
  kind: 'path',
  x: 'mean of σ',
  y: 'mean of J',
  records: recorded(SIGMA, COUPLINGS),
  point: ([sigma, couplings]) => [meanOf(sigma.values), meanOf(couplings.values)],
};

/** The way of the means of neurons and couplings; it has no still picture. */
export const PHASE_SPACE: FigureDescription = {
  name: 'phase_space',
  title: 'way of the means',
  meaning: 'mean of all entries of J against the mean of the neurons, over the steps at which both were recorded',
  isExtra: true,
  animation: PATH,
  needs: (subject) => (PATH.records(subject) === undefined ? undefined : []),
  draw() {
    throw new MsmError('E_CONFIG', 'phase_space is an animation', {
      place: '--format',
      next: 'Add --format gif or apng.',
    });
  },
};
