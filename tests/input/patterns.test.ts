import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { correlation } from '../../src/analysis/correlation.js';
import { readPatterns } from '../../src/input/patterns.js';
import { temporaryFolders } from '../run/folders.js';

const read = (text: string) => readPatterns(text, 'patterns', '--patterns');

describe('digits', () => {
  it('are preprocessed to the reference, row 0 within 1e-15', async () => {
    const path = new URL('../golden/attractor/06-digits-regimes.json', import.meta.url);
    const { preprocessing } = JSON.parse(readFileSync(path, 'utf8'));
    const { values, count, size } = await read('digits');
    expect([count, size]).toEqual([1797, 64]);
    const errors = preprocessing.zscored_row_0.map((z: number, i: number) => Math.abs(z - values[i]));
    expect(Math.max(...errors)).toBeLessThanOrEqual(1e-15);
    const squares = await read('raw:digits:0');
    expect([...squares.values]).toEqual(preprocessing.pixels_row_0.map((pixel: number) => pixel * pixel));
  });

  it('may come in any order, and rows beyond the last are named', async () => {
    const [some, all] = [await read('digits:3,1'), await read('digits:0..9')];
    expect(some.values.subarray(64)).toEqual(all.values.subarray(64, 128));
    await expect(read('digits:1797')).rejects.toThrow(
      '--patterns digits:1797: there is no row 1797, it has rows 0 to 1796',
    );
  });
});

describe('bars', () => {
  it('correlate as published', async () => {
    const { values } = await read('bars');
    // the published output, which was computed with another order of sums
    expect(Math.abs(correlation(values.subarray(0, 25), values.subarray(25)) - 0.7706422018348625)).toBeLessThan(1e-15);
  });

  it('of another name are refused with the nearest one', async () => {
    await expect(read('bars:vertcal')).rejects.toThrow('there is no such bar. Did you mean vertical?');
  });
});

describe('tables', () => {
  const folder = temporaryFolders();
  const file = (name: string, text: string): string => {
    const path = join(folder(), name);
    writeFileSync(path, text);
    return path;
  };

  it('have one row a pattern; labels and row numbers are no pixels', async () => {
    const path = file('p.csv', 'row,p0,p1,p2,label\n0,1,2,6,a\n1,4,4,1,b\n');
    const { values, count, size } = await read(`raw:${path}`);
    expect([count, size, ...values]).toEqual([2, 3, 1, 2, 6, 4, 4, 1]);
    expect([...(await read(`raw:${path}:1`)).values]).toEqual([4, 4, 1]);
  });

  it('may have no header, or the long form', async () => {
    expect([...(await read(`raw:${file('a.csv', '1,2\n3,5\n')}`)).values]).toEqual([1, 2, 3, 5]);
    const long = await read(`raw:${file('b.csv', 'i,j,value\n0,0,7\n0,1,8\n')}`);
    expect([long.count, long.size, ...long.values]).toEqual([1, 2, 7, 8]);
  });

  it('say what was read of them', async () => {
    const counted = await read(`raw:${file('c.csv', '0,1,2\n1,0,1\n0,1,1\n')}`);
    expect(counted).toMatchObject({ count: 2, size: 3, form: 'header 0..2', said: [] });
    expect(await read('raw:bars')).toMatchObject({ isShipped: true, said: [] });
    const blank = await read(`raw:${file('p.txt', '# made by my hand\n1 0 1\n0 1 1\n')}`);
    expect(blank).toMatchObject({ count: 2, size: 3, form: 'no header', isShipped: false });
  });

  it('with a value that is none, or a pattern that is constant, are refused in one sentence', async () => {
    await expect(read(file('n.csv', 'a,b\n1,NaN\n'))).rejects.toThrow("row 0, column 'b' is NaN; all must be finite");
    const path = file('c.csv', 'a,b\n1,2\n3,3\n');
    await expect(read(path)).rejects.toThrow(`row 1 of ${path} is 3 everywhere and cannot be z-scored`);
    await expect(read('none.csv')).rejects.toThrow('--patterns cannot read none.csv');
  });
});

