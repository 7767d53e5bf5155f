/**
 * Keeps the pages true to the program: `npx tsx scripts/docs.ts` writes the tables between the markers `<!-- NAME -->` and
 * `<!-- /NAME -->` of whatever page has them; with `--outputs` it also runs the pages' examples and writes what they print now.
 * `--check` only compares the tables, and ends with status 1 if one is out of date. Pages behind it are the only ones.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  analysisTable,
  choiceTable,
  inputTable,
  observableTable,
  parameterTable,
} from '../src/config/parameter-table.js';
import { GENERAL_ANALYSES } from '../src/model/analyses/general.js';
import type { Analysis } from '../src/model/analysis.js';
import { allFamilies } from '../src/model/families.js';
import type { FamilySchema } from '../src/model/schema.js';
import { type Example, examplesOf, fits, openShell, ROOT, readPage } from '../tests/docs/blocks.js';
import { kernelTable } from './kernel-table.js';
import { roomsPicture } from './rooms.js';

/** What a marker may ask for: tables of a family, as `parameters of hebbian`, and what is made of the sources. */
const FAMILY_TABLES: { readonly [kind: string]: (schema: FamilySchema) => string } = {
  parameters: parameterTable,
  choices: choiceTable,
  inputs: inputTable,
  observables: observableTable,
};
const FAMILIES = await allFamilies();
const SCHEMAS = new Map(FAMILIES.map(({ schema }) => [schema.name, schema]));

/** Tables of the analyses that families have, and of those that every run has. */
const ANALYSES = Object.fromEntries(
  await Promise.all(
    FAMILIES.flatMap(({ analyses, schema }) =>
      analyses === undefined
        ? []
        : [
            analyses().then(
              (own) => [`analyses of ${schema.name}`, () => analysisTable(own as readonly Analysis[])] as const,
            ),
          ],
    ),
  ),
);

const OTHERS: { readonly [marker: string]: () => string } = {
  rooms: roomsPicture,
  kernels: kernelTable,
  'analyses of any run': () => analysisTable(GENERAL_ANALYSES),
  ...ANALYSES,
};

/** The markers of all tables that pages must have: each family is described somewhere. */
export const MARKERS: readonly string[] = [
  ...[...SCHEMAS.keys()].flatMap((name) => Object.keys(FAMILY_TABLES).map((kind) => `${kind} of ${name}`)),
  ...Object.keys(OTHERS),
];

function tableOf(marker: string): string {
  if (Object.hasOwn(OTHERS, marker)) return OTHERS[marker]();
  const [kind, name = ''] = marker.split(' of ');
  return FAMILY_TABLES[kind](SCHEMAS.get(name) as FamilySchema);
}

/** Pages whose examples are run. */
export const PAGES: readonly string[] = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
];

/** A page with its generated tables as they must be. Throws if one does not end. */
export function withTables(page: string, markdown: string): string {
  let text = markdown;
  for (const marker of MARKERS) {
    const [opening, closing] = [`<!-- ${marker} -->\n`, `<!-- /${marker} -->`];
    const [start, end] = [text.indexOf(opening), text.indexOf(closing)];
    if (start < 0 && end < 0) continue;
    if (start < 0 || end < start) throw new Error(`${page}: the table '${marker}' has one marker of two`);
    text = `${text.slice(0, start + opening.length)}${tableOf(marker)}${text.slice(end)}`;
  }
  return text;
}

/** Replaces an output that no longer fits. One with left out lines is for a person to change. */
function withOutput(page: string, markdown: string, { output }: Example, printed: string): string {
  if (output === undefined || fits(output.text, printed)) return markdown;
  if (output.text.split('\n').includes('...')) {
    console.error(`${page}:${output.line}: this output has changed and is shortened; change it by hand`);
    return markdown;
  }
  const lines = markdown.split('\n');
  const old = output.text.split('\n').length;
  lines.splice(output.line - 1, old, ...printed.trimEnd().split('\n'));
  return lines.join('\n');
}

async function withOutputs(page: string, markdown: string): Promise<string> {
  const shell = openShell();
  let text = markdown;
  try {
    for (let i = 0; i < examplesOf(markdown).length; i++) {
      // places move when an output grows, so the example is looked up anew
      const example = examplesOf(text)[i];
      const { status, output } = await shell.run(example);
      if (status !== example.status) console.error(`${page}:${example.block.line}: status ${status}\n${output}`);
      text = withOutput(page, text, example, output);
    }
  } finally {
    shell.close();
  }
  return text;
}

async function main(words: readonly string[]): Promise<void> {
  const named = words.filter((word) => word.endsWith('.md'));
  for (const page of named.length === 0 ? PAGES : named) {
    const old = readPage(page);
    let text = withTables(page, old);
    if (words.includes('--outputs')) text = await withOutputs(page, text);
    if (text === old) continue;
    if (words.includes('--check')) {
      console.error(`${page} is out of date: run 'npx tsx scripts/docs.ts'`);
      process.exitCode = 1;
    } else {
      writeFileSync(join(ROOT, page), text);
      console.log(`${page} written`);
    }
  }
}

if (process.argv[1] === import.meta.filename) await main(process.argv.slice(2));
