import { describe, expect, it } from 'vitest';
import { parsePythonLiteral } from '../../src/table/python-literal.js';
import { readTable } from '../../src/table/read.js';
import { bytesOf, doublesNpy, npyOf } from './foreign.js';
import { plain } from './support.js';

const read = async (bytes: Uint8Array) => {
  const { columns, nRows } = await readTable(bytes, 'x.npy');
  return { ...columns[0], nRows, data: plain(columns[0].data) };
};

const refused = async (bytes: Uint8Array, code: string, message: RegExp | string) => {
  const error = await readTable(bytes, 'x.npy').catch((caught) => caught);
  expect(error).toMatchObject({ code, place: 'x.npy' });
  expect(error.message).toMatch(message);
};

/** The bytes of numbers in the order of the file: `write` is a method of DataView. */
function body(
  write: 'Int16' | 'Uint32' | 'Float32' | 'BigInt64' | 'Uint16',
  isLittle: boolean,
  values: readonly number[],
) {
  const width = { Int16: 2, Uint16: 2, Uint32: 4, Float32: 4, BigInt64: 8 }[write];
  const view = new DataView(new ArrayBuffer(values.length * width));
  for (const [i, value] of values.entries()) {
    if (write === 'BigInt64') view.setBigInt64(i * width, BigInt(value), isLittle);
    else view[`set${write}`](i * width, value, isLittle);
  }
  return bytesOf(view);
}

