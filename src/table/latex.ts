/** Parameter tables in LaTeX, with booktabs rules. */
import { MsmError } from '../errors.js';

/** A value of a row. `real` is a number that shows decimals even if it is whole. */
export type LatexCell = null | string | boolean | { readonly kind: 'whole' | 'real'; readonly value: number };

/** The characters that mean something to LaTeX, as text. */
const SPECIAL: { readonly [letter: string]: string } = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
};

/** Text that LaTeX prints as it stands. */
export function escapeLatex(text: string): string {
  return text.replaceAll(/[\\{}$&#%_^~]/g, (letter) => SPECIAL[letter]);
}

/** Letters of the symbols in schemas, as commands of mathematics. */
const LETTERS: { readonly [letter: string]: string } = {
  α: '\\alpha',
  β: '\\beta',
  γ: '\\gamma',
  δ: '\\delta',
  ε: '\\varepsilon',
  λ: '\\lambda',
  μ: '\\mu',
  ξ: '\\xi',
  Ξ: '\\Xi',
  π: '\\pi',
  ρ: '\\rho',
  σ: '\\sigma',
  τ: '\\tau',
  φ: '\\varphi',
  Δ: '\\Delta',
  '∞': '\\infty',
  '²': '^2',
  '⟨': '\\langle',
  '⟩': '\\rangle',
};

/**
 * A symbol of a schema in mathematics: `τ_J` gives `$\tau_J$`. Undefined if it has letters that are not known here.
 */
export function latexSymbol(symbol: string): string | undefined {
  let text = '';
  for (const letter of symbol) {
    const command = LETTERS[letter];
    if (command === undefined && letter.charCodeAt(0) > 0x7e) return undefined;
    // a command must not run into the letter after it
    const gap = /\\[A-Za-z]+$/.test(text) && /^[A-Za-z]/.test(letter) ? ' ' : '';
    text += gap + (command ?? letter);
  }
  const grouped = text.replace(/_([A-Za-z0-9]{2,})/g, '_{$1}');
  return text === '' ? undefined : `$${grouped}$`;
}

/** `toFixed` that takes the even digit where the value lies exactly between two, as the published program's language does. */
function fixed(value: number, decimals: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(100).split('.');
  const isTie = /^50*$/.test(fraction.slice(decimals));
  const last = Number(`${whole}${fraction.slice(0, decimals)}`.at(-1));
  if (!isTie || last % 2 === 1) return value.toFixed(decimals);
  return `${value < 0 ? '-' : ''}${whole}.${fraction.slice(0, decimals)}`;
}

/** The exponent e of x = m 10^e, 1 <= |m| < 10, and m with one decimal, from the decimal digits that name x. */
function scientific(value: number): string {
  const [digits, exponent] = value.toExponential().split('e');
  // one decimal of the digits at this exponent: 9.96 becomes 10.0 and keeps it, as published
  return `$${fixed(Number(digits), 1)} \\cdot 10^{${Number(exponent)}}$`;
}

/** A number as the published tables show it. */
function numberCell(kind: 'whole' | 'real', value: number): string {
  const magnitude = Math.abs(value);
  if (!Number.isFinite(value)) return value > 0 ? '$\\infty$' : value < 0 ? '$-\\infty$' : 'nan';
  if (magnitude >= 1000 || (magnitude > 0 && magnitude < 0.01)) return scientific(value);
  return kind === 'whole' ? `$${value}$` : `$${fixed(value, 2)}$`;
}

/** One cell: nothing is `default`; text stays as it is, or is escaped. */
export function latexCell(cell: LatexCell, isEscaped: boolean): string {
  if (cell === null) return 'default';
  if (typeof cell === 'boolean') return String(cell);
  if (typeof cell === 'string') return isEscaped ? escapeLatex(cell) : cell;
  return numberCell(cell.kind, cell.value);
}

const line = (cells: readonly string[]): string => `${cells.join(' & ')} \\\\`;

/** A `tabular`, the first column to the left and the others centred. Header and cells are LaTeX already. */
export function latexTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const format = header.map((_, i) => (i === 0 ? 'l' : 'c')).join(' ');
  const body = rows.map(line);
  return ['', `\\begin{tabular}{${format}}`, '\\toprule', line(header), '\\midrule', ...body, '\\bottomrule']
    .concat('\\end{tabular}', '')
    .join('\n');
}

/**
 * Joins tables made by `latexTable` to one with the rows of all. Throws E_CONFIG if one is no such table, or has another header
 * than the first.
 */
export function mergeLatexTables(tables: readonly { readonly name: string; readonly text: string }[]): string {
  const parts = tables.map(({ name, text }) => {
    const [header, ...rows] = text.split('\n').filter((row) => row.trimEnd().endsWith('\\\\'));
    if (header !== undefined && rows.length > 0) return { name, header, rows };
    throw new MsmError('E_CONFIG', `${name} is not a table with a header and rows`, { place: name });
  });
  const [first] = parts;
  if (first === undefined) throw new MsmError('E_CONFIG', 'there is no table to merge');
  for (const { name, header } of parts) {
    if (header === first.header) continue;
    throw new MsmError('E_CONFIG', `${name} has other columns than ${first.name}: their tables do not fit together`, {
      place: name,
      next: 'Collect them one by one.',
      data: { header, first: first.header },
    });
  }
  const frame = tables[0].text.split('\n');
  const from = frame.indexOf(first.rows[0]);
  const rest = frame.slice(from + first.rows.length);
  return [...frame.slice(0, from), ...parts.flatMap(({ rows }) => rows), ...rest].join('\n');
}
