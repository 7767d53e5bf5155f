/** Tables of the documentation, made from the schema so that they cannot disagree with the program. */

import type { Analysis } from '../model/analysis.js';
import type { FamilySchema, Parameter } from '../model/schema.js';
import { defaultText, flagName, partsKey, partsOf, rangeText } from './describe.js';

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')}\n`;
}

const keyCells = (key: string): readonly [key: string, flag: string] => [`\`${key}\``, `\`--${flagName(key)}\``];

/** The row of all parts that may have a parameter of their own in place of a shared one; none where there are none. */
function partsRow(schema: FamilySchema, parameter: Parameter): readonly (readonly string[])[] {
  const { key, symbol, unit = '' } = parameter;
  const parts = partsOf(schema, key);
  if (parts.length === 0) return [];
  const [{ kind }] = parts;
  const names = parts.map(({ name }) => `\`${name}\``).join(', ');
  const cells = keyCells(partsKey(key, kind));
  return [[symbol, ...cells, `\`${key}\``, rangeText(parameter), unit, `the same of one ${kind}: ${names}`]];
}

/** Markdown table of a family's parameters: symbol, key, flag, default, range, unit, meaning. Those of parts have a row together. */
export function parameterTable(schema: FamilySchema): string {
  const rows = schema.parameters
    .filter(({ part }) => part === undefined)
    .flatMap((parameter) => [
      [
        parameter.symbol,
        ...keyCells(parameter.key),
        defaultText(parameter),
        rangeText(parameter),
        parameter.unit ?? '',
        parameter.help,
      ],
      ...partsRow(schema, parameter),
    ]);
  return table(['symbol', 'key', 'flag', 'default', 'range', 'unit', 'meaning'], rows);
}

/** Markdown table of the words of a family's choice parameters: key, word, meaning. */
export function choiceTable(schema: FamilySchema): string {
  const rows = schema.parameters.flatMap((parameter) =>
    parameter.kind === 'choice'
      ? Object.entries(parameter.options).map(([word, meaning]) => [`\`${parameter.key}\``, `\`${word}\``, meaning])
      : [],
  );
  return table(['key', 'word', 'meaning'], rows);
}

/** Size of an array in symbols: `N`, `K × N`, `steps` where any length will do, `1` for a number. */
function shapeText(shape: readonly string[]): string {
  return shape.length === 0 ? '1' : shape.map((size) => (size === '*' ? 'steps' : size)).join(' × ');
}

/** Markdown table of a family's inputs and data sets: flag, symbol, shape, type, meaning. */
export function inputTable(schema: FamilySchema): string {
  const flagsOf = ({ key, aliases = [] }: { readonly key: string; readonly aliases?: readonly string[] }) =>
    [flagName(key), ...aliases].map((flag) => `\`--${flag}\``).join(', ');
  const rows = schema.inputs.map((input) => [
    flagsOf(input),
    input.symbol,
    shapeText(input.shape),
    input.type,
    input.help,
  ]);
  const datasets = (schema.datasets ?? []).map((dataset) => [flagsOf(dataset), '', '', 'files', dataset.help]);
  return table(['flag', 'symbol', 'shape', 'type', 'meaning'], [...rows, ...datasets]);
}

/** Markdown table of what a family can record: name, symbol, shape, cost of a record, when it is true, recorded by default, meaning. */
export function observableTable(schema: FamilySchema): string {
  const rows = schema.observables.map(({ name, symbol, shape, cost, at, byDefault, meaning }) => [
    `\`${name}\``,
    symbol,
    shapeText(shape),
    cost,
    at,
    byDefault ? 'yes' : '',
    meaning,
  ]);
  return table(['name', 'symbol', 'shape', 'cost', 'of the step', 'by default', 'meaning'], rows);
}

/** Markdown table of analyses: a row for each, and one for each of its options. */
export function analysisTable(analyses: readonly Analysis[]): string {
  const rows = analyses.flatMap(({ name, summary, needs, isLong = false, options }) => {
    const notes = [needs === undefined ? '' : ` (needs ${needs})`, isLong ? '; only where it is named' : ''].join('');
    return [
      [`\`${name}\``, '', '', '', `${summary}${notes}`],
      ...options.map((option) => ['', `\`${option.key}\``, defaultText(option), rangeText(option), option.help]),
    ];
  });
  return table(['analysis', 'option', 'default', 'range', 'what it is'], rows);
}
