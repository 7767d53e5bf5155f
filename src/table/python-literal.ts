/** Python literals as they stand in the header of a .npy file: a strict, bounded parser that runs nothing. */

export type PythonLiteral =
  | string
  | number
  | boolean
  | null
  | readonly PythonLiteral[]
  | { readonly [key: string]: PythonLiteral };

const TOKEN =
  /\s*(?:('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|(-?\d{1,19})L?(?![\w.])|(True|False|None)\b|([()[\]{},:]))/y;
const DEEPEST = 32;
const CLOSING = { '(': ')', '[': ']', '{': '}' } as const;

/**
 * A literal of dicts, lists, tuples, strings, whole numbers, True, False and None; tuples become arrays.
 *
 * @throws Error saying where the text is something else
 */
export function parsePythonLiteral(text: string): PythonLiteral {
  const reader = new RegExp(TOKEN);
  const parser = { text, reader, depth: 0 };
  const value = parseValue(parser, next(parser));
  if (text.slice(reader.lastIndex).trim() !== '') throw unexpected(parser, reader.lastIndex);
  return value;
}

interface Parser {
  readonly text: string;
  readonly reader: RegExp;
  depth: number;
}

function unexpected({ text }: Parser, at: number): Error {
  return new Error(
    `its header is not as NumPy writes it at character ${at}: ${JSON.stringify(text.slice(at, at + 20))}`,
  );
}

function next(parser: Parser): RegExpExecArray {
  const at = parser.reader.lastIndex;
  const match = parser.reader.exec(parser.text);
  if (match === null) throw unexpected(parser, at);
  return match;
}

function parseValue(parser: Parser, match: RegExpExecArray): PythonLiteral {
  const [, quoted, digits, word, mark] = match;
  if (quoted !== undefined) return quoted.slice(1, -1).replace(/\\(.)/g, '$1');
  if (digits !== undefined) return Number(digits);
  if (word !== undefined) return word === 'None' ? null : word === 'True';
  if (!(mark in CLOSING) || parser.depth >= DEEPEST) throw unexpected(parser, match.index);
  parser.depth++;
  const items = parseItems(parser, mark as keyof typeof CLOSING);
  parser.depth--;
  return items;
}

function parseItems(parser: Parser, opening: keyof typeof CLOSING): PythonLiteral {
  const closing = CLOSING[opening];
  const items: PythonLiteral[] = [];
  const entries: [string, PythonLiteral][] = [];
  let match = next(parser);
  while (match[4] !== closing) {
    const item = parseValue(parser, match);
    match = next(parser);
    if (opening === '{') {
      if (typeof item !== 'string' || match[4] !== ':') throw unexpected(parser, match.index);
      entries.push([item, parseValue(parser, next(parser))]);
      match = next(parser);
    } else {
      items.push(item);
    }
    if (match[4] === ',') match = next(parser);
    else if (match[4] !== closing) throw unexpected(parser, match.index);
  }
  // (3) is no tuple in Python, but NumPy never writes one
  return opening === '{' ? Object.fromEntries(entries) : items;
}
