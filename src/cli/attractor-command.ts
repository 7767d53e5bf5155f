/** What the commands of the attractor family share: one engine, a preset each, and a finished run to go on from. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import { printValue } from '../config/describe.js';
import { spellBooleans } from '../config/flags.js';
import { inputTexts } from '../config/inputs.js';
import { configError } from '../config/problem.js';
import type { Layer } from '../config/settings.js';
import { ATTRACTOR } from '../model/attractor/model.js';
import { inFolder, isRunFolder, readRun } from '../run/folder.js';
import { assertIntact } from '../run/verify.js';
import { RunCommand, runCommandFlags } from './run-command.js';
import type { ParsedRun } from './run-flags.js';

/** Flags of each of the commands. */
export const ATTRACTOR_FLAGS = {
  ...runCommandFlags(ATTRACTOR),
  network: Flags.string({
    helpGroup: 'INPUTS',
    helpValue: 'DIR',
    description:
      'Go on from the network of a finished run: its weights, states, patterns and learning parameters, without training it again (epochs 0).',
  }),
};

/** What the help of a command says about its defaults: its flags show those of the family. */
export const presetNote = (preset: string): string =>
  `The defaults below are those of the family; the preset ${preset} goes over them, and --dry-run prints the values that hold.`;

/** Parameters of the groups that say what the network is and how it learns. */
const OF_NETWORK = ATTRACTOR.schema.parameters.filter(({ group }) => group === 'network' || group === 'learning');

/**
 * A finished run as the beginning of another one. Throws E_CONFIG if the folder is none, belongs to another family or is not
 * finished, E_CORRUPT if it is damaged.
 */
export function networkLayer(folder: string): Layer {
  const place = '--network';
  if (!isRunFolder(folder)) {
    throw configError(`${place} ${folder} is no run`, place, 'Give the folder of a finished run of msm attractor.');
  }
  const { family, status, parameters, inputs } = readRun(folder);
  if (family !== ATTRACTOR.schema.name) {
    throw configError(`${place} ${folder} is a run of the family ${family}, not of ${ATTRACTOR.schema.name}`, place);
  }
  if (status !== 'done') {
    throw configError(`${place} ${folder} is not finished`, place, `Go on with: msm resume ${folder}`);
  }
  assertIntact(folder);
  const settings = OF_NETWORK.map(({ key }) => ({
    key,
    text: printValue(parameters[key]),
    place: `${place} ${folder}`,
  }));
  const state = join(folder, 'state.arrow');
  const copies = inputs
    .filter(({ key }) => ATTRACTOR.schema.inputs.some((input) => input.key === key && input.isPatterns === true))
    .map(({ key }) => [key, join(inFolder(folder).inputs, `${key}.arrow`)] as const)
    .filter(([, path]) => existsSync(path))
    // the copies are z-scored already
    .map(([key, path]) => [key, `raw:${path}`] as const);
  return {
    settings: [...settings, { key: 'epochs', text: '0', place }],
    run: {},
    inputs: inputTexts({ ...Object.fromEntries(copies), J0: state, sigma0: state }),
  };
}

/** A command that is a preset of the family. */
export abstract class AttractorCommand extends RunCommand {
  /** Name of the preset that the command stands for. */
  protected abstract readonly experiment: string;

  protected async read() {
    // the flags are those of the class itself
    const parsed: ParsedRun = await this.parse(
      this.constructor as typeof Command,
      spellBooleans(ATTRACTOR.schema, this.argv),
    );
    const network = parsed.flags.network as string | undefined;
    return {
      family: ATTRACTOR,
      parsed,
      base: this.experiment,
      ...(network !== undefined && { between: networkLayer(network) }),
    };
  }
}
