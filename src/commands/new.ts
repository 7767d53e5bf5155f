import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { pairs } from '../cli/text.js';

interface Result {
  readonly folder: string;
  /** What was written, from where the program runs. */
  readonly files: readonly string[];
  readonly isModule: boolean;
}

export default class New extends MsmCommand<Result> {
  static override summary = 'Make the folder of a model of your own, which runs as it is (docs/own-models.md).';
  static override examples = ['<%= config.bin %> new mymodel', '<%= config.bin %> new mymodel --module'];
  static override args = {
    name: Args.string({ required: true, description: 'name of the model, and of the new folder' }),
  };
  static override flags = {
    module: Flags.boolean({
      description:
        'Of a model that is there: write step.wasm beside step.ts, with which it runs where there is no compiler.',
    }),
    ...COMMON_FLAGS,
  };

  async perform(): Promise<Result> {
    const { args, flags } = await this.parse(New);
    const folder = args.name.replace(/\/+$/, '');
    if (flags.module) {
      const { keepModule } = await import('../own-model/own-folder.js');
      return { folder, files: [`${folder}/${await keepModule(folder)}`], isModule: true };
    }
    const { makeModel } = await import('../own-model/template.js');
    return { folder, files: await makeModel(folder), isModule: false };
  }

  present({ folder, files, isModule }: Result): readonly string[] {
    const path = /^[./]/.test(folder) ? folder : `./${folder}`;
    const written = files.map((file) => ['written', file] as const);
    if (isModule) return pairs(written);
    return pairs([
      ...written,
      ['run it', `msm run ${path}`],
      ['module', `msm new ${path} --module writes step.wasm, for machines without the compiler`],
    ]);
  }
}
