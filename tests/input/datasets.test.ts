/** Files of data sets as they are read: within bounds, and never more than they are. */
import { readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpacked } from '../../src/input/datasets.js';
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
