/** Files of data sets as they are read: within bounds, and never more than they are. */
import { readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { babiFiles, babiFolders, babiName } from '../../src/dataset/babi/files.js';
import { takeDatasets, unpacked } from '../../src/input/datasets.js';
import type { Family } from '../../src/model/family.js';
import { HETEROSYNAPTIC } from '../../src/model/heterosynaptic/model.js';
import { readRun } from '../../src/run/run-record.js';
import { NAMES, smallMnist, writeFiles } from '../dataset/idx-files.js';
import { editJson } from '../run/edits.js';
import { temporaryFolders } from '../run/folders.js';
import { plan, start } from '../run/harness.js';

describe('a file of a data set', () => {
  const folder = temporaryFolders();

  it('that unpacks to more than it may is refused, and so is one more byte', () => {
    const packed = gzipSync(new Uint8Array(100_000));
    expect(packed.length).toBeLessThan(300);
    expect(unpacked('f.gz', packed, 100_000).bytes).toHaveLength(100_000);
    expect(() => unpacked('f.gz', packed, 99_999)).toThrow(
      'f.gz: it unpacks to more than 99999 bytes, the most that a data set may have',
    );
  });

  it('may be a link to where it really is', async () => {
    const data = writeFiles(join(folder(), 'data'), smallMnist());
    const stored = join(folder(), 'store');
    const straight = await plan({ task: 'mnist', train_size: 8, validation_size: 8, test_size: 8 }, given(data));
    renameSync(join(data, NAMES[0]), stored);
    symlinkSync(stored, join(data, NAMES[0]));
    const linked = await plan({ task: 'mnist', train_size: 8, validation_size: 8, test_size: 8 }, given(data));
    expect(linked.run(0).identity).toBe(straight.run(0).identity);
  });

  it('has a name without a folder in run.json, or that is damaged', async () => {
    const data = writeFiles(join(folder(), 'data'), smallMnist());
    const run = join(folder(), 'run');
    await start(run, { task: 'mnist', train_size: 8, validation_size: 8, test_size: 8, max_epochs: 1 }, given(data));
    const path = join(run, 'run.json');
    const text = readFileSync(path, 'utf8');
    for (const name of ['../x', '..', 'a/b', 'a\\b', '']) {
      editJson(path, (content) => {
        (content as { data: { files: { name: string }[] }[] }).data[0].files[0].name = name;
      });
      expect(() => readRun(run)).toThrow('the name of a file');
      writeFileSync(path, text);
    }
    expect(readRun(run).data).toHaveLength(1);
  });

  const given = (data: string) => ({ family: HETEROSYNAPTIC, inputFiles: { data } });
});

describe('a data set whose files may be in a folder inside the named one', () => {
  const folder = temporaryFolders();
  const [train, test] = [babiName(1, 'train'), babiName(1, 'test')];
  const texts = (train: string) => ({ train, test: train.toUpperCase() });
  const request = { by: 'task = qa', next: 'Get it.', folder: babiFiles(1), within: babiFolders(true) };
  const family = { ...HETEROSYNAPTIC, datasets: () => ({ data: request }), dataSizes: undefined } as Family;
  const take = (path: string) => takeDatasets(family, { data: [{ text: path }] }, {})[0];
  const put = (path: string, { train: a, test: b }: { readonly train: string; readonly test: string }): string =>
    writeFiles(path, { [train]: new TextEncoder().encode(a), [test]: new TextEncoder().encode(b) });
  const found = (path: string): readonly [string, string] => {
    const { reference, read } = take(path);
    return [reference.folder, new TextDecoder().decode(read().files.training.bytes)];
  };

  it('is found there, whether the archive, what holds it or the folder itself is named', () => {
    const root = folder();
    const inner = put(join(root, 'tasks_1-20_v1-2', 'en-10k'), texts('large'));
    put(join(root, 'tasks_1-20_v1-2', 'en'), texts('small'));
    for (const path of [root, join(root, 'tasks_1-20_v1-2'), inner]) expect(found(path)).toEqual([inner, 'large']);
  });

  it('is taken from inside before what lies beside it', () => {
    const root = put(folder(), texts('other'));
    expect(found(root)).toEqual([root, 'other']);
    const inner = put(join(root, 'en-10k'), texts('large'));
    expect(found(root)).toEqual([inner, 'large']);
  });

  it('is refused, with what there is, where a file is missing', () => {
    const root = folder();
    writeFiles(join(root, 'en-10k'), { [train]: new Uint8Array() });
    writeFiles(join(root, 'en'), { [test]: new Uint8Array() });
    expect(() => take(root)).toThrow(
      `${root} lacks ${train}, ${test}, also as .gz, also inside en-10k and tasks_1-20_v1-2/en-10k; there is en, en-10k`,
    );
  });
});
