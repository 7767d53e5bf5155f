/** What a page says of a search: the best trial, and how that is run again. */
import { join } from 'node:path';
import type { Source } from '../draw/run-subject.js';
import { tableOf } from '../figure/figure.js';
import type { Cell, Fact, PageTable, Section } from '../page/report.js';
import { readRun } from '../run/run-record.js';
import type { StoredSweep } from '../sweep/tasks/tasks.js';
import { countText, numberText } from '../text.js';
import { againParts } from './run-parts.js';
import { numberCell } from './words.js';

const TABLE = 'search';

/** Trials that a page lists, the best first. */
const MOST_TRIALS = 500;

type Row = { readonly [column: string]: unknown };

async function trialsOf({ rows }: Source, names: readonly string[]): Promise<readonly Row[]> {
  const found: Row[] = [];
  for await (const { columns, nRows } of rows(TABLE, new Set(names))) {
    for (let i = 0; i < nRows; i++) found.push(Object.fromEntries(columns.map(({ name, data }) => [name, data[i]])));
  }
  return found;
}

const objectiveOf = ({ objective }: Row): number =>
  typeof objective === 'number' && Number.isFinite(objective) ? objective : Number.NaN;

function cellOf(value: unknown): Cell {
  if (typeof value === 'number') return numberCell(Number.isFinite(value) ? value : null);
  return value === null || value === undefined ? null : String(value);
}

export interface SearchFound {
  readonly facts: readonly Fact[];
  readonly sections: readonly Section[];
}

/** The trials of a search, the best before all others; undefined of a sweep that is none. Throws E_CORRUPT for damaged tables. */
export async function searchFound(
  folder: string,
  { record }: StoredSweep,
  source: Source,
): Promise<SearchFound | undefined> {
  const { search } = record.requests[record.requests.length - 1].request;
  const about = tableOf(source.subject, TABLE);
  if (search === undefined || about === undefined) return undefined;
  const { method, objective, direction } = search;
  const names = about.columns.map(({ name }) => name);
  const sign = direction === 'min' ? 1 : -1;
  const trials = await trialsOf(source, names);
  const sorted = [...trials].sort((a, b) => {
    const [x, y] = [objectiveOf(a), objectiveOf(b)];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    return sign * (x - y);
  });
  const [best] = sorted;
  const failed = trials.filter((trial) => Number.isNaN(objectiveOf(trial))).length;
  const hasBest = best !== undefined && !Number.isNaN(objectiveOf(best));
  const ofAll =
    trials.length > MOST_TRIALS
      ? `the best ${countText(MOST_TRIALS)} of ${countText(trials.length)}`
      : `all ${countText(trials.length)}`;
  const table: PageTable = {
    id: 'trials',
    caption: `Trials of the search, the best first: ${ofAll}`,
    columns: about.columns.map(({ name, type, meaning }) => ({
      title: name,
      isNumber: type !== 'text',
      hint: meaning,
    })),
    rows: sorted.slice(0, MOST_TRIALS).map((trial) => names.map((name) => cellOf(trial[name]))),
  };
  const run = hasBest && typeof best.run === 'string' ? join(folder, best.run) : undefined;
  return {
    facts: [
      [
        'searched by',
        `${method}, ${countText(trials.length)} trials${failed > 0 ? `, ${countText(failed)} without an objective` : ''}`,
      ],
      [
        direction === 'min' ? 'smallest' : 'largest',
        hasBest ? `${objective} = ${numberText(objectiveOf(best))} in trial ${best.trial}` : 'no trial succeeded',
      ],
    ],
    sections: [
      ...(run === undefined
        ? []
        : [{ id: 'best', title: 'How to repeat the best trial', parts: againParts(run, readRun(run)) } as const]),
      { id: 'trials', title: 'Trials', parts: [{ kind: 'table', table }] },
    ],
  };
}
