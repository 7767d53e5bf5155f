/** What a run of training leaves for other programs: safetensors beside its tables. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HETEROSYNAPTIC } from '../../../src/model/heterosynaptic/model.js';
import { readTable } from '../../../src/table/read.js';
import type { ReadColumn } from '../../../src/table/table.js';
import { temporaryFolders } from '../../run/folders.js';
import { start, type Texts } from '../../run/harness.js';

const SMALL = { train_size: 320, validation_size: 100, test_size: 100, max_epochs: 6, lr: 0.8, hidden: '[12]' };
/** Bytes of a number, by the word that safetensors have for it. */
const BYTES = { f32: 4, f64: 8 } as const;

const columnsOf = async (folder: string, name: string): Promise<readonly ReadColumn[]> =>
  (await readTable(readFileSync(join(folder, name)), name)).columns;
const named = (columns: readonly ReadColumn[], name: string) => columns.find((one) => one.name === name)?.data;

describe('the weights of a finished run', () => {
  const folders = temporaryFolders();
  const run = async (texts: Texts): Promise<string> => {
    const folder = join(folders(), 'run');
    await start(folder, { ...SMALL, ...texts }, { family: HETEROSYNAPTIC });
    return folder;
  };

  it.each(['f32', 'f64'] as const)('are the tensors of its last and of its best epoch, as %s', async (precision) => {
    const folder = await run({ precision });
    const state = await columnsOf(folder, 'state.arrow');
    for (const name of ['weights', 'best']) {
      const tensors = await columnsOf(folder, `${name}.safetensors`);
      expect(tensors.map((tensor) => [tensor.name, tensor.shape])).toEqual([
        ['fc1.weight', [12, 64]],
        ['fc1.bias', [12]],
        ['fc2.weight', [10, 12]],
        ['fc2.bias', [10]],
      ]);
      expect(tensors.flatMap(({ data }) => [...data])).toEqual([...(named(state, name) as Float64Array)]);
      const { length } = readFileSync(join(folder, `${name}.safetensors`));
      expect(length % BYTES.f64).toBe(0);
      expect(length).toBeGreaterThan(BYTES[precision] * 910);
      expect(length).toBeLessThan(BYTES[precision] * 910 + 4000);
    }
    expect(named(state, 'best')).not.toEqual(named(state, 'weights'));
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    const paths = manifest.files.map(({ path }: { readonly path: string }) => path);
    expect(paths).toEqual(expect.arrayContaining(['best.safetensors', 'weights.safetensors']));
  });

  it('say whose they are, and by which word PyTorch knows them', async () => {
    const folder = await run({});
    const { metadata } = await readTable(readFileSync(join(folder, 'best.safetensors')), 'best.safetensors');
    const { identity } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
    expect(metadata).toMatchObject({ format: 'pt', 'msm.identity': identity, 'msm.family': 'heterosynaptic' });
    expect(metadata['msm.meaning']).toBe('weights of the epoch with the best validation, 0 where they are pruned');
    expect(Object.keys(metadata)).not.toContain('msm.parameter-notes');
  });

  it('are 0 where they are pruned, the best ones too', async () => {
    const folder = await run({ prune: 'true' });
    for (const name of ['weights', 'best']) {
      const weight = named(await columnsOf(folder, `${name}.safetensors`), 'fc1.weight') as Float64Array;
      const groups = Array.from({ length: weight.length / 4 }, (_, g) => weight.slice(4 * g, 4 * g + 4));
      expect(new Set(groups.map((group) => group.filter((w) => w === 0).length))).toEqual(new Set([2]));
    }
  });

  it('are the last ones alone where there was no epoch', async () => {
    const folder = await run({ max_epochs: 0 });
    expect(await columnsOf(folder, 'weights.safetensors')).toHaveLength(4);
    expect(() => readFileSync(join(folder, 'best.safetensors'))).toThrow('ENOENT');
  });
});
