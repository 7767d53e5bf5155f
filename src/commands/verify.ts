import * as Args from '@oclif/core/args';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { columns } from '../cli/text.js';
import { EXIT_STATUS } from '../errors.js';
import { type Verification, verifyRun } from '../run/verify.js';

export default class Verify extends MsmCommand<Verification> {
  static override summary = "Check a run's files against its manifest (SHA-256).";
  static override examples = ['<%= config.bin %> verify runs/hebbian-0001'];
  static override args = { folder: Args.string({ required: true, description: 'folder of the run' }) };
  static override flags = COMMON_FLAGS;

  async perform(): Promise<Verification> {
    const { args } = await this.parse(Verify);
    return verifyRun(args.folder);
  }

  override exitStatusOf({ isIntact }: Verification): number {
    return isIntact ? 0 : EXIT_STATUS.E_CORRUPT;
  }

  present({ folder, files, isIdentityRight, isIntact }: Verification): readonly string[] {
    const identity = [
      'run.json',
      isIdentityRight ? 'ok' : 'changed: parameters, seed or inputs are not those of the results',
    ];
    const rows = columns([...files.map(({ path, status }) => [path, status]), identity]);
    return [...rows, isIntact ? `${folder} is intact` : `${folder} is damaged`];
  }
}
