/** Words and records whose numbers both languages use: declared in a struct, once, and generated for the kernels. */
import type { StructDeclaration } from './struct.js';

type Lists<D extends StructDeclaration> = NonNullable<D['codes']>;
type Records<D extends StructDeclaration> = NonNullable<D['records']>;

/** The words of a list. */
export type WordOf<D extends StructDeclaration, L extends keyof Lists<D>> = Lists<D>[L][number];

const words = (declaration: StructDeclaration, list: string): readonly string[] => declaration.codes?.[list] ?? [];
const places = (declaration: StructDeclaration, record: string): readonly string[] =>
  declaration.records?.[record] ?? [];

/** The number that the kernels know a word by. */
export const codeOf = <D extends StructDeclaration, L extends keyof Lists<D> & string>(
  declaration: D,
  list: L,
  word: WordOf<D, L>,
): number => words(declaration, list).indexOf(word);

/** The word of a number that a kernel wrote. */
export const wordOf = <D extends StructDeclaration, L extends keyof Lists<D> & string>(
  declaration: D,
  list: L,
  code: number,
): WordOf<D, L> => words(declaration, list)[code];

/** The place of a number in a record. */
export const placeOf = <D extends StructDeclaration, R extends keyof Records<D> & string>(
  declaration: D,
  record: R,
  name: Records<D>[R][number],
): number => places(declaration, record).indexOf(name);

/** How many numbers a record has. */
export const widthOf = <D extends StructDeclaration, R extends keyof Records<D> & string>(
  declaration: D,
  record: R,
): number => places(declaration, record).length;
