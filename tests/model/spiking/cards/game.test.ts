import { describe, expect, it } from 'vitest';
import {
  type CardRules,
  CELL,
  flip,
  freshCells,
  gridText,
  NO_CARD,
  observationSize,
  pairsOf,
  writeObservation,
} from '../../../../src/model/spiking/cards/game.js';

const RULES: CardRules = { cells: 5, shape: 2, matchReward: 25, flipPenalty: -0.5 };
const DECK = Int32Array.of(0, 1, 0, 1, NO_CARD);
const { down, up, empty } = CELL;

/** Flips cells one after the other. */
function play(...cells: readonly number[]) {
  const states = freshCells(DECK);
  const flips = cells.map((cell) => flip(states, DECK, cell, RULES));
  return { states: [...states], last: flips[flips.length - 1], flips };
}

describe('a game of cards', () => {
  it('begins face down, with the odd cell empty', () => {
    expect([...freshCells(DECK)]).toEqual([down, down, down, down, empty]);
    expect([pairsOf(5), pairsOf(4), observationSize(RULES)]).toEqual([2, 2, 4 * 5 + 2]);
  });

  it('turns a card up at the price of a flip, and shows it', () => {
    expect(play(1)).toMatchObject({ states: [down, up, down, down, empty], last: { reward: -0.5, seen: 1 } });
  });

  it('turns a card that is up down again, which shows nothing', () => {
    expect(play(1, 1)).toMatchObject({
      states: [down, down, down, down, empty],
      last: { reward: -0.5, seen: NO_CARD },
    });
  });

  it('takes two alike away, with their reward', () => {
    expect(play(1, 3)).toMatchObject({
      states: [down, empty, down, empty, empty],
      last: { reward: 24.5, seen: 1, isOver: false },
    });
  });

  it('turns two that are not alike down, after the second one was seen', () => {
    expect(play(0, 1)).toMatchObject({ states: [down, down, down, down, empty], last: { reward: -0.5, seen: 1 } });
  });

  it('lets an empty cell be chosen, which costs a flip and leaves the card that is up', () => {
    expect(play(0, 4)).toMatchObject({ states: [up, down, down, down, empty], last: { reward: -0.5, seen: NO_CARD } });
    expect(play(1, 3, 1)).toMatchObject({
      states: [down, empty, down, empty, empty],
      last: { reward: -0.5, seen: NO_CARD },
    });
  });

  it('is over when no card is left', () => {
    expect(play(1, 3, 0, 2).flips.map(({ isOver }) => isOver)).toEqual([false, false, false, true]);
  });
});

describe('an observation', () => {
  it('has the states after tidying up as one of three, the action, and the image', () => {
    const to = new Float64Array(observationSize(RULES)).fill(9);
    writeObservation(to, Uint8Array.of(down, up, empty, down, empty), 3, [0.25, 0.75]);
    expect([...to]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0.25, 0.75]);
  });

  it('has zeros where no card is seen', () => {
    const to = new Float64Array(observationSize(RULES)).fill(9);
    writeObservation(to, freshCells(DECK), 0, undefined);
    expect([...to.subarray(15)]).toEqual([1, 0, 0, 0, 0, 0, 0]);
  });
});

describe('the table as a text', () => {
  it('says which cards lie how', () => {
    expect(gridText(Uint8Array.of(down, up, down, down, empty), DECK)).toBe('-0- +1+ -0- -1-  x ');
  });
});
