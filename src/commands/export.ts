import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { folderOr } from '../cli/folder-argument.js';
import { columns, countText } from '../cli/text.js';
import { isBroken } from '../collect/collect.js';
import { type Exported, exportEvents } from '../collect/events.js';
import { configError } from '../config/problem.js';
import { EXIT_STATUS } from '../errors.js';
import { NODE_DISK } from '../host/disk.js';

/** Most runs to list one by one; the object of `--json` has them all. */
const MOST_LISTED = 10;

export default class Export extends MsmCommand<Exported> {
  static override summary = 'Write the curves of finished runs for other programs: TensorBoard.';
  static override description =
    'Makes a folder with an event file for each finished run whose files are those of its manifest; the runs stay as they are. All events of a run have the time at which it began, so exporting again gives the same bytes.';
  static override examples = [
    '<%= config.bin %> export runs/heterosynaptic-0001 --tensorboard curves',
    '<%= config.bin %> export rates pruned --tensorboard curves',
  ];
  static override args = {
    folders: Args.string({
      multiple: true,
      description: 'folders of runs or sweeps; default: the newest in runs/',
    }),
  };
  static override flags = {
    tensorboard: Flags.string({ description: 'New folder for event files of TensorBoard.', helpValue: 'DIR' }),
    ...COMMON_FLAGS,
  };

  async perform(): Promise<Exported> {
    const { args, flags } = await this.parse(Export);
    const { tensorboard } = flags;
    if (tensorboard === undefined) {
      throw configError('msm export needs to know what for', '--tensorboard', 'Give --tensorboard DIR.');
    }
    return exportEvents(NODE_DISK, args.folders ?? [await folderOr(this, undefined, 'any')], tensorboard);
  }

  /** A lost or damaged run counts as a damaged file, even though the others were exported. */
  override exitStatusOf({ others }: Exported): number {
    return others.some(isBroken) ? EXIT_STATUS.E_CORRUPT : 0;
  }

  present({ folder, runs, others }: Exported): readonly string[] {
    const shown = runs.slice(0, MOST_LISTED);
    const left = others.slice(0, MOST_LISTED);
    const more = runs.length - shown.length + others.length - left.length;
    return [
      ...columns(
        shown.map(({ from, path, curves, points }) => [from, path, `${curves} curves`, `${countText(points)} points`]),
      ),
      ...columns(left.map(({ folder: of, state, reason }) => [of, `left out: ${state}`, reason ?? ''])),
      ...(more > 0 ? [`and ${countText(more)} more (--json lists all)`] : []),
      `look at them with: tensorboard --logdir ${folder}`,
    ];
  }
}
