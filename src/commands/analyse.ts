import * as Flags from '@oclif/core/flags';
import type { Analysed } from '../analyse/analyse.js';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { folderArgument, folderOr } from '../cli/folder-argument.js';
import { placeName } from '../cli/place-name.js';
import { columns, countText } from '../cli/text.js';
import { defaultText, rangeText } from '../config/describe.js';
import { parseFormat } from '../config/run-options.js';
import { NODE_DISK } from '../host/disk.js';

interface Listed {
  readonly folder: string;
  readonly family: string;
  readonly analyses: readonly {
    readonly name: string;
    readonly summary: string;
    readonly needs: string | null;
    readonly isLong: boolean;
    readonly options: readonly {
      readonly key: string;
      readonly default: string;
      readonly allowed: string;
      readonly help: string;
    }[];
  }[];
}

/** Names between commas. */
const namesIn = (text: string): readonly string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

export default class Analyse extends MsmCommand<Analysed | Listed> {
  static override summary = 'Analyse a finished run, or the runs of a sweep: tables, and what they show in words.';
  static override description =
    'Writes its tables to the folder analysis beside the run. Without --analysis all is computed that the run has data for and that does not take long. Analysing again gives the same bytes.';
  static override aliases = ['analyze'];
  static override examples = [
    '<%= config.bin %> analyse runs/hebbian-0001 --list',
    '<%= config.bin %> analyse runs/hebbian-0001',
    '<%= config.bin %> analyse runs/hebbian-0001 --analysis retrieval --set copies=50 --set beta=2',
  ];
  static override args = folderArgument('any');
  static override flags = {
    analysis: Flags.string({
      description: 'These analyses, with commas. Default: all that do not take long.',
      helpValue: 'NAMES',
    }),
    set: Flags.string({
      description: 'An option of an analysis, as copies=50 or retrieval.copies=50; --list names them.',
      helpValue: 'KEY=VALUE',
      multiple: true,
      multipleNonGreedy: true,
    }),
    list: Flags.boolean({ description: 'List what there is for this run and what can be set, and compute nothing.' }),
    out: Flags.string({
      parse: placeName,
      description: 'Folder for the tables, or --output. Default: analysis in that of the run.',
      helpValue: 'DIR',
      aliases: ['output'],
    }),
    format: Flags.string({ description: 'parquet, arrow or csv. Default: parquet.', helpValue: 'FORMAT' }),
    ...COMMON_FLAGS,
  };

  async perform(): Promise<Analysed | Listed> {
    const { args, flags } = await this.parse(Analyse);
    const folder = (await folderOr(this, args.folder, 'any')).replace(/(?<=.)\/+$/, '');
    const { analyse, analysesOf, runsToAnalyse } = await import('../analyse/analyse.js');
    if (!flags.list) {
      return analyse(NODE_DISK, {
        folder,
        analyses: flags.analysis === undefined ? undefined : namesIn(flags.analysis),
        settings: flags.set,
        out: flags.out,
        format: flags.format === undefined ? undefined : parseFormat(flags.format),
      });
    }
    const { family } = await runsToAnalyse(folder);
    const analyses = (await analysesOf(family)).map(({ name, summary, needs = null, isLong = false, options }) => ({
      name,
      summary,
      needs,
      isLong,
      options: options.map((option) => ({
        key: option.key,
        default: defaultText(option),
        allowed: rangeText(option),
        help: option.help,
      })),
    }));
    return { folder, family: family.schema.name, analyses };
  }

  present(result: Analysed | Listed): readonly string[] {
    if ('analyses' in result) return listedLines(result);
    const { verdicts, left, damaged, files } = result;
    return [
      ...verdicts.flatMap(({ analysis, lines }) => lines.map((line) => `${analysis}: ${line}`)),
      ...left.map(({ analysis, reason }) => `${analysis}: left out, ${reason}`),
      ...damaged.map(
        ({ index, folder, reason }) => `run ${index} (${folder}) is left out, since it is damaged: ${reason}`,
      ),
      ...columns(files.map(({ path, rows }) => [path, `${countText(rows)} ${rows === 1 ? 'row' : 'rows'}`])),
    ];
  }
}

const listedLines = ({ analyses }: Listed): readonly string[] =>
  analyses.flatMap(({ name, summary, needs, isLong, options }) => [
    `${name}: ${summary}`,
    ...(isLong ? [`  only with --analysis ${name}, since it takes long`] : []),
    ...(needs === null ? [] : [`  needs ${needs}`]),
    ...columns(options.map(({ key, default: value, allowed, help }) => [`  --set ${key}=${value}`, allowed, help])),
  ]);
