/** What the parser of flags refuses, in the form that all our messages have: place, value, what is allowed, nearest word. */
import { didYouMean, quoted } from '../text.js';

const INTEGER = /^Expected an integer(?: greater than or equal to (?<min>\S+))?.* but received: (?<value>.*)$/;
const CHOICE = /^Expected (?<flag>--[\w-]+)=(?<value>.*) to be one of: (?<choices>.*)$/;

/** One sentence from the lines that the parser gives, of which the last points to the help. */
export function parserMessage(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const [first, second] = lines.filter(
    (line) => line !== '' && !line.startsWith('See more help') && !/^The following errors? occurred:$/.test(line),
  );
  const missing = /^Missing required flag (\S+)$/.exec(first)?.[1];
  if (missing !== undefined) return `the flag --${missing} is missing`;
  const choice = CHOICE.exec(first)?.groups;
  if (choice !== undefined) {
    const guess = didYouMean(choice.value, choice.choices.split(', '));
    return `${choice.flag} ${quoted(choice.value)}: must be one of ${choice.choices}. ${guess}`.trim();
  }
  const flag = /^Parsing (--\S+)$/.exec(first)?.[1];
  if (flag === undefined || second === undefined) return first;
  const integer = INTEGER.exec(second)?.groups;
  if (integer === undefined) return `${flag}: ${second}`;
  const least = integer.min === undefined ? '' : ` of at least ${integer.min}`;
  // 1e3 is one, and is not read
  const inDigits = /^\d[\d.]*e\+?\d+$/i.test(integer.value) ? ', written in digits alone' : '';
  return `${flag} ${quoted(integer.value)}: must be an integer${least}${inDigits}`;
}
