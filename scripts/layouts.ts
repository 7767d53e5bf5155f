/** Writes the accessors of each state block for the kernels. `--check` only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { accessors } from '../src/kernel/accessors.js';
import type { StructDeclaration } from '../src/kernel/struct.js';
import { ATTRACTOR_STATE, RELAXATION_STATE } from '../src/model/attractor/state.js';
import { HEBBIAN_STATE } from '../src/model/hebbian/state.js';

const LAYOUTS: readonly { readonly file: string; readonly source: string; readonly declaration: StructDeclaration }[] =
  [
    { file: 'assembly/hebbian/state.ts', source: 'src/model/hebbian/state.ts', declaration: HEBBIAN_STATE },
    { file: 'assembly/attractor/state.ts', source: 'src/model/attractor/state.ts', declaration: ATTRACTOR_STATE },
    {
      file: 'assembly/attractor/relaxation-state.ts',
      source: 'src/model/attractor/state.ts',
      declaration: RELAXATION_STATE,
    },
  ];

/** The text of a generated file. */
const fileText = (declaration: StructDeclaration, source: string): string =>
  `// Accessors of the state block declared in ${source}. Made by \`npm run layouts\`: change the declaration, not this file.\n\n${accessors(declaration)}`;

let isStale = false;
for (const { file, source, declaration } of LAYOUTS) {
  const options = await resolveConfig(file);
  const text = await format(fileText(declaration, source), { ...options, filepath: file });
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not in step with ${source}: run 'npm run layouts'`);
    isStale = true;
  }
}
process.exitCode = isStale ? 1 : 0;
