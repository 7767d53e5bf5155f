import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { COMMON_FLAGS, MsmCommand } from '../../cli/command.js';
import { configError } from '../../config/problem.js';
import { parseValue } from '../../config/value.js';
import { compileBuild, instantiate } from '../../host/builds.js';
import type { Family } from '../../model/family.js';
import { type ContinuedText, continueText, type TextRequest } from '../../model/heterosynaptic/continued-text.js';
import { HETEROSYNAPTIC } from '../../model/heterosynaptic/model.js';
import type { HeterosynapticParameters } from '../../model/heterosynaptic/parameters.js';
import { VOCABULARY } from '../../model/heterosynaptic/vocabulary.js';
import type { Parameter } from '../../model/schema.js';
import { finalArrays } from '../../run/final-arrays.js';
import { finishedRun } from '../../run/from-run.js';

/**
 * Goes on with a text as the network of a run would. `best`: with the weights of its best epoch.
 *
 * @throws E_CONFIG if the run is not one that can, or the request is not in its vocabulary; E_CORRUPT if it is damaged
 */
async function generateFrom(folder: string, request: TextRequest, best: boolean): Promise<ContinuedText> {
  const stored = finishedRun(HETEROSYNAPTIC as unknown as Family, folder, 'RUN');
  const arrays = await finalArrays(folder);
  const name = best ? 'best' : 'weights';
  const weights = arrays.get(name);
  if (weights === undefined) {
    const why = best ? 'it had no epoch' : 'it diverged';
    throw configError(`RUN ${folder} has no ${name} in its final state: ${why}`, 'RUN');
  }
  const kernels = instantiate(compileBuild(HETEROSYNAPTIC.module, 'strict'));
  const parameters = stored.parameters as unknown as HeterosynapticParameters;
  return continueText(kernels, { parameters, weights, codes: arrays.get(VOCABULARY) }, request);
}

interface Generated {
  readonly folder: string;
  readonly prompt: string;
  readonly text: string;
  readonly tokens: readonly number[];
}

/** Numbers of the command, checked as parameters are. */
const NUMBERS = {
  tokens: { kind: 'integer', default: 200, min: 1, max: 1_000_000, help: 'tokens to make' },
  temperature: {
    kind: 'number',
    default: 1,
    min: 0,
    help: 'what logits are divided by before a token is drawn; 0 takes the likeliest',
  },
  'top-k': { kind: 'integer', default: null, min: 1, help: 'draw from so many of the likeliest tokens; default: all' },
  seed: { kind: 'integer', default: 0, min: 0, max: Number.MAX_SAFE_INTEGER, help: 'seed of the draws' },
} as const;

type NumberName = keyof typeof NUMBERS;

const numberFlag = (name: NumberName) => {
  const { default: value, help } = NUMBERS[name];
  const isSaid = value === null ? '' : `; default: ${value}`;
  return Flags.string({ helpValue: 'NUMBER', description: `${help}${isSaid}` });
};

/** @throws E_CONFIG */
function numberOf(name: NumberName, text: string | undefined): number | undefined {
  const described = NUMBERS[name];
  if (text === undefined) return described.default ?? undefined;
  const parameter: Parameter = {
    ...described,
    key: name,
    symbol: '',
    group: 'generation',
    default: described.default ?? 1,
  };
  return parseValue(parameter, text, `--${name}`) as number;
}

export default class Generate extends MsmCommand<Generated> {
  static override summary = 'Let the transformer of a finished run of msm train go on with a text.';
  static override description =
    'One token is drawn after the other from what the network expects; it sees as many of the last tokens as its context has. Of selective copying the prompt and the result are numbers of tokens.';
  static override examples = [
    '<%= config.bin %> train generate tales --prompt "Once upon a time" --temperature 0.5',
    '<%= config.bin %> train generate tales --prompt "The fox" --tokens 50 --top-k 5 --seed 3 --json',
  ];
  static override args = {
    run: Args.string({ required: true, description: 'folder of a finished run of a text or of selective copying' }),
  };
  static override flags = {
    prompt: Flags.string({ helpValue: 'TEXT', required: true, description: 'what is gone on with' }),
    tokens: numberFlag('tokens'),
    temperature: numberFlag('temperature'),
    'top-k': numberFlag('top-k'),
    seed: numberFlag('seed'),
    best: Flags.boolean({ description: 'take the weights of the epoch with the best validation, not the last ones' }),
    ...COMMON_FLAGS,
  };

  async perform(): Promise<Generated> {
    const { args, flags } = await this.parse(Generate);
    const topK = numberOf('top-k', flags['top-k']);
    const request = {
      prompt: flags.prompt,
      count: numberOf('tokens', flags.tokens) as number,
      temperature: numberOf('temperature', flags.temperature) as number,
      seed: numberOf('seed', flags.seed) as number,
      ...(topK !== undefined && { topK }),
    };
    return { folder: args.run, prompt: flags.prompt, ...(await generateFrom(args.run, request, flags.best)) };
  }

  override isData(): boolean {
    return true;
  }

  present({ text }: Generated): readonly string[] {
    return text.split('\n');
  }
}
