/** Writes the accessors of each state block for the kernels. `--check` only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { headerOffsets, type StructDeclaration } from '../src/kernel/struct.js';
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

const capital = (name: string): string => name[0].toUpperCase() + name.slice(1);

/** AssemblyScript text of the accessors of one declaration. */
export function accessors(declaration: StructDeclaration, source: string): string {
  const header = headerOffsets(declaration);
  const scalars = declaration.scalars.map(
    ({ name, type, meaning }, i) => `/** ${meaning} */
// @ts-ignore: decorator
@inline export function ${name}(state: usize): ${type} { return load<${type}>(state, ${header.scalars[i]}); }
// @ts-ignore: decorator
@inline export function set${capital(name)}(state: usize, value: ${type}): void { store<${type}>(state, value, ${header.scalars[i]}); }
`,
  );
  const arrays = declaration.arrays.map(
    ({ name, shape, meaning }, i) => `/** ${meaning} [${shape.join(', ')}] */
// @ts-ignore: decorator
@inline export function ${name}(state: usize): usize { return state + <usize>load<u32>(state, ${header.arrays[i]}); }
`,
  );
  return `// Accessors of the state block declared in ${source}. Made by \`npm run layouts\`: change the declaration, not this file.\n\n${[...scalars, ...arrays].join('\n')}`;
}

let isStale = false;
for (const { file, source, declaration } of LAYOUTS) {
  const options = await resolveConfig(file);
  const text = await format(accessors(declaration, source), { ...options, filepath: file });
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not in step with ${source}: run 'npm run layouts'`);
    isStale = true;
  }
}
process.exitCode = isStale ? 1 : 0;
