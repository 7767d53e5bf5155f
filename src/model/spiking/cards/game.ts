/**
 * Concentration, a game of cards that lie face down: one card is turned over at a time, two that are alike are taken away, and two that are not are turned
 * back. Its rules are those of specification, section 7, in their order.
 */

/** What a cell shows. */
export const CELL = { down: 0, up: 1, empty: 2 } as const;
const STATES = 3;
/** What lies in a cell without a card. */
export const NO_CARD = -1;

export interface CardRules {
  readonly cells: number;
  /** Numbers of the image of a card. */
  readonly shape: number;
  /** Reward of a pair, on top of that of its second flip. */
  readonly matchReward: number;
  /** Reward of each flip, also of a cell without a card. */
  readonly flipPenalty: number;
}

/** Kinds of cards; two cards are of each, and an odd number of cells leaves the last one empty. */
export const pairsOf = (cells: number): number => Math.floor(cells / 2);

/** Numbers of an observation: state of each cell, action, image. */
export const observationSize = ({ cells, shape }: CardRules): number => (STATES + 1) * cells + shape;

/** What a game begins with. */
export interface Deal {
  /** Kind of the card in each cell, or that there is none, [cells]. */
  readonly deck: Int32Array;
  /** [pairs, shape] */
  readonly images: Float64Array;
}

/** State of each cell at the beginning of a game, [cells]. */
export const freshCells = (deck: Int32Array): Uint8Array =>
  Uint8Array.from(deck, (kind) => (kind === NO_CARD ? CELL.empty : CELL.down));

/** What became of a flip. */
export interface Flip {
  readonly reward: number;
  /** Whether no card is left. */
  readonly isOver: boolean;
  /** Kind of the card whose image is seen, or that none is. */
  readonly seen: number;
}

/** The two cards that are up, if there are two. */
function pairUp(states: Uint8Array): readonly [number, number] | undefined {
  const first = states.indexOf(CELL.up);
  const second = first < 0 ? -1 : states.indexOf(CELL.up, first + 1);
  return second < 0 ? undefined : [first, second];
}

/** Turns the card of a cell over, and tidies up what two cards leave; `states` are changed. */
export function flip(states: Uint8Array, deck: Int32Array, cell: number, rules: CardRules): Flip {
  const { matchReward, flipPenalty } = rules;
  if (states[cell] !== CELL.empty) states[cell] = states[cell] === CELL.up ? CELL.down : CELL.up;
  const seen = states[cell] === CELL.up ? deck[cell] : NO_CARD;
  const pair = pairUp(states);
  const isMatch = pair !== undefined && deck[pair[0]] === deck[pair[1]];
  for (const one of pair ?? []) states[one] = isMatch ? CELL.empty : CELL.down;
  return {
    reward: flipPenalty + (isMatch ? matchReward : 0),
    isOver: states.every((state) => state === CELL.empty),
    seen,
  };
}

/** Writes what is observed: states of the cells after tidying up, the cell that was chosen, the image that was seen. */
export function writeObservation(
  to: Float64Array,
  states: Uint8Array,
  cell: number,
  image: ArrayLike<number> | undefined,
): void {
  to.fill(0);
  const cells = states.length;
  for (let i = 0; i < cells; i++) to[STATES * i + states[i]] = 1;
  to[STATES * cells + cell] = 1;
  if (image !== undefined) to.set(image, (STATES + 1) * cells);
}

/** The table as a text: `-3-` lies face down, `+3+` face up, ` x ` is empty. */
export const gridText = (states: Uint8Array, deck: Int32Array): string =>
  Array.from(states, (state, i) =>
    state === CELL.empty ? ' x ' : state === CELL.up ? `+${deck[i]}+` : `-${deck[i]}-`,
  ).join(' ');
