/** The report of one run: what it was, what came out, its figures and numbers, where they come from; also of one that failed or is damaged. */
import { defaultText, printValue } from '../config/describe.js';
import { openTables } from '../draw/run-subject.js';
import { MsmError } from '../errors.js';
import type { TableAbout } from '../figure/figure.js';
import { packageVersion } from '../host/environment.js';
import type { Family } from '../model/family.js';
import type { FamilySchema, Parameters } from '../model/schema.js';
import { reportedOf, verdictOf } from '../model/verdict.js';
import type { Cell, Fact, PageFigure, PageTable, Report, Section } from '../page/report.js';
import { originFacts } from '../run/facts.js';
import { lackOf } from '../run/given-inputs.js';
import { familyOfFolder } from '../run/model-copy.js';
import { repeatingCommand } from '../run/repeated-run.js';
import type { RunRecord } from '../run/run-record.js';
import { runNow } from '../run/show.js';
import { verifyAnyRun } from '../run/verify.js';
import { countText } from '../text.js';
import { runFigures } from './figures.js';
import { commandLine, numberCell, shellWord } from './words.js';

const TONES = { done: 'good', running: 'open', interrupted: 'open', failed: 'bad' } as const;

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

/** What is wrong with a run: how it ended, what was changed or is missing. */
async function warningsOf(folder: string, run: RunRecord): Promise<readonly string[]> {
  const { status, step, steps, error } = run;
  const ended =
    status === 'done'
      ? []
      : [
          `The run is not finished: it is ${status} at step ${countText(step)} of ${countText(steps)}. Go on with: msm resume ${folder}`,
        ];
  const failed = error === null ? [] : [`It failed with ${error.code}: ${error.message}`];
  const lacks = run.inputs.flatMap((input) => lackOf(folder, input) ?? []);
  return [...failed, ...ended, ...(await damageOf(folder)), ...lacks, ...(run.notes ?? [])];
}

/** What the files of a run are not. A run that somebody works on is not looked at. */
async function damageOf(folder: string): Promise<readonly string[]> {
  try {
    const { files, isIdentityRight, runProblem } = await verifyAnyRun(folder);
    return [
      ...files.filter(({ status }) => status !== 'ok').map(({ path, status }) => `Damaged: ${path} is ${status}.`),
      ...(isIdentityRight ? [] : ['Damaged: parameters, seed or inputs in run.json are not those of the results.']),
      ...(runProblem === undefined ? [] : [`Damaged: ${runProblem}.`]),
    ];
  } catch (error) {
    if (!(error instanceof MsmError) || !['E_CORRUPT', 'E_CONFIG'].includes(error.code)) throw error;
    return [`Damaged: ${error.message}`];
  }
}

interface Drawn {
  readonly figures: readonly PageFigure[];
  readonly tables: readonly TableAbout[];
  readonly problems: readonly string[];
}

/** Figures and tables, as far as they can be read. */
async function drawnOf(folder: string, run: RunRecord): Promise<Drawn> {
  try {
    const opened = await openTables(folder, run);
    return { ...(await runFigures(opened)), tables: opened.subject.tables };
  } catch (error) {
    if (!(error instanceof MsmError) || error.code !== 'E_CORRUPT') throw error;
    return { figures: [], tables: [], problems: [`Nothing is drawn: ${error.message}`] };
  }
}

/** How it was made and how it is made again. */
function repeatSection(folder: string, run: RunRecord): Section {
  const { command, workingFolder } = run.environment;
  const again = `msm ${repeatingCommand(run, folder)} --preset ${shellWord(folder)}`;
  return {
    id: 'repeat',
    title: 'How to repeat it',
    parts: [
      ...(command.length === 0
        ? []
        : [{ kind: 'command', label: `As it was run, in ${workingFolder}:`, text: commandLine(command) } as const]),
      { kind: 'command', label: 'The same run again, from what its folder says:', text: again },
      { kind: 'command', label: 'Whether its files are whole:', text: `msm verify ${shellWord(folder)}` },
    ],
  };
}

function originSection(folder: string, run: RunRecord): Section {
  const { git, processor, platform, cores, node } = run.environment;
  const facts: readonly Fact[] = [
    ['folder', folder],
    ['identity', run.identity],
    ...originFacts(run).filter(([, text]) => text !== ''),
    ['kernels', run.kernelSha256],
    ['machine', `${processor}, ${cores} cores, ${platform}, Node ${node}`],
    ...(git === null ? [] : [['git', `${git.commit}${git.isDirty ? ', with changes' : ''}`] as const]),
    ['sessions', String(run.sessions)],
  ];
  return { id: 'provenance', title: 'Where it comes from', parts: [{ kind: 'facts', facts }] };
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
  const drawn = await drawnOf(folder, run);
  const { summary } = run;
  return {
    title: `${name}: a run of ${run.family}`,
    subtitle: subtitleOf(family, run),
    status: { word: run.status, tone: TONES[run.status] },
    verdict: summary.length === 0 ? [] : verdictOf(family.headlines, reportedOf(summary)),
    warnings: [...(await warningsOf(folder, run)), ...drawn.problems],
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
      repeatSection(folder, run),
      ...(drawn.tables.length === 0
        ? []
        : [{ id: 'tables', title: 'Tables', parts: [{ kind: 'table', table: columnTable(drawn.tables) }] } as const]),
      originSection(folder, run),
    ],
  };
}
