/** Figures of sweeps: those of the published notebooks (specification, section 12), from the tables of `msm collect --for`. */
import { boxPanel, dotPanel } from '../../figure/box-plot.js';
import { cellPanel, distinct, folded } from '../../figure/cell-map.js';
import type { FigureData, FigureDescription } from '../../figure/figure.js';
import type { Mark } from '../../figure/marks.js';
import { anchorsOf, COLOURS } from '../../figure/palette.js';
import { type Panel, panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import { numberWords } from '../../figure/text.js';
import { RULES } from './corruption-best.js';
import type { Row } from './result-rows.js';
import { needing, numbersOf, partsOf, publishedRows } from './results-data.js';

const ACCURACY = 'test accuracy';
const STRENGTH = 'strength of the corruption';

type Made = { readonly panels: readonly (Panel | readonly Panel[])[]; readonly notes?: readonly string[] };

/** A figure of a table that `msm collect` makes under the same name. */
function figure(
  about: Pick<FigureDescription, 'name' | 'title' | 'meaning' | 'isExtra'>,
  needs: FigureDescription['needs'],
  of: (rows: readonly Row[], data: FigureData) => Made,
): FigureDescription {
  return {
    ...about,
    needs,
    draw: (data) => {
      const { title, meaning } = about;
      return panelFigure(data, { title, meaning, ...of(publishedRows(data, about.name), data) });
    },
  };
}

const isPositive = (values: ArrayLike<number>): boolean => rangeOf(values)[0] > 0;

/** Columns of a map up to which there is room for numbers. */
const ROOM = 12;

/** Cells of a number over two columns. */
function mapOf(
  rows: readonly Row[],
  [x, y]: readonly [string, string],
  titles: readonly [string, string],
  value: string,
  name: string | undefined,
): Panel {
  const cells = folded(numbersOf(rows, x), numbersOf(rows, y), numbersOf(rows, value));
  return cellPanel({
    values: cells.values,
    x: { title: titles[0], labels: cells.xs.map(numberWords) },
    y: { title: titles[1], labels: cells.ys.map(numberWords) },
    title: ACCURACY,
    share: Math.min(0.7, Math.max(0.25, 0.1 * cells.ys.length)),
    ...(cells.xs.length <= ROOM && { written: (one: number) => one.toFixed(2) }),
    ...(name !== undefined && { name }),
  });
}

const named = (...words: readonly (string | undefined)[]): string =>
  words.filter((word) => word !== undefined).join(', ');

const ALPHA_LR_MAP = figure(
  {
    name: 'alpha_lr_map',
    title: 'test accuracy over coupling and rate',
    meaning: 'test accuracy of mirror descent over coupling and learning rate: the best run of a cell, and its mean',
  },
  needing(['alpha', 'lr']),
  (rows) => ({
    panels: partsOf(rows, ['task']).flatMap(({ name, rows: own }) =>
      (['best', 'mean'] as const).map((value) =>
        mapOf(own, ['lr', 'alpha'], ['learning rate η', 'coupling α'], value, named(name, value)),
      ),
    ),
    notes: ['all block sizes and seeds of a cell together'],
  }),
);

/** Rates that stand in a legend; more are a scale. */
const MOST_RATES = 8;

/** Runs of mirror descent over the coupling, coloured by their rates, and the best run of gradient descent. */
const ALPHA_SCATTER: FigureDescription = {
  name: 'alpha_scatter',
  title: 'test accuracy over the coupling',
  meaning: 'test accuracy of every run of mirror descent over its coupling, and the best run of gradient descent',
  needs: needing(['alpha']),
  draw(data) {
    const { words, numbers } = { words: data.words, numbers: data.numbers };
    const [alpha, lr, accuracy] = ['alpha', 'lr', 'test_accuracy'].map((name) => numbers('results', name).values);
    const rules = words('results', 'update_alg');
    const tasks = words('results', 'task');
    const panels = [...new Set(tasks)].map((task): Panel => {
      const of = (rule: string) => rules.flatMap((one, i) => (one === rule && tasks[i] === task ? [i] : []));
      const runs = of('md');
      const pick = (values: Float64Array, among: readonly number[]) => Float64Array.from(among, (i) => values[i]);
      const rates = distinct(pick(lr, runs));
      const points = (among: readonly number[]) =>
        ({ kind: 'points', x: pick(alpha, among), y: pick(accuracy, among), opacity: 0.75 }) as const;
      const marks: readonly Mark[] =
        rates.length <= MOST_RATES
          ? rates.map((rate) => ({
              ...points(runs.filter((i) => lr[i] === rate)),
              label: `η = ${numberWords(rate)}`,
            }))
          : [
              {
                ...points(runs),
                coloured: {
                  values: pick(lr, runs),
                  title: 'learning rate η',
                  domain: rangeOf(rates),
                  range: anchorsOf('viridis'),
                },
              },
            ];
      const best = rangeOf(pick(accuracy, of('gd')))[1];
      const rule: readonly Mark[] = Number.isNaN(best)
        ? []
        : [
            {
              kind: 'rule',
              axis: 'y',
              at: best,
              label: 'best of gradient descent',
              colour: COLOURS.grey,
              dash: [4, 2],
            },
          ];
      return {
        ...(new Set(tasks).size > 1 && { title: String(task) }),
        share: 0.55,
        x: { title: 'coupling α', isLog: isPositive(pick(alpha, runs)) },
        y: { title: ACCURACY },
        marks: [...marks, ...rule],
      };
    });
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels });
  },
};

