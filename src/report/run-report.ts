/** The report of one run: what it was, what came out, its figures and numbers, where they come from; also of one that failed or is damaged. */
import { defaultText, printValue } from '../config/describe.js';
import { openTables } from '../draw/run-subject.js';
import { MsmError } from '../errors.js';
import type { TableAbout } from '../figure/figure.js';
import { packageVersion } from '../host/environment.js';
import type { Family } from '../model/family.js';
import type { FamilySchema, Parameters } from '../model/schema.js';
import { reportedOf, verdictOf } from '../model/verdict.js';
import type { Cell, PageFigure, PageTable, Report, Section } from '../page/report.js';
import { familyOfFolder } from '../run/model-copy.js';
import type { RunRecord } from '../run/run-record.js';
import { runNow } from '../run/show.js';
import { countText } from '../text.js';
import { runFigures } from './figures.js';
import { checkedFiles, provenanceOf, repeatParts, TONES, warningsOf } from './run-parts.js';
import { numberCell } from './words.js';

/** Parameters as a table; those that are not the usual ones stand first and are marked. */
export function parameterTable({ parameters: all }: FamilySchema, values: Parameters): PageTable {
  const known = all.filter(({ key }) => key in values);
  const isOwn = (key: string, usual: unknown): boolean => JSON.stringify(values[key]) !== JSON.stringify(usual);
  const sorted = [
    ...known.filter((one) => isOwn(one.key, one.default)),
    ...known.filter((one) => !isOwn(one.key, one.default)),
  ];
  return {
    id: 'parameters',
    caption: 'Parameters; those that differ from the usual values first and in bold',
    columns: ['parameter', 'symbol', 'value', 'usually', 'unit', 'meaning'].map((title) => ({ title })),
    rows: sorted.map((one): readonly Cell[] => {
      const { key, symbol, unit = '', help } = one;
      const value = values[key];
      const text = value === null ? (one.whenAbsent ?? '–') : printValue(value);
      return [key, symbol, { text, value: null, isMarked: isOwn(key, one.default) }, defaultText(one), unit, help];
    }),
  };
}

/** The numbers of the summary. */
const summaryTable = ({ summary }: RunRecord): PageTable => ({
  id: 'numbers',
  caption: 'Numbers of the run at its end',
  columns: [{ title: 'number' }, { title: 'value', isNumber: true }, { title: 'unit' }, { title: 'meaning' }],
  rows: summary.map(({ name, value, unit = '', meaning, reason }) => [
    name,
    numberCell(value, 8),
    unit,
    reason === undefined ? meaning : `${meaning} (${reason})`,
  ]),
});

/** Tables and their columns. */
const columnTable = (tables: readonly TableAbout[]): PageTable => ({
  id: 'columns',
  caption: 'Tables of the folder and their columns',
  columns: ['table', 'rows', 'column', 'type', 'unit', 'symbol', 'meaning'].map((title) => ({
    title,
    isNumber: title === 'rows',
  })),
  rows: tables.flatMap(({ name, nRows, columns }) =>
    columns.map(({ name: column, type, width, unit = '', symbol = '', meaning = '' }) => [
      name,
      { text: countText(nRows), value: nRows },
      column,
      width === undefined ? type : `${type}[${width}]`,
      unit,
      symbol,
      meaning,
    ]),
  ),
});

interface Drawn {
  readonly figures: readonly PageFigure[];
  readonly tables: readonly TableAbout[];
  readonly problems: readonly string[];
}

const nothingDrawn = (why: string): Drawn => ({ figures: [], tables: [], problems: [`Nothing is drawn: ${why}`] });

/** Figures and tables, as far as they can be read. */
async function drawnOf(folder: string, run: RunRecord): Promise<Drawn> {
  try {
    const opened = await openTables(folder, run);
    return { ...(await runFigures(opened)), tables: opened.subject.tables };
  } catch (error) {
    if (!(error instanceof MsmError) || error.code !== 'E_CORRUPT') throw error;
    return nothingDrawn(error.message);
  }
}

const figureSection = ({ figures }: Drawn, run: RunRecord): Section => ({
  id: 'figures',
  title: 'Figures',
  parts:
    figures.length > 0
      ? [{ kind: 'figures', figures }]
      : [
          {
            kind: 'words',
            text:
              run.status === 'done'
                ? 'There is nothing to draw.'
                : 'Figures are drawn of the tables that a run writes at its end.',
          },
        ],
});

/** What was run, in a line. */
const subtitleOf = (family: Family, run: RunRecord): string =>
  [
    `${family.schema.name}: ${family.schema.summary}`,
    `seed ${run.seed}`,
    `${countText(run.step)} steps`,
    `identity ${run.identity.slice(0, 12)}`,
  ].join(' · ');

/** The report of a run. Throws E_CONFIG if the folder is not one of a run, E_CORRUPT if not even run.json can be read. */
export async function runReport(folder: string, name: string): Promise<Report> {
  const run = runNow(folder);
  const family = await familyOfFolder(folder, run, folder);
  const { damage, isWhole } = await checkedFiles(folder, run);
  const drawn = isWhole ? await drawnOf(folder, run) : nothingDrawn('the results are not what was written.');
  const { summary } = run;
  return {
    title: `${name}: a run of ${run.family}`,
    subtitle: subtitleOf(family, run),
    status: { word: run.status, tone: TONES[run.status] },
    verdict: summary.length === 0 ? [] : verdictOf(family.headlines, reportedOf(summary)),
    warnings: [...warningsOf(folder, run, damage), ...drawn.problems],
    version: packageVersion(),
    sections: [
      figureSection(drawn, run),
      ...(summary.length === 0
        ? []
        : [{ id: 'results', title: 'Numbers', parts: [{ kind: 'table', table: summaryTable(run) }] } as const]),
      {
        id: 'settings',
        title: 'Parameters',
        parts: [{ kind: 'table', table: parameterTable(family.schema, run.parameters) }],
      },
      { id: 'repeat', title: 'How to repeat it', parts: repeatParts(folder, run) },
      ...(drawn.tables.length === 0
        ? []
        : [{ id: 'tables', title: 'Tables', parts: [{ kind: 'table', table: columnTable(drawn.tables) }] } as const]),
      { id: 'provenance', title: 'Where it comes from', parts: [{ kind: 'facts', facts: provenanceOf(folder, run) }] },
    ],
  };
}
