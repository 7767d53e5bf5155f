import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readPgm } from '../../src/dataset/image.js';
import { readPng } from '../../src/table/read-png.js';

function chunk(type: string, body: Uint8Array): Buffer {
  const whole = Buffer.alloc(12 + body.length);
  whole.writeUInt32BE(body.length);
  whole.write(type, 4);
  whole.set(body, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + body.length)), 8 + body.length);
  return whole;
}

interface Image {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  readonly colour?: number;
  readonly interlace?: number;
  readonly more?: readonly Buffer[];
}

/** A PNG image of lines as they are packed: a filter, then samples. */
function pngOf({ width, height, depth = 8, colour = 0, interlace = 0, more = [] }: Image, lines: readonly number[]) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, interlace], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const data = deflateSync(Uint8Array.from(lines));
  const half = Math.floor(data.length / 2);
  const parts = [
    chunk('IDAT', data.subarray(0, half)),
    chunk('IDAT', data.subarray(half)),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, chunk('IHDR', header), ...more, ...parts]);
}

const refused = async (bytes: Uint8Array, code: string, message: RegExp, limit?: number) => {
  const error = await readPng(bytes, 'x.png', limit).catch((caught) => caught);
  expect(error).toMatchObject({ code, place: 'x.png' });
  expect(error.message).toMatch(message);
};

const values = async (bytes: Uint8Array) => Array.from((await readPng(bytes, 'x.png')).values);

describe('a PNG image', () => {
  it('has one brightness a pixel, of any depth and colour', async () => {
    expect(await values(pngOf({ width: 2, height: 2 }, [0, 0, 255, 0, 51, 102]))).toEqual([0, 1, 0.2, 0.4]);
    expect(await values(pngOf({ width: 3, height: 1, depth: 1 }, [0, 0b10100000]))).toEqual([1, 0, 1]);
    expect(await values(pngOf({ width: 1, height: 1, depth: 16 }, [0, 0x80, 0x00]))).toEqual([32768 / 65535]);
    expect(await values(pngOf({ width: 1, height: 1, colour: 2 }, [0, 255, 255, 255]))).toEqual([1]);
    const palette = chunk('PLTE', Uint8Array.of(0, 0, 0, 255, 255, 255));
    expect(await values(pngOf({ width: 2, height: 1, depth: 1, colour: 3, more: [palette] }, [0, 0b01000000]))).toEqual(
      [0, 1],
    );
    // interlaced, 2 x 2: pixel (0, 0), then (1, 0), then the second line
    expect(await values(pngOf({ width: 2, height: 2, interlace: 1 }, [0, 0, 0, 255, 0, 51, 102]))).toEqual([
      0, 1, 0.2, 0.4,
    ]);
  });

  it('is refused by its size before anything is unpacked', async () => {
    const small = pngOf({ width: 2, height: 2 }, [0, 0, 255, 0, 51, 102]);
    await refused(small, 'E_CONFIG', /x\.png unpacks to more than 31 bytes \(32 bytes\)/, 31);
    const huge = pngOf({ width: 2 ** 31 - 1, height: 2 ** 31 - 1 }, [0]);
    await refused(huge, 'E_CONFIG', /x\.png unpacks to more than 1,073,741,824 bytes/);
  });

  it('is refused where it is not opaque', async () => {
    const one = chunk('tRNS', Uint8Array.of(0, 255));
    await refused(pngOf({ width: 1, height: 1, more: [one] }, [0, 255]), 'E_CONFIG', /has a transparent colour/);
    await refused(pngOf({ width: 1, height: 1, colour: 4 }, [0, 255, 9]), 'E_CONFIG', /transparent at column 0, row 0/);
  });

  it('is damaged where it unpacks to more or less than its size needs', async () => {
    const bomb = pngOf({ width: 2, height: 2 }, new Array(1_000_000).fill(0));
    await refused(bomb, 'E_CORRUPT', /x\.png is no PNG image: it unpacks to more than 6 bytes/);
    await refused(pngOf({ width: 2, height: 2 }, [0, 0, 255, 0, 51]), 'E_CORRUPT', /5 bytes where 6 are stated/);
    await refused(
      pngOf({ width: 2, height: 2, interlace: 1 }, [0, 0, 255, 0, 51, 102]),
      'E_CORRUPT',
      /where 7 are stated/,
    );
  });

  it('has what is beside its pixels passed over, also a profile that unpacks without end', async () => {
    const profile = Buffer.concat([Buffer.from('p\0\0'), deflateSync(Buffer.alloc(50_000_000))]);
    const bytes = pngOf({ width: 1, height: 1, more: [chunk('iCCP', profile)] }, [0, 255]);
    const start = process.memoryUsage().arrayBuffers;
    expect(await values(bytes)).toEqual([1]);
    expect(process.memoryUsage().arrayBuffers - start).toBeLessThan(50_000_000);
  });

  it('is damaged where a checksum is wrong, it is cut, or its header is none', async () => {
    const sound = pngOf({ width: 2, height: 2 }, [0, 0, 255, 0, 51, 102]);
    for (let end = 0; end < sound.length; end++) await refused(sound.subarray(0, end), 'E_CORRUPT', /no PNG image/);
    for (let at = 0; at < sound.length; at++) {
      const flipped = Buffer.from(sound);
      flipped[at] ^= 0x20;
      await refused(flipped, 'E_CORRUPT', /no PNG image/);
    }
    await refused(pngOf({ width: 0, height: 2 }, [0]), 'E_CORRUPT', /its header says 0 x 2 pixels/);
    await refused(pngOf({ width: 1, height: 1, colour: 5 }, [0, 0]), 'E_CORRUPT', /colour 5/);
  });
});

describe('a PGM image', () => {
  it('is damaged where its size claims more pixels than it has bytes', () => {
    const call = (text: string) => () => readPgm(Buffer.from(text), 'x.pgm');
    for (const text of ['P2 9999999 9999999 255\n1 2 3', 'P5 9999999 9999999 255\nabc', 'P2 2 2 9\n1 2 3']) {
      expect(call(text)).toThrowError(expect.objectContaining({ code: 'E_CORRUPT' }));
      expect(call(text)).toThrow(/it ends before its \d+ pixels/);
    }
    expect(Array.from(call('P2 2 2 9\n1 2 3 9')().values)).toEqual([1 / 9, 2 / 9, 3 / 9, 1]);
  });
});
