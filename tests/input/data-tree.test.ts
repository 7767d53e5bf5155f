/** Folders of files as parts of data sets: listed, hashed, read, and found again. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OMNIGLOT_FILES, omniglotOf } from '../../src/dataset/omniglot/layout.js';
import { assertFilesThere, findReferenced, movedDatasets, pathOfDataset } from '../../src/input/data-references.js';
import { hashTree, readTree, sizeOfTree } from '../../src/input/data-tree.js';
import { restoreDataset, takeDatasets } from '../../src/input/datasets.js';
import type { Family } from '../../src/model/family.js';
import { HETEROSYNAPTIC } from '../../src/model/heterosynaptic/model.js';
import { DATASET } from '../../src/run/run-record.js';
import { bilevelPng } from '../../src/table/bilevel-png.js';
import { writeFiles } from '../dataset/idx-files.js';
import { temporaryFolders } from '../run/folders.js';

const folder = temporaryFolders();
const text = (content: string) => new TextEncoder().encode(content);
const read = (path: string) => text(path);

/** A folder with files in folders. */
function tree(): string {
  const root = folder();
  writeFiles(root, { 'b.wav': text('bb'), 'note.txt': text('?'), '.hidden.wav': text('?') });
  writeFiles(join(root, 'a', 'deep'), { 'c.wav': text('ccc') });
  writeFiles(join(root, 'a.b'), { 'd.wav': text('d') });
  return root;
}

describe('the files of a folder', () => {
  it('are those that end so, at any depth, in the order of code units, without hidden ones', () => {
    const root = tree();
    const { files, bytes } = readTree(root, '.wav', 100, (path) => text(path.slice(root.length)));
    expect(files.map(({ path }) => path)).toEqual(['a.b/d.wav', 'a/deep/c.wav', 'b.wav']);
    expect(files.map(({ name }) => name)[0]).toBe(join(root, 'a.b/d.wav'));
    expect(new TextDecoder().decode(files[0].bytes)).toBe('/a.b/d.wav');
    expect(bytes).toBe(files.reduce((sum, file) => sum + file.bytes.length, 0));
    expect(sizeOfTree(root, '.wav')).toBe(6);
    expect(sizeOfTree(join(root, 'none'), '.wav')).toBeUndefined();
  });

  it('have the hash that find, sort and sha256sum make', () => {
    const root = tree();
    const command =
      "find . -name '*.wav' -not -name '.*' | sed 's,^./,,' | LC_ALL=C sort | xargs sha256sum | sha256sum";
    const printed = execFileSync('sh', ['-c', command], { cwd: root, encoding: 'utf8' });
    expect(hashTree(root, '.wav')).toBe(printed.split(' ')[0]);
  });

  it('may be links, and stand in folders behind links, but in none twice that leads around', () => {
    const root = tree();
    const other = folder();
    writeFiles(join(other, 'inner'), { 'e.wav': text('e') });
    symlinkSync(join(root, 'b.wav'), join(root, 'link.wav'));
    symlinkSync(root, join(root, 'circle'));
    symlinkSync(root, join(root, 'a', 'deep', 'up'));
    symlinkSync(other, join(root, 'linked'));
    // from outside to where it came from, and to a place that is reached twice
    symlinkSync(root, join(other, 'back'));
    symlinkSync(join(root, 'a.b'), join(other, 'again'));
    const paths = ['a.b/d.wav', 'a/deep/c.wav', 'b.wav', 'link.wav', 'linked/again/d.wav', 'linked/inner/e.wav'];
    expect(readTree(root, '.wav', 1000, read).files.map(({ path }) => path)).toEqual(paths);
    const command =
      "find -L . -name '*.wav' -not -name '.*' 2>&- | sed 's,^./,,' | LC_ALL=C sort | xargs sha256sum | sha256sum";
    const printed = execFileSync('sh', ['-c', command], { cwd: root, encoding: 'utf8' });
    expect(hashTree(root, '.wav')).toBe(printed.split(' ')[0]);
  });

  it.each([
    ['to nothing', 'nowhere'],
    ['to itself', 'dead'],
  ])('are refused with a link that leads %s, which may be a folder that is missed', (_, target) => {
    const root = tree();
    symlinkSync(join(root, 'a', target), join(root, 'a', 'dead'));
    expect(() => readTree(root, '.wav', 1000, read)).toThrow(`${join(root, 'a', 'dead')} is a link that leads nowhere`);
    // what was begun is looked for as before
    expect(sizeOfTree(root, '.wav')).toBe(6);
  });

  it('are listed in an end where many folders have links to each other', () => {
    const root = folder();
    const names = Array.from({ length: 12 }, (_, i) => `f${i}`);
    for (const name of names) mkdirSync(join(root, name));
    for (const a of names) for (const b of names) symlinkSync(join(root, b), join(root, a, b));
    expect(() => readTree(root, '.wav', 100, read)).toThrow('more than 8 folders in each other: f0/f1/');
    // four links in each folder to the next one: few folders, which are reached by many ways
    const layers = folder();
    for (let layer = 0; layer < 8; layer++) mkdirSync(join(layers, `l${layer}`));
    for (let layer = 0; layer < 7; layer++)
      for (const name of ['a', 'b', 'c', 'd'])
        symlinkSync(join(layers, `l${layer + 1}`), join(layers, `l${layer}`, name));
    expect(() => readTree(layers, '.wav', 100, read)).toThrow(`${layers} has more than 20000 folders`);
  });

  it('are refused where there are none, too much of them, or folders without end', () => {
    const root = tree();
    expect(() => readTree(root, '.png', 100, read)).toThrow(`${root} has no file that ends in .png`);
    expect(() => readTree(root, '.wav', 5, read)).toThrow(
      `${root} has more than 5 bytes, the most that a data set may have`,
    );
    mkdirSync(join(root, ...Array.from({ length: 9 }, () => 'x')), { recursive: true });
    expect(() => readTree(root, '.wav', 100, read)).toThrow('more than 8 folders in each other: x/x/x/x/x/x/x/x/x');
  });
});

