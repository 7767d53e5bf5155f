/** What the files of this folder hold (make.py). */

const N = 20;
const rows = Array.from({ length: N }, (_, i) => i);

function gaps<T>(values: readonly T[]): readonly (T | null)[] {
  return values.map((value, i) => (i % 4 === 3 ? null : value));
}

const lists = rows.flatMap((i) => [i, i / 2]);

/** Type and values of each column; lists one behind the other. */
export const EVERYTHING: { readonly [column: string]: readonly [string, readonly unknown[]] } = {
  f8: ['f64', rows.map((i) => i / 3)],
  f8_gaps: ['f64', gaps(rows.map((i) => i / 8))],
  f4: ['f64', rows.map((i) => i / 8)],
  f2: ['f64', rows.map((i) => i / 8)],
  i8: ['i32', rows.map((i) => i - 10)],
  u4: ['f64', rows.map((i) => 4294967295 - i)],
  i64_gaps: ['i32', gaps(rows)],
  bool_gaps: ['boolean', gaps(rows.map((i) => i % 3 === 0))],
  text_gaps: ['text', gaps(rows.map((i) => 'ä'.repeat(i % 5)))],
  category_gaps: ['text', gaps(rows.map((i) => `c${i % 3}`))],
  decimal_gaps: ['f64', gaps(rows.map((i) => Number(`0.${947 + i}`)))],
  list: ['f64', lists],
  fixed_list: ['f64', rows.flatMap((i) => [i, i / 2, 7])],
  view_gaps: ['text', gaps(rows.map((i) => `${'a long text '.repeat(i % 3)}${i}`))],
  large_list: ['f64', lists],
  decimal256: ['f64', rows.map((i) => Number(`0.${947 + i}`))],
};

/** What the packed texts say. */
export const TEXT = Array.from({ length: 1500 }, (_, i) => `${i},${(i * i) % 977}\n`).join('');
