/**
 * Omniglot's folders: `images_background/Alphabet/characterNN/NNNN_NN.png`, `images_evaluation` likewise, and, where a person has them, the lists of
 * Vinyals and others: `splits/vinyals/train.txt`, `val.txt` and `test.txt`, whose lines are `Alphabet/characterNN/rot090`.
 */
import { MsmError } from '../../errors.js';
import { type Bitmap, readBitmap, type Turn } from '../bitmap.js';
import type { Dataset, TreeFile, WantedFile } from '../dataset.js';
import { decodeText } from '../utf8.js';
import { type CharacterClass, type CharacterParts, type Characters, partsWithoutLists } from './characters.js';

export const OMNIGLOT_FILES: readonly WantedFile[] = [
  { role: 'background', names: ['images_background'], ending: '.png' },
  { role: 'evaluation', names: ['images_evaluation'], ending: '.png' },
  { role: 'splits', names: ['splits'], ending: '.txt', isOptional: true },
];

/** What was read. */
export interface Omniglot {
  readonly characters: Characters;
  readonly parts: CharacterParts;
  readonly notes: readonly string[];
}

/** An episode shows one drawing of a class and asks for another. */
const FEWEST_DRAWINGS = 2;

const damaged = (place: string, message: string): MsmError =>
  new MsmError('E_CORRUPT', `${place}: ${message}`, { place, next: 'Get Omniglot again, and unpack both archives.' });

/** An archive holds a folder of its own name: whoever unpacks it into such a folder has two in each other. */
function misplaced(path: string, name: string): MsmError {
  const [inner] = /^[^/]+(?=\/[^/]+\/character\d+\/)/.exec(path) ?? [];
  if (inner === undefined) return damaged(name, 'no image of Omniglot, whose path is Alphabet/characterNN/NNNN_NN.png');
  const message = `${name}: the alphabets are one folder too deep, in ${inner}`;
  return new MsmError('E_CONFIG', message, { place: name, next: `Move what is in ${inner} to the folder around it.` });
}

/** Drawings of each character of a folder, by its name. */
function drawingsOf(files: readonly TreeFile[]): ReadonlyMap<string, readonly Bitmap[]> {
  const found = new Map<string, Bitmap[]>();
  for (const { path, name, bytes } of files) {
    const [, character] = /^([^/]+\/character\d+)\/\d+_\d+\.png$/.exec(path) ?? [];
    if (character === undefined) throw misplaced(path, name);
    const bitmap = readBitmap(bytes, name);
    if (bitmap.width !== bitmap.height)
      throw damaged(name, `it has ${bitmap.width} x ${bitmap.height} pixels; images are square`);
    const drawings = found.get(character) ?? [];
    found.set(character, drawings);
    drawings.push(bitmap);
  }
  return found;
}

function charactersOf(folders: readonly ReadonlyMap<string, readonly Bitmap[]>[]): Characters {
  const all = folders.flatMap((folder) => [...folder]).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [i, [name, drawings]] of all.entries()) {
    if (all[i + 1]?.[0] === name) throw damaged(name, 'it is in images_background and in images_evaluation');
    if (drawings.length < FEWEST_DRAWINGS)
      throw damaged(name, `it has ${drawings.length} image; an episode shows one and asks for another`);
  }
  return {
    names: all.map(([name]) => name),
    drawings: all.map(([, drawings]) => drawings.length),
    bitmap: (character, drawing) => all[character][1][drawing],
  };
}

const TURNS: { readonly [written: string]: Turn } = { rot000: 0, rot090: 1, rot180: 2, rot270: 3 };

/** Classes of a list, in its order. */
function listed({ name, bytes }: TreeFile, numbers: ReadonlyMap<string, number>): readonly CharacterClass[] {
  const seen = new Set<string>();
  const classes = decodeText(bytes, name)
    .text.split('\n')
    .flatMap((raw, i): readonly CharacterClass[] => {
      const line = raw.trim();
      if (line === '') return [];
      const place = `${name}:${i + 1}`;
      const cut = line.lastIndexOf('/');
      const [character, turn] = [numbers.get(line.slice(0, cut)), TURNS[line.slice(cut + 1)]];
      if (turn === undefined)
        throw damaged(place, `${JSON.stringify(line)} does not end in /${Object.keys(TURNS).join(', /')}`);
      if (character === undefined) throw damaged(place, `there are no images of ${line.slice(0, cut)}`);
      if (seen.has(line)) throw damaged(place, `${line} is in the list twice`);
      seen.add(line);
      return [{ character, turn }];
    });
  if (classes.length === 0) throw damaged(name, 'the list is empty');
  return classes;
}

/** Files of the lists: those of Vinyals and others, or the only ones that there are. */
const LISTS = { training: 'train.txt', validation: 'val.txt', test: 'test.txt' } as const;

function listsOf(files: readonly TreeFile[]): { readonly [P in keyof CharacterParts]: TreeFile } {
  const find = (name: string): TreeFile => {
    const places = [`vinyals/${name}`, name];
    const found = places.map((path) => files.find((file) => file.path === path)).find((file) => file !== undefined);
    if (found === undefined) {
      const there = files.map(({ path }) => path).join(', ');
      const next = 'Give all three lists, or none: take the folder splits away.';
      throw new MsmError('E_CONFIG', `splits has no ${places.join(' and no ')}; there is ${there}`, {
        place: 'splits',
        next,
      });
    }
    return found;
  };
  return { training: find(LISTS.training), validation: find(LISTS.validation), test: find(LISTS.test) };
}

function parse({ trees = {} }: Dataset): Omniglot {
  const [background, evaluation] = [trees.background, trees.evaluation].map(drawingsOf);
  const characters = charactersOf([background, evaluation]);
  const numbers = new Map(characters.names.map((name, i) => [name, i]));
  if (trees.splits === undefined) {
    const of = (folder: ReadonlyMap<string, unknown>) =>
      [...numbers].flatMap(([name, number]) => (folder.has(name) ? [number] : []));
    return {
      characters,
      parts: partsWithoutLists(of(background), of(evaluation)),
      notes: [
        'there are no lists of classes: every seventh character of images_background is for validation, those of images_evaluation are for the test',
      ],
    };
  }
  const { training, validation, test } = listsOf(trees.splits);
  const parts = {
    training: listed(training, numbers),
    validation: listed(validation, numbers),
    test: listed(test, numbers),
  };
  return { characters, parts, notes: [] };
}

const READ = new WeakMap<Dataset, Omniglot>();

/** The characters of a data set, read once. @throws MsmError E_CORRUPT naming file, line and value of what is damaged, E_CONFIG for missing lists */
export function omniglotOf(data: Dataset): Omniglot {
  const known = READ.get(data);
  if (known !== undefined) return known;
  const read = parse(data);
  READ.set(data, read);
  return read;
}
