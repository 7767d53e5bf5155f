/** Has a work done by all who can, in turn, and says what each took and whether they agree. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contender, Found } from './contender.js';
import { clearResult, differenceOf, readResult, type Tool, type Work, writeGiven } from './work.js';

export interface Row extends Found {
  readonly name: string;
  readonly isOurs: boolean;
  /** Largest difference from the strict build, as a share of the largest number of its result. */
  readonly difference: number;
}

export interface Compared {
  readonly work: Work;
  readonly rows: readonly Row[];
  /** Why a peer has no row. */
  readonly skipped: { readonly [T in Tool]?: string };
}

export interface Effort {
  readonly rounds: number;
  readonly budgetMs: number;
}

/**
 * Each contender once a round, one after the other, so that a busy minute of the machine spoils none for good; the least time and memory of all
 * rounds count. The first contender is the one that others are compared with. Throws if one does not agree with it.
 */
export async function compare(
  work: Work,
  contenders: readonly Contender[],
  skipped: Compared['skipped'],
  { rounds, budgetMs }: Effort,
): Promise<Compared> {
  const able = contenders.filter(({ tool }) => tool === undefined || work.tools.includes(tool));
  const folder = mkdtempSync(join(tmpdir(), 'msm-peers-'));
  const rows: Row[] = [];
  try {
    writeGiven(folder, work.given());
    let reference: Float64Array | undefined;
    for (let round = 0; round < rounds; round++) {
      for (const [i, { name, tool, program }] of able.entries()) {
        clearResult(folder);
        const found = await program(work, folder, budgetMs);
        const result = readResult(folder);
        reference ??= result;
        const difference = differenceOf(reference, result);
        if (!(difference <= work.tolerance)) {
          throw new Error(
            `${work.name}: ${name} is ${difference.toExponential(1)} from ours, beyond ${work.tolerance}`,
          );
        }
        const before: Row | undefined = rows[i];
        rows[i] = {
          ...{ name, isOurs: tool === undefined, version: found.version },
          seconds: Math.min(found.seconds, before?.seconds ?? Number.POSITIVE_INFINITY),
          megabytes: Math.min(found.megabytes, before?.megabytes ?? Number.POSITIVE_INFINITY),
          difference: Math.max(difference, before?.difference ?? 0),
        };
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const missing = Object.entries(skipped).filter(([tool]) => work.tools.includes(tool as Tool));
  return { work, rows, skipped: { ...Object.fromEntries(missing), ...work.absent } };
}
