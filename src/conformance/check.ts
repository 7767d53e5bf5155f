/** Runs the cases of a golden file and says how far the program is from it. */
import type { Comparison } from './compare.js';
import { type Golden, goldenOf } from './golden.js';
import type { Case, Context, FileFamily } from './kind.js';

export interface CaseReport {
  readonly file: string;
  readonly name: string;
  readonly comparisons: readonly Comparison[];
  /** Why the case was not run. */
  readonly skipped?: string;
  /** Why the case cannot be compared at all. */
  readonly failure?: string;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether a case ran and all its quantities are within their bounds. */
export const isWithin = ({ comparisons, failure }: CaseReport): boolean =>
  failure === undefined && comparisons.length > 0 && comparisons.every(({ error, bound }) => error <= bound);

function run(file: string, one: Case, context: Context): CaseReport {
  const { name } = one;
  if ('skipped' in one) return { file, name, comparisons: [], skipped: one.skipped };
  try {
    const comparisons = one.check(context);
    return { file, name, comparisons, ...(comparisons.length === 0 && { failure: 'nothing was compared' }) };
  } catch (error) {
    return { file, name, comparisons: [], failure: messageOf(error) };
  }
}

function casesOf(golden: Golden, families: readonly FileFamily[]): readonly Case[] {
  const [family, ...others] = families.filter(({ has }) => has(golden));
  if (family === undefined) throw new Error('no kind of golden file that is known has these fields');
  // families are found in no order that means anything, so none may come before another
  if (others.length > 0) throw new Error('several kinds of golden files have these fields');
  const cases = family.cases(golden);
  if (cases.length === 0) throw new Error('there are no cases');
  return cases;
}

/**
 * Runs all cases of a file, its content given, which belongs to one of the families. A case that throws, a file without cases or of no known kind, and a field that no
 * case looks at are failures; none of them keeps the others from running.
 */
export function checkGolden(
  file: string,
  content: unknown,
  families: readonly FileFamily[],
  context: Context,
): readonly CaseReport[] {
  const fail = (name: string, failure: string): CaseReport => ({ file, name, comparisons: [], failure });
  let golden: Golden;
  let cases: readonly Case[];
  try {
    golden = goldenOf(content);
    cases = casesOf(golden, families);
  } catch (error) {
    return [fail('file', messageOf(error))];
  }
  const reports = cases.map((one) => run(file, one, context));
  // a case that stopped early is not blamed for what it did not read
  if (reports.some(({ failure }) => failure !== undefined)) return reports;
  const unread = golden.unread();
  return unread.length === 0 ? reports : [...reports, fail('fields', `nothing reads ${unread.join(', ')}`)];
}