/** Omniglot's folders with two characters, each an image with two drawings. */
function omniglot(): string {
  const root = folder();
  for (const [i, part] of ['images_background', 'images_evaluation'].entries()) {
    writeFiles(join(root, part, 'Latin', `character0${i + 1}`), {
      '0001_01.png': bilevelPng(2, 2, Uint8Array.of(0x80, 0)),
      '0001_02.png': bilevelPng(2, 2, Uint8Array.of(0, 0x80)),
    });
  }
  return root;
}

const request = { by: 'task = omniglot', next: 'Get it.', folder: OMNIGLOT_FILES };
const family = { ...HETEROSYNAPTIC, datasets: () => ({ data: request }), dataSizes: undefined } as Family;
const take = (path: string) => takeDatasets(family, { data: [{ text: path }] }, {})[0];

describe('a data set of folders', () => {
  it('is read, each image unpacked, and kept as one entry a folder', () => {
    const root = omniglot();
    const { reference, read: all } = take(root);
    expect(omniglotOf(all()).characters.names).toEqual(['Latin/character01', 'Latin/character02']);
    expect(reference.files.map(({ role, name, ending }) => [role, name, ending])).toEqual([
      ['background', 'images_background', '.png'],
      ['evaluation', 'images_evaluation', '.png'],
    ]);
    expect(reference.files[0].sha256).toBe(hashTree(join(root, 'images_background'), '.png'));
    expect(DATASET.fault(reference)).toBeUndefined();
    expect(pathOfDataset(reference)).toBe(root);
  });

  it('has the characters of an alphabet behind a link', () => {
    const root = omniglot();
    const elsewhere = join(folder(), 'Greek');
    renameSync(join(root, 'images_background', 'Latin'), elsewhere);
    symlinkSync(elsewhere, join(root, 'images_background', 'Greek'));
    const { reference, read: all } = take(root);
    expect(omniglotOf(all()).characters.names).toEqual(['Greek/character01', 'Latin/character02']);
    expect(findReferenced(reference).map(({ status }) => status)).toEqual(['ok', 'ok']);
  });

  it('has what may be missing where it is there', () => {
    const root = omniglot();
    const list = text('Latin/character01/rot000\n');
    const test = text('Latin/character02/rot000\n');
    writeFiles(join(root, 'splits', 'vinyals'), { 'train.txt': list, 'val.txt': list, 'test.txt': test });
    const { reference, read: all } = take(root);
    expect(reference.files.map(({ role }) => role)).toEqual(['background', 'evaluation', 'splits']);
    expect(omniglotOf(all()).parts.test).toEqual([{ character: 1, turn: 0 }]);
  });

  it('is read again from its reference, and refused where it is another', () => {
    const root = omniglot();
    const { reference } = take(root);
    const again = restoreDataset(reference);
    expect(again.read()).toBe(again.read());
    expect(omniglotOf(again.read()).characters.drawings).toEqual([2, 2]);
    expect(findReferenced(reference).map(({ status }) => status)).toEqual(['ok', 'ok']);
    const image = join(root, 'images_background/Latin/character01/0001_01.png');
    // of the same length, with another pixel
    writeFileSync(image, bilevelPng(2, 2, Uint8Array.of(0x40, 0)));
    expect(() => restoreDataset(reference).read()).toThrow(
      /images_background is not the file that the run began with: it has SHA-256/,
    );
    expect(findReferenced(reference).map(({ status }) => status)).toEqual(['changed', 'ok']);
    appendFileSync(image, 'x');
    expect(() => assertFilesThere([reference])).toThrow(/images_background is not the file .* it has \d+ bytes/);
    rmSync(join(root, 'images_background'), { recursive: true });
    expect(() => assertFilesThere([reference])).toThrow(
      /images_background is missing, a folder with .png files of \d+ bytes/,
    );
    expect(findReferenced(reference)[0].status).toBe('missing');
  });

  it('may have moved', () => {
    const root = omniglot();
    const { reference } = take(root);
    const to = join(folder(), 'moved');
    renameSync(root, to);
    const [moved] = movedDatasets([reference], to);
    expect(moved.folder).toBe(to);
    expect(omniglotOf(restoreDataset(moved).read()).characters.names).toHaveLength(2);
    expect(() => movedDatasets([reference], join(to, 'images_background/Latin/character01/0001_01.png'))).toThrow(
      'name the folder that has images_background, images_evaluation',
    );
  });

  it('is refused with the image that is damaged, and with the folder that is missing', () => {
    const root = omniglot();
    const image = join(root, 'images_evaluation/Latin/character02/0001_02.png');
    writeFileSync(image, 'no image');
    expect(() => take(root)).toThrow(`${image} is no PNG image of one bit a pixel: it does not begin as one`);
    rmSync(join(root, 'images_evaluation'), { recursive: true });
    expect(() => take(root)).toThrow(`${root} lacks images_evaluation; there is images_background`);
  });
});
