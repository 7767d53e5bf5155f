/** A word that is not a command: names the nearest ones in one sentence, with exit status 2. */
import { type Hook, ux } from '@oclif/core';
import { printFailure } from '../cli/failure.js';
import { Terminal } from '../cli/terminal.js';
import { MsmError } from '../errors.js';
import { didYouMean, quoted } from '../text.js';

/** The words of commands at a place, each once: a command may have others below it. */
const wordsAt = (place: number, commands: readonly string[]): readonly string[] => [
  ...new Set(commands.map((command) => command.split(':')[place])),
];

/** The sentence for what was typed; `id` has colons between words. */
export function commandNotFound(id: string, commands: readonly string[]): MsmError {
  const [word, ...rest] = id.split(':');
  const next = 'See: msm --help';
  const below = wordsAt(
    1,
    commands.filter((command) => command.startsWith(`${word}:`)),
  );
  if (below.length > 0 && rest.length > 0) {
    const message = `${quoted(rest[0])} is not a command of msm ${word}. ${didYouMean(rest[0], below)}`.trim();
    return new MsmError('E_CONFIG', message, { place: rest[0], next: `See: msm ${word} --help` });
  }
  if (commands.includes(word) && rest.length > 0) {
    const message = `unexpected argument ${quoted(rest[0])}`;
    return new MsmError('E_CONFIG', message, { place: rest[0], next: `See: msm ${word} --help` });
  }
  const message = `${quoted(word)} is not a command of msm. ${didYouMean(word, wordsAt(0, commands))}`.trim();
  return new MsmError('E_CONFIG', message, { place: word, next });
}

const hook: Hook.CommandNotFound = async ({ id, argv, config }) => {
  const words = [...process.argv.slice(2), ...(argv ?? [])];
  const commands = config.commands.filter(({ hidden }) => !hidden).map((command) => command.id);
  const error = commandNotFound(id, commands);
  printFailure(error, words.includes('--json'), new Terminal());
  ux.exit(error.exitStatus);
};

export default hook;
