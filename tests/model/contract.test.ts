/** What a family has to write, and where: counted, so that it stays little. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { familyFolders } from './family-folders.js';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join('src', name));

const linesOf = (file: string): readonly string[] => readFileSync(file, 'utf8').split('\n');

describe('src/model', () => {
  it('casts no parameter to a plain type', () => {
    const casts = sources
      .filter((file) => file.startsWith('src/model/'))
      .flatMap((file) => linesOf(file).filter((line) => /\bas (number|string|boolean)\b/.test(line)));
    expect(casts).toEqual([]);
  });
});

/** What names a family by its own right: the commands that run it, the checks against its reference data, what the library exports. */
const MAY_NAME = /^src\/(commands|conformance)\/|^src\/index\.ts$/;

const FOLDERS = familyFolders();

describe.each(FOLDERS)('the family $name', ({ name, path, kernels }) => {
  /** Folders of other families within its own. */
  const within = FOLDERS.filter((one) => one.path.startsWith(`${path}/`)).map((one) => `${one.name}/`);

  it('is a folder of models and one of kernels', () => {
    expect(existsSync(join('src/model', path, 'model.ts'))).toBe(true);
    expect(existsSync(join('assembly', kernels, 'entry.ts'))).toBe(true);
  });

  it('is registered by one line', () => {
    const others = within.length === 0 ? '' : `(?!${within.join('|')})`;
    const around = kernels === name ? '' : `(?:${kernels}/)?`;
    const imported = new RegExp(`(?:from |import\\()'[./]+(?:model/)?${around}${name}/${others}`);
    const lines = sources
      .filter((file) => !file.startsWith(`src/model/${path}/`) && !MAY_NAME.test(file))
      .flatMap((file) =>
        linesOf(file)
          .filter((line) => imported.test(line))
          .map(() => file),
      );
    expect(lines).toEqual(['src/model/families.ts']);
  });
});
