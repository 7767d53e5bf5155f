/**
 * Writes what the kernels use of the structs that families declare: for each entry NAME of `LAYOUTS` in src/model/FAMILY/state.ts the
 * accessors, codes and places in assembly/FAMILY/NAME.ts; and the kernels of each precision. `--check` only compares.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { accessors } from '../src/kernel/accessors.js';
import type { StructDeclaration } from '../src/kernel/struct.js';
import { PRECISE, PRECISIONS, precisionText } from './precisions.js';

type Layouts = { readonly [name: string]: StructDeclaration };

interface Generated {
  readonly file: string;
  readonly source: string;
  readonly text: string;
}

/** The text of the accessors of a struct. */
const fileText = (declaration: StructDeclaration, source: string): string =>
  `// Accessors of the struct declared in ${source}. Made by \`npm run layouts\`: change the declaration, not this file.\n\n${accessors(declaration)}`;

/** The files of the structs that a family declares. */
async function layoutsOf(family: string): Promise<readonly Generated[]> {
  const source = `src/model/${family}/state.ts`;
  if (!existsSync(source)) return [];
  const { LAYOUTS = {} } = (await import(`../${source}`)) as { readonly LAYOUTS?: Layouts };
  return Object.entries(LAYOUTS).map(([name, declaration]) => ({
    file: `assembly/${family}/${name}.ts`,
    source,
    text: fileText(declaration, source),
  }));
}

const layouts = await Promise.all(readdirSync('src/model').sort().map(layoutsOf));
const precisions = Object.keys(PRECISE).flatMap((folder) =>
  PRECISIONS.map((precision) => ({
    file: `assembly/${folder}/${precision}.ts`,
    source: 'scripts/precisions.ts',
    text: precisionText(folder, precision),
  })),
);

let isStale = false;
for (const { file, source, text: plain } of [...layouts.flat(), ...precisions]) {
  const options = await resolveConfig(file);
  const text = await format(plain, { ...options, filepath: file });
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else {
    console.error(`${file} is not in step with ${source}: run 'npm run layouts'`);
    isStale = true;
  }
}
process.exitCode = isStale ? 1 : 0;
