import { fileURLToPath } from 'node:url';
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { folderOr } from '../cli/folder-argument.js';
import { placeName } from '../cli/place-name.js';
import { PRESET_FILES } from '../cli/run-flags.js';
import { columns, countText, numberText } from '../cli/text.js';
import { type Collection, type CollectRequest, collect, countStates, isBroken } from '../collect/collect.js';
import { FIT_KINDS, type FitResult, namesOf } from '../collect/fits.js';
import { fewerRowsText } from '../collect/results.js';
import { configError } from '../config/problem.js';
import { parseFormat } from '../config/run-options.js';
import { EXIT_STATUS } from '../errors.js';
import { NODE_DISK } from '../host/disk.js';
import { parseNumber } from '../method/number-text.js';

/** Most runs to list one by one if they were not collected; the object of `--json` has them all. */
const MOST_LISTED = 10;

const list = (description: string, helpValue: string) => Flags.string({ description, helpValue });

const COLLECT_FLAGS = {
  out: Flags.string({
    parse: placeName,
    description: 'Folder for the tables, or --output. Default: that of the sweep, if one is named.',
    helpValue: 'DIR',
    aliases: ['output'],
  }),
  format: list('parquet, arrow or csv. Default: parquet.', 'FORMAT'),
  quick: Flags.boolean({ description: 'Compare sizes of files with the manifests instead of SHA-256.' }),
  preset: list('A published configuration of the collector, or your own file.', 'NAME|FILE.yaml'),
  for: list('Data behind published figures, by their keys, as tau_J_std,3d_std_fit.', 'KEYS'),
  series: list('Also write these tables of all runs as series/TABLE/*.parquet, as timeseries.', 'TABLES'),
  'group-by': list('Columns by which statistics are grouped. Default: all parameters that vary.', 'COLUMNS'),
  fit: Flags.string({
    description: `Fit the results: KIND:X:Y or KIND:X:Y:by=COLUMNS, as power-law:tau_J:residuals_std:by=K or surface:K,tau_J:residuals_std. Kinds: ${Object.keys(FIT_KINDS).join(', ')}.`,
    helpValue: 'FIT',
    multiple: true,
    multipleNonGreedy: true,
  }),
  theory: list('Theory of the family along these of its parameters, as K,tau_J.', 'PARAMETERS'),
  histogram: list('Histogram of a column of the time series of each run, as residual.', 'COLUMN'),
  stationarity: list('Stationarity of a column of the time series of each run, as distance.', 'COLUMN'),
  significance: list('Of the test of stationarity. Default: 0.01.', 'P'),
  window: list('Records of a window of that test. Default: 100.', 'N'),
  'min-periods': list('Records before its first window. Default: 600.', 'N'),
  published: Flags.boolean({
    description: 'Also write the statistics of each run as published, where the family has them.',
  }),
  latex: Flags.boolean({ description: 'Also write the parameter table as table.tex.' }),
  columns: list('Columns of the LaTeX table. Default: those of the family, else all parameters.', 'COLUMNS'),
};

const numberOf = (text: string | undefined, name: string, otherwise: number): number => {
  if (text === undefined) return otherwise;
  const value = parseNumber(text.trim());
  if (value !== undefined) return value;
  throw configError(`--${name} ${text}: must be a number`, `--${name}`);
};

/** Refuses options that have no effect without another one. */
function refuseIdle(flags: { readonly [name: string]: unknown }): void {
  const needs = {
    columns: 'latex',
    significance: 'stationarity',
    window: 'stationarity',
    'min-periods': 'stationarity',
  };
  for (const [name, other] of Object.entries(needs)) {
    const isIdle = flags[name] !== undefined && (flags[other] === undefined || flags[other] === false);
    if (isIdle)
      throw configError(`--${name} says how --${other} is made, and --${other} is not asked for`, `--${name}`);
  }
}

/** `y = a x^b with a = 0.2 ± 0.01, b = -1 ± 0.02; r^2 = 0.99, 12 points`. */
function fitLine({ request, group, equation, coefficients, rSquared, count, left }: FitResult): string {
  const values = coefficients.map(({ name, value, standardError }) =>
    standardError === null
      ? `${name} = ${numberText(value)}`
      : `${name} = ${numberText(value)} ± ${numberText(standardError, 2)}`,
  );
  const points = `${count} points${left > 0 ? `, ${left} without a number left out` : ''}`;
  const head = `${request.y} against ${request.x.join(', ')}${group === '' ? '' : ` for ${group}`}`;
  return `${head}: ${equation}, ${values.join(', ')}; r^2 = ${numberText(rSquared)}, ${points}`;
}

