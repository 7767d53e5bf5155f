/** Numeric shapes of given arrays. */
import type { FamilySchema } from './schema.js';

/** Shape of an input with its sizes as numbers; -1 where a size is any length. No axes for a key that is no input. */
export function numericShape(
  schema: Pick<FamilySchema, 'inputs'>,
  key: string,
  sizes: { readonly [size: string]: number },
): readonly number[] {
  const { shape } = schema.inputs.find((input) => input.key === key) ?? { shape: [] };
  return shape.map((size) => (Object.hasOwn(sizes, size) ? sizes[size] : -1));
}
