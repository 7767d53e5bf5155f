/**
 * Writes what the kernels use of the structs that families declare: for each entry NAME of `LAYOUTS` in src/model/FAMILY/state.ts the
 * accessors, codes and places in assembly/FAMILY/NAME.ts. `--check` only compares.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { accessors } from '../src/kernel/accessors.js';
import type { StructDeclaration } from '../src/kernel/struct.js';

type Layouts = { readonly [name: string]: StructDeclaration };

/** The text of a generated file. */
const fileText = (declaration: StructDeclaration, source: string): string =>
  `// Accessors of the struct declared in ${source}. Made by \`npm run layouts\`: change the declaration, not this file.\n\n${accessors(declaration)}`;

let isStale = false;
for (const family of readdirSync('src/model').sort()) {
  const source = `src/model/${family}/state.ts`;
  if (!existsSync(source)) continue;
  const { LAYOUTS = {} } = (await import(`../${source}`)) as { readonly LAYOUTS?: Layouts };
  for (const [name, declaration] of Object.entries(LAYOUTS)) {
    const file = `assembly/${family}/${name}.ts`;
    const options = await resolveConfig(file);
    const text = await format(fileText(declaration, source), { ...options, filepath: file });
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    if (!process.argv.includes('--check')) writeFileSync(file, text);
    else {
      console.error(`${file} is not in step with ${source}: run 'npm run layouts'`);
      isStale = true;
    }
  }
}
process.exitCode = isStale ? 1 : 0;
