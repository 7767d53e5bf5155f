/** Small data sets of the kind of MNIST, for tests. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An IDX file of unsigned bytes. */
export function idx(shape: readonly number[], values: ArrayLike<number>, type = 8): Uint8Array {
  const sizes = shape.flatMap((size) => [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]);
  return Uint8Array.from([0, 0, type, shape.length, ...sizes, ...Array.from(values)]);
}

/** Names under which the four files are published. */
export const NAMES = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const;

const HEIGHT = 3;
const WIDTH = 4;

/** Images of 3 x 4 pixels with ten classes: one bright pixel says the class, another the number of the image. */
function imagesOf(count: number, first: number): { readonly images: Uint8Array; readonly labels: Uint8Array } {
  const pixels = new Uint8Array(count * HEIGHT * WIDTH);
  const labels = Uint8Array.from({ length: count }, (_, i) => (7 * (first + i)) % 10);
  for (let i = 0; i < count; i++) {
    pixels[i * HEIGHT * WIDTH + labels[i]] = 255;
    pixels[i * HEIGHT * WIDTH + 10] = first + i;
  }
  return { images: idx([count, HEIGHT, WIDTH], pixels), labels: idx([count], labels) };
}

/** The four files by name: `training` and `test` images; the numbers of test images go on behind those of training. */
export function smallMnist(training = 40, test = 20): { readonly [name: string]: Uint8Array } {
  const [a, b] = [imagesOf(training, 0), imagesOf(test, training)];
  return { [NAMES[0]]: a.images, [NAMES[1]]: a.labels, [NAMES[2]]: b.images, [NAMES[3]]: b.labels };
}

/** Writes files into a folder, which is made. */
export function writeFiles(folder: string, files: { readonly [name: string]: Uint8Array }): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return folder;
}
