/** Figures of what a network does in a game: the table move by move, what it expects and how sure it is, its memory and its units. */
import { cellPanel } from '../../../figure/cell-map.js';
import type { FigureData, FigureDescription } from '../../../figure/figure.js';
import type { Boxes, Mark } from '../../../figure/marks.js';
import { COLOURS } from '../../../figure/palette.js';
import { type Axis, type Panel, panelFigure } from '../../../figure/panels.js';
import { at, GAMES, ifRecorded } from '../record-data.js';
import { memoryPanels, unitsPanel } from '../record-panels.js';

const { recorded, firstRows, byWord, memories, firstNote } = GAMES;

const MOVE = 'move of the game';

/** What a cell shows before a move, as the record writes it: `-1-` face down, `+1+` face up, `x` nothing. */
interface Lying {
  readonly kind: string;
  readonly state: number;
}

/** Shades of the states: the darker, the more is seen. */
const SHADE = { empty: 0, down: 1, up: 3 } as const;
const SHADES = [0, 4] as const;

/** One of the cells of a table, as the record writes it. */
function lyingOf(word: string): Lying {
  if (word === 'x') return { kind: '', state: SHADE.empty };
  return { kind: word.slice(1, -1), state: word.startsWith('+') ? SHADE.up : SHADE.down };
}

/** Whether the card of a cell is turned over as the second of a pair. */
function isPair(lies: readonly Lying[], cell: number): boolean {
  const first = lies.findIndex(({ state }) => state === SHADE.up);
  return first >= 0 && lies[cell].state === SHADE.down && lies[cell].kind === lies[first].kind;
}

/** More moves than these have cells too narrow for numbers. */
const MOST_WRITTEN = 30;

/** The first recorded game, move by move. */
function gameOf(data: FigureData) {
  const rows = firstRows(data, 'moves');
  const words = data.words('moves', 'lies');
  const [moves, cells, probabilities, values, rewards] = ['move', 'cell', 'probability', 'value', 'reward'].map(
    (name) => at(data, 'moves', name, rows),
  );
  const lies = rows.map((row) => String(words[row]).trim().split(/\s+/).map(lyingOf));
  const pairs = cells.map((cell, move) => (isPair(lies[move], cell) ? 1 : 0));
  const found = pairs.reduce((sum, one) => sum + one, 0);
  const all = Math.floor(lies[0].length / 2);
  return { moves, cells, probabilities, values, rewards, lies, pairs, found, all, isOver: found === all };
}

type Game = ReturnType<typeof gameOf>;

function tablePanel({ lies, cells, pairs, moves }: Game): Panel {
  const [rows, columns] = [lies[0].length, lies.length];
  const lying = (cell: number): Lying => lies[cell % columns][Math.floor(cell / columns)];
  const panel = cellPanel({
    values: Float64Array.from({ length: rows * columns }, (_, cell) => lying(cell).state),
    x: { title: MOVE, labels: Array.from(moves, String) },
    y: { title: 'cell', labels: Array.from({ length: rows }, (_, i) => String(i)) },
    title: 'state',
    colours: { map: 'grey', domain: SHADES },
    isDownwards: true,
    share: Math.min(0.6, Math.max(0.2, rows / Math.max(columns, 12))),
    ...(columns <= MOST_WRITTEN && { written: (_: number, cell: number) => lying(cell).kind }),
  });
  const chosen = (isPair: number, label: string, colour: string): Boxes => {
    const own = [...cells.keys()].filter((move) => pairs[move] === isPair);
    const side = (place: number) => [place - 0.46, place + 0.46] as const;
    return { kind: 'boxes', label, colour, width: 2, x: own.map(side), y: own.map((move) => side(cells[move])) };
  };
  // shades are said in words
  const marks = panel.marks.map((mark): Mark => (mark.kind === 'picture' ? { ...mark, colours: undefined } : mark));
  const boxes = [chosen(0, 'turned over', COLOURS.vermillion), chosen(1, 'turned over, a pair', COLOURS.blue)];
  return { ...panel, marks: [...marks, ...boxes.filter(({ x }) => x.length > 0)] };
}