export default class Collect extends MsmCommand<Collection> {
  static override summary = 'Collect the finished runs of sweeps to tables: results, statistics, series, fits.';
  static override description =
    'Writes results.parquet, one row a run, and statistics.parquet where runs repeat. Only runs whose files are those of their manifest are taken; the others are listed. Collecting again gives the same bytes.';
  static override examples = [
    '<%= config.bin %> collect runs/hebbian-0001',
    '<%= config.bin %> collect runs/hebbian-0001 --series timeseries --fit power-law:tau_J:residuals_std:by=K',
    '<%= config.bin %> collect runs/hebbian-0001 runs/hebbian-0002 --out runs/both --preset config_fit_th_K',
  ];
  static override args = {
    folders: Args.string({
      multiple: true,
      description: 'folders of sweeps or runs, or tables collected before; default: the newest sweep in runs/',
    }),
  };
  static override flags = { ...COLLECT_FLAGS, ...COMMON_FLAGS };

  async perform(): Promise<Collection> {
    const { args, flags } = await this.parse(Collect);
    const names = (text: string | undefined): readonly string[] | undefined =>
      text === undefined ? undefined : namesOf(text);
    refuseIdle(flags);
    const { PUBLISHED_STATIONARITY: published } = await import('../analysis/stationarity.js');
    const request: CollectRequest = {
      sources: (args.folders ?? [await folderOr(this, undefined, 'sweep')]).map((source) =>
        source.length > 1 ? source.replace(/\/+$/, '') : source,
      ),
      out: flags.out,
      format: flags.format === undefined ? undefined : parseFormat(flags.format),
      check: flags.quick ? 'size' : 'sha256',
      figures: names(flags.for),
      series: names(flags.series),
      groupBy: names(flags['group-by']),
      fits: flags.fit,
      theory: names(flags.theory),
      histogram: flags.histogram,
      stationarity:
        flags.stationarity === undefined
          ? undefined
          : {
              column: flags.stationarity,
              settings: {
                significance: numberOf(flags.significance, 'significance', published.significance),
                window: numberOf(flags.window, 'window', published.window),
                minPeriods: numberOf(flags['min-periods'], 'min-periods', published.minPeriods),
              },
            },
      published: flags.published,
      latex: flags.latex,
      columns: names(flags.columns),
    };
    return collect(NODE_DISK, await this.#withPreset(flags.preset, request));
  }

  async #withPreset(name: string | undefined, request: CollectRequest): Promise<CollectRequest> {
    if (name === undefined) return request;
    const { loadCollectPreset, overCollectPreset } = await import('../collect/preset.js');
    const dir = fileURLToPath(new URL('../../data/collect', import.meta.url));
    return overCollectPreset(loadCollectPreset(name, { ...PRESET_FILES, dir }), request);
  }

  /** A lost or damaged run counts as a damaged file, even though the others were collected. */
  override exitStatusOf({ others }: Collection): number {
    return others.some(isBroken) ? EXIT_STATUS.E_CORRUPT : 0;
  }

  present({ runs, before, others, files, fits }: Collection): readonly string[] {
    const fewer = fewerRowsText(files[0].path, before, runs);
    const shown = others.slice(0, MOST_LISTED);
    const more = others.length - shown.length;
    return [
      `${countText(runs)} ${runs === 1 ? 'run' : 'runs'} collected${others.length === 0 ? '' : `; not collected: ${countStates(others)}`}`,
      ...columns(shown.map(({ folder, index, state, reason }) => [`  ${folder}`, `run ${index}`, state, reason ?? ''])),
      ...(more > 0 ? [`  and ${countText(more)} more (--json lists all)`] : []),
      ...(fewer === undefined ? [] : [fewer]),
      ...fits.map(fitLine),
      ...columns(files.map(({ path, rows }) => [path, `${countText(rows)} ${rows === 1 ? 'row' : 'rows'}`])),
    ];
  }
}