describe('images', () => {
  const folder = temporaryFolders();
  const png = (name: string, width: number, data: readonly number[], channels: 1 | 3 = 1): Uint8Array => {
    const height = data.length / channels / width;
    const encoded = encode({ width, height, data: Uint8Array.from(data), channels, depth: 8 });
    writeFileSync(name, encoded);
    return encoded;
  };

  it('of a folder come in the order of their names, PNG and PGM alike', async () => {
    const place = folder();
    png(join(place, 'b.png'), 2, [0, 255, 51, 255]);
    writeFileSync(join(place, 'a.pgm'), 'P2 2 2 5\n0 1 2 5\n');
    writeFileSync(join(place, 'notes.txt'), 'no image');
    const { values, count, size } = await read(`raw:${place}`);
    expect([count, size, ...values]).toEqual([2, 4, 0, 0.2, 0.4, 1, 0, 1, 0.2, 1]);
  });

  it('of a folder are in the order of their numbers, without hidden files, which is said', async () => {
    const place = folder();
    for (const i of [1, 2, 10]) writeFileSync(join(place, `a${i}.PGM`), `P2 2 1 10\n0 ${i}\n`);
    for (const name of ['._a1.pgm', '.a3.png']) writeFileSync(join(place, name), 'Mac OS X');
    mkdirSync(join(place, 'a4.png'));
    const { values, said } = await read(`raw:${place}`);
    expect([...values]).toEqual([0, 0.1, 0, 0.2, 0, 1]);
    expect(said).toEqual([`images ${place}/a1.PGM .. ${place}/a10.PGM in the order of their names and numbers`]);
  });

  it('with a comma or the form of rows in their names are files if they exist', async () => {
    const place = folder();
    const [comma, rows, other] = ['a,b.pgm', 'x.pgm:0', 'c.pgm'].map((name) => join(place, name));
    writeFileSync(comma, 'P2 2 1 1\n0 1\n');
    writeFileSync(other, 'P2 2 1 1\n1 0\n');
    expect([...(await read(`raw:${comma}`)).values]).toEqual([0, 1]);
    expect([...(await read(`raw:${other},${comma}`)).values]).toEqual([1, 0, 0, 1]);
    expect([...(await read(`raw:${other},${comma}:1`)).values]).toEqual([0, 1]);
    writeFileSync(rows, 'no image');
    await expect(read(`raw:${rows}`)).rejects.toThrow(`${rows}: its ending says neither table nor image`);
  });

  it('that cannot be read are told from those that can', async () => {
    const place = folder();
    const path = join(place, 'x.jpg');
    writeFileSync(path, '');
    await expect(read(path)).rejects.toThrow(
      `--patterns ${path}: its ending says neither table nor image. Allowed: tables (.parquet, `,
    );
    await expect(read(path)).rejects.toThrow('images (.png, .pgm), folders of images');
    await expect(read(place)).rejects.toThrow(`${place} holds no image (.png, .pgm); it has 1 other file`);
    mkdirSync(join(place, '10'));
    mkdirSync(join(place, '9'));
    await expect(read(place)).rejects.toMatchObject({
      message: `--patterns ${place} holds no image (.png, .pgm); it has 2 folders and 1 other file`,
      next: expect.stringContaining(join(place, '9')),
    });
  });

  it('may be listed, in colour, and are z-scored', async () => {
    const place = folder();
    const [a, b] = [join(place, 'a.png'), join(place, 'b.png')];
    png(a, 2, [0, 0, 0, 255, 255, 255], 3);
    png(b, 2, [10, 30]);
    expect([...(await read(`${a},${b}`)).values]).toEqual([-1, 1, -1, 1]);
  });

  it('of two sizes, damaged or mixed with tables are refused in one sentence', async () => {
    const place = folder();
    const [a, b, broken] = ['a', 'b', 'broken'].map((name) => join(place, `${name}.png`));
    const good = png(a, 2, [0, 255]);
    png(b, 1, [0, 255]);
    writeFileSync(broken, good.subarray(0, good.length - 20));
    await expect(read(`${a},${b}`)).rejects.toThrow(`${b} is 1 x 2, but ${a} is 2 x 1; all images must have one size`);
    await expect(read(broken)).rejects.toThrow(`${broken} is no PNG image`);
    await expect(read(`${a},x.csv`)).rejects.toThrow('--patterns x.csv: only images can be listed');
    const empty = join(place, 'empty');
    mkdirSync(empty);
    await expect(read(empty)).rejects.toThrow(`${empty} holds no image`);
  });
});
