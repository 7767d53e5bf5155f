/**
 * The code blocks of a page, and what they print when they are run.
 *
 * Conventions of README.md and docs/*.md:
 * - the lines of a `sh` block that start with `msm` or `npx msm` (also behind `npm ci &&`) are run, in one folder per page and
 *   in the order of the page; other lines are not;
 * - the statement of a `sql` block, or between the quotes of `duckdb -csv -c "..."`, is run by DuckDB in the same folder;
 * - a `js` block is a module that Node runs there, with this package installed;
 * - a `text` block behind it is what it prints; a line `...` in it stands for any lines;
 * - `<!-- not run -->` above a block excludes it, `<!-- exit 2 -->` says that it ends with that status, `<!-- with notes -->` that what
 *   it says on stderr belongs to the output;
 * - `<!-- file NAME -->` above a block: it is the text of a file of that name in the folder.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { msm } from '../cli/msm.js';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Block {
  readonly language: string;
  readonly text: string;
  /** Line of the first line of the text, from 1. */
  readonly line: number;
  /** The comment right above the block, or nothing. */
  readonly note: string;
}

export interface Example {
  readonly block: Block;
  /** Statements for DuckDB, words for the program, or modules for Node. */
  readonly commands: readonly (readonly string[] | string | { readonly module: string })[];
  readonly status: number;
  /** Whether words on stderr belong to the output, also if it succeeds. */
  readonly hasNotes: boolean;
  /** Name of the file that the block is the text of; it has no commands then. */
  readonly file?: string;
  /** What it prints, if the page says so. */
  readonly output?: Block;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const opening = /^```(\w*)$/.exec(lines[i]);
    if (opening === null) continue;
    const end = lines.indexOf('```', i + 1);
    if (end < 0) throw new Error(`line ${i + 1}: the block is not closed`);
    const note = /^<!-- (.*) -->$/.exec(lines[i - 1] ?? '')?.[1] ?? '';
    blocks.push({ language: opening[1], text: lines.slice(i + 1, end).join('\n'), line: i + 2, note });
    i = end;
  }
  return blocks;
}

/** Words of a command line: blanks separate, quotes join. */
export function shellWords(line: string): readonly string[] {
  return [...line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replaceAll(/["']/g, ''));
}

function commandsOf({ language, text }: Block): Example['commands'] {
  if (language === 'sql') return [text];
  if (language === 'js') return [{ module: text }];
  if (language !== 'sh') return [];
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap((line): Example['commands'] => {
      const query = /^duckdb -csv -c "(.*)"$/.exec(line)?.[1];
      if (query !== undefined) return [query];
      const program = /^(?:npm ci && )?(?:npx )?msm (.*)$/.exec(line)?.[1];
      return program === undefined ? [] : [shellWords(program)];
    });
}

/** What of a page can be run. */
export function examplesOf(markdown: string): readonly Example[] {
  const blocks = blocksOf(markdown);
  return blocks.flatMap((block, i): readonly Example[] => {
    const file = /^file (\S+)$/.exec(block.note)?.[1];
    if (file !== undefined) return [{ block, commands: [], status: 0, hasNotes: false, file }];
    const commands = commandsOf(block);
    if (commands.length === 0 || block.note === 'not run') return [];
    const next = blocks[i + 1];
    const status = Number(/^exit (\d+)$/.exec(block.note)?.[1] ?? 0);
    const hasNotes = block.note === 'with notes';
    return [{ block, commands, status, hasNotes, ...(next?.language === 'text' && { output: next }) }];
  });
}

export interface Ran {
  readonly status: number;
  readonly output: string;
}

/** Runs commands in a folder that is there for one page. */
export interface Shell {
  run(example: Example): Promise<Ran>;
  close(): void;
}

/** What a program that ended has said. */
interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What of it the page shows. */
function shown({ status, stdout, stderr }: Said, hasNotes: boolean): Ran {
  if (hasNotes) return { status: status ?? -1, output: `${stderr}${stdout}` };
  // words on stderr belong to the page only if they say why it failed
  return { status: status ?? -1, output: status === 0 ? stdout : `${stdout}${stderr}` };
}

/** Runs a module of a page as a program that has this package among its own. */
function runModule(folder: string, text: string): Said {
  const packages = join(folder, 'node_modules');
  if (!existsSync(packages)) {
    mkdirSync(packages);
    symlinkSync(ROOT, join(packages, 'multiscale-memory'));
    symlinkSync(join(ROOT, 'node_modules', 'apache-arrow'), join(packages, 'apache-arrow'));
  }
  writeFileSync(join(folder, 'page.mjs'), text);
  return spawnSync(process.execPath, ['page.mjs'], { cwd: folder, encoding: 'utf8' });
}

/** As `duckdb -csv` prints it. */
async function runQuery(folder: string, query: string): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`SET file_search_path = '${folder}'`);
    const reader = await connection.runAndReadAll(query);
    const rows = reader.getRowsJson().map((row) => row.map((value) => String(value ?? '')));
    return [reader.columnNames(), ...rows].map((row) => `${row.join(',')}\n`).join('');
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Opens a temporary folder for one page. */
export function openShell(): Shell {
  const folder = mkdtempSync(join(tmpdir(), 'msm-docs-'));
  return {
    run: async ({ commands, hasNotes, file, block }) => {
      let output = '';
      if (file !== undefined) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), `${block.text}\n`);
      }
      for (const command of commands) {
        if (typeof command === 'string') {
          output += await runQuery(folder, command);
          continue;
        }
        const said = 'module' in command ? runModule(folder, command.module) : await msm(folder, ...command);
        const ran = shown(said, hasNotes);
        output += ran.output;
        if (ran.status !== 0) return { status: ran.status, output };
      }
      return { status: 0, output };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What depends on the machine, the day or the build of the kernels, as words that do not. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>'],
  [/\b(?:[0-9a-f]{64}|[0-9a-f]{12})\b/g, '<hash>'],
  [/(steps per second +)[\d,]+/g, '$1<rate>'],
  [/\b[\d.]+ (?:ms|s|min|h)\b/g, '<duration>'],
  [/\b[\d.]+ (?:[KMGT]i)?B\b/g, '<size>'],
  [/, on \S+, /g, ', on <host>, '],
];

/** A text without what may differ, blanks at line ends and empty lines at the end. */
export function masked(text: string): string {
  const plain = MASKS.reduce((rest, [pattern, word]) => rest.replaceAll(pattern, word), text);
  return plain.replaceAll(/ +$/gm, '').trimEnd();
}

/** Whether the page's text fits what was printed. */
export function fits(page: string, printed: string): boolean {
  const escaped = masked(page)
    .split('\n')
    .map((line) => (line === '...' ? '(?:.*\\n)*?.*' : line.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${escaped.join('\\n')}$`).test(masked(printed));
}

/** Text of a file of the project. */
export const readPage = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
