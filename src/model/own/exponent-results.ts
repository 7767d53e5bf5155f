/** Tables, numbers and sentences of the exponents of a run. */
import { countPositive, entropyRate, kaplanYorke } from '../../method/lyapunov/dimension.js';
import type { Headline, SummaryItem } from '../family.js';
import type { ResultTable } from '../record.js';
import { type Filled, f64, i32, orNull, table, text } from '../recording/filled-columns.js';
import { whole } from '../whole.js';
import type { ExponentOutcome } from './exponent-outcome.js';

/** What a motion can be; the number of a verdict is its place here. */
const VERDICTS: readonly ExponentOutcome['verdict'][] = [
  'chaos',
  'transient chaos',
  'limit cycle',
  'torus',
  'fixed point',
  'entrained',
  'unbounded',
  'undecided',
];

/** How many exponents are items of the summary and lines of the report; the table has all. */
const MOST_REPORTED = 6;

const exponentName = (index: number): string => `lambda_${index + 1}`;

/** Lines of the report; exponents that were not measured are left out. */
export const EXPONENT_HEADLINES: readonly Headline[] = [
  ...Array.from({ length: MOST_REPORTED }, (_, i) => ({
    label: i === 0 ? 'largest exponent' : `exponent ${i + 1}`,
    item: exponentName(i),
    error: `${exponentName(i)}_error`,
    symbol: `λ${'₁₂₃₄₅₆'[i]}`,
    isOptional: true,
  })),
  { label: 'motion', item: 'verdict', words: VERDICTS, isOptional: true },
];

export function exponentItems({ exponents, errors, verdict, period, dim }: ExponentOutcome): readonly SummaryItem[] {
  const { dimension, isLowerBound } = kaplanYorke(exponents, dim);
  const missing = isLowerBound ? { reason: 'exponents are missing' } : {};
  const ranked = exponents.slice(0, MOST_REPORTED).flatMap((value, i): readonly SummaryItem[] => [
    {
      name: exponentName(i),
      value: orNull(value),
      meaning: `Lyapunov exponent ${i + 1}, largest first, per unit of time`,
    },
    { name: `${exponentName(i)}_error`, value: orNull(errors[i]), meaning: 'its block standard error' },
  ]);
  const place = VERDICTS.indexOf(verdict);
  return [
    ...ranked,
    {
      name: 'kaplan_yorke',
      value: isLowerBound ? null : orNull(dimension),
      meaning: 'Kaplan-Yorke dimension',
      ...missing,
    },
    {
      name: 'entropy_rate',
      value: isLowerBound ? null : orNull(entropyRate(exponents)),
      meaning: 'sum of the positive exponents',
      ...missing,
    },
    { name: 'period', value: period, meaning: 'time after which the state came back twice to where the record ended' },
    whole({
      name: 'verdict',
      value: place,
      meaning: `what the motion is: ${VERDICTS.map((word, i) => `${i} ${word}`).join(', ')}`,
    }),
  ];
}

export function exponentTables(outcome: ExponentOutcome): readonly ResultTable[] {
  const { exponents, errors, verdict, period, recorded, dim, method } = outcome;
  const { dimension, isLowerBound } = kaplanYorke(exponents, dim);
  const one = (name: string, meaning: string, value: number | null): Filled => f64(name, meaning, [orNull(value)]);
  return [
    table('spectrum', 'Lyapunov exponents, largest first', [
      i32(
        'index',
        'rank of the exponent',
        Int32Array.from(exponents, (_, i) => i),
      ),
      f64('exponent', 'exponent, per unit of time', exponents.map(orNull)),
      f64('error', 'block standard error', errors.map(orNull)),
    ]),
    table('verdicts', 'what the motion is, and how surely', [
      text('verdict', VERDICTS.join(', '), [verdict]),
      text('method', 'tangent, differences or two trajectories', [method]),
      one('lambda_1', 'largest exponent', exponents[0]),
      one('lambda_1_error', 'block standard error', errors[0]),
      one('lambda_2', 'second exponent', exponents[1] ?? null),
      one('lambda_2_error', 'block standard error', errors[1] ?? null),
      one('period', 'time after which the state came back twice to where the record ended', period),
      one('kaplan_yorke', 'Kaplan-Yorke dimension, at least this if exponents are missing', dimension),
      one('kaplan_yorke_is_bound', '1 if more exponents are needed', isLowerBound ? 1 : 0),
      one('entropy_rate', 'sum of the positive exponents', entropyRate(exponents)),
      one('positive', 'positive exponents', countPositive(exponents)),
      one(
        'sum',
        'sum of the exponents, if all were measured',
        exponents.length === dim ? exponents.reduce((a, b) => a + b, 0) : null,
      ),
      one('recorded', 'time that the exponents are averaged over', recorded),
    ]),
  ];
}

/** What a reader should know about how they were measured. */
export function exponentNotes({ method, intervalTime, recorded }: ExponentOutcome): readonly string[] {
  const intervals = Math.round(recorded / intervalTime);
  const over = `over ${intervals} intervals of ${Number(intervalTime.toPrecision(6))}`;
  if (method === 'tangent') return [];
  if (method === 'differences') {
    return [
      `step.ts exports no tangent: exponents are from differences of the field, ${over}, which err by about 1e-9 of its slope`,
    ];
  }
  const error = Number((1e-8 / intervalTime).toPrecision(2));
  return [
    `step.ts exports no tangent: the largest exponent is from two trajectories 1e-8 apart, ${over}, whose rounding makes up to ${error}`,
  ];
}