/** Means with their scatter as bars, and the best of each as a point. */
const BLOCK_SIZE_BARS = figure(
  {
    name: 'block_size_bars',
    title: 'test accuracy over the block size',
    meaning:
      'test accuracy of mirror descent over the block size: means ± one standard deviation over runs, and the best run',
  },
  needing(['block_size']),
  (rows) => ({
    panels: partsOf(rows, ['task']).map(({ name, rows: own }) => {
      const [mean, sd, best] = ['mean', 'sd', 'best'].map((column) => numbersOf(own, column));
      const places = own.map((_, i) => i);
      return {
        ...(name !== undefined && { title: name }),
        share: 0.45,
        x: {
          title: 'block size B',
          labels: own.map((row) => String(row.block_size)),
          domain: [-0.5, own.length - 0.5] as const,
        },
        y: { title: ACCURACY, hasZero: true },
        marks: [
          {
            kind: 'bars',
            from: places.map((at) => at - 0.3),
            to: places.map((at) => at + 0.3),
            height: mean,
            colour: COLOURS.sky,
            label: 'mean',
          },
          { kind: 'points', x: places, y: mean, error: sd, colour: COLOURS.black, size: 1 },
          { kind: 'points', x: places, y: best, colour: COLOURS.vermillion, label: 'best run' },
        ],
      } satisfies Panel;
    }),
    notes: ['bars: mean ± standard deviation over all rates, couplings and seeds'],
  }),
);

/** Settings of each rule that are compared, as published. */
const MOST_SETTINGS = 4;

/** Settings by rule and rate with all their runs, of each rule the best. */
function settingsOf(rows: readonly Row[]): readonly { readonly label: string; readonly values: Float64Array }[] {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return partsOf(rows, ['update_alg']).flatMap(({ rows: own }) =>
    partsOf(own, ['lr'])
      .map(({ rows: runs }) => ({
        label: `${runs[0].update_alg} ${numberWords(Number(runs[0].lr))}`,
        values: numbersOf(runs, 'test_accuracy').filter(Number.isFinite),
      }))
      .filter(({ values }) => values.length > 0)
      .sort((a, b) => mean(b.values) - mean(a.values))
      .slice(0, MOST_SETTINGS),
  );
}

const ARCHITECTURES = figure(
  {
    name: 'architectures',
    title: 'rules at their best settings',
    meaning: 'test accuracy of all runs at the best setting of a rule and a rate, of each rule the best rates',
  },
  needing(['update_alg']),
  (rows) => ({
    panels: partsOf(rows, ['task']).map(({ name, rows: own }) => ({
      ...boxPanel({
        groups: settingsOf(own),
        x: 'rule, learning rate',
        y: { title: ACCURACY },
        written: (values) => Math.max(...values).toFixed(3),
      }),
      ...(name !== undefined && { title: name }),
    })),
    notes: [`of each rule at most ${MOST_SETTINGS} rates; above each box its best run`],
  }),
);

