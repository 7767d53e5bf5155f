/** What a family has to write, and where: counted, so that it stays little. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAMILY_NAMES } from '../../src/model/families.js';

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

describe.each(FAMILY_NAMES)('the family %s', (name) => {
  it('is a folder of models and one of kernels', () => {
    expect(existsSync(join('src/model', name, 'model.ts'))).toBe(true);
    expect(existsSync(join('assembly', name, 'entry.ts'))).toBe(true);
  });

  it('is registered by one line', () => {
    const lines = sources
      .filter((file) => !file.startsWith(`src/model/${name}/`) && !MAY_NAME.test(file))
      .flatMap((file) =>
        linesOf(file)
          .filter((line) => new RegExp(`(?:from |import\\()'[./]+(?:model/)?${name}/`).test(line))
          .map(() => file),
      );
    expect(lines).toEqual(['src/model/families.ts']);
  });
});
