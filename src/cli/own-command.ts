/** The command line of an own model: its folder is found first, since the flags follow from what it says. */
import { readdirSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { configError } from '../config/problem.js';
import type { MsmError } from '../errors.js';
import { pathKind } from '../host/disk.js';
import { isModelFolder } from '../own-model/own-folder.js';
import { didYouMean, quoted } from '../text.js';

/** Of a flag: whether a value follows it. */
export interface FlagKinds {
  readonly [name: string]: { readonly type: string };
}

/** Words of a command line that may be its argument: neither flags nor values of known flags. */
function candidates(argv: readonly string[], flags: FlagKinds): readonly string[] {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? argv.length : end).filter((word, i) => {
    const before = argv[i - 1] ?? '';
    return !word.startsWith('-') && !(before.startsWith('--') && flags[before.slice(2)]?.type === 'option');
  });
}

/** Folders of models near a place that is not one. */
function modelsNear(place: string): readonly string[] {
  const above = dirname(place);
  if (pathKind(above) !== 'folder') return [];
  return readdirSync(above)
    .filter((name) => isModelFolder(join(above, name)))
    .map((name) => (above === '.' ? name : join(above, name)));
}

function noModel(folder: string): MsmError {
  const next = 'A model is a folder with model.yaml and step.ts; make one with: msm new NAME';
  const kind = pathKind(folder);
  if (pathKind(join(folder, 'model.yaml')) === 'folder') {
    return configError(`${join(folder, 'model.yaml')} is a folder, and must be a file`, folder, next);
  }
  if (kind === 'folder' || kind === 'link') {
    return configError(
      `there is no ${join(folder, 'model.yaml')}: ${quoted(folder)} is not the folder of a model`,
      folder,
      next,
    );
  }
  if (kind !== undefined && basename(folder) === 'model.yaml') {
    return configError(`${folder} is the file of a model; give its folder ${quoted(dirname(folder))}`, folder);
  }
  const what = kind === undefined ? 'does not exist' : 'is not a folder';
  return configError(`${folder} ${what}. ${didYouMean(normalize(folder), modelsNear(folder))}`.trim(), folder, next);
}

/** The folder of the model that a command line names; undefined if it names none at all. */
export function modelFolderOf(argv: readonly string[], flags: FlagKinds): string | undefined {
  const words = candidates(argv, flags);
  return words.find((word) => isModelFolder(word)) ?? (words[0] === argv[0] ? words[0] : undefined);
}

/** The same, where there must be one. @throws E_CONFIG */
export function assertModelFolder(argv: readonly string[], flags: FlagKinds): string {
  const folder = modelFolderOf(argv, flags);
  if (folder === undefined) {
    throw configError(
      'the argument DIR is missing: the folder of a model, with model.yaml and step.ts',
      'DIR',
      'See: msm run --help',
    );
  }
  if (isModelFolder(folder)) return folder;
  throw noModel(folder);
}
