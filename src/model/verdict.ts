/** What a family says of a run in words, made of the numbers of its summary. */
import { numberText } from '../text.js';
import type { Headline } from './family.js';
import type { SummaryItem } from './summary-item.js';

/** Numbers of a summary, and why items of it have no value, where that is known. */
export interface Reported {
  readonly summary: { readonly [name: string]: number | null };
  readonly reasons: { readonly [name: string]: string };
}

/** A theoretical mean, and how far the measured value is from it in standard deviations, positive if above. */
function theoryText(mean: number, theory: NonNullable<Headline['theoryOf']>, { summary, reasons }: Reported): string {
  const [measured, std] = [summary[theory.measured], summary[theory.std]];
  const text = `${numberText(mean)} ± ${numberText(std, 2)}`;
  if (summary[theory.applies] !== 1)
    return `${text}, which does not apply: ${reasons[theory.applies] ?? 'see the manual'}`;
  return std && measured !== null ? `${text}  (${numberText((measured - mean) / std, 2)} sd away)` : text;
}

/** A number of the summary, with its standard error where it has one. */
function withError(summary: Reported['summary'], item: string, error?: string): string {
  const own = error === undefined ? null : (summary[error] ?? null);
  const text = numberText(summary[item] ?? null);
  return own === null ? text : `${text} ± ${numberText(own, 2)}`;
}

/** The number of a headline in words. */
export function headlineText(
  { item, symbol, tally, words, error, theoryOf, applies, unit }: Headline,
  run: Reported,
): string {
  const { summary } = run;
  const value = applies !== undefined && summary[applies] === 0 ? null : summary[item];
  if (theoryOf !== undefined && value !== null) return theoryText(value, theoryOf, run);
  if (words !== undefined && value !== null) return words[value] ?? '-';
  if (tally !== undefined && value !== null) {
    const found = tally.filter(({ item: count }) => (summary[count] ?? 0) > 0);
    if (found.length === 0) return '-';
    // where all are of one kind, the mean over them has a line of its own
    return found
      .map(({ item: count, word, ...of }) => {
        const own = found.length > 1 && of.mean !== undefined ? withError(summary, of.mean, of.error) : '-';
        return own === '-' ? `${summary[count]} ${word}` : `${summary[count]} ${word} (${own})`;
      })
      .join(', ');
  }
  const number = value === null ? numberText(null) : withError(summary, item, error);
  const text = unit === undefined || value === null ? number : `${number} ${unit}`;
  return symbol === undefined ? text : `${symbol} = ${text}`;
}

/** Why a headline has no value, in brackets. */
export function whyText({ reasons }: Pick<Reported, 'reasons'>, { item }: Headline): string {
  return item in reasons ? `  (${reasons[item]})` : '';
}

/** The headlines that a run has a value for; the experiments of a family differ in that. */
export function linesOf(headlines: readonly Headline[], { summary }: Pick<Reported, 'summary'>): readonly Headline[] {
  const isSaid = ({ item, isOptional, unless }: Headline): boolean =>
    item in summary && !(isOptional && summary[item] === null) && !(unless !== undefined && unless in summary);
  const own = headlines.filter(isSaid);
  return own.length > 0 ? own : headlines.filter(({ isOptional }) => isOptional !== true);
}

/** Numbers of a stored summary by their names. */
export const reportedOf = (items: readonly Pick<SummaryItem, 'name' | 'value' | 'reason'>[]): Reported => ({
  summary: Object.fromEntries(items.map(({ name, value }) => [name, value])),
  reasons: Object.fromEntries(items.flatMap(({ name, reason }) => (reason === undefined ? [] : [[name, reason]]))),
});

/** All that is said of a run, with the label of each line. */
export const verdictOf = (headlines: readonly Headline[], run: Reported): readonly (readonly [string, string])[] =>
  linesOf(headlines, run).map((line) => [line.label, `${headlineText(line, run)}${whyText(run, line)}`]);
