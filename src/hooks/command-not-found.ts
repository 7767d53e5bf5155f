/** A word that is not a command: names the nearest ones in one sentence, with exit status 2. */
import { type Hook, ux } from '@oclif/core';
import { printFailure } from '../cli/failure.js';
import { Terminal } from '../cli/terminal.js';
import { MsmError } from '../errors.js';
import { topicOf } from '../model/families.js';
import { didYouMean, quoted } from '../text.js';

/** The words of commands at a place, each once: a command may have others below it. */
const wordsAt = (place: number, commands: readonly string[]): readonly string[] => [
  ...new Set(commands.map((command) => command.split(':')[place])),
];

/** How many of the first words begin a command. */
function knownOf(words: readonly string[], commands: readonly string[]): number {
  const isKnown = (count: number): boolean => {
    const known = words.slice(0, count).join(':');
    return commands.some((command) => command === known || command.startsWith(`${known}:`));
  };
  const unknown = words.findIndex((_, i) => !isKnown(i + 1));
  return unknown === -1 ? words.length : unknown;
}

/** The sentence for what was typed; `id` has colons between words. */
export function commandNotFound(id: string, commands: readonly string[]): MsmError {
  const words = id.split(':');
  const known = Math.min(knownOf(words, commands), words.length - 1);
  const place = words[known];
  const msm = ['msm', ...words.slice(0, known)].join(' ');
  const above = words
    .slice(0, known)
    .map((word) => `${word}:`)
    .join('');
  const below = commands.filter((command) => command.startsWith(above));
  const isArgument = known > 0 && below.length === 0;
  const message = isArgument
    ? `unexpected argument ${quoted(place)}`
    : `${quoted(place)} is not a command of ${msm}. ${didYouMean(place, wordsAt(known, below))}`.trim();
  // who knows a family by the name of its presets and folders looks for a command of that name
  const topic = known === 0 ? topicOf(place) : undefined;
  return new MsmError('E_CONFIG', message, {
    place,
    next: topic === undefined ? `See: ${msm} --help` : `The models of that name are run by: msm ${topic}`,
  });
}

const hook: Hook.CommandNotFound = async ({ id, argv, config }) => {
  const words = [...process.argv.slice(2), ...(argv ?? [])];
  const commands = config.commands.filter(({ hidden }) => !hidden).map((command) => command.id);
  const error = commandNotFound(id, commands);
  printFailure(error, words.includes('--json'), new Terminal());
  ux.exit(error.exitStatus);
};

export default hook;