describe('a .npy file', () => {
  it('has its values in row-major order whatever their order in the file, in all versions', async () => {
    expect(await read(doublesNpy([2, 3], [1, 2, 3, 4, 5, 6]))).toMatchObject({
      name: '',
      type: 'f64',
      nRows: 2,
      shape: [2, 3],
      data: [1, 2, 3, 4, 5, 6],
    });
    const values = bytesOf(Float64Array.of(1, 2, 3, 4, 5, 6));
    for (const version of [1, 2, 3]) {
      const { shape, data } = await read(npyOf("'<f8'", [2, 3], values, { isFortran: true, version }));
      expect({ shape, data }).toEqual({ shape: [2, 3], data: [1, 3, 5, 2, 4, 6] });
    }
    // a[i, j, k] = i + 10 j + 100 k, with the first index the fastest
    const cube = bytesOf(Float64Array.of(0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121));
    const { data } = await read(npyOf("'<f8'", [2, 3, 2], cube, { isFortran: true }));
    expect(data).toEqual([0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121]);
  });

  it('may hold truth values, whole numbers and floating point of all sizes in both byte orders', async () => {
    for (const [order, isLittle] of [
      ['<', true],
      ['>', false],
    ] as const) {
      expect((await read(npyOf(`'${order}i2'`, [3], body('Int16', isLittle, [-2, 7, 300])))).data).toEqual([
        -2, 7, 300,
      ]);
      expect((await read(npyOf(`'${order}u4'`, [1], body('Uint32', isLittle, [4294967295])))).data).toEqual([
        4294967295,
      ]);
      expect((await read(npyOf(`'${order}f4'`, [2], body('Float32', isLittle, [0.5, -3])))).data).toEqual([0.5, -3]);
      expect((await read(npyOf(`'${order}i8'`, [1], body('BigInt64', isLittle, [2 ** 53 - 1])))).data).toEqual([
        2 ** 53 - 1,
      ]);
      // 1, -2, the largest, the smallest normal and subnormal number, -0, infinity
      const halves = [0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x8000, 0x7c00];
      const { data } = await read(npyOf(`'${order}f2'`, [7], body('Uint16', isLittle, halves)));
      expect(data).toEqual([1, -2, 65504, 2 ** -14, 2 ** -24, -0, Number.POSITIVE_INFINITY]);
    }
    expect((await read(npyOf("'|b1'", [3], Uint8Array.of(0, 1, 1)))).data).toEqual([0, 1, 1]);
    expect((await read(npyOf("'|i1'", [2], Uint8Array.of(255, 5)))).data).toEqual([-1, 5]);
    expect((await read(npyOf("'|u1'", [2], Uint8Array.of(255, 5)))).data).toEqual([255, 5]);
  });

  it('may hold one number or none', async () => {
    expect(await read(doublesNpy([], [3]))).toMatchObject({ shape: [], data: [3], nRows: 1 });
    expect(await read(doublesNpy([0, 5], []))).toMatchObject({ shape: [0, 5], data: [], nRows: 0 });
  });

  it('is refused with what it holds and what to do where that is no real number', async () => {
    const none = new Uint8Array(0);
    await refused(npyOf("'|O'", [0], none), 'E_CONFIG', /Python objects \(pickle\), which are never opened/);
    await refused(npyOf("'<c16'", [0], none), 'E_CONFIG', /complex numbers/);
    await refused(npyOf("'<U3'", [0], none), 'E_CONFIG', /texts/);
    await refused(npyOf("'<M8[ns]'", [0], none), 'E_CONFIG', /dates/);
    await refused(npyOf("'<f16'", [0], none), 'E_CONFIG', /numbers of type '<f16'/);
    await refused(npyOf("[('a', '<i4'), ('b', '<f8', (2,))]", [0], none), 'E_CONFIG', /records with fields a, b/);
    const error = await readTable(npyOf("'|O'", [0], none), 'x.npy').catch((caught) => caught);
    expect(error.next).toBe('Save it as numbers: numpy.save(FILE, numpy.asarray(x, dtype=float)).');
  });

  it('is refused where a whole number is not exact, with its place', async () => {
    const values = body('BigInt64', true, [1, 2, 3, 2 ** 53]);
    await refused(npyOf("'<i8'", [2, 2], values), 'E_CONFIG', /entry \[1, 1\]: the whole number 9007199254740992/);
    const early = body('BigInt64', true, [1, 2 ** 53, 3, 4]);
    await refused(npyOf("'<i8'", [2, 2], early), 'E_CONFIG', /entry \[0, 1\]/);
    await refused(npyOf("'<i8'", [2, 2], early, { isFortran: true }), 'E_CONFIG', /entry \[1, 0\]/);
  });

  it('is damaged where header and bytes do not fit', async () => {
    const sound = doublesNpy([2], [1, 2]);
    for (let length = 0; length < sound.length; length++)
      await refused(sound.subarray(0, length), 'E_CORRUPT', /damaged/);
    await refused(
      Buffer.concat([sound, Buffer.alloc(1)]),
      'E_CORRUPT',
      /17 bytes of values where its header says 16 bytes/,
    );
    const withHeader = (header: string) => npyOf('', [], new Uint8Array(8), { header });
    await refused(withHeader("{'descr': '<f8', 'shape': ()}"), 'E_CORRUPT', /'fortran_order'/);
    await refused(withHeader("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}"), 'E_CORRUPT', /'shape'/);
    await refused(withHeader("{'descr': '<f8', 'fortran_order': False, 'shape': (1e9,)}"), 'E_CORRUPT', /character 51/);
    await refused(withHeader("{'descr': f8, 'fortran_order': False, 'shape': ()}"), 'E_CORRUPT', /character 9: " f8/);
    await refused(withHeader("['descr']"), 'E_CORRUPT', /does not say/);
    await refused(npyOf('', [], new Uint8Array(0), { version: 4 }), 'E_CORRUPT', /version 4\.0/);
  });
});

describe('a Python literal', () => {
  it('is read without running anything, and nothing else is', () => {
    expect(parsePythonLiteral(`{'a': (1, 2L, [True, None]), "b\\'": -3, 'c': {}} \n`)).toEqual({
      a: [1, 2, [true, null]],
      "b'": -3,
      c: {},
    });
    for (const text of ['', '(1', '1)', '{1: 2}', '{"a" 1}', '(1 2)', '__import__("os")', '1.5', "'a", '1 2', '[,]']) {
      expect(() => parsePythonLiteral(text), text).toThrow(/not as NumPy writes it/);
    }
    expect(() => parsePythonLiteral('('.repeat(100_000))).toThrow(/character 32/);
  });
});
