import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MARKERS, PAGES, withTables } from '../../scripts/docs.js';
import { EXIT_STATUS } from '../../src/errors.js';
import { blocksOf, examplesOf, fits, masked, openShell, ROOT, readPage, type Shell } from './blocks.js';

/** The page without its code, where brackets and bars mean something else. */
function prose(markdown: string): string {
  const lines = markdown.split('\n');
  for (const { text, line } of blocksOf(markdown)) {
    lines.fill('', line - 1, line - 1 + text.split('\n').length);
  }
  return lines.join('\n').replaceAll(/`[^`\n]*`/g, (code) => ' '.repeat(code.length));
}

/** Targets of the links and pictures of a page that are files of the project. */
function localTargets(markdown: string): readonly string[] {
  const targets = [...prose(markdown).matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)].map((m) => m[1] ?? m[2]);
  return targets.filter((target) => !/^(https?:|mailto:)/.test(target));
}

/** The anchor that a heading gets: lower case, no punctuation, dashes for blanks. */
function anchorsOf(markdown: string): readonly string[] {
  return [...prose(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(PAGES)('%s', (page) => {
  const markdown = readPage(page);

  it('has the tables that the program makes', () => {
    expect(withTables(page, markdown)).toBe(markdown);
  });

  it('links to files and headings that exist', () => {
    for (const target of localTargets(markdown)) {
      const [path, anchor] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      expect(existsSync(join(ROOT, file)), `${page} links to ${target}`).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(readPage(file)), `${page} links to ${target}`).toContain(anchor);
    }
  });

  const examples = examplesOf(markdown);
  describe.runIf(examples.length > 0)('its examples', () => {
    let shell: Shell;
    beforeAll(() => {
      shell = openShell();
    });
    afterAll(() => shell.close());

    for (const example of examples) {
      const [first] = example.block.text.split('\n');
      it(`line ${example.block.line} does what the page says: ${first}`, async () => {
        const { status, output } = await shell.run(example);
        expect(status, output).toBe(example.status);
        if (example.output !== undefined && !fits(example.output.text, output)) {
          // as a comparison it shows what changed; `npx tsx scripts/docs.ts --outputs` writes it to the page
          expect(masked(output)).toBe(masked(example.output.text));
        }
      });
    }
  });
});

describe('the tables that the program makes', () => {
  it.each(MARKERS)('%s: one page has it', (marker) => {
    expect(PAGES.filter((page) => readPage(page).includes(`<!-- ${marker} -->`))).toHaveLength(1);
  });
});

describe('README.md', () => {
  const readme = readPage('README.md');
  const section = (heading: string): string => readme.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';

  it('gives a reason for each dependency of package.json and for no other', () => {
    const { dependencies, devDependencies } = JSON.parse(readPage('package.json'));
    // rows of a name or names and a reason
    const rows = [...section('Dependencies').matchAll(/^\| (`[^|]+`) \| [^|]{10,} \|$/gm)];
    const named = rows.flatMap(([, cell]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    expect(named.sort()).toEqual([...Object.keys(dependencies), ...Object.keys(devDependencies)].sort());
  });

  it('lists every exit status', () => {
    const listed = [...section('Exit status').matchAll(/^\| (\d+) \|/gm)].map(([, status]) => Number(status));
    expect(listed.sort((a, b) => a - b)).toEqual([0, ...Object.values(EXIT_STATUS)].sort((a, b) => a - b));
  });

  it('names the Node version that package.json asks for', () => {
    const { engines } = JSON.parse(readPage('package.json'));
    expect(readme).toContain(`Node ${engines.node.replace('>=', '≥ ')}`);
  });
});
