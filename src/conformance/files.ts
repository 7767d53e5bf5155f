/** Golden files on disk, and the folders that check them: finding both, and what cases need besides. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PatternSet } from '../dataset/preprocess.js';
import { readPatterns } from '../input/patterns.js';
import type { FreshKernels } from '../kernel/kernels.js';
import { type CaseReport, checkGolden } from './check.js';
import { type Golden, goldenOf, isFields } from './golden.js';
import type { FileFamily } from './kind.js';

/** Golden files of a clone of the repository; the package has none. */
const OWN = fileURLToPath(new URL('../../tests/golden', import.meta.url));

/** As written, or as built. */
const KINDS = /^[^/\\]+[/\\]kinds\.(?:ts|js)$/;

const namesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));

/** Golden files at or below the given paths. Throws if a path does not exist or holds none. */
export function goldenFiles(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const found = statSync(path).isDirectory() ? namesOf(path) : [path];
    if (found.length === 0) throw new Error(`no golden files in ${path}`);
    return found;
  });
}

/** The first file that holds what is wanted: in the same folder, else in the repository's own. */
function beside(path: string, isWanted: (golden: Golden) => boolean): Golden {
  const folders = [dirname(path), ...(existsSync(OWN) ? [OWN] : [])];
  for (const file of folders.flatMap(namesOf)) {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isFields(content)) continue;
    const golden = goldenOf(content);
    if (isWanted(golden)) return golden;
  }
  throw new Error('no file beside it is the one that it goes on from');
}

/** The families whose golden files are checked: of each folder beside this file, what its `kinds.ts` exports as `FILES`. */
export async function fileFamilies(): Promise<readonly FileFamily[]> {
  const here = new URL('./', import.meta.url);
  const modules = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((name) => KINDS.test(name));
  const found = modules.sort().map((name) => import(new URL(name, here).href) as Promise<{ FILES: FileFamily }>);
  return (await Promise.all(found)).map(({ FILES }) => FILES);
}

/** Checks golden files with new kernels for each case. */
export interface Checker {
  /** Runs every case of a file. What cannot be read is a failure of the file. */
  check(path: string): readonly CaseReport[];
}

export async function goldenChecker(kernels: FreshKernels): Promise<Checker> {
  const families = await fileFamilies();
  const digits: PatternSet = await readPatterns('raw:digits', 'patterns', 'digits');
  return {
    check: (path) => {
      const file = basename(path, '.json');
      try {
        const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
        return checkGolden(file, content, families, {
          kernels,
          digits: () => digits,
          beside: (is) => beside(path, is),
        });
      } catch (error) {
        return [
          { file, name: 'file', comparisons: [], failure: error instanceof Error ? error.message : String(error) },
        ];
      }
    },
  };
}
