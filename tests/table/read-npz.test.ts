import { describe, expect, it } from 'vitest';
import { UNPACKED_LIMIT } from '../../src/table/limit.js';
import { numericArray, readTable } from '../../src/table/read.js';
import { doublesNpy, npyOf, zipOf } from './foreign.js';
import { plain } from './support.js';

const W = doublesNpy([2, 2], [1, 2, 3, 4]);
const h = doublesNpy([2], [5, 6]);
const texts = npyOf("'<U1'", [1], new Uint8Array(4));

const refused = async (bytes: Uint8Array, code: string, message: RegExp) => {
  const error = await readTable(bytes, 'x.npz').catch((caught) => caught);
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
};

describe('a .npz file', () => {
  it('has one array for each member, stored or deflated', async () => {
    for (const isDeflated of [false, true]) {
      const bytes = zipOf([
        { name: 'W.npy', body: W, isDeflated },
        { name: 'h.npy', body: h, isDeflated },
      ]);
      const { columns, nRows } = await readTable(bytes, 'x.npz');
      expect(columns.map(({ name, shape, data }) => [name, shape, plain(data)])).toEqual([
        ['W', [2, 2], [1, 2, 3, 4]],
        ['h', [2], [5, 6]],
      ]);
      expect(nRows).toBe(0);
    }
  });

  it('says why an array cannot be used when that one is asked for, and gives the others', async () => {
    const table = await readTable(
      zipOf([
        { name: 'W.npy', body: W },
        { name: 'h.npy', body: texts },
      ]),
      'x.npz',
    );
    expect(numericArray(table, [2, 2], 'W')).toEqual(Float64Array.of(1, 2, 3, 4));
    expect(() => numericArray(table, [1], 'h')).toThrow("x.npz, array 'h': it holds texts (type '<U1')");
    await refused(zipOf([{ name: 'h.npy', body: texts }]), 'E_CONFIG', /x\.npz, array 'h': it holds texts/);
    await refused(zipOf([{ name: 'a.txt', body: W }]), 'E_CONFIG', /member 'a\.txt': it is no \.npy array/);
    await refused(zipOf([]), 'E_CONFIG', /it holds no array/);
  });

  it('is damaged where a checksum, a size or the directory is wrong', async () => {
    const sound = zipOf([{ name: 'W.npy', body: W }]);
    const flipped = sound.slice();
    flipped[30 + 5 + 20 + 130] ^= 1;
    await refused(flipped, 'E_CORRUPT', /x\.npz, member 'W\.npy' is damaged: its checksum is wrong/);
    for (let length = 0; length < sound.length; length += 7)
      await refused(sound.subarray(0, length), 'E_CORRUPT', /damaged/);
    await refused(
      zipOf([
        { name: 'W.npy', body: W },
        { name: 'W.npy', body: W },
      ]),
      'E_CORRUPT',
      /the same name/,
    );
    const encrypted = sound.slice();
    encrypted[sound.length - 22 - 46 - 'W.npy'.length + 8] |= 1;
    await refused(encrypted, 'E_CONFIG', /member 'W\.npy': it is encrypted/);
    const short = zipOf([{ name: 'W.npy', body: W, isDeflated: true, size: W.length - 1 }]);
    await refused(short, 'E_CORRUPT', /unpacks to more than 159 bytes/);
    const long = zipOf([{ name: 'W.npy', body: W, isDeflated: true, size: W.length + 1 }]);
    await refused(long, 'E_CORRUPT', /unpacks to 160 bytes where 161 are stated/);
  });

  it('unpacks to the limit in total only, and does not try beyond', async () => {
    const half = { body: W, isDeflated: true, size: UNPACKED_LIMIT };
    await refused(
      zipOf([{ name: 'a.npy', ...half, size: UNPACKED_LIMIT + 1 }]),
      'E_CONFIG',
      /x\.npz unpacks to more than 1,073,741,824 bytes \(1,073,741,825 bytes\)/,
    );
    const members = [
      { name: 'a.npy', body: W, isDeflated: true },
      { name: 'b.npy', ...half },
    ];
    await refused(zipOf(members), 'E_CONFIG', /\(1,073,741,984 bytes\)/);
    await refused(zipOf([{ name: 'a.npy', body: W, size: 0xffffffff }]), 'E_CONFIG', /more than 4 GiB \(zip64\)/);
  });
});
