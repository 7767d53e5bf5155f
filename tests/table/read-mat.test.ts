import { describe, expect, it } from 'vitest';
import { numericArray, readTable } from '../../src/table/read.js';
import { matWriter } from './foreign.js';
import { plain } from './support.js';

const DOUBLE = 6;
const LOGICAL = 0x0200;
const COMPLEX = 0x0800;
const little = matWriter(true);

const read = async (bytes: Uint8Array) =>
  (await readTable(bytes, 'x.mat')).columns.map(({ name, shape, data }) => [name, shape, plain(data)]);

const refused = async (bytes: Uint8Array, code: string, message: RegExp, limit?: number) => {
  const error = await readTable(bytes, 'x.mat', limit).catch((caught) => caught);
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
  return error;
};

describe('a .mat file of level 5', () => {
  it('has its arrays in row-major order, in both byte orders, packed or not', async () => {
    for (const isLittle of [true, false]) {
      const writer = matWriter(isLittle);
      const W = writer.variable(DOUBLE, [2, 3], 'W', [writer.element(9, [1, 4, 2.5, 5, 3, 6])]);
      const cube = writer.variable(DOUBLE, [2, 1, 2], 'cube', [writer.element(9, [1, 3, 2, 4])]);
      const wanted = [
        ['W', [2, 3], [1, 2.5, 3, 4, 5, 6]],
        ['cube', [2, 1, 2], [1, 2, 3, 4]],
      ];
      expect(await read(writer.file(W, cube))).toEqual(wanted);
      expect(await read(writer.file(writer.packed(W), writer.packed(cube)))).toEqual(wanted);
    }
  });

  it('may store doubles as whole numbers of any size, and few bytes in a tag', async () => {
    for (const isLittle of [true, false]) {
      const { file, variable, element } = matWriter(isLittle);
      for (const [type, values] of [
        [1, [255, 3]],
        [2, [255, 3]],
        [3, [65535, 3]],
        [4, [65535, 3]],
        [5, [2 ** 32 - 1, 3]],
        [6, [2 ** 32 - 1, 3]],
        [7, [0.5, 3]],
        [12, [-1, 3]],
      ] as const) {
        const [[, , data]] = await read(file(variable(DOUBLE, [1, 2], 'x', [element(type, values)])));
        const isSigned = [1, 3, 5, 12].includes(type);
        expect(data).toEqual([isSigned ? -1 : values[0], 3]);
      }
      const small = variable(9 | LOGICAL, [1, 3], 'x', [element(2, [1, 0, 1], true)]);
      expect(await read(file(small))).toEqual([['x', [1, 3], [1, 0, 1]]]);
      expect(await read(file(variable(DOUBLE, [0, 3], 'x', [element(9, [])])))).toEqual([['x', [0, 3], []]]);
    }
  });

  it('may hold sparse matrices', async () => {
    const { file, variable, element } = little;
    // rows of the values, where columns begin, values: (0, 0) = 5, (1, 2) = 7, (0, 2) = 6
    const parts = [element(5, [0, 0, 1]), element(5, [0, 1, 1, 3]), element(9, [5, 6, 7])];
    expect(await read(file(variable(5, [2, 3], 'S', parts)))).toEqual([['S', [2, 3], [5, 0, 6, 0, 0, 7]]]);
    const outside = [element(5, [0, 0, 2]), ...parts.slice(1)];
    await refused(file(variable(5, [2, 3], 'S', outside)), 'E_CORRUPT', /sparse variable 'S' points outside/);
    const beyond = [parts[0], element(5, [0, 1, 1, 4]), parts[2]];
    await refused(file(variable(5, [2, 3], 'S', beyond)), 'E_CORRUPT', /points outside/);
    const empty = [element(5, []), element(5, [0, 0]), element(9, [])];
    await refused(file(variable(5, [2 ** 30, 1], 'S', empty)), 'E_CONFIG', /x\.mat unpacks to more than 1,073,741,824/);
  });

  it('says why a variable cannot be used when that one is asked for, and gives the others', async () => {
    const { file, variable, element } = little;
    const x = variable(DOUBLE, [1, 2], 'x', [element(9, [1, 2])]);
    const cell = variable(1, [1, 2], 'c', [x, x]);
    const complex = variable(DOUBLE | COMPLEX, [1, 1], 'z', [element(9, [1]), element(9, [1])]);
    const large = variable(14, [1, 1], 'big', [element(12, [2 ** 53])]);
    const unnamed = variable(9, [1, 1], '', [element(2, [1])]);
    const table = await readTable(file(cell, complex, large, x, unnamed), 'x.mat');
    expect(table.columns.map(({ name }) => name)).toEqual(['x']);
    expect(numericArray(table, [2], 'x')).toEqual(Float64Array.of(1, 2));
    expect(() => numericArray(table, [2], 'c')).toThrow("x.mat, variable 'c': it is a cell array");
    expect(() => numericArray(table, [2], 'z')).toThrow("variable 'z': it holds complex numbers");
    expect(() => numericArray(table, [2], 'big')).toThrow(
      "variable 'big': entry [0, 0]: the whole number 9007199254740992",
    );
    await refused(file(cell), 'E_CONFIG', /variable 'c': it is a cell array, no array of numbers/);
    await refused(file(cell, complex), 'E_CONFIG', /x\.mat: it holds no array of numbers: c, z/);
    await refused(file(), 'E_CONFIG', /it holds no array/);
  });

  it('is refused with advice when it is of another level', async () => {
    const hdf5 = Buffer.from('MATLAB 7.3 MAT-file, Platform: GLNXA64'.padEnd(600));
    expect((await refused(hdf5, 'E_CONFIG', /version 7\.3 \(HDF5\)/)).next).toMatch(/-v7'/);
    await refused(Buffer.from('\x89HDF\r\n\x1a\n'.padEnd(200), 'latin1'), 'E_CONFIG', /HDF5/);
    expect((await refused(Buffer.alloc(54), 'E_CONFIG', /of level 4, or none/)).next).toMatch(/\.npz/);
  });

  it('is damaged where an element does not fit', async () => {
    const { file, variable, element, packed } = little;
    const x = variable(DOUBLE, [1, 2], 'x', [element(9, [1, 2])]);
    const sound = file(packed(x));
    for (let length = 4; length < sound.length; length += 3) {
      if (length !== 128) await refused(sound.subarray(0, length), 'E_CORRUPT', /damaged/);
    }
    await refused(file(x, x), 'E_CORRUPT', /two of its variables have the same name/);
    await refused(
      file(variable(DOUBLE, [1, 3], 'x', [element(9, [1, 2])])),
      'E_CORRUPT',
      /2 values for sizes \[1, 3\]/,
    );
    await refused(file(variable(DOUBLE, [2], 'x', [element(9, [1, 2])])), 'E_CORRUPT', /the sizes \[2\]/);
    await refused(file(element(9, [1])), 'E_CORRUPT', /element of type 9 where a variable must be/);
    await refused(
      file(variable(DOUBLE, [1, 1], 'x', [element(2, [1], true).fill(7, 2, 3)])),
      'E_CORRUPT',
      /has 7 bytes/,
    );
    const flipped = sound.slice();
    flipped[150] ^= 0x10;
    await refused(flipped, 'E_CORRUPT', /a variable cannot be unpacked/);
  });

  it('unpacks to the limit only', async () => {
    const { file, variable, element, packed } = little;
    const zeros = packed(variable(DOUBLE, [100, 10], 'x', [element(9, new Array(1000).fill(0))]));
    await refused(file(zeros), 'E_CONFIG', /x\.mat unpacks to more than 8,000 bytes/, 8000);
    expect((await readTable(file(zeros), 'x.mat', 9000)).columns).toHaveLength(1);
    const other = packed(variable(DOUBLE, [100, 10], 'y', [element(9, new Array(1000).fill(0))]));
    await refused(file(zeros, other), 'E_CONFIG', /more than 9,000 bytes/, 9000);
  });
});
