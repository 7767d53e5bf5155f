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

/** How long peers take for what this work stands in for, beside our strict build at this one; nothing if that was not compared. */
function usualWay({ work, rows }: Compared, all: readonly Compared[]): readonly string[] {
  const usual = all.find((other) => other.work.name === work.insteadOf);
  if (usual === undefined) return [];
  const [own] = rows;
  const times = usual.rows
    .filter(({ isOurs }) => !isOurs)
    .map(({ name, seconds }) => `${name} ${ratioText(seconds / own.seconds)}`);
  if (times.length === 0) return [];
  return [`Time at \`${usual.work.name}\` over that of ${own.name} here: ${times.join(', ')}.`];
}

/** One table for each work: rows are programs, ratios above 1 say that ours is the faster one. `all`: works that were compared with it. */
export function tableOf(one: Compared, all: readonly Compared[] = []): readonly string[] {
  const { work, rows, skipped } = one;
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
    ...usualWay(one, all),
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
  /** Versions of Node that did ours. */
  readonly nodes: readonly string[];
  readonly day: string;
  readonly load: number;
  readonly rounds: number;
  readonly versions: readonly string[];
}

/** All of it. */
export function pageOf(
  compared: readonly Compared[],
  { processor, nodes, day, load, rounds, versions }: Conditions,
): string {
  const ahead = compared.flatMap(aheadOf);
  const peers = compared.flatMap(({ rows }) => rows).filter(({ isOurs }) => !isOurs);
  return [
    `${processor}, Node ${nodes.join(' and ')}, ${versions.join(', ')}; ${day}, load ${load.toFixed(1)} at the start; one thread each, least processor time of ${rounds} rounds.`,
    '',
    ...(peers.length === 0
      ? ['No peer was there to compare with.']
      : ahead.length === 0
        ? ['No peer is ahead of any build of ours in any of these.']
        : ahead.map((sentence) => `- ${sentence}`)),
    '',
    ...compared.flatMap((one) => tableOf(one, compared)),
  ].join('\n');
}
