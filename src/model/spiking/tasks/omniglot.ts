/**
 * Characters seen once (specification, section 7): some of Omniglot's, or of drawn stand-ins where a person gives none, with a label each, and another
 * drawing of one of them, to be answered with its label.
 *
 * An item is [images of the classes [C, pixels], their labels 0 to C - 1 [C], the image that asks [pixels]], as pairs to memorize are; ink is 1.
 */
import { smallInk } from '../../../dataset/bitmap.js';
import type { Dataset, DatasetRequest } from '../../../dataset/dataset.js';
import type { CharacterClass, CharacterParts, Characters } from '../../../dataset/omniglot/characters.js';
import { episodeDraws, episodeOf } from '../../../dataset/omniglot/episode.js';
import { OMNIGLOT_FILES, omniglotOf } from '../../../dataset/omniglot/layout.js';
import { drawnCharacters } from '../../../dataset/omniglot/strokes.js';
import { MsmError } from '../../../errors.js';
import type { Kernels } from '../../../kernel/kernels.js';
import { uniformDraws } from '../../../method/random.js';
import type { Examples, Part, Sizes } from '../../../train/examples.js';
import { PURPOSE } from '../purposes.js';

export const PARTS: readonly Part[] = ['training', 'validation', 'test'];

export interface OmniglotOptions {
  /** Classes of an episode. */
  readonly classes: number;
  /** Pixels of a side of an image; published: 28. */
  readonly side: number;
  /** Episodes of each part, those of training in each epoch. */
  readonly sizes: Sizes;
  /** Seed of the episodes (sampler_seed), and of stand-ins. */
  readonly seed: number;
  /** Whether validation has others in each epoch, as in the original. */
  readonly renewsValidation: boolean;
  readonly mostItems: number;
}

export interface OmniglotItems {
  readonly examples: Examples;
  readonly width: number;
  readonly notes: readonly string[];
}

/** The files that a task takes; `demands`: what it needs more classes for than the stand-ins have. */
export function omniglotRequest(task: string, demands?: string): DatasetRequest {
  return {
    by: demands ?? `task = ${task}`,
    isOptional: demands === undefined,
    folder: OMNIGLOT_FILES,
    next: 'Omniglot is published as images_background.zip and images_evaluation.zip: unpack both into one folder and name it.',
  };
}

const countsOf = ({ training, validation, test }: CharacterParts): { readonly [P in Part]: number } => ({
  training: training.length,
  validation: validation.length,
  test: test.length,
});

/** How many classes each part of a data set has. */
export function omniglotClasses(data: Dataset): { readonly [P in Part]: number } {
  return countsOf(omniglotOf(data).parts);
}

/** Classes of each part of the stand-ins. */
export const standInClasses = () => countsOf(drawnCharacters(() => 0).parts);

interface Source {
  readonly characters: Characters;
  readonly parts: CharacterParts;
  readonly notes: readonly string[];
}

function drawnSource(kernels: Kernels, seed: number): Source {
  const draws = uniformDraws(kernels, seed, 1);
  const drawn = drawnCharacters((stream, index) => draws(PURPOSE.characters, stream, index, 1)[0]);
  return {
    ...drawn,
    notes: [
      'the characters are a stand-in for those of Omniglot, drawn by a program; --data PATH takes the published ones',
    ],
  };
}

/** Given characters, or drawn stand-ins. */
export const charactersOf = (kernels: Kernels, seed: number, data?: Dataset): Source =>
  data === undefined ? drawnSource(kernels, seed) : omniglotOf(data);

/** @throws E_CONFIG if a part has fewer classes than an episode */
function assertClasses(parts: CharacterParts, classes: number): void {
  for (const part of PARTS) {
    if (parts[part].length >= classes) continue;
    const message = `num_classes = ${classes} is more than the ${parts[part].length} classes for ${part}`;
    throw new MsmError('E_CONFIG', message, { place: 'num_classes' });
  }
}

/** The items of the task. @throws E_CONFIG, E_CORRUPT for what is wrong with the data */
export function omniglotItems(kernels: Kernels, options: OmniglotOptions, data?: Dataset): OmniglotItems {
  const { classes: C, side, sizes, seed, renewsValidation, mostItems } = options;
  const pixels = side * side;
  const { characters, parts, notes } = charactersOf(kernels, seed, data);
  assertClasses(parts, C);
  const draws = uniformDraws(kernels, seed, episodeDraws(C));
  const width = C * pixels + C + pixels;
  const [inputs, targets] = [new Float64Array(mostItems * width), new Int32Array(mostItems)];
  const ink = ({ character, turn }: CharacterClass, drawing: number): Uint8Array =>
    smallInk(characters.bitmap(character, drawing), turn, side);
  // each epoch goes on where the one before ended; the test is the same in all
  const isRenewed = (part: Part): boolean => part === 'training' || (part === 'validation' && renewsValidation);
  const episode = (part: Part, item: number, epoch: number) => {
    const number = item + (isRenewed(part) ? epoch * sizes[part] : 0);
    const those = parts[part];
    const count = (one: number): number => characters.drawings[those[one].character];
    const n = episodeDraws(C);
    return episodeOf(C, those.length, count, draws(PURPOSE.episodes, PARTS.indexOf(part), number * n, n));
  };
  return {
    ...{ width, notes },
    examples: {
      sizes,
      batch: (part, items, _, epoch = 0) => {
        for (let i = 0; i < items.length; i++) {
          const { classes, drawings, target, query } = episode(part, items[i], epoch);
          const row = inputs.subarray(i * width, (i + 1) * width);
          for (let c = 0; c < C; c++) {
            row.set(ink(parts[part][classes[c]], drawings[c]), c * pixels);
            row[C * pixels + c] = c;
          }
          row.set(ink(parts[part][classes[target]], query), C * pixels + C);
          targets[i] = target;
        }
        return { items: items.length, inputs, targets };
      },
    },
  };
}
