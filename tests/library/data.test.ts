import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/library/simulate.js';
import { HETEROSYNAPTIC } from '../../src/model/heterosynaptic/model.js';
import { readRun } from '../../src/run/run-record.js';
import { LENGTH_BYTES, METADATA, writeSafetensors } from '../../src/table/safetensors.js';
import { NAMES, smallMnist, writeFiles } from '../dataset/idx-files.js';
import { temporaryFolders } from '../run/folders.js';
import { start } from '../run/harness.js';

const PARAMETERS = {
  ...{ task: 'mnist', train_size: 24, validation_size: 8, test_size: 12 },
  ...{ hidden: [6], batch_size: 8, max_epochs: 2 },
} as const;

/** All after the header of a safetensors file, and the header without what is said about the whole. */
function numbersOf(bytes: Uint8Array): readonly unknown[] {
  const length = LENGTH_BYTES + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const { [METADATA]: _, ...tensors } = JSON.parse(new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, length)));
  return [tensors, [...bytes.subarray(length)]];
}

describe('a data set that a program gives as bytes', () => {
  const folder = temporaryFolders();
  const of = (data: { readonly [name: string]: Uint8Array }, parameters: object = PARAMETERS) =>
    simulate({ family: 'heterosynaptic', parameters: parameters as never, data: { data } });

  it('comes to what the same files come to on disk, raw or with gzip', async () => {
    const data = writeFiles(folder(), smallMnist());
    const run = `${folder()}/run`;
    await start(run, { ...PARAMETERS, hidden: '[6]' }, { family: HETEROSYNAPTIC, inputFiles: { data } });
    const { summary, parameters } = readRun(run);
    const packed = Object.entries(smallMnist()).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]);
    for (const files of [smallMnist(), Object.fromEntries(packed)]) {
      const simulated = await of(files);
      expect(simulated.items).toEqual(summary);
      expect(simulated.parameters).toEqual(parameters);
      // and leaves the same weights by their names
      expect(simulated.weights.map(({ name }) => name)).toEqual(['weights', 'best']);
      for (const { name, tensors } of simulated.weights) {
        const [written, again] = [readFileSync(join(run, `${name}.safetensors`)), writeSafetensors(tensors)];
        expect(numbersOf(again)).toEqual(numbersOf(written));
      }
    }
    expect((await simulate({ family: 'hebbian', parameters: { N: 4, K: 2, T: 2 } })).weights).toEqual([]);
  });

  it('is refused where it is not whole, damaged, unknown or has no effect', async () => {
    const { [NAMES[2]]: images, ...others } = smallMnist();
    await expect(of(others)).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: `data.data lacks ${NAMES[2]}; there is ${[NAMES[0], NAMES[1], NAMES[3]].join(', ')}`,
    });
    const cut = gzipSync(images).subarray(0, 40);
    await expect(of({ ...others, [NAMES[2]]: cut })).rejects.toMatchObject({
      code: 'E_CORRUPT',
      message: expect.stringContaining(`${NAMES[2]}: it is broken`),
    });
    await expect(of({ ...others, [NAMES[2]]: images.subarray(1) })).rejects.toMatchObject({ code: 'E_CORRUPT' });
    await expect(of(smallMnist(), { task: 'digits' })).rejects.toThrow('data.data has no effect with task = digits');
    await expect(of(smallMnist(), { ...PARAMETERS, train_size: 50 })).rejects.toThrow(
      '58 is more than the 40 training',
    );
    const request = { family: 'heterosynaptic', parameters: PARAMETERS };
    await expect(simulate(request)).rejects.toThrow('task = mnist needs a data set: give it with data.data');
    await expect(simulate({ ...request, data: { dat: {} } })).rejects.toThrow('Did you mean data?');
    await expect(simulate({ family: 'hebbian', data: { data: {} } })).rejects.toMatchObject({
      next: 'hebbian takes no data sets.',
    });
  });
});
