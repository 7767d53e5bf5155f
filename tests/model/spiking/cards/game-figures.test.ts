/** What a network does in a game, as figures. */
import { describe, expect, it } from 'vitest';
import { CARDS_FIGURES } from '../../../../src/model/spiking/cards/figures.js';
import { axis, colourOf, drawFrom, texts, valuesOf } from '../drawn-figures.js';

const draw = drawFrom(CARDS_FIGURES);
const drawn = (...given: Parameters<typeof draw>) => draw(...given) as NonNullable<ReturnType<typeof draw>>;

/** A game of two pairs that is over after six flips, and the first move of another one. */
const MOVES = {
  game: [0, 0, 0, 0, 0, 0, 1],
  move: [0, 1, 2, 3, 4, 5, 0],
  lies: [
    ...[
      '-1- -0- -0- -1-',
      '+1+ -0- -0- -1-',
      '-1- -0- -0- -1-',
      '-1- -0- +0+ -1-',
      '-1-  x   x  -1-',
      '-1-  x   x  +1+',
    ],
    '-0- -0- -1- -1-',
  ],
  cell: [0, 1, 2, 1, 3, 0, 2],
  probability: [0.25, 0.5, 0.75, 0.5, 0.25, 1, 0.1],
  value: [20, 21, 22, 40, 10, 25, 7],
  reward: [-1, -1, -1, 24, -1, 24, -1],
};

const OF = { parameters: { discount_factor: 0.5, flip_penalty: -1 } };

describe('the figure of a game', () => {
  it('has the table before each move, the cell that was turned over, and pairs in a colour of their own', () => {
    const { views, notes } = drawn('game', { moves: MOVES }, OF);
    const [table] = views;
    expect([axis(table, 'x').title, axis(table, 'y').title]).toEqual(['move of the game', 'cell']);
    expect(axis(table, 'y').scale).toMatchObject({ reverse: true, domain: [-0.5, 3.5] });
    // kinds by ink: on pale cells, and on dark ones
    const written = valuesOf(table, 'text').flat();
    const at = (x: number) => written.filter((one) => one.x === x).sort((a, b) => Number(a.y) - Number(b.y));
    expect(at(0).map(({ text }) => text)).toEqual(['1', '0', '0', '1']);
    expect(at(4).map(({ text }) => text)).toEqual(['1', '', '', '1']);
    expect(colourOf(table)?.domain).toEqual(['turned over', 'turned over, a pair']);
    const boxes = valuesOf(table, 'rect').map((rows) =>
      rows.map(({ x0, x1, y0, y1 }) => [(Number(x0) + Number(x1)) / 2, (Number(y0) + Number(y1)) / 2]),
    );
    expect(boxes).toEqual([
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [4, 3],
      ],
      [
        [3, 1],
        [5, 0],
      ],
    ]);
    expect(notes).toContain('2 of 2 pairs in 6 flips pale:');
    expect(notes).toContain('the first of 2 recorded games');
  });

  it('has expected returns beside those that came, and how probable moves were beside any cell', () => {
    const [, returns, law] = drawn('game', { moves: MOVES }, OF).views;
    const [expected, came] = valuesOf(returns, 'line');
    expect(expected.map(({ y }) => y)).toEqual([20, 21, 22, 40, 10, 25]);
    // 24, before that -1 + 24/2, 24 + 11/2, ...
    expect(came.map(({ y }) => y)).toEqual([1.9375, 5.875, 13.75, 29.5, 11, 24]);
    expect(colourOf(returns)?.domain).toEqual(['expected V', 'what came']);
    expect(valuesOf(law, 'line')[0].map(({ y }) => y)).toEqual([0.25, 0.5, 0.75, 0.5, 0.25, 1]);
    expect(valuesOf(law, 'rule')).toEqual([[{ at: 0.25 }]]);
    expect(colourOf(law)?.domain).toEqual(['move that was made', 'any cell, 1/4']);
  });

  it('says of a game that is not over no return, and which pairs were found', () => {
    const cut = Object.fromEntries(Object.entries(MOVES).map(([name, all]) => [name, all.slice(0, 4)]));
    const { views, notes } = drawn('game', { moves: cut }, OF);
    expect(colourOf(views[1])?.domain).toEqual(['expected V']);
    expect(notes).toContain('1 of 2 pairs in 4 flips, and the game is not over');
  });
});

describe('further figures of a game', () => {
  it('have rates and activities of each layer over the moves', () => {
    const rows = {
      game: [0, 0, 0, 0, 1],
      layer: ['keys', 'keys', 'keys', 'keys', 'keys'],
      move: [0, 1, 0, 1, 0],
      unit: [0, 0, 1, 1, 0],
    };
    const rates = drawn('rates', { rates: { ...rows, rate: [0, 10, 20, 40, 99] } });
    expect(rates.views).toHaveLength(1);
    expect([axis(rates.views[0], 'x').title, axis(rates.views[0], 'y').title]).toEqual(['move of the game', 'keys']);
    expect(colourOf(rates.views[0])?.domain).toEqual([0, 40]);
    const activities = drawn('activities', { activities: { ...rows, activity: [0, 1, 2, 3, 99] } });
    expect(colourOf(activities.views[0])?.domain).toEqual([0, 3]);
    expect(activities.notes).toContain('the first of 2 recorded games');
    expect(draw('activities', { rates: { ...rows, rate: [1, 2, 3, 4, 5] } })).toBeUndefined();
  });

  it('have the memory after the last move and after each before it, centred at zero', () => {
    const memory = {
      game: [0, 0, 0, 0, 0, 0, 0, 0, 1],
      move: [0, 0, 0, 0, 1, 1, 1, 1, 0],
      key: [0, 0, 1, 1, 0, 0, 1, 1, 0],
      value: [0, 1, 0, 1, 0, 1, 0, 1, 0],
      weight: [0, 0.25, 0, 0, 0, 0.5, 0, 0, 9],
    };
    const { views, notes } = drawn('memory', { memory });
    expect(colourOf(views[0])?.domain).toEqual([-0.5, 0.5]);
    expect([axis(views[0], 'x').title, axis(views[0], 'y').title]).toEqual(['key neuron', 'value neuron']);
    expect(texts(views[1])).toEqual(['the same after each move before that', 'move 0']);
    expect(notes).toContain('large: after move 1');
  });

  it('show some of many memories', () => {
    const moves = Array.from({ length: 50 }, (_, i) => i);
    const memory = {
      game: moves.map(() => 0),
      move: moves,
      key: moves.map(() => 0),
      value: moves.map(() => 0),
      weight: moves.map((move) => (move === 1 ? -8 : move)),
    };
    const { views } = drawn('memory', { memory });
    // 49 before the last are more than 24: each third is shown, on the scale of all
    const labels = [0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 42, 45, 48].map((move) => `move ${move}`);
    expect(texts(views[1])).toEqual(['the same after some moves before that', ...labels]);
    expect(colourOf(views[0])?.domain).toEqual([-49, 49]);
  });
});