/** Discounted rewards from each move to the end. */
function returnsOf(rewards: Float64Array, discount: number): Float64Array {
  const returns = rewards.slice();
  for (let i = returns.length - 2; i >= 0; i--) returns[i] += discount * returns[i + 1];
  return returns;
}

const GAME: FigureDescription = {
  name: 'game',
  title: 'a game of the test',
  meaning:
    'the table before each move with the cell that was turned over, the return that was expected beside the one that came, and how probable the move was',
  needs: (subject) => ifRecorded(subject, recorded('moves', 'move', 'lies', 'cell', 'probability', 'value', 'reward')),
  draw(data) {
    const game = gameOf(data);
    const { moves, values, rewards, probabilities, lies, found, all, isOver } = game;
    const x: Axis = { title: MOVE, isWhole: true, domain: [-0.5, moves.length - 0.5] };
    const came = returnsOf(rewards, Number(data.subject.parameters.discount_factor));
    const cells = lies[0].length;
    const panels: readonly Panel[] = [
      tablePanel(game),
      {
        ...{ share: 0.3, x, y: { title: 'return' } },
        marks: [
          { kind: 'line', x: moves, y: values, label: 'expected V', colour: COLOURS.blue },
          // of a game that is not over nobody knows the rest
          ...(isOver
            ? [{ kind: 'line', x: moves, y: came, label: 'what came', colour: COLOURS.green, dash: [5, 3] } as const]
            : []),
        ],
      },
      {
        ...{ share: 0.25, x, y: { title: 'probability of the move', domain: [0, 1] } },
        marks: [
          { kind: 'line', x: moves, y: probabilities, label: 'move that was made', colour: COLOURS.blue },
          { kind: 'rule', axis: 'y', at: 1 / cells, label: `any cell, 1/${cells}`, colour: COLOURS.grey, dash: [5, 3] },
        ],
      },
    ];
    const flips = `${moves.length} ${moves.length === 1 ? 'flip' : 'flips'}`;
    const notes = [
      `${found} of ${all} pairs in ${flips}${isOver ? '' : ', and the game is not over'}`,
      `pale: face down; dark: face up; white: nothing${moves.length <= MOST_WRITTEN ? '; numbers: kinds of cards' : ''}`,
      ...firstNote(data, 'moves'),
    ];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels, notes });
  },
};

/** A number of each unit over the moves, a picture a layer. */
const unitsFigure = (
  about: Pick<FigureDescription, 'name' | 'title' | 'meaning'>,
  value: string,
  unit?: string,
): FigureDescription => ({
  ...about,
  needs: (subject) => ifRecorded(subject, recorded(about.name, 'layer', 'move', 'unit', value)),
  draw(data) {
    const { name, title, meaning } = about;
    const panels = [...byWord(data, name, 'layer')].map(([layer, rows]) => {
      const [places, units, numbers] = ['move', 'unit', value].map((column) => at(data, name, column, rows));
      return unitsPanel({ layer, units, places, numbers }, { value, unit, x: MOVE });
    });
    return panelFigure(data, { title, meaning, panels, notes: firstNote(data, name) });
  },
});

const RATES = unitsFigure(
  {
    name: 'rates',
    title: 'rates in a game',
    meaning: 'firing rate of each neuron in each move of a game, layer by layer',
  },
  'rate',
  'Hz',
);

const ACTIVITIES = unitsFigure(
  {
    name: 'activities',
    title: 'activities in a game',
    meaning: 'what each unit of a network without time says in each move of a game, layer by layer',
  },
  'activity',
);

const MEMORY: FigureDescription = {
  name: 'memory',
  title: 'memory in a game',
  meaning: 'synapses from keys to values after the last move, and after each move before it',
  needs: (subject) => ifRecorded(subject, recorded('memory', 'move', 'key', 'value', 'weight')),
  draw(data) {
    const written = memories(data, 'move');
    const panels = memoryPanels(
      written,
      {
        headingOf: (every) => `the same after ${every === 1 ? 'each move' : 'some moves'} before that`,
        labelOf: (move) => `move ${move}`,
      },
      data.size,
    );
    const notes = [`large: after move ${written[written.length - 1].after}`, ...firstNote(data, 'memory')];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels, notes });
  },
};

export const GAME_FIGURES: readonly FigureDescription[] = [GAME, RATES, ACTIVITIES, MEMORY];
