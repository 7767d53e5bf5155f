/** Exponents of growth, and the table of docs/performance.md. */
import { logLogFit } from '../../src/analysis/fits.js';
import type { Elementary } from '../../src/kernel/elementary.js';
import { timeText } from '../peers/page.js';
import type { Series } from './series.js';

export interface Measured {
  readonly series: Pick<Series, 'name' | 'title' | 'symbol'>;
  /** When and how: day, load of the machine at the start, rounds of which the least time counts. */
  readonly conditions: { readonly day: string; readonly load: number; readonly rounds: number };
  readonly sizes: readonly {
    readonly size: number;
    readonly operations: number;
    readonly seconds: number;
    readonly megabytes: number;
  }[];
}

export interface Exponent {
  readonly value: number;
  /** Null for two sizes. */
  readonly standardError: number | null;
}

export interface Growth {
  readonly time: Exponent;
  readonly operations: Exponent;
  readonly memory: Exponent;
}

function exponentOf({ sizes }: Measured, of: (one: Measured['sizes'][number]) => number, f: Elementary): Exponent {
  const [, { value, standardError }] = logLogFit(
    sizes.map(({ size }) => size),
    sizes.map(of),
    f,
  ).coefficients;
  return { value, standardError };
}

/** Exponents of time, counted operations and memory: slopes of lines through the logarithms. */
export const growthOf = (measured: Measured, f: Elementary): Growth => ({
  time: exponentOf(measured, ({ seconds }) => seconds, f),
  operations: exponentOf(measured, ({ operations }) => operations, f),
  memory: exponentOf(measured, ({ megabytes }) => megabytes, f),
});

/** Standard errors by which time must grow faster than its operations, and the least difference that is spoken of. */
const [ERRORS, LEAST] = [2, 0.05];

export const isFaster = ({ time, operations }: Growth): boolean =>
  time.value - operations.value > Math.max(LEAST, ERRORS * (time.standardError ?? 0));

const text = ({ value, standardError }: Exponent): string =>
  standardError === null ? value.toFixed(2) : `${value.toFixed(2)} ± ${standardError.toFixed(2)}`;

/** The table, and a line that names what grows faster than its operations. */
export function growthPage(all: readonly Measured[], heading: string, f: Elementary): string {
  const rows = all.map((measured) => {
    const { series, sizes, conditions } = measured;
    const growth = growthOf(measured, f);
    const [first, last] = [sizes[0], sizes[sizes.length - 1]];
    return {
      series,
      growth,
      cells: [
        series.title,
        `${series.symbol} = ${first.size} to ${last.size}`,
        `${timeText(first.seconds)} to ${timeText(last.seconds)}`,
        text(growth.time),
        growth.operations.value.toFixed(2),
        `${first.megabytes.toFixed(0)} to ${last.megabytes.toFixed(0)} MB`,
        growth.memory.value.toFixed(2),
        `${conditions.day}, ${conditions.load.toFixed(1)}, ${conditions.rounds}`,
      ],
    };
  });
  const faster = rows.filter(({ growth }) => isFaster(growth));
  const named = faster.map(({ series, growth }) => {
    return `${series.title}, over ${series.symbol} (${text(growth.time)}, operations ${growth.operations.value.toFixed(2)})`;
  });
  return [
    heading,
    '',
    '| what | sizes | time | exponent | of operations | memory | exponent | day, load, rounds |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(({ cells }) => `| ${cells.join(' | ')} |`),
    '',
    faster.length === 0
      ? 'Nothing grows faster than its operations.'
      : `Faster than its operations grows: ${named.join('; ')}.`,
  ].join('\n');
}
