/** The report of a sweep: how its runs stand, figures over its axes, a table of results, failures. */
import { configError } from '../config/problem.js';
import type { Source } from '../draw/run-subject.js';
import { MsmError } from '../errors.js';
import { tableOf } from '../figure/figure.js';
import { packageVersion, SYSTEM_CLOCK } from '../host/environment.js';
import type { Cell, Fact, PageTable, Report, Section } from '../page/report.js';
import { sweepStatus } from '../sweep/tasks/status.js';
import { readSweep, type StoredSweep } from '../sweep/tasks/tasks.js';
import { countText } from '../text.js';
import { runFigures } from './figures.js';
import { searchFound } from './search-parts.js';
import { firstRun, sweepRepeatParts, sweepWarnings } from './sweep-parts.js';
import { numberCell } from './words.js';

/** Rows that a page lists; figures are of all runs. */
const MOST_ROWS = 500;

/** Axes and reported numbers of each run. */
async function resultsTable({ subject, rows }: Source): Promise<PageTable> {
  const types = new Map(tableOf(subject, 'results')?.columns.map(({ name, type }) => [name, type]));
  const names = [...new Set([...(subject.axes ?? []), ...(subject.reported ?? [])])];
  const listed: Cell[][] = [];
  for await (const { columns, nRows } of rows('results', new Set(names))) {
    const data = names.map((name) => columns.find((column) => column.name === name)?.data ?? []);
    for (let i = 0; i < nRows && listed.length < MOST_ROWS; i++) {
      listed.push(
        data.map((values): Cell => {
          const value = values[i] as number | string | boolean | null | undefined;
          if (typeof value === 'number') return numberCell(Number.isFinite(value) ? value : null);
          return value === null || value === undefined ? null : String(value);
        }),
      );
    }
  }
  const of = subject.runs > listed.length ? `the first ${countText(listed.length)} of ` : '';
  return {
    id: 'results',
    caption: `Results, a row a run: ${of}${countText(subject.runs)} ${subject.runs === 1 ? 'run' : 'runs'}; all of them and all columns are in results.parquet`,
    columns: names.map((title) => ({ title, isNumber: types.get(title) !== 'text' })),
    rows: listed,
  };
}

interface Results {
  readonly sections: readonly Section[];
  readonly problems: readonly string[];
  readonly family: string;
  /** What a search found. */
  readonly facts: readonly Fact[];
}

/** Results as far as there are any; a sweep of which no run is done has none. */
async function resultSections(folder: string, sweep: StoredSweep): Promise<Results> {
  try {
    const source = await (await import('../draw/sweep-subject.js')).openSweep(folder);
    const { figures, problems } = await runFigures(source);
    const found = await searchFound(folder, sweep, source);
    const table = await resultsTable(source);
    return {
      family: source.subject.family,
      problems,
      facts: found?.facts ?? [],
      sections: [
        ...(figures.length === 0
          ? []
          : [{ id: 'figures', title: 'Figures', parts: [{ kind: 'figures', figures } as const] }]),
        ...(found?.sections ?? []),
        { id: 'results', title: 'Results', parts: [{ kind: 'table', table }] },
        {
          id: 'settings',
          title: 'Parameters in common',
          parts: [{ kind: 'facts', facts: source.subject.written.map(({ key, text }) => [key, text] as const) }],
        },
      ],
    };
  } catch (error) {
    if (!(error instanceof MsmError) || !['E_CONFIG', 'E_CORRUPT'].includes(error.code)) throw error;
    return { family: '', problems: [`No results are shown: ${error.message}.`], facts: [], sections: [] };
  }
}

/** The report of a sweep. Throws E_CORRUPT for one that cannot be read. */
export async function sweepReport(folder: string, name: string): Promise<Report> {
  const view = await readSweep(folder);
  const { sweep, journal } = view;
  const status = sweepStatus(sweep, journal, SYSTEM_CLOCK);
  const { total, done, running, failed, lost, damaged, pending } = status;
  if (total === 0) throw configError(`${folder} has no runs`, folder);
  const { sections, problems, family, facts } = await resultSections(folder, sweep);
  const kind = sweep.record.requests[0].request.search === undefined ? 'sweep' : 'search';
  const counts = { done, running, failed, lost, damaged, pending };
  const open = total - done;
  return {
    title: `${name}: a ${kind}${family === '' ? '' : ` of ${family}`}`,
    subtitle: `${countText(done)} of ${countText(total)} runs are done`,
    status:
      open === 0
        ? { word: 'done', tone: 'good' }
        : { word: 'not finished', tone: failed + damaged > 0 ? 'bad' : 'open' },
    verdict: [
      ...facts,
      ...Object.entries(counts)
        .filter(([label, count]) => count > 0 || label === 'done')
        .map(([label, count]) => [`runs ${label}`, countText(count)] as const),
    ],
    warnings: [...sweepWarnings(folder, status), ...problems],
    version: packageVersion(),
    sections: [
      ...sections,
      { id: 'repeat', title: 'How to repeat it', parts: await sweepRepeatParts(folder, sweep, firstRun(view)) },
    ],
  };
}
