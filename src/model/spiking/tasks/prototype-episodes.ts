/**
 * Episodes by which an encoder of characters is trained before (specification, section 11): some characters with some drawings each, of which the first are
 * shown and the others ask. An item is one as a prototypical network takes it.
 */
import { smallInk } from '../../../dataset/bitmap.js';
import type { Dataset } from '../../../dataset/dataset.js';
import type { CharacterParts, Characters } from '../../../dataset/omniglot/characters.js';
import { type ShotSizes, shotDraws, shotEpisodeOf, shotsOf } from '../../../dataset/omniglot/episode.js';
import { MsmError } from '../../../errors.js';
import type { Kernels } from '../../../kernel/kernels.js';
import { uniformDraws } from '../../../method/random.js';
import type { Examples, Part } from '../../../train/examples.js';
import type { Violation } from '../../schema.js';
import { episodeNumbers, mostTargets, shotPlace, targetsOfEpisode, writeEpisode } from '../episode-layout.js';
import { PURPOSE } from '../purposes.js';
import { charactersOf, type OmniglotItems, type OmniglotOptions, PARTS } from './omniglot.js';

/** How large the episodes of each part are; those of the test are as those of validation. */
export type PartShots = { readonly [P in Part]: ShotSizes };

export type PrototypeOptions = Omit<OmniglotOptions, 'classes'> & { readonly shots: PartShots };

/** What a part has too few of for its episodes; undefined where there is enough. */
export function shortOf(characters: Characters, parts: CharacterParts, shots: PartShots): Violation | undefined {
  for (const part of PARTS) {
    const [those, { classes, support, queries }] = [parts[part], shots[part]];
    const when = part === 'training' ? 'train' : 'val';
    if (those.length < classes) {
      const key = `classes_per_iteration_${when}`;
      return { key, message: `${key} = ${classes} is more than the ${those.length} classes for ${part}` };
    }
    const fewest = those.reduce((a, b) =>
      characters.drawings[b.character] < characters.drawings[a.character] ? b : a,
    );
    const drawings = characters.drawings[fewest.character];
    if (drawings < support + queries) {
      const [key, more] = [`num_samples_query_${when}`, `num_samples_support_${when}`];
      const whose = `the ${drawings} drawings of ${characters.names[fewest.character]}, a character for ${part}`;
      return { key, message: `${more} + ${key} = ${support + queries} is more than ${whose}` };
    }
  }
  return undefined;
}

/** The items of the task. @throws E_CONFIG, E_CORRUPT for what is wrong with the data */
export function prototypeItems(kernels: Kernels, options: PrototypeOptions, data?: Dataset): OmniglotItems {
  const { shots, side, sizes, seed, renewsValidation, mostItems } = options;
  const pixels = side * side;
  const { characters, parts, notes } = charactersOf(kernels, seed, data);
  const short = shortOf(characters, parts, shots);
  if (short !== undefined) throw new MsmError('E_CONFIG', short.message, { place: short.key });
  const all = PARTS.map((part) => shots[part]);
  const draws = uniformDraws(kernels, seed, Math.max(...all.map(shotDraws)));
  const width = episodeNumbers(all, pixels);
  const inputs = new Float64Array(mostItems * width);
  const targets = new Int32Array(mostItems * mostTargets(all));
  // each epoch goes on where the one before ended; the test is the same in all
  const isRenewed = (part: Part): boolean => part === 'training' || (part === 'validation' && renewsValidation);
  const episode = (part: Part, item: number, epoch: number) => {
    const number = item + (isRenewed(part) ? epoch * sizes[part] : 0);
    const [those, n] = [parts[part], shotDraws(shots[part])];
    const count = (one: number): number => characters.drawings[those[one].character];
    return shotEpisodeOf(
      shots[part],
      those.length,
      count,
      draws(PURPOSE.prototypes, PARTS.indexOf(part), number * n, n),
    );
  };
  const batch: Examples['batch'] = (part, items, _, epoch = 0) => {
    const own = shots[part];
    const asked = targetsOfEpisode(own);
    for (let i = 0; i < items.length; i++) {
      const shown = episode(part, items[i], epoch);
      const row = inputs.subarray(i * width, (i + 1) * width);
      const places = shown.map(({ place }) => place);
      writeEpisode(own, places, row, targets.subarray(i * asked, (i + 1) * asked));
      for (const [n, { one, drawing }] of shown.entries()) {
        const { character, turn } = parts[part][one];
        row.set(smallInk(characters.bitmap(character, drawing), turn, side), shotPlace(own, pixels, n));
      }
    }
    return { items: items.length, inputs, targets };
  };
  return { width, notes, examples: { sizes, batch } };
}

/** Pictures of a batch of episodes. */
export const picturesOf = (shots: PartShots, items: number): number =>
  items * Math.max(...PARTS.map((part) => shotsOf(shots[part])));
