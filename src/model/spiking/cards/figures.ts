/** Figures of learning the card game: what games need, rewards, and how well values are known. */
import { type FigureDescription, hasColumns, tableOf } from '../../../figure/figure.js';
import type { Mark } from '../../../figure/marks.js';
import { COLOURS } from '../../../figure/palette.js';
import { type Panel, panelFigure } from '../../../figure/panels.js';
import { GAME_FIGURES } from './game-figures.js';

const SERIES = 'timeseries';
const COLUMNS = ['step', 'flips', 'reward', 'games', 'explained_variance'];
const PALE = '#9fb6c9';

/** Stretches of a run over which games are averaged. */
const STRETCHES = 20;

/** Means over equal stretches of updates, each update with the games that were over in it. */
function stretched(
  x: Float64Array,
  y: Float64Array,
  games: Float64Array,
): { readonly x: number[]; readonly y: number[] } {
  const count = Math.min(STRETCHES, x.length);
  const bounds = Array.from({ length: count + 1 }, (_, i) => Math.floor((i * x.length) / count));
  const means = Array.from({ length: count }, (_, s) => {
    let [sum, all, last] = [0, 0, bounds[s]];
    for (let i = bounds[s]; i < bounds[s + 1]; i++) {
      last = i;
      if (!Number.isFinite(y[i]) || games[i] === 0) continue;
      sum += y[i] * games[i];
      all += games[i];
    }
    return { x: (x[bounds[s]] + x[last]) / 2, y: sum / all };
  });
  return { x: means.map((one) => one.x), y: means.map((one) => one.y) };
}

const GAMES: FigureDescription = {
  name: 'games',
  title: 'games while it learns',
  meaning:
    'flips and rewards of the games that were over in each update, beside the best and a random player, and the share of the variance of returns that expected ones explain',
  instead: ['flips', 'reward', 'explained_variance'],
  needs: (subject) =>
    subject.kind === 'run' && hasColumns(subject, SERIES, COLUMNS) && tableOf(subject, SERIES)?.nRows !== 0
      ? [{ kind: 'columns', table: SERIES, columns: COLUMNS }]
      : undefined,
  draw(data) {
    const [x, flips, reward, games, explained] = COLUMNS.map((name) => data.numbers(SERIES, name).values);
    const { optimal_flips: best, random_flips: random, test_flips: test } = data.subject.summary;
    const rule = (at: unknown, label: string, colour: string): readonly Mark[] =>
      typeof at === 'number' ? [{ kind: 'rule', axis: 'y', at, label, colour, dash: [5, 3] }] : [];
    const panelOf = (title: string, y: Float64Array, more: readonly Mark[], isNamed: boolean): Panel => ({
      share: 0.38,
      x: { title: 'update' },
      y: { title },
      marks: [
        { kind: 'points', x, y, size: 6, ...(isNamed ? { label: 'update', colour: PALE } : { colour: PALE }) },
        {
          kind: 'line',
          ...stretched(x, y, games),
          colour: COLOURS.blue,
          ...(isNamed && { label: 'mean of a stretch' }),
        },
        ...more,
      ],
    });
    const players = [
      ...rule(best, 'best player', COLOURS.green),
      ...rule(random, 'random player', COLOURS.grey),
      ...rule(test, 'test', COLOURS.black),
    ];
    return panelFigure(data, {
      title: this.title,
      meaning: this.meaning,
      panels: [
        panelOf('flips of a game', flips, players, true),
        panelOf('reward of a game', reward, [], false),
        {
          share: 0.3,
          x: { title: 'update' },
          y: { title: 'explained variance' },
          marks: [{ kind: 'line', x, y: explained, colour: COLOURS.blue }],
        },
      ],
      notes: [`games of a stretch: those of a ${STRETCHES}th of the updates`],
    });
  },
};

export const CARDS_FIGURES: readonly FigureDescription[] = [GAMES, ...GAME_FIGURES];
