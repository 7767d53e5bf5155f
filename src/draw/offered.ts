/** Which figures a folder has, and which of them are asked for. */
import { configError, unknownKey } from '../config/problem.js';
import type { MsmError } from '../errors.js';
import { type ColumnsRequest, columnsFigure, unknownColumn } from '../figure/columns.js';
import { allFigures } from '../figure/defaults.js';
import {
  type Animation,
  type FigureDescription,
  type Need,
  type Subject,
  tableOf,
  whyNotDrawn,
} from '../figure/figure.js';
import type { Source } from './run-subject.js';

export interface Offered {
  readonly figure: FigureDescription;
  readonly needs: readonly Need[];
  /** Why it cannot be drawn. */
  readonly reason?: string;
  /** How it moves, if this subject recorded what moves. */
  readonly animation?: Animation;
}

/** Whether a folder has tables of an analysis; one is called as the analysis, and so is each other with more words. */
const hasAnalysis = ({ tables }: Subject, analysis: string): boolean =>
  tables.some(({ name }) => name === `analysis/${analysis}` || name.startsWith(`analysis/${analysis}_`));

/** The figures of a source: those of its family, then the default ones. */
export async function figuresOf({ family, subject }: Source): Promise<readonly FigureDescription[]> {
  return allFigures(subject, (await family?.figures?.()) ?? []);
}

export async function offeredBy(source: Source): Promise<readonly Offered[]> {
  return (await figuresOf(source)).flatMap((figure): readonly Offered[] => {
    const needs = figure.needs(source.subject);
    if (needs === undefined) return [];
    const { animation } = figure;
    const moves = animation?.records(source.subject) !== undefined;
    return [{ figure, needs, reason: whyNotDrawn(needs, source.subject), ...(moves && { animation }) }];
  });
}

export const usualTable = ({ subject }: Source): string => (subject.kind === 'sweep' ? 'results' : 'timeseries');

/** The figure of the columns that were named. Throws E_CONFIG with the nearest right word. */
export function ofColumns({ subject, folder }: Source, columns: ColumnsRequest): Offered {
  const table = tableOf(subject, columns.table);
  if (table === undefined) {
    throw unknownKey(
      columns.table,
      `a table of ${folder}`,
      subject.tables.map(({ name }) => name),
      '--table',
    );
  }
  const known = table.columns.map(({ name }) => name);
  const unknown = unknownColumn(subject, columns);
  if (unknown !== undefined) {
    const flag = unknown === columns.x ? '--x' : columns.y.includes(unknown) ? '--y' : '--colour';
    throw unknownKey(unknown, `a column of ${columns.table} of ${folder}`, known, flag);
  }
  const figure = columnsFigure(columns);
  return { figure, needs: figure.needs(subject) ?? [] };
}

const showsTrial = ({ figure }: Offered): boolean => figure.oneTrial !== undefined;

/**
 * The figures of one trial among these, of another trial. All must show one if they were named.
 *
 * @throws E_CONFIG for a trial that there is not, with those that there are, and for figures of no trial
 */
export function ofTrial(
  { folder, subject }: Source,
  trial: number,
  {
    asked,
    offered,
    isNamed,
  }: { readonly asked: readonly Offered[]; readonly offered: readonly Offered[]; readonly isNamed: boolean },
): readonly Offered[] {
  const other = isNamed ? asked.find((one) => !showsTrial(one)) : undefined;
  const shown = asked.filter(showsTrial);
  if (other !== undefined || shown.length === 0) {
    const names = offered.filter(showsTrial).map(({ figure }) => figure.name);
    const what = other === undefined ? `no figure of ${folder} shows` : `${other.figure.name} does not show`;
    const next = names.length === 0 ? undefined : `These do: ${names.join(', ')}.`;
    throw configError(`--trial ${trial}: ${what} a single trial`, '--trial', next);
  }
  return shown.map(({ figure: { name, oneTrial }, ...offer }) => {
    const count = oneTrial?.count(subject) ?? 0;
    if (trial >= count)
      throw configError(`--trial ${trial}: ${name} of ${folder} has trials 0 to ${count - 1}`, '--trial');
    const figure = oneTrial?.figure(trial) as FigureDescription;
    return { ...offer, figure, needs: figure.needs(subject) ?? [] };
  });
}

const isCalled = ({ name, aliases = [] }: FigureDescription, word: string): boolean =>
  name === word || aliases.includes(word);

/** The error for a figure that this source does not have: what would make what it draws, else the nearest right words. */
async function notOffered(source: Source, name: string, offered: readonly Offered[]): Promise<MsmError> {
  const { folder, family, subject } = source;
  const { after } = (await figuresOf(source)).find((figure) => isCalled(figure, name)) ?? {};
  if (after?.kind !== undefined && after.kind !== subject.kind) {
    const [drawn, is] = after.kind === 'run' ? ['single runs', 'a sweep'] : ['sweeps', 'a single run'];
    const next = `See what can be drawn of it with: msm plot ${folder} --list`;
    return configError(`${name} is a figure of ${drawn}, and ${folder} is ${is}`, '--figure', next);
  }
  if (after !== undefined && !hasAnalysis(subject, after.analysis)) {
    return configError(
      `${name} of ${folder} cannot be drawn yet: it shows what msm analyse finds`,
      '--figure',
      `First: msm analyse ${folder} --analysis ${after.analysis}`,
    );
  }
  if (after !== undefined) {
    return configError(
      `${name} of ${folder} is not drawn: what msm analyse found of it has nothing for that figure`,
      '--figure',
      `Draw its tables with: msm plot ${folder} --table analysis/${after.analysis} --x COLUMN --y COLUMN`,
    );
  }
  const { GENERAL_ANALYSES } = await import('../model/analyses/general.js');
  const analyses: readonly { readonly name: string }[] = [...((await family?.analyses?.()) ?? []), ...GENERAL_ANALYSES];
  if (analyses.some((one) => one.name === name)) {
    return configError(
      `${name} is an analysis without a figure of its own`,
      '--figure',
      `Make its tables with msm analyse ${folder} --analysis ${name}, and draw them with --table analysis/${name} --x COLUMN --y COLUMN.`,
    );
  }
  const known = offered.flatMap((one) => [one.figure.name, ...(one.figure.aliases ?? [])]);
  return unknownKey(name, `a figure of ${folder}`, known, '--figure');
}

/** Those asked for, in that order. Throws E_CONFIG with the nearest right word. */
export async function chosen(
  source: Source,
  offered: readonly Offered[],
  names: readonly string[] | undefined,
): Promise<readonly Offered[]> {
  if (names === undefined) return offered.filter(({ figure }) => figure.isExtra !== true);
  const { folder } = source;
  const found: Offered[] = [];
  for (const name of new Set(names)) {
    const one = offered.find(({ figure }) => isCalled(figure, name));
    if (one === undefined) throw await notOffered(source, name, offered);
    if (one.reason !== undefined) {
      throw configError(`${name} of ${folder} is not drawn: ${one.reason}`, '--figure', 'Draw a sweep of fewer runs.');
    }
    found.push(one);
  }
  return found;
}
