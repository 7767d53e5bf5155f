/** AssemblyScript text of what kernels use to get at a state block. One generator for the families' blocks and those of own models. */
import { type ElementType, headerOffsets, type StructDeclaration } from './struct.js';

const capital = (name: string): string => name[0].toUpperCase() + name.slice(1);

/** Name of the function that sets a number. */
export const setterName = (name: string): string => `set${capital(name)}`;

/** Name of the constant that a word of a list stands for: `hard-limit` of `rule` is RULE_HARD_LIMIT. */
export const codeName = (list: string, word: string): string => `${list}_${word}`.replace(/\W/g, '_').toUpperCase();

/** A number in the header. */
export const getter = (name: string, type: ElementType, offset: number, meaning: string): string => `/** ${meaning} */
// @ts-ignore: decorator
@inline export function ${name}(state: usize): ${type} { return load<${type}>(state, ${offset}); }
`;

export const setter = (name: string, type: ElementType, offset: number): string => `// @ts-ignore: decorator
@inline export function ${setterName(name)}(state: usize, value: ${type}): void { store<${type}>(state, value, ${offset}); }
`;

/** Yes or no, which the block has as a whole number. */
export const booleanGetter = (name: string, offset: number, meaning: string): string => `/** ${meaning} */
// @ts-ignore: decorator
@inline export function ${name}(state: usize): bool { return load<i32>(state, ${offset}) != 0; }
`;

/** Address of an array, whose offset stands in the header. */
export const arrayGetter = (name: string, offset: number, meaning: string): string => `/** ${meaning} */
// @ts-ignore: decorator
@inline export function ${name}(state: usize): usize { return state + <usize>load<u32>(state, ${offset}); }
`;

/** Numbers of the words of a list. */
export function codeConstants(list: string, words: readonly string[]): string {
  const lines = words.map((word, i) => `export const ${codeName(list, word)}: i32 = ${i};\n`);
  return `/** ${list} */\n${lines.join('')}`;
}

/** Places of the numbers of a record, and its length. */
function recordConstants(record: string, names: readonly string[]): string {
  const places = [...names, 'bytes'].map((name, i) => `export const ${codeName(record, name)}: usize = ${8 * i};\n`);
  return `/** ${record}, in bytes */\n${places.join('')}`;
}

/** The accessors of all fields of a declaration. */
export function accessors(declaration: StructDeclaration): string {
  const header = headerOffsets(declaration);
  const codes = Object.entries(declaration.codes ?? {}).map(([list, words]) => codeConstants(list, words));
  const scalars = declaration.scalars.map(
    ({ name, type, meaning }, i) =>
      `${getter(name, type, header.scalars[i], meaning)}${setter(name, type, header.scalars[i])}`,
  );
  const arrays = declaration.arrays.map(({ name, shape, meaning }, i) =>
    arrayGetter(name, header.arrays[i], `${meaning} [${shape.join(', ')}]`),
  );
  const records = Object.entries(declaration.records ?? {}).map(([record, names]) => recordConstants(record, names));
  return [...codes, ...records, ...scalars, ...arrays].join('\n');
}
