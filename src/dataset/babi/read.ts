/**
 * Texts in the format of bAbI: stories told in numbered sentences, with questions between them.
 *
 *     1 Mary moved to the bathroom.
 *     2 John went to the hallway.
 *     3 Where is Mary? <tab>bathroom<tab>1
 *
 * Number 1 begins a story. A question is answered by a single word, or by several with commas, which count as one; the numbers behind it say
 * which sentences one needs to know, and nobody reads them.
 */
import { MsmError } from '../../errors.js';

export type Sentence = readonly string[];

/** A question with all that was told before it in its story. Words are in lower case. */
export interface Story {
  readonly sentences: readonly Sentence[];
  readonly query: Sentence;
  readonly answer: string;
}

const damaged = (place: string, line: number, message: string): MsmError =>
  new MsmError('E_CORRUPT', `${place}:${line}: ${message}`, {
    place: `${place}:${line}`,
    next: 'A line has a number, then a sentence that ends in a full stop, or a question, a tab and its answer.',
  });

/** Longer lines are shown from their beginning alone. */
const LONGEST_SHOWN = 60;
const shown = (text: string): string =>
  JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text);

const wordsOf = (text: string): Sentence => text.split(' ').filter((word) => word !== '');

/** A numbered line. */
interface Line {
  readonly number: number;
  readonly text: string;
}

function numbered(raw: string, say: (message: string) => MsmError): Line {
  const [, digits, text] = /^(\d{1,9}) +(.*)$/.exec(raw) ?? [];
  if (digits === undefined) throw say(`${shown(raw)} does not begin with its number and a blank`);
  const number = Number(digits);
  if (number === 0) throw say('its number is 0; the lines of a story are numbered from 1 on');
  return { number, text };
}

/** Question and answer of a line that is no sentence. */
function asked(text: string, say: (message: string) => MsmError): Omit<Story, 'sentences'> {
  const [question, answer] = text.split('\t').map((part) => part.trim());
  if (answer === undefined)
    throw say(`${shown(text)} is neither a sentence, which ends in a full stop, nor has it an answer behind a tab`);
  if (!question.endsWith('?')) throw say(`the question ${shown(question)} does not end in a question mark`);
  const query = wordsOf(question.slice(0, -1));
  if (query.length === 0) throw say('the question has no word');
  if (answer === '') throw say('the answer behind the tab is empty');
  return { query, answer };
}

/**
 * The questions of a text in their order, each with its story so far.
 *
 * @param place - name of the file, for messages
 * @throws MsmError E_CORRUPT naming file, line and value of what is not in the format, or if nothing is asked
 */
export function readStories(text: string, place: string): readonly Story[] {
  const stories: Story[] = [];
  let [told, before]: [Sentence[], number] = [[], 0];
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.trim().toLowerCase();
    if (line === '') continue;
    const say = (message: string): MsmError => damaged(place, i + 1, message);
    const one = numbered(line, say);
    if (one.number === 1) told = [];
    else if (before === 0) throw say(`the first line has number ${one.number}; a story begins with 1`);
    else if (one.number <= before)
      throw say(`number ${one.number} comes after ${before}; numbers rise within a story, and 1 begins the next one`);
    before = one.number;
    if (one.text.endsWith('.')) {
      const sentence = wordsOf(one.text.slice(0, -1));
      if (sentence.length === 0) throw say('the sentence has no word');
      told.push(sentence);
      continue;
    }
    const question = asked(one.text, say);
    if (told.length === 0) throw say('it asks before anything is told');
    stories.push({ sentences: [...told], ...question });
  }
  if (stories.length === 0)
    throw new MsmError('E_CORRUPT', `${place} asks nothing: it has no question with an answer`, { place });
  return stories;
}
