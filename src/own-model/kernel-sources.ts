/** The kernels that a step may import as `msm/…`: files of `assembly/`, which ship with the package. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathKind, readWhole } from '../host/disk.js';

const FOLDER = fileURLToPath(new URL('../../assembly', import.meta.url));

/** What comes before the name of a kernel's file in an import. */
export const KERNELS = 'msm/';

/** Folders of kernels that any model can use; the others belong to one family. */
export const KERNEL_FOLDERS: readonly string[] = ['linalg', 'math', 'random'];

const NAME = /^[a-z][a-z0-9-]*(?:\/[a-z][a-z0-9-]*)*$/;

/** The text of a kernel's file, by the path after `msm/` without its ending; undefined if there is none. */
export function kernelText(path: string): string | undefined {
  if (!NAME.test(path)) return undefined;
  const file = join(FOLDER, `${path}.ts`);
  return pathKind(file) === 'file' ? new TextDecoder().decode(readWhole(file)) : undefined;
}

/** Names of the kernels for any model, `linalg/vectors`. */
export function kernelNames(): readonly string[] {
  return KERNEL_FOLDERS.flatMap((folder) =>
    readdirSync(join(FOLDER, folder))
      .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
      .sort()
      .map((name) => `${folder}/${name.slice(0, -3)}`),
  );
}
