/** Figures of a run of training beyond its learning curves, and of tests over lengths of sequences. */
import { distinct } from '../../figure/cell-map.js';
import { type FigureDescription, hasColumns, type Subject, tableOf } from '../../figure/figure.js';
import type { Mark } from '../../figure/marks.js';
import { COLOURS } from '../../figure/palette.js';
import { type Panel, panelFigure } from '../../figure/panels.js';
import { numberWords, spoken } from '../../figure/text.js';

const SERIES = 'timeseries';
const RATE = /^rate_(?!loss$)/;

const ratesOf = (subject: Subject): readonly string[] =>
  tableOf(subject, SERIES)
    ?.columns.map(({ name }) => name)
    .filter((name) => RATE.test(name)) ?? [];

/** Rates of all layers while the network learns, and how often its read-out saw nothing. */
export const ACTIVITY: FigureDescription = {
  name: 'activity',
  title: 'activity while it learns',
  meaning: 'mean rate of each layer, and share of items whose read-out saw no spike, of each batch',
  instead: [
    'silent',
    ...[
      'features',
      'labels',
      'query',
      'images',
      'sounds',
      'story',
      'encoder',
      'write_key',
      'write_value',
      'read_key',
      'read_value',
      'decoder_l1',
      'decoder_l2',
    ].map((layer) => `rate_${layer}`),
  ],
  needs(subject) {
    const isThere = subject.kind === 'run' && hasColumns(subject, SERIES, ['step', 'silent']);
    if (!isThere || tableOf(subject, SERIES)?.nRows === 0) return undefined;
    return [{ kind: 'columns', table: SERIES, columns: ['step', 'silent', ...ratesOf(subject)] }];
  },
  draw(data) {
    const x = data.numbers(SERIES, 'step').values;
    const names = ratesOf(data.subject);
    const rates: Panel = {
      share: 0.5,
      x: { title: 'step' },
      y: { title: 'rate (Hz)', hasZero: true },
      marks: names.map((name) => ({
        kind: 'line',
        x,
        y: data.numbers(SERIES, name).values,
        label: spoken(name.replace(RATE, '')),
      })),
    };
    const silent: Panel = {
      share: 0.3,
      x: { title: 'step' },
      y: { title: 'silent read-outs', domain: [0, 1] },
      marks: [{ kind: 'line', x, y: data.numbers(SERIES, 'silent').values, colour: COLOURS.blue }],
    };
    const panels = names.length === 0 ? [silent] : [rates, silent];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels });
  },
};

const RESULTS = 'results';
const LENGTH = 'sequence_length';
const TESTED = ['test_accuracy', 'test_accuracy_low', 'test_accuracy_high'];

/** A number that varies beside the length and has a colour of its own. */
const colourOf = (subject: Subject): string | undefined =>
  subject.axes.find((axis) => {
    const about = tableOf(subject, RESULTS)?.columns.find(({ name }) => name === axis);
    return axis !== LENGTH && axis !== 'seed' && axis !== 'replica' && (about?.type === 'f64' || about?.type === 'i32');
  });

const symbolOf = (subject: Subject, key: string): string =>
  tableOf(subject, RESULTS)?.columns.find(({ name }) => name === key)?.symbol || spoken(key);

/** Tests over lengths of sequences, with their intervals and what guessing comes to. */
export const ACCURACY_OVER_LENGTH: FigureDescription = {
  name: 'accuracy_over_length',
  title: 'accuracy over the length of sequences',
  meaning:
    'test accuracy over the number of pairs with 95 % intervals, beside one answer in as many as there are labels, and beside one in as many as were shown',
  needs(subject) {
    const colour = colourOf(subject);
    const columns = [LENGTH, 'num_classes', ...TESTED, ...(colour === undefined ? [] : [colour])];
    const isOfLengths = subject.kind === 'sweep' && subject.axes.includes(LENGTH);
    return isOfLengths && hasColumns(subject, RESULTS, columns)
      ? [{ kind: 'columns', table: RESULTS, columns }]
      : undefined;
  },
  draw(data) {
    const { subject } = data;
    const column = (name: string): Float64Array => data.numbers(RESULTS, name).values;
    const [x, classes] = [LENGTH, 'num_classes'].map(column);
    const [accuracy, low, high] = TESTED.map(column);
    const by = colourOf(subject);
    const of = by === undefined ? x.map(() => 0) : column(by);
    const marks = distinct(of).flatMap((value): readonly Mark[] => {
      const own = [...x.keys()].filter((i) => of[i] === value).sort((a, b) => x[a] - x[b]);
      const pick = (values: Float64Array): Float64Array => Float64Array.from(own, (i) => values[i]);
      const lengths = distinct(pick(x));
      const means = lengths.map((length) => {
        const runs = own.filter((i) => x[i] === length);
        return runs.reduce((sum, i) => sum + accuracy[i], 0) / runs.length;
      });
      const style =
        by === undefined ? { label: 'test' } : { label: `${symbolOf(subject, by)} = ${numberWords(value)}` };
      return [
        { kind: 'line', x: lengths, y: means, ...style },
        { kind: 'points', x: pick(x), y: pick(accuracy), reach: { low: pick(low), high: pick(high) }, ...style },
      ];
    });
    const lengths = distinct(x);
    const chance = distinct(classes).map(
      (count): Mark => ({
        kind: 'rule',
        axis: 'y',
        at: 1 / count,
        label: `chance, 1/${count}`,
        colour: COLOURS.grey,
        dash: [5, 3],
      }),
    );
    const exclusion: Mark = {
      kind: 'line',
      x: lengths,
      y: lengths.map((length) => 1 / length),
      label: 'one of those shown, 1/L',
      colour: COLOURS.grey,
      dash: [1, 2],
    };
    const panel: Panel = {
      share: 0.55,
      x: { title: 'pairs L', isWhole: true },
      y: { title: 'test accuracy', domain: [0, 1.02], format: '.1f' },
      marks: [...marks, ...chance, exclusion],
    };
    const notes = ['bars: 95 % interval by Wilson, of each test'];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes });
  },
};