const RULE_COLOURS: { readonly [rule: string]: string } = {
  md: COLOURS.blue,
  gd: COLOURS.black,
  adam: COLOURS.green,
  adamW: COLOURS.purple,
  [RULES.md]: COLOURS.blue,
  [RULES.gd]: COLOURS.black,
  [RULES.learned]: COLOURS.orange,
};

/** Lines and error bars of rules stand this far beside each other, so that none lies on another. */
const ASIDE = 0.012;

/** Means with error bars over the strength of the corruption, a line a rule. */
function strengthPanel(
  rows: readonly Row[],
  rule: string,
  [mean, error]: readonly [string, string],
  title?: string,
): Panel {
  const rules = [...new Set(rows.map((row) => String(row[rule])))].sort();
  const [low, high] = rangeOf(numbersOf(rows, 'corruption_alpha'));
  return {
    ...(title !== undefined && title !== '' && { title }),
    share: 0.6,
    x: { title: STRENGTH, domain: [low - 0.04, high + 0.04] },
    y: { title: ACCURACY },
    marks: rules.flatMap((one, at): readonly Mark[] => {
      const own = rows.filter((row) => String(row[rule]) === one);
      const [strength, y, bars] = ['corruption_alpha', mean, error].map((name) => numbersOf(own, name));
      const x = strength.map((value) => value + ASIDE * (at - (rules.length - 1) / 2));
      const style = { label: one, ...(one in RULE_COLOURS && { colour: RULE_COLOURS[one] }) };
      return [
        { kind: 'line', x, y, ...style },
        { kind: 'points', x, y, error: bars, about: { strength }, ...style },
      ];
    }),
  };
}

const CORRUPTION_CURVES = figure(
  {
    name: 'corruption_curves',
    title: 'test accuracy under corruption',
    meaning:
      'test accuracy over the strength of the corruption: means ± one standard deviation over all runs of a rule, and over its ten best',
  },
  needing(['corruption_alpha']),
  (rows) => ({
    panels: partsOf(rows, ['task', 'corruption_type']).map(({ name, rows: own }) => [
      strengthPanel(own, 'update_alg', ['mean', 'sd'], named(name, 'all runs')),
      strengthPanel(own, 'update_alg', ['top_mean', 'top_sd'], named(name, 'ten best runs')),
    ]),
    notes: [
      'bars: ± standard deviation over runs of all rates, couplings and seeds; rules stand a little beside each other',
    ],
  }),
);

/** What may vary where rules are compared, each at its best rate: what follows from the rule or the strength among it. */
const COMPARED = [
  ...['corruption_alpha', 'corruption_type', 'test_corruption_alpha', 'test_corruption_type', 'task'],
  ...['lr', 'update_alg', 'hessian', 'alpha', 'seed', 'replica'],
];

const CORRUPTION_BEST = figure(
  {
    name: 'corruption_best',
    title: 'rules at their best rates under corruption',
    meaning:
      'test accuracy over the strength of the corruption, of each rule at the rate with the best mean of the last validation, with 95 % intervals over seeds',
  },
  (subject) => {
    const isOfRules = subject.axes.includes('update_alg') || subject.axes.includes('hessian');
    // a rule at a rate must have one run for each seed
    return isOfRules && subject.axes.every((axis) => COMPARED.includes(axis))
      ? needing(['corruption_alpha', 'lr'])(subject)
      : undefined;
  },
  (rows) => {
    if (rows.length === 0) {
      const empty: Panel = {
        share: 0.3,
        x: { title: 'strength of the corruption' },
        y: { title: 'test accuracy' },
        marks: [],
      };
      return { panels: [empty], notes: ['no rule has a rate at which the runs of all seeds ended'] };
    }
    const runs = rangeOf(numbersOf(rows, 'runs'));
    const seeds = runs[0] === runs[1] ? `${runs[0]}` : `${runs[0]} to ${runs[1]}`;
    return {
      panels: partsOf(rows, ['task', 'corruption_type']).map(({ name, rows: own }) =>
        strengthPanel(own, 'rule', ['mean', 'interval'], name),
      ),
      notes: [`bars: 95 % interval of the mean over ${seeds} seeds; rules stand a little beside each other`],
    };
  },
);

