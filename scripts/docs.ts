/**
 * Keeps the pages true to the program: `npx tsx scripts/docs.ts` writes the tables between the markers `<!-- NAME -->` and
 * `<!-- /NAME -->`; with `--outputs` it also runs the pages' examples and writes what they print now. `--check` only compares
 * the tables, and ends with status 1 if one is out of date.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { choiceTable, inputTable, observableTable, parameterTable } from '../src/config/parameter-table.js';
import { ATTRACTOR_SCHEMA } from '../src/model/attractor/schema.js';
import { HEBBIAN_SCHEMA } from '../src/model/hebbian/schema.js';
import { RATE_SCHEMA } from '../src/model/rate/schema.js';
import type { FamilySchema } from '../src/model/schema.js';
import { type Example, examplesOf, fits, openShell, ROOT, readPage } from '../tests/docs/blocks.js';
import { kernelTable } from './kernel-table.js';
import { roomsPicture } from './rooms.js';

type Tables = { readonly [marker: string]: string };

const tablesOf = (schema: FamilySchema): Tables => ({
  parameters: parameterTable(schema),
  choices: choiceTable(schema),
  inputs: inputTable(schema),
  observables: observableTable(schema),
});

/** Generated tables and pictures by page and marker. */
const TABLES: { readonly [page: string]: Tables } = {
  'docs/architecture.md': { rooms: roomsPicture() },
  'docs/attractor.md': tablesOf(ATTRACTOR_SCHEMA),
  'docs/hebbian.md': tablesOf(HEBBIAN_SCHEMA),
  'docs/lyapunov.md': tablesOf(RATE_SCHEMA),
  'docs/own-models.md': { kernels: kernelTable() },
};

/** Pages whose examples are run. */
export const PAGES: readonly string[] = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
];

/** A page with its generated tables as they must be. Throws if a marker is missing. */
export function withTables(page: string, markdown: string): string {
  let text = markdown;
  for (const [marker, table] of Object.entries(TABLES[page] ?? {})) {
    const [opening, closing] = [`<!-- ${marker} -->\n`, `<!-- /${marker} -->`];
    const start = text.indexOf(opening);
    const end = text.indexOf(closing);
    if (start < 0 || end < start) throw new Error(`${page}: no markers for the table '${marker}'`);
    text = `${text.slice(0, start + opening.length)}${table}${text.slice(end)}`;
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
  for (const page of PAGES) {
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
