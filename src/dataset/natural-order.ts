/** The order of names in which numbers count as numbers: `a2` before `a10`. The same on every machine and in every language. */

/** Digits and what is between them, in turn. */
const parts = (name: string): readonly string[] => name.match(/\d+|\D+/g) ?? [];

const isDigits = (part: string): boolean => /^\d/.test(part);
const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Numbers of any length: without leading zeros the longer one is larger. */
function compareDigits(a: string, b: string): number {
  const [x, y] = [a, b].map((digits) => digits.replace(/^0+(?=\d)/, ''));
  return x.length === y.length ? compareTexts(x, y) : x.length - y.length;
}

/** Compares two names for sorting; below 0 if `a` comes first. Names that differ never compare as equal. */
export function compareNatural(a: string, b: string): number {
  const [x, y] = [parts(a), parts(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const areDigits = isDigits(x[i]) && isDigits(y[i]);
    const order = areDigits ? compareDigits(x[i], y[i]) : compareTexts(x[i], y[i]);
    if (order !== 0) return order;
  }
  return x.length - y.length || compareTexts(a, b);
}
