/** Characters of alphabets, each drawn by several people, and their classes: a character turned by a quarter is another class. */
import type { Bitmap, Turn } from '../bitmap.js';

export interface Characters {
  /** `Alphabet/character01`, in the order of code units. */
  readonly names: readonly string[];
  /** How often each was drawn, [names]. */
  readonly drawings: readonly number[];
  /** A drawing, by the numbers of character and drawing. */
  bitmap(character: number, drawing: number): Bitmap;
}

/** A character as it is turned. */
export interface CharacterClass {
  readonly character: number;
  readonly turn: Turn;
}

/** Classes of each part. */
export interface CharacterParts {
  readonly training: readonly CharacterClass[];
  readonly validation: readonly CharacterClass[];
  readonly test: readonly CharacterClass[];
}

const TURNS: readonly Turn[] = [0, 1, 2, 3];

/** The four classes of each character. */
export const turned = (characters: readonly number[]): readonly CharacterClass[] =>
  characters.flatMap((character) => TURNS.map((turn) => ({ character, turn })));

/** One character in so many is for validation where no list says which. */
const VALIDATED = 7;

/** Parts of characters without lists: every seventh of those to learn from is for validation. */
export function partsWithoutLists(learned: readonly number[], tested: readonly number[]): CharacterParts {
  const isValidated = (i: number): boolean => i % VALIDATED === VALIDATED - 1;
  return {
    training: turned(learned.filter((_, i) => !isValidated(i))),
    validation: turned(learned.filter((_, i) => isValidated(i))),
    test: turned(tested),
  };
}
