/** The first weights of a perceptron as images: what each unit looks for. */
import { type FigureDescription, hasColumns } from '../../figure/figure.js';
import { galleryPanel, imageSides } from '../../figure/gallery.js';
import { panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import { numberWords } from '../../figure/text.js';

const FIRST = 'fc1.weight';
const TENSORS = ['name', 'shape', 'first'];
const OF_IMAGES: readonly unknown[] = ['digits', 'mnist', 'fmnist'];

/** Units that are shown, and how many stand in a row. */
const [MOST_UNITS, A_ROW] = [60, 10];

export const FILTERS: FigureDescription = {
  name: 'filters',
  title: 'first weights',
  meaning:
    'weights from the pixels to the units of the first hidden layer after the last step, an image a unit, all on one scale centred at zero',
  instead: ['state_weights', 'state_best'],
  needs: (subject) =>
    subject.kind === 'run' &&
    OF_IMAGES.includes(subject.parameters.task) &&
    hasColumns(subject, 'tensors', TENSORS) &&
    hasColumns(subject, 'state', ['weights'])
      ? [
          { kind: 'columns', table: 'tensors', columns: TENSORS },
          { kind: 'array', table: 'state', value: 'weights' },
        ]
      : undefined,
  draw(data) {
    const row = data.words('tensors', 'name').indexOf(FIRST);
    const [units, pixels] = String(data.words('tensors', 'shape')[row]).split(' x ').map(Number);
    const first = data.numbers('tensors', 'first').values[row];
    const weights = data.array('state', 'weights').values.subarray(first, first + units * pixels);
    const shown = Math.min(units, MOST_UNITS);
    const [low, high] = rangeOf(weights);
    const most = Math.max(-low, high) || 1;
    const end = numberWords(Number(most.toPrecision(3)));
    const panel = galleryPanel(
      {
        groups: [
          {
            heading: `blue: −${end}, white: 0, red: ${end}`,
            images: Array.from({ length: shown }, (_, unit) => ({
              values: weights.subarray(unit * pixels, (unit + 1) * pixels),
            })),
            colours: { map: 'diverging', domain: [-most, most] },
          },
        ],
        sides: imageSides(pixels),
        aRow: A_ROW,
      },
      data.size,
    );
    const notes = shown < units ? [`the first ${shown} of ${units} units`] : [];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes });
  },
};
