import { describe, expect, it } from 'vitest';
import type { MsmError } from '../../src/errors.js';
import { numericArray, readTable } from '../../src/table/read.js';
import { type Tensor, writeSafetensors } from '../../src/table/safetensors.js';

/** A file with this header and these bytes of numbers. */
function file(header: string | Uint8Array, numbers: readonly number[] = [], stated = header.length): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + text.length + numbers.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(stated), true);
  bytes.set(text, 8);
  bytes.set(numbers, 8 + text.length);
  return bytes;
}

const entry = (name: string, dtype: string, shape: string, offsets: string): string =>
  `"${name}":{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;
const one = (dtype: string, shape: string, offsets: string): string => `{${entry('w', dtype, shape, offsets)}}`;
const zeros = (count: number): readonly number[] => Array<number>(count).fill(0);

const refusal = async (bytes: Uint8Array): Promise<readonly [string, string]> => {
  const error: MsmError = await readTable(bytes, 'f.safetensors').catch((caught) => caught);
  return [error.code, error.message];
};

const tensors: readonly Tensor[] = [
  { name: 'bias', shape: [3], values: Float32Array.of(1, -0, 2.5) },
  { name: '7', shape: [], values: Float32Array.of(9) },
  { name: 'weight', shape: [2, 1], values: Float64Array.of(1 / 3, -1e300) },
];

describe('safetensors', () => {
  it('keep names, shapes, numbers and words, doubles first and else in their order', async () => {
    const read = await readTable(writeSafetensors(tensors, { format: 'pt', by: 'us' }), 'f.safetensors');
    expect(read.columns.map(({ name, shape, data }) => [name, shape, data])).toEqual([
      ['weight', [2, 1], Float64Array.of(1 / 3, -1e300)],
      ['bias', [3], Float64Array.of(1, -0, 2.5)],
      ['7', [], Float64Array.of(9)],
    ]);
    expect(read.metadata).toEqual({ by: 'us', format: 'pt' });
    expect(numericArray(read, [3], 'bias')).toEqual(Float64Array.of(1, -0, 2.5));
  });

  it('have their numbers at a multiple of 8 bytes behind a header padded with spaces', () => {
    const bytes = writeSafetensors(tensors.slice(0, 1));
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(new TextDecoder().decode(bytes.subarray(8, 8 + length)).trimEnd()).toBe(
      '{"bias":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}',
    );
    expect(bytes.length).toBe(8 + length + 12);
  });

  it('are the same bytes in whatever order the words are given', () => {
    const written = writeSafetensors(tensors, { x: '1', a: '2' });
    expect(written).toEqual(writeSafetensors(tensors, { a: '2', x: '1' }));
  });

  it('widen half precision of both kinds, and read whole numbers and truth values', async () => {
    const read = async (dtype: string, bytes: readonly number[], size: number): Promise<readonly unknown[]> => {
      const header = one(dtype, `[${bytes.length / size}]`, `[0,${bytes.length}]`);
      const [{ data }] = (await readTable(file(header, bytes), 'f.safetensors')).columns;
      return [...data];
    };
    const words = (...numbers: readonly number[]) => numbers.flatMap((word) => [word & 255, word >> 8]);
    expect(await read('F16', words(0x3c00, 0xc000, 0x3555, 0x0001, 0x7bff, 0x8000), 2)).toEqual([
      ...[1, -2, 0.333251953125, 2 ** -24, 65504, -0],
    ]);
    expect(await read('BF16', words(0x3f80, 0xc000, 0x3eab, 0x0001, 0xff80), 2)).toEqual([
      ...[1, -2, 0.333984375, 2 ** -133, Number.NEGATIVE_INFINITY],
    ]);
    expect(await read('I64', [1, 2, 0, 0, 0, 0, 0, 0], 8)).toEqual([513]);
    expect(await read('U8', [200], 1)).toEqual([200]);
    expect(await read('BOOL', [1, 0], 1)).toEqual([1, 0]);
  });

  it('are refused whole or cut, and never with another exception', async () => {
    const whole = writeSafetensors(tensors, { format: 'pt' });
    for (let length = 0; length < whole.length; length++) {
      expect(await refusal(whole.subarray(0, length))).toEqual(['E_CORRUPT', expect.stringContaining('f.safetensors')]);
    }
    expect((await refusal(new Uint8Array([...whole, 0])))[1]).toBe(
      'f.safetensors is damaged: its tensors have 32 bytes, and behind its header stand 33',
    );
  });

  it('of a type that is not read are named when they are asked for, and the others are read', async () => {
    const header = `{${entry('a', 'F32', '[1]', '[0,4]')},${entry('b', 'F8_E4M3', '[4]', '[4,8]')}}`;
    const table = await readTable(file(header, zeros(8)), 'f.safetensors');
    expect(numericArray(table, [1], 'a')).toEqual(Float64Array.of(0));
    expect(() => numericArray(table, [4], 'b')).toThrow(
      "f.safetensors, tensor 'b': its numbers are F8_E4M3; what can be read is F64, F32, F16, BF16, I64",
    );
  });

  it.each([
    ['a header beyond the end', file('{}', [], 3), 'its header would have 3 bytes, and the file has 10'],
    ['a header beyond all bounds', file('{}', [], 2 ** 52), 'its header would have 4503599627370496 bytes'],
    ['a header that is a list', file('[]'), 'its header is not a JSON object'],
    ['a header that is not JSON', file('{w'), 'its header is not JSON'],
    ['a header that is not text', file(Uint8Array.of(0x7b, 0xff, 0x7d)), 'its header is not UTF-8'],
    ['words that are not texts', file('{"__metadata__":{"a":1}}'), 'its __metadata__ are not texts'],
    ['an entry without a shape', file('{"w":{"dtype":"F32"}}'), 'does not say dtype, shape and data_offsets of "w"'],
    ['a negative size', file(one('F32', '[-1]', '[0,4]'), zeros(4)), 'does not say dtype, shape and data_offsets'],
    [
      'a size whose product is beyond all numbers',
      file(one('F32', '[9007199254740991,9007199254740991]', '[0,4]'), zeros(4)),
      '"w", F32 of shape [9007199254740991, 9007199254740991], would stand at bytes 0 to 4',
    ],
    [
      'a place that its shape does not need',
      file(one('F32', '[]', '[0,8]'), zeros(8)),
      '"w", F32 of shape [], would stand at bytes 0 to 8',
    ],
    ['a place that runs backwards', file(one('F32', '[0]', '[4,0]'), zeros(4)), 'would stand at bytes 4 to 0'],
    [
      'a tensor beyond the end',
      file(one('F32', '[2]', '[0,8]'), zeros(4)),
      'its tensors have 8 bytes, and behind its header stand 4',
    ],
    [
      'tensors that overlap',
      file(`{${entry('a', 'F32', '[2]', '[0,8]')},${entry('b', 'F32', '[1]', '[4,8]')}}`, zeros(8)),
      '"b" at bytes 4 to 8 overlaps with the tensor before it',
    ],
    [
      'a hole',
      file(`{${entry('a', 'F32', '[1]', '[0,4]')},${entry('b', 'F32', '[1]', '[8,12]')}}`, zeros(12)),
      '"b" at bytes 8 to 12 leaves 4 bytes before it to no tensor',
    ],
    [
      'a name that stands twice',
      file(`{${entry('w', 'F32', '[1]', '[0,4]')},${entry('w', 'F32', '[1]', '[4,8]')}}`, zeros(8)),
      'its header has "w" twice',
    ],
  ])('with %s are damaged', async (_, bytes, message) => {
    expect(await refusal(bytes)).toEqual(['E_CORRUPT', expect.stringContaining(message)]);
  });
});
