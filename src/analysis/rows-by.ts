/** Rows by the number in a column, in the order of their first rows: of all rows, or among some. */
export function rowsBy(values: ArrayLike<number>, among?: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (const row of among ?? Array.from({ length: values.length }, (_, i) => i)) {
    const own = found.get(values[row]);
    if (own === undefined) found.set(values[row], [row]);
    else own.push(row);
  }
  return found;
}
