/** The words of stories by their numbers, as figures read them. */
import type { ClassNames } from '../training/figures.js';

const [TABLE, NUMBER, TEXT] = ['vocabulary', 'word', 'text'];

export const VOCABULARY: ClassNames = {
  need: { kind: 'columns', table: TABLE, columns: [NUMBER, TEXT] },
  read(data) {
    const texts = data.words(TABLE, TEXT);
    return new Map(Array.from(data.numbers(TABLE, NUMBER).values, (number, i) => [number, String(texts[i])]));
  },
};
