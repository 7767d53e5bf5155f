/** Event files of finished runs, as msm export --tensorboard writes them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportEvents } from '../../src/collect/events.js';
import { NODE_DISK } from '../../src/host/disk.js';
import { HETEROSYNAPTIC } from '../../src/model/heterosynaptic/model.js';
import { writeEvents } from '../../src/table/event-file.js';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes, start, type Texts } from '../run/harness.js';

const SMALL: Texts = { train_size: 64, validation_size: 32, test_size: 32, max_epochs: 2, hidden: '[6]' };
const HEBBIAN: Texts = { N: 12, K: 2, T: 5 };

const text = (path: string): string => readFileSync(path, 'latin1');
/** How often a tag stands in a file. */
const count = (path: string, tag: string): number =>
  text(path).split(`\n${String.fromCharCode(tag.length)}${tag}\x15`).length - 1;

describe('the export for TensorBoard', () => {
  const folders = temporaryFolders();
  const train = async (folder: string, texts: Texts, record?: readonly string[]): Promise<string> => {
    const options = { family: HETEROSYNAPTIC, ...(record && { record: { record } }) };
    await start(folder, { ...SMALL, ...texts }, options);
    return folder;
  };

  it('has batches by step, epochs and tests by epoch, and tensors where they were recorded', async () => {
    const place = folders();
    const run = await train(join(place, 'run'), { prune: 'true' }, ['loss', 'accuracy', 'updates@3']);
    const { runs } = await exportEvents(NODE_DISK, [run], join(place, 'curves'));
    const [{ path }] = runs;
    const { started } = JSON.parse(text(join(run, 'run.json')));
    const seconds = Date.parse(started) / 1000;
    expect(path).toBe(join(place, 'curves', 'run', `events.out.tfevents.${Math.floor(seconds)}.msm`));
    // two fits of two epochs of two batches
    expect(count(path, 'train/loss')).toBe(8);
    for (const tag of ['train/acc_epoch', 'train/ppl_epoch', 'val/loss', 'val/acc', 'val/ppl']) {
      expect([tag, count(path, tag)]).toEqual([tag, 4]);
    }
    expect(count(path, 'test/acc')).toBe(2);
    expect(count(path, 'val_pruned/acc')).toBe(1);
    expect(count(path, 'fc2.bias/cosine')).toBeGreaterThan(1);
    // the test of each fit stands at its last epoch, the validation after pruning at that of the fit before it
    // the step is a byte in front of six others and the tag
    const stepOf = (tag: string): readonly number[] => {
      const pieces = text(path).split(`${tag}\x15`).slice(0, -1);
      return pieces.map((piece) => piece.charCodeAt(piece.length - 7));
    };
    expect(stepOf('test/acc')).toEqual([2, 4]);
    expect(stepOf('val_pruned/acc')).toEqual([2]);
    expect(stepOf('val/acc')).toEqual([1, 2, 3, 4]);
    // all events have the time of the beginning
    const head = writeEvents([], seconds);
    expect(readFileSync(path).subarray(0, head.length)).toEqual(Buffer.from(head));
  });

  it('gives the same bytes again, a folder for each run, below its sweep where there are several sources', async () => {
    const place = folders();
    const sweep = await train(join(place, 'sweep'), { lr: '0.1,0.2' });
    const alone = join(place, 'alone');
    await start(alone, HEBBIAN);
    await exportEvents(NODE_DISK, [sweep, alone], join(place, 'one'));
    await exportEvents(NODE_DISK, [sweep, alone], join(place, 'two'));
    expect(dataHashes(join(place, 'one'))).toEqual(dataHashes(join(place, 'two')));
    const names = readdirSync(join(sweep, 'runs'));
    expect(readdirSync(join(place, 'one')).sort()).toEqual(['alone', 'sweep']);
    expect(readdirSync(join(place, 'one', 'sweep')).sort()).toEqual([...names].sort());
    const { runs } = await exportEvents(NODE_DISK, [sweep], join(place, 'three'));
    expect(runs.map(({ path }) => basename(join(path, '..')))).toEqual([...names].sort());
  });

  it('has the columns of the time series of families that do not say what is drawn', async () => {
    const place = folders();
    await start(join(place, 'run'), HEBBIAN);
    const { runs } = await exportEvents(NODE_DISK, [join(place, 'run')], join(place, 'curves'));
    expect(count(runs[0].path, 'distance')).toBe(5);
    expect(count(runs[0].path, 'step')).toBe(0);
  });

  it('leaves out runs that are not whole, and refuses where none is left', async () => {
    const place = folders();
    const sweep = await train(join(place, 'sweep'), { lr: '0.1,0.2' });
    const [first, second] = readdirSync(join(sweep, 'runs')).sort();
    writeFileSync(join(sweep, 'runs', first, 'epochs.parquet'), 'x');
    const { runs, others } = await exportEvents(NODE_DISK, [sweep], join(place, 'curves'));
    expect(runs.map(({ from }) => basename(from))).toEqual([second]);
    expect(others.map(({ state }) => state)).toEqual(['damaged']);
    writeFileSync(join(sweep, 'runs', second, 'epochs.parquet'), 'x');
    await expect(exportEvents(NODE_DISK, [sweep], join(place, 'none'))).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: expect.stringContaining('there is no finished run to export'),
    });
    expect(existsSync(join(place, 'none'))).toBe(false);
  });

  it('refuses a folder that is not empty, tables, and runs that would have the same folder', async () => {
    const place = folders();
    for (const name of ['a', 'b']) await start(join(place, name, 'run'), { ...HEBBIAN, K: name === 'a' ? 2 : 3 });
    mkdirSync(join(place, 'full'));
    writeFileSync(join(place, 'full', 'x'), '');
    const [a, b, out] = [join(place, 'a', 'run'), join(place, 'b', 'run'), join(place, 'out')];
    const refused = (sources: readonly string[], to: string) =>
      exportEvents(NODE_DISK, sources, to).then(
        () => expect.fail('nothing was refused'),
        ({ message }) => message,
      );
    expect(await refused([a], join(place, 'full'))).toMatch(/full: the folder is not empty$/);
    expect(await refused([a, b], out)).toBe(`${b} and ${a} would have the same folder, run`);
    expect(await refused([join(a, 'timeseries.parquet')], out)).toMatch(/is a table; name the folders/);
    expect(existsSync(out)).toBe(false);
  });
});
