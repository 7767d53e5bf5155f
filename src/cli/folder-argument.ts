/** The folder that a command works on: the one named, else the newest below `runs/` that it can use. */
import * as Args from '@oclif/core/args';
import type { Wanted } from '../sweep/tasks/catalogue.js';
import type { MsmCommand } from './command.js';

const WORDS: { readonly [wanted in Wanted]: string } = {
  any: 'run or sweep',
  sweep: 'sweep',
  unfinished: 'run or sweep',
};

const NEWEST: { readonly [wanted in Wanted]: string } = {
  any: 'newest',
  sweep: 'newest',
  unfinished: 'newest unfinished one',
};

/** The argument in the help. */
export const folderArgument = (wanted: Wanted) => ({
  folder: Args.string({ description: `folder of the ${WORDS[wanted]}; default: the ${NEWEST[wanted]} in runs/` }),
});

/** The folder named, or the newest that fits, which a message then names. Throws E_CONFIG if there is none. */
export async function folderOr(
  command: Pick<MsmCommand<object>, 'say'>,
  named: string | undefined,
  wanted: Wanted,
): Promise<string> {
  if (named !== undefined) return named;
  const folder = await (await import('../sweep/tasks/catalogue.js')).newest(wanted);
  command.say(`${folder}, the ${NEWEST[wanted]}`.replace('the newest unfinished one', 'the newest that is unfinished'));
  return folder;
}
