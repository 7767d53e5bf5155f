import * as Flags from '@oclif/core/flags';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { folderArgument, folderOr } from '../cli/folder-argument.js';
import { runName } from '../cli/report.js';
import { bytesText, columns, countText, numberText, pairs } from '../cli/text.js';
import { EXIT_STATUS } from '../errors.js';
import { runFacts } from '../run/facts.js';
import { type JudgedColumn, type SeriesReport, seriesReport } from '../run/series-report.js';
import type { ShownRun } from '../run/show.js';
import { type ShownSweep, showFolder } from '../sweep/tasks/show.js';

type Shown = (ShownRun | ShownSweep) & { readonly statistics?: SeriesReport };

/** Numbers of a column as lines. */
function columnLines(column: JudgedColumn): readonly string[] {
  const { name: _, label, percentiles, shapiroWilk, doesNotApply, ...numbers } = column;
  const rows = Object.entries(numbers).map(([name, value]) => [`  ${name}`, numberText(value as number, 8)] as const);
  return [
    '',
    `${label} over all steps:`,
    ...(doesNotApply === null ? [] : [`  its theory does not apply: ${doesNotApply}`]),
    ...pairs([
      ...rows,
      ...percentiles.map(({ percent, value }) => [`  percentile ${percent}`, numberText(value, 8)] as const),
      ['  Shapiro-Wilk p', shapiroWilk === null ? '- (more than 5000 values)' : numberText(shapiroWilk.p, 4)],
    ]),
  ];
}

/** Numbers of the statistics as lines. */
function statisticsLines({ columns: judged, autocorrelations }: SeriesReport): readonly string[] {
  const lags = (values: readonly number[]): string =>
    values
      .slice(0, 6)
      .map((value) => numberText(value, 4))
      .join(' ');
  return [
    ...judged.flatMap(columnLines),
    ...autocorrelations.map(
      ({ name, label, values }) =>
        `autocorrelation of the ${label}, lags 0 to 5: ${values === null ? `${name} was not recorded` : lags(values)}`,
    ),
  ];
}

/** `20 rows`, `6 tensors`. */
function lengthText({ nRows, columns: of }: ShownRun['tables'][number]): string {
  const isOfTensors = of.some(({ shape }) => shape !== undefined);
  return isOfTensors ? `${countText(of.length)} tensors` : `${countText(nRows)} rows`;
}

export default class Show extends MsmCommand<Shown> {
  static override summary =
    'List what is in a folder: the run, its main curves, its tables, their columns with unit and meaning.';
  static override examples = [
    '<%= config.bin %> show runs/hebbian-0001',
    '<%= config.bin %> show runs/hebbian-0001 --statistics --json',
  ];
  static override args = folderArgument('any');
  static override flags = {
    statistics: Flags.boolean({
      description: 'statistics and autocorrelation of the series that its family is judged by',
    }),
    ...COMMON_FLAGS,
  };

  async perform(): Promise<Shown> {
    const { args, flags } = await this.parse(Show);
    const folder = await folderOr(this, args.folder, 'any');
    const shown = await showFolder(folder);
    return flags.statistics ? { ...shown, statistics: await seriesReport(folder) } : shown;
  }

  /** What is whole of a damaged run is shown all the same. */
  override exitStatusOf(shown: Shown): number {
    return 'sweep' in shown || shown.problems.length === 0 ? 0 : EXIT_STATUS.E_CORRUPT;
  }

  async present(shown: Shown): Promise<readonly string[]> {
    if ('sweep' in shown) {
      return columns(
        shown.sweep.map(({ index, axes, folder, status, step, steps }) => [
          runName(index, axes),
          status,
          step === null ? '' : `step ${step} of ${steps}`,
          folder,
        ]),
      );
    }
    const { run, tables } = shown;
    const { curveLines } = await import('../cli/curve-lines.js');
    return [
      ...pairs(runFacts(shown)),
      ...pairs((run.notes ?? []).map((note) => ['note', note] as const)),
      ...run.summary.map(
        ({ name, value, meaning, reason }) =>
          `  ${name} = ${numberText(value, 8)}  (${meaning})${reason === undefined ? '' : `: ${reason}`}`,
      ),
      ...(await curveLines(shown)),
      ...tables.flatMap((table) => [
        '',
        `${table.file}: ${lengthText(table)}, ${bytesText(table.bytes)}`,
        ...columns(
          table.columns.map(({ name, type, width, shape, unit, symbol, meaning }) => [
            `  ${name}`,
            shape?.join(' x ') ?? (width === undefined ? type : `${type}[${width}]`),
            unit ?? '',
            symbol ?? '',
            meaning ?? '',
          ]),
        ),
      ]),
      ...(shown.statistics === undefined ? [] : statisticsLines(shown.statistics)),
    ];
  }
}
