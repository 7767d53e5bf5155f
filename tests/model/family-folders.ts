/** Where families are: in a folder of their own, or in one within that of the family whose kernels they use. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface FamilyFolder {
  readonly name: string;
  /** Below src/model. */
  readonly path: string;
  /** The family whose kernels it uses: itself, or the one around it. */
  readonly kernels: string;
}

const foldersIn = (path: string): readonly string[] =>
  readdirSync(join('src/model', path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(path, name));

const isFamily = (path: string): boolean => existsSync(join('src/model', path, 'model.ts'));

/** In the order of their names. */
export function familyFolders(): readonly FamilyFolder[] {
  const outer = foldersIn('.').filter(isFamily);
  const inner = outer.flatMap((path) => foldersIn(path).filter(isFamily));
  return [...outer, ...inner]
    .map((path) => ({ name: path.split('/').at(-1) as string, path, kernels: path.split('/')[0] }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
