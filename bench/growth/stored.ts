/** What was measured of growth on one machine, kept so that a series can be measured again by itself. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Measured } from './report.js';

const FILE = new URL('../results/growth.json', import.meta.url);

export interface StoredGrowth {
  readonly processor: string;
  readonly node: string;
  readonly measured: readonly Measured[];
}

/** Undefined if nothing was kept. */
export const readStored = (): StoredGrowth | undefined =>
  existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as StoredGrowth) : undefined;

export const writeStored = (stored: StoredGrowth): void => writeFileSync(FILE, `${JSON.stringify(stored, null, 1)}\n`);

/** What is known with what was measured now, in the order of the series. A machine or a version of Node that is another one has nothing in common with the old. */
export function renewed(before: StoredGrowth | undefined, now: StoredGrowth, order: readonly string[]): StoredGrowth {
  const isSame = before?.processor === now.processor && before.node === now.node;
  const all = new Map([...(isSame ? before.measured : []), ...now.measured].map((one) => [one.series.name, one]));
  return { ...now, measured: order.flatMap((name) => all.get(name) ?? []) };
}
