import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { folderArgument, folderOr } from '../cli/folder-argument.js';
import { columns } from '../cli/text.js';
import { EXIT_STATUS } from '../errors.js';
import { assertFolder } from '../run/layout.js';
import { type VerifiedFolder, type VerifiedRun, verifyFolder } from '../sweep/tasks/verify.js';

interface Result {
  readonly folder: string;
  readonly isIntact: boolean;
  /** One run, or the runs of a sweep. */
  readonly runs: readonly VerifiedRun[];
  /** Tables of a sweep. */
  readonly tables: VerifiedFolder['tables'];
  /** Files of its data sets. */
  readonly data: VerifiedFolder['data'];
}

/** What was found of one run, as lines. */
function runLines({
  folder,
  files,
  isIdentityRight,
  isIntact,
  problem,
  runProblem,
  unfinished,
}: VerifiedRun): readonly string[] {
  const parameters = [
    'parameters',
    isIdentityRight ? 'ok' : 'changed: parameters, seed or inputs are not those of the results',
  ];
  const rows = columns([
    ...files.map(({ path, status, reason }) => [path, reason === undefined ? status : `${status}: ${reason}`]),
    ...(files.length > 0 ? [parameters] : []),
    ...(runProblem === undefined ? [] : [['run.json', `changed: ${runProblem}`]]),
  ]);
  if (problem !== undefined) return [...rows, `${folder} is ${problem}`];
  if (!isIntact) return [...rows, `${folder} is damaged`];
  if (unfinished === undefined) return [...rows, `${folder} is intact`];
  return [...rows, `${folder} is not finished (${unfinished}); what it has so far is intact`];
}

export default class Verify extends MsmCommand<Result> {
  static override summary =
    'Check the files of a run, finished or not, or of the finished runs of a sweep, against their SHA-256.';
  static override examples = ['<%= config.bin %> verify runs/hebbian-0001'];
  static override args = folderArgument('any');
  static override flags = COMMON_FLAGS;

  async perform(): Promise<Result> {
    const { args } = await this.parse(Verify);
    const folder = await folderOr(this, args.folder, 'any');
    assertFolder(folder);
    const { runs, tables, data } = await verifyFolder(folder);
    const isIntact = runs.every((run) => run.isIntact) && [...tables, ...data].every(({ status }) => status === 'ok');
    return { folder, isIntact, runs, tables, data };
  }

  override exitStatusOf({ isIntact }: Result): number {
    return isIntact ? 0 : EXIT_STATUS.E_CORRUPT;
  }

  present({ folder, runs, tables, data }: Result): readonly string[] {
    // of a sweep that was stopped early
    const none = runs.length > 0 ? [] : [`no run of ${folder} is finished yet: there is nothing to compare`];
    const rows = [
      ...tables.map(({ path, status }) => [`${folder}/${path}`, status]),
      ...data.map(({ path, status, reason }) => [path, reason === undefined ? status : `${status}: ${reason}`]),
    ];
    return [...none, ...runs.flatMap(runLines), ...columns(rows)];
  }
}
