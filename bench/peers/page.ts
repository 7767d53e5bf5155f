/** What was found, as the table and sentences of docs/performance.md. */
import type { Compared, Row } from './compare.js';

/** A time in the unit that suits it. */
export function timeText(seconds: number): string {
  if (seconds < 1e-3) return `${(seconds * 1e6).toPrecision(3)} µs`;
  return seconds < 1 ? `${(seconds * 1e3).toPrecision(3)} ms` : `${seconds.toPrecision(3)} s`;
}

const ratioText = (ratio: number): string => (ratio < 10 ? ratio.toPrecision(2) : ratio.toFixed(0));

const TITLES = { numpy: 'NumPy', numba: 'numba', jax: 'JAX', torch: 'PyTorch', c: 'C' } as const;

/** How many times as long a program takes as each build of ours, in the order of our rows. */
const ratios = (rows: readonly Row[], { seconds }: Row): readonly number[] =>
  rows.filter(({ isOurs }) => isOurs).map((own) => seconds / own.seconds);

/** One table for each work: rows are programs, ratios above 1 say that ours is the faster one. */
export function tableOf({ work, rows, skipped }: Compared): readonly string[] {
  const own = rows.filter(({ isOurs }) => isOurs);
  return [
    `**${work.title}** (\`${work.name}\`)`,
    '',
    `| program | time | memory | ${own.map(({ name }) => `time / ${name}`).join(' | ')} | difference |`,
    `| --- | --- | --- | ${own.map(() => '---').join(' | ')} | --- |`,
    ...rows.map((row, i) => {
      const cells = [row.name, timeText(row.seconds), `${row.megabytes.toFixed(0)} MB`];
      const last = i === 0 ? 'reference' : row.difference === 0 ? '0' : row.difference.toExponential(0);
      return `| ${[...cells, ...ratios(rows, row).map(ratioText), last].join(' | ')} |`;
    }),
    '',
    `Differences may be up to ${work.tolerance.toExponential(0)}: ${work.reason}.`,
    ...Object.entries(skipped).map(
      ([tool, reason]) => `${TITLES[tool as keyof typeof TITLES]} is left out: ${reason}.`,
    ),
    '',
  ];
}

/** A sentence for each peer that is ahead of a build of ours, or one that says that none is. */
export function aheadOf({ work, rows }: Compared): readonly string[] {
  const own = rows.filter(({ isOurs }) => isOurs);
  return rows
    .filter(({ isOurs }) => !isOurs)
    .flatMap((row) =>
      own
        .filter(({ seconds }) => row.seconds < seconds)
        .map(
          ({ name, seconds }) =>
            `${row.name} is ahead of ${name} at \`${work.name}\`: ${(seconds / row.seconds).toFixed(2)} times as fast.`,
        ),
    );
}

export interface Conditions {
  readonly processor: string;
  readonly node: string;
  readonly day: string;
  readonly load: number;
  readonly rounds: number;
  readonly versions: readonly string[];
}

/** All of it. */
export function pageOf(
  compared: readonly Compared[],
  { processor, node, day, load, rounds, versions }: Conditions,
): string {
  const ahead = compared.flatMap(aheadOf);
  const peers = compared.flatMap(({ rows }) => rows).filter(({ isOurs }) => !isOurs);
  return [
    `${processor}, Node ${node}, ${versions.join(', ')}; ${day}, load ${load.toFixed(1)} at the start; one thread each, least processor time of ${rounds} rounds.`,
    '',
    ...(peers.length === 0
      ? ['No peer was there to compare with.']
      : ahead.length === 0
        ? ['No peer is ahead of either build in any of these.']
        : ahead.map((sentence) => `- ${sentence}`)),
    '',
    ...compared.flatMap(tableOf),
  ].join('\n');
}
