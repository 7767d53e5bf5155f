/** Characters that can be told apart by their pixels, in the layout of Omniglot. */
import { emptyBitmap, setInk } from '../../../../src/dataset/bitmap.js';
import type { Dataset } from '../../../../src/dataset/dataset.js';

/** A bitmap of 28 x 28 with a bar that says the character, and dots that say the drawing: none is the same when it is turned. */
function bar(character: number, drawing: number): Uint8Array {
  const bitmap = emptyBitmap(28, 28);
  for (let x = 0; x < 28; x++) setInk(bitmap, x, character);
  setInk(bitmap, drawing, 26);
  return Uint8Array.from([...new TextEncoder().encode('P4\n28 28\n'), ...bitmap.bits]);
}

/** So many drawings of each of 14 characters to learn from, and of four others. */
export function barCharacters(drawings: number): Dataset {
  const tree = (from: number, to: number) =>
    Array.from({ length: drawings * (to - from) }, (_, i) => {
      const [character, drawing] = [from + Math.floor(i / drawings), i % drawings];
      const path = `L/character${String(character + 1).padStart(2, '0')}/0001_0${drawing + 1}.png`;
      return { path, name: path, bytes: bar(character, drawing) };
    });
  return { files: {}, trees: { background: tree(0, 14), evaluation: tree(14, 18) } };
}
