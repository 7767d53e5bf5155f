/** Images as patterns: which files of a folder are images, in which order, and what they look like. */
import { join } from 'node:path';
import { configError } from '../config/problem.js';
import { type GreyImage, imageSet, readPgm } from '../dataset/image.js';
import { compareNatural } from '../dataset/natural-order.js';
import type { PatternSet } from '../dataset/preprocess.js';
import { kindBehind, listFolder } from '../host/disk.js';
import { readNamed } from './file.js';

type Decode = (bytes: Uint8Array, name: string) => GreyImage | Promise<GreyImage>;

/** Readers of images by the ending of the file. */
const IMAGES: { readonly [ending: string]: Decode } = {
  '.png': async (bytes, name) => (await import('../table/read-png.js')).readPng(bytes, name),
  '.pgm': readPgm,
};

/** The endings of images that can be read. */
export const IMAGE_ENDINGS: readonly string[] = Object.keys(IMAGES);

const endingOf = (path: string): string | undefined =>
  IMAGE_ENDINGS.find((ending) => path.toLowerCase().endsWith(ending));

/** Whether a file is an image by its ending. */
export const isImage = (path: string): boolean => endingOf(path) !== undefined;

/** Whether there is a folder of this name. */
export const isFolder = (path: string): boolean => kindBehind(path) === 'folder';

/**
 * Images of a folder in the order of their names, numbers as numbers. Hidden files do not count.
 *
 * @throws MsmError E_CONFIG if there is no image, saying what there is
 */
function imagesOf(folder: string, flag: string): readonly string[] {
  const visible = listFolder(folder).filter((name) => !name.startsWith('.'));
  const images = visible.filter((name) => isImage(name) && kindBehind(join(folder, name)) === 'file');
  if (images.length > 0) return [...images].sort(compareNatural).map((name) => join(folder, name));
  const folders = visible.filter((name) => isFolder(join(folder, name))).sort(compareNatural);
  const files = visible.length - folders.length;
  const has = [
    ...(folders.length > 0 ? [`${folders.length} ${folders.length === 1 ? 'folder' : 'folders'}`] : []),
    ...(files > 0 ? [`${files} other ${files === 1 ? 'file' : 'files'}`] : []),
  ];
  throw configError(
    `${flag} ${folder} holds no image (${IMAGE_ENDINGS.join(', ')}); it has ${has.length === 0 ? 'no file' : has.join(' and ')}`,
    flag,
    folders.length > 0
      ? `Folders inside are not searched; name one, or several with commas: ${join(folder, folders[0])}`
      : undefined,
  );
}

/** Images as a set, and a phrase that says which they are. */
export interface ReadImages {
  readonly set: PatternSet;
  readonly said: readonly string[];
}

/** Reads images and folders of images. Throws E_CONFIG, E_CORRUPT. */
export async function readImages(names: readonly string[], flag: string): Promise<ReadImages> {
  const paths = names.flatMap((name) => (isFolder(name) ? imagesOf(name, flag) : [name]));
  const other = paths.find((path) => !isImage(path));
  if (other !== undefined) {
    const next = 'Give one table, a folder of PNG or PGM images, or a list of such images.';
    throw configError(`${flag} ${other}: only images can be listed`, flag, next);
  }
  const images: GreyImage[] = [];
  for (const path of paths) images.push(await IMAGES[endingOf(path) as string](readNamed(path, flag), path));
  const order = paths.length === 1 ? paths[0] : `${paths[0]} .. ${paths[paths.length - 1]}`;
  const isListed = names.length === paths.length;
  return {
    set: imageSet(images, names.join(',')),
    said: [
      `${paths.length === 1 ? 'image' : 'images'} ${order}${isListed ? '' : ' in the order of their names and numbers'}`,
    ],
  };
}
