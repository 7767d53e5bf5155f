/** HTML as text. Everything that is put into it is text unless it is markup already: here is the only place where characters are escaped. */

/** Text that is HTML. */
export class Markup {
  constructor(readonly text: string) {}
}

const NAMED: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that no browser shows, or that turn the direction of what stands behind them: a name may have them. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

/** A text as a browser shows it, inside an element or an attribute. */
export const escaped = (text: string): string =>
  text.replaceAll(UNSEEN, '\ufffd').replaceAll(/[&<>"']/g, (character) => NAMED[character]);

export type Content = Markup | string | number | undefined | false | readonly Content[];

function textOf(content: Content): string {
  if (content === undefined || content === false) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(textOf).join('');
  return escaped(String(content));
}

/** A template of HTML: what it holds is escaped, markup and lists of it are put in as they are. */
export const html = (parts: TemplateStringsArray, ...contents: readonly Content[]): Markup =>
  new Markup(parts.map((part, i) => (i === 0 ? part : `${textOf(contents[i - 1])}${part}`)).join(''));

/** Data for a program of the page, inside an element that is not run: nothing in it can end that element. */
export const dataMarkup = (id: string, data: unknown): Markup =>
  html`<script type="application/json" id="${id}">${new Markup(
    JSON.stringify(data).replaceAll(
      /[<>&\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  )}</script>`;
