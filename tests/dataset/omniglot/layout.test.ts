import { describe, expect, it } from 'vitest';
import { inkAt } from '../../../src/dataset/bitmap.js';
import type { Dataset, TreeFile } from '../../../src/dataset/dataset.js';
import { omniglotOf } from '../../../src/dataset/omniglot/layout.js';

const bytes = (text: string) => new TextEncoder().encode(text);

/** A bitmap of 1 x 1 with or without ink. */
const dot = (ink: boolean) => Uint8Array.from([...bytes('P4\n1 1\n'), ink ? 0x80 : 0]);
const image = (path: string, content = dot(path.endsWith('_01.png'))): TreeFile => ({
  path,
  name: `images/${path}`,
  bytes: content,
});

/** Characters with two drawings each. */
const drawn = (...characters: readonly string[]): readonly TreeFile[] =>
  characters.flatMap((name) => [image(`${name}/0001_01.png`), image(`${name}/0001_02.png`)]);

const BACKGROUND = drawn('Latin/character01', 'Latin/character02', 'Greek/character01');
const EVALUATION = drawn('Runes/character01');
const dataOf = (
  lists?: { readonly [path: string]: string },
  background = BACKGROUND,
  evaluation = EVALUATION,
): Dataset => ({
  files: {},
  trees: {
    background,
    evaluation,
    ...(lists !== undefined && {
      splits: Object.entries(lists).map(([path, text]) => ({ path, name: `splits/${path}`, bytes: bytes(text) })),
    }),
  },
});

const LISTS = {
  'vinyals/train.txt': 'Latin/character01/rot000\nLatin/character01/rot090\n\nGreek/character01/rot270\r\n',
  'vinyals/val.txt': 'Latin/character02/rot180',
  'vinyals/test.txt': 'Runes/character01/rot000\nRunes/character01/rot180\n',
  'vinyals/trainval.txt': 'nobody reads this',
};

describe('the folders of Omniglot', () => {
  it('give characters of both folders by name, each with its drawings', () => {
    const data = dataOf();
    const { characters } = omniglotOf(data);
    expect(characters.names).toEqual([
      'Greek/character01',
      'Latin/character01',
      'Latin/character02',
      'Runes/character01',
    ]);
    expect(characters.drawings).toEqual([2, 2, 2, 2]);
    expect([0, 1].map((drawing) => inkAt(characters.bitmap(3, drawing), 0, 0))).toEqual([1, 0]);
    expect(omniglotOf(data)).toBe(omniglotOf(data));
  });

  it('are divided by the lists, in their order', () => {
    const { parts, notes } = omniglotOf(dataOf(LISTS));
    expect(parts).toEqual({
      training: [
        { character: 1, turn: 0 },
        { character: 1, turn: 1 },
        { character: 0, turn: 3 },
      ],
      validation: [{ character: 2, turn: 2 }],
      test: [
        { character: 3, turn: 0 },
        { character: 3, turn: 2 },
      ],
    });
    expect(notes).toEqual([]);
  });

  it('may have the lists without a folder of their own', () => {
    const lists = Object.fromEntries(Object.entries(LISTS).map(([path, text]) => [path.replace('vinyals/', ''), text]));
    expect(omniglotOf(dataOf(lists)).parts).toEqual(omniglotOf(dataOf(LISTS)).parts);
  });

  it('without lists are divided by folder, every seventh character for validation, each in four turns', () => {
    const names = Array.from({ length: 8 }, (_, i) => `Latin/character0${i + 1}`);
    const { parts, notes } = omniglotOf(dataOf(undefined, drawn(...names)));
    expect(parts.training.map(({ character }) => character)).toEqual(
      [0, 1, 2, 3, 4, 5, 7].flatMap((c) => [c, c, c, c]),
    );
    expect(parts.training.slice(0, 4).map(({ turn }) => turn)).toEqual([0, 1, 2, 3]);
    expect(parts.validation.map(({ character }) => character)).toEqual([6, 6, 6, 6]);
    expect(parts.test.map(({ character }) => character)).toEqual([8, 8, 8, 8]);
    expect(notes[0]).toContain('every seventh character of images_background is for validation');
  });

  it.each<[string, Dataset, string]>([
    [
      'a strange path',
      dataOf(undefined, [image('Latin/x/0001_01.png')]),
      'images/Latin/x/0001_01.png: no image of Omniglot, whose path is Alphabet/characterNN/NNNN_NN.png',
    ],
    [
      'alphabets that are one folder too deep',
      dataOf(undefined, [image('images_background/Latin/character01/0001_01.png')]),
      'images/images_background/Latin/character01/0001_01.png: the alphabets are one folder too deep, in images_background',
    ],
    [
      'a damaged image',
      dataOf(undefined, [image('L/character01/0001_01.png', bytes('P4\n9 9\n'))]),
      'images/L/character01/0001_01.png is no bitmap',
    ],
    [
      'an image that is not square',
      dataOf(undefined, [image('L/character01/0001_01.png', Uint8Array.from([...bytes('P4\n2 1\n'), 0]))]),
      'it has 2 x 1 pixels; images are square',
    ],
    [
      'a single drawing',
      dataOf(undefined, [image('L/character01/0001_01.png')]),
      'L/character01: it has 1 image; an episode shows one and asks for another',
    ],
    [
      'a character in both folders',
      dataOf(undefined, BACKGROUND, drawn('Latin/character01')),
      'Latin/character01: it is in images_background and in images_evaluation',
    ],
    [
      'a list with another turn',
      dataOf({ ...LISTS, 'vinyals/val.txt': '\nLatin/character02/rot45' }),
      'splits/vinyals/val.txt:2: "Latin/character02/rot45" does not end in /rot000, /rot090, /rot180, /rot270',
    ],
    [
      'a list with an unknown character',
      dataOf({ ...LISTS, 'vinyals/val.txt': 'Latin/character09/rot000' }),
      'splits/vinyals/val.txt:1: there are no images of Latin/character09',
    ],
    [
      'a class twice in a list',
      dataOf({ ...LISTS, 'vinyals/val.txt': 'Latin/character02/rot000\nLatin/character02/rot000' }),
      'splits/vinyals/val.txt:2: Latin/character02/rot000 is in the list twice',
    ],
    ['an empty list', dataOf({ ...LISTS, 'vinyals/val.txt': '\n' }), 'splits/vinyals/val.txt: the list is empty'],
    [
      'a list that is no text',
      {
        files: {},
        trees: {
          ...dataOf(LISTS).trees,
          splits: [
            { path: 'train.txt', name: 'splits/train.txt', bytes: Uint8Array.of(0xff) },
            { path: 'val.txt', name: 'v', bytes: bytes('a') },
            { path: 'test.txt', name: 't', bytes: bytes('a') },
          ],
        },
      },
      'splits/train.txt: byte 0 is 0xFF',
    ],
    [
      'a missing list',
      dataOf({ 'vinyals/train.txt': 'x', 'vinyals/val.txt': 'x' }),
      'splits has no vinyals/test.txt and no test.txt; there is vinyals/train.txt, vinyals/val.txt',
    ],
  ])('with %s are refused, with place and value', (_, data, message) => {
    expect(() => omniglotOf(data)).toThrow(message);
  });
});
