/** Writes what was measured into docs/performance.md, between the markers of that name. */
import { readFileSync, writeFileSync } from 'node:fs';

const PAGE = new URL('../docs/performance.md', import.meta.url);

/** The page with other text between two markers. Throws if it does not have them. */
export function between(markdown: string, name: string, text: string): string {
  const [opening, closing] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [from, to] = [markdown.indexOf(opening), markdown.indexOf(closing)];
  if (from < 0 || to < from) throw new Error(`the page has no markers of ${name}`);
  return `${markdown.slice(0, from + opening.length)}${text.trimEnd()}\n${markdown.slice(to)}`;
}

export const writeBetween = (name: string, text: string): void =>
  writeFileSync(PAGE, between(readFileSync(PAGE, 'utf8'), name, text));
