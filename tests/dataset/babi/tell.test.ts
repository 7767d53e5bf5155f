import { describe, expect, it } from 'vitest';
import { readStories } from '../../../src/dataset/babi/read.js';
import { type ToldTask, toldBounds, toldText } from '../../../src/dataset/babi/tell.js';
import { draws } from '../draws.js';

const TASKS: readonly ToldTask[] = [1, 2, 3];
const MOVE = /^(\w+) (?:moved|went|went back|journeyed|travelled) to the (\w+)$/;
const GRAB = /^(\w+) (?:got|grabbed|picked up|took) the (\w+)(?: there)?$/;
const DROP = /^(\w+) (?:dropped|put down|discarded|left) the (\w+)(?: there)?$/;

/** Where everybody and everything was, by reading the sentences; places of things in order. */
function history(sentences: readonly string[]) {
  const [people, holders, things] = [new Map<string, string>(), new Map<string, string>(), new Map<string, string[]>()];
  const be = (thing: string, place: string): void => {
    const known = things.get(thing) ?? [];
    if (known.at(-1) !== place) things.set(thing, [...known, place]);
  };
  for (const sentence of sentences) {
    const [, mover, place] = MOVE.exec(sentence) ?? [];
    const [, taker, taken] = GRAB.exec(sentence) ?? [];
    const [, leaver, left] = DROP.exec(sentence) ?? [];
    if (mover !== undefined) {
      expect(people.get(mover), `${sentence}: moves`).not.toBe(place);
      people.set(mover, place);
      for (const [thing, by] of holders) if (by === mover) be(thing, place);
    } else if (taker !== undefined) {
      const here = people.get(taker) as string;
      expect(here, `${sentence}: somewhere`).toBeDefined();
      expect(holders.has(taken), `${sentence}: free`).toBe(false);
      expect([here, undefined], `${sentence}: there`).toContain(things.get(taken)?.at(-1));
      holders.set(taken, taker);
      be(taken, here);
    } else {
      expect(holders.get(left), `${sentence}: in hand`).toBe(leaver);
      holders.delete(left);
    }
  }
  return { people, things };
}

/** The answer that follows from the sentences. */
function answerTo(query: string, sentences: readonly string[]): string | undefined {
  const { people, things } = history(sentences);
  const [, person] = /^where is (\w+)$/.exec(query) ?? [];
  const [, thing] = /^where is the (\w+)$/.exec(query) ?? [];
  const [, moved, last] = /^where was the (\w+) before the (\w+)$/.exec(query) ?? [];
  if (person !== undefined) return people.get(person);
  if (thing !== undefined) return things.get(thing)?.at(-1);
  const places = things.get(moved) ?? [];
  return places.at(-1) === last ? places.at(-2) : undefined;
}

describe('told stories', () => {
  it.each(TASKS)('of task %d are in the format, and each answer follows from what was told', (task) => {
    const stories = readStories(toldText(task, 100, draws), 'told');
    expect(stories.length).toBeGreaterThan(450);
    for (const { sentences, query, answer } of stories) {
      const told = sentences.map((words) => words.join(' '));
      expect(answerTo(query.join(' '), told), `${told.join('. ')}: ${query.join(' ')}`).toBe(answer);
    }
  });

  it.each(TASKS)(
    'of task %d name the sentences from which one knows, one at least for each that the task needs',
    (task) => {
      const lines = toldText(task, 50, draws).split('\n');
      let kept: string[] = [];
      for (const line of lines) {
        const [number, ...words] = line.split(' ');
        if (number === '1') kept = [];
        kept.push(words.join(' '));
        const [, answer, support] = words.join(' ').split('\t');
        if (support === undefined) continue;
        const numbers = support.split(' ').map(Number);
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
        expect(numbers.length).toBeGreaterThanOrEqual(task);
        const told = numbers.map((n) => kept[n - 1].toLowerCase().replace(/\.$/, ''));
        // the last way of whoever had it leads to where it is, the one before to where it was
        const ways = told.flatMap((sentence) => MOVE.exec(sentence)?.[2] ?? []);
        expect(ways.at(task < 3 ? -1 : -2)).toBe(answer);
      }
    },
  );

  it.each(TASKS)('of task %d are short enough for the default of max_num_sentences', (task) => {
    const most = Math.max(...readStories(toldText(task, 300, draws), 'told').map(({ sentences }) => sentences.length));
    expect(most).toBeLessThanOrEqual(50);
  });

  it('are a function of their draws, story by story', () => {
    const text = toldText(2, 3, draws);
    expect(toldText(2, 3, draws)).toBe(text);
    expect(text.startsWith(toldText(2, 2, draws))).toBe(true);
    expect(toldText(2, 3, (story, index) => draws(story + 3, index))).not.toBe(text);
  });

  it.each(TASKS)('have no more than their bounds say, task %i', (task) => {
    const stories = readStories(toldText(task, 400, draws), 'told');
    const { sentences, words, vocabulary } = toldBounds(task);
    const lengths = stories.map((story) => story.sentences.length);
    const sizes = stories.flatMap((story) => [...story.sentences, story.query].map(({ length }) => length));
    const found = new Set(stories.flatMap(({ sentences: told, query, answer }) => [...told.flat(), ...query, answer]));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(sentences);
    expect(Math.max(...sizes)).toBe(words);
    expect([...found].sort()).toEqual([...vocabulary].sort());
  });
});
