/** Rows by the value in a column, in the order of their first rows: of all rows, or among some. */
export function rowsBy<T>(values: ArrayLike<T>, among?: readonly number[]): ReadonlyMap<T, readonly number[]> {
  const found = new Map<T, number[]>();
  for (const row of among ?? Array.from({ length: values.length }, (_, i) => i)) {
    const own = found.get(values[row]);
    if (own === undefined) found.set(values[row], [row]);
    else own.push(row);
  }
  return found;
}
