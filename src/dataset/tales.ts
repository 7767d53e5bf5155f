/**
 * Small tales made by a grammar: a free text to learn from where nobody gives one. It is a stand-in, as easy as a language can be: some
 * 120 words, sentences of a few forms. What goes beyond neighbouring words is who a tale is about: names and pronouns come back later.
 */

/** An animal, what it is called later on, and what it likes. */
interface Animal {
  readonly name: string;
  readonly pronoun: 'he' | 'she';
  readonly food: string;
}

const ANIMALS: readonly Animal[] = [
  { name: 'fox', pronoun: 'he', food: 'grapes' },
  { name: 'hen', pronoun: 'she', food: 'corn' },
  { name: 'bear', pronoun: 'he', food: 'honey' },
  { name: 'goose', pronoun: 'she', food: 'grass' },
  { name: 'mole', pronoun: 'he', food: 'roots' },
  { name: 'owl', pronoun: 'she', food: 'mice' },
  { name: 'hare', pronoun: 'he', food: 'clover' },
  { name: 'cow', pronoun: 'she', food: 'hay' },
];
const MANNERS = ['old', 'small', 'clever', 'lazy', 'proud', 'hungry', 'gentle', 'lonely'];
const PLACES = [
  'by the river',
  'under the hill',
  'behind the mill',
  'near the forest',
  'in the valley',
  'on the island',
];
const TIMES = ['morning', 'evening', 'summer', 'winter', 'night', 'spring'];
const GIFTS = ['a golden key', 'a silver bell', 'a warm coat', 'a long rope', 'a little lamp', 'a round stone'];
const DEEDS = [
  'sang to the moon',
  'counted the clouds',
  'looked for',
  'dreamed of',
  'asked the wind for',
  'waited for',
];
const ENDINGS = [
  'and they were friends for ever',
  'and nobody saw them again',
  'and the wind told it to the trees',
  'and the children still speak of it',
];

/** 32 bits by position: tale and place in it, mixed until all bits of both count (after MurmurHash3, public domain). */
function bits(tale: number, place: number): number {
  let h = Math.imul(tale + 1, 0x9e3779b1) ^ Math.imul(place + 1, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A noun or an adjective with its article. */
const one = (word: string): string => `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);

/** One tale, a few lines. */
function tale(number: number): string {
  let place = 0;
  const pick = <T>(list: readonly T[]): T => list[Math.floor((bits(number, place++) / 2 ** 32) * list.length)];
  const hero = pick(ANIMALS);
  const guest = pick(ANIMALS.filter(({ name }) => name !== hero.name));
  const [manner, home, time, gift] = [pick(MANNERS), pick(PLACES), pick(TIMES), pick(GIFTS)];
  const deed = pick(DEEDS);
  const wish = /(for|of)$/.test(deed) ? `${deed} ${hero.food}` : deed;
  const isKind = pick([true, true, false]);
  const him = (animal: Animal): string => (animal.pronoun === 'he' ? 'him' : 'her');
  const answer = isKind
    ? `Take ${gift}, said the ${guest.name}, and give me some ${guest.food}. So the ${hero.name} gave ${him(guest)} ${guest.food}`
    : `Go away, said the ${guest.name}, I have nothing but ${guest.food}. So the ${hero.name} went back to ${pick(PLACES).replace(/^\S+ /, '')}`;
  return [
    `Once upon a time ${one(manner)} ${hero.name} lived ${home}.`,
    `Every ${time} ${hero.pronoun} ${wish}.`,
    `One ${pick(TIMES)} ${hero.pronoun} met ${one(guest.name)}, who lived ${pick(PLACES)}.`,
    `Have you seen my ${hero.food}? asked the ${hero.name}.`,
    `${answer}, ${pick(ENDINGS)}.`,
  ]
    .map(capital)
    .join('\n');
}

/** Tales of the text. */
const TALES = 160;

/** All tales, an empty line between two; the same characters whoever asks. */
export const tales = (): string => `${Array.from({ length: TALES }, (_, number) => tale(number)).join('\n\n')}\n`;