const EQUAL_ALPHA_MAP = figure(
  {
    name: 'equal_alpha_map',
    title: 'coupling and corruption equally strong',
    meaning:
      'mean of the ten best test accuracies of mirror descent where coupling and corruption are equally strong, over both and the block size',
  },
  needing(['alpha', 'corruption_alpha', 'block_size']),
  (rows) => ({
    panels: partsOf(rows, ['task', 'corruption_type']).map(({ name, rows: own }) =>
      mapOf(own, ['block_size', 'alpha'], ['block size B', 'coupling and corruption'], 'top_mean', name),
    ),
  }),
);

const GD_CORRUPTION: FigureDescription = {
  name: 'gd_corruption',
  title: 'gradient descent under block corruption',
  meaning: 'test accuracy of all runs of gradient descent under corruption within blocks, over its strength',
  isExtra: true,
  needs(subject) {
    const isOfIt = subject.parameters.update_alg === 'gd' || subject.axes.includes('update_alg');
    return isOfIt ? needing(['corruption_alpha'])(subject) : undefined;
  },
  draw(data) {
    const [rules, kinds] = ['update_alg', 'corruption_type'].map((name) => data.words('results', name));
    const [strength, accuracy] = ['corruption_alpha', 'test_accuracy'].map(
      (name) => data.numbers('results', name).values,
    );
    const isOfIt = (_: number, i: number): boolean => rules[i] === 'gd' && kinds[i] === 'block_diagonal';
    const groups = distinct(strength.filter(isOfIt)).map((at) => ({
      label: numberWords(at),
      values: accuracy.filter((value, i) => isOfIt(value, i) && strength[i] === at),
    }));
    const panel = boxPanel({ groups, x: STRENGTH, y: { title: ACCURACY } });
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel] });
  },
};

/** Accuracies of a run that was pruned. */
const PRUNED = [
  ['unpruned_test_accuracy', 'test before'],
  ['test_accuracy', 'test after'],
  ['best_validation_accuracy', 'best validation'],
  ['train_accuracy', 'train'],
] as const;

const PRUNING: FigureDescription = {
  name: 'pruning',
  title: 'accuracies before and after pruning',
  meaning:
    'test accuracy of every run before it was pruned and after its second fit, with the best validation and the training of that fit',
  needs: (subject) =>
    subject.parameters.prune === true ? needing([], ['unpruned_test_accuracy'])(subject) : undefined,
  draw(data) {
    const [rules, tasks] = ['update_alg', 'task'].map((name) => data.words('results', name));
    const panels = [...new Set(tasks)].map((task) => {
      const own = tasks.flatMap((one, i) => (one === task ? [i] : []));
      const values = PRUNED.map(([name]) => data.numbers('results', name).values);
      const [low, high] = rangeOf(values.flatMap((all) => own.map((i) => all[i])));
      const room = Math.max(0.002, 0.05 * (high - low));
      const isSeveral = new Set(tasks).size > 1;
      return PRUNED.map(([, label], at): Panel => {
        const groups = [...new Set(rules)].map((rule) => ({
          label: String(rule),
          values: own.filter((i) => rules[i] === rule).map((i) => values[at][i]),
        }));
        const y = { title: at === 0 ? 'accuracy' : null, domain: [low - room, high + room] as const };
        return {
          ...dotPanel({ groups, x: '', y: { ...y, isHidden: at > 0 }, share: 1.3 }),
          title: isSeveral && at === 0 ? `${task}: ${label}` : label,
        };
      });
    });
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels, notes: ['lines: means over runs'] });
  },
};

export const SWEEP_FIGURES: readonly FigureDescription[] = [
  ALPHA_LR_MAP,
  ALPHA_SCATTER,
  BLOCK_SIZE_BARS,
  ARCHITECTURES,
  CORRUPTION_CURVES,
  CORRUPTION_BEST,
  EQUAL_ALPHA_MAP,
  PRUNING,
  GD_CORRUPTION,
];
