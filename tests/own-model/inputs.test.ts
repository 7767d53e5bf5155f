import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { inputTexts } from '../../src/config/inputs.js';
import { readSources, sizeInputs, takeInputs } from '../../src/input/inputs.js';
import type { OwnFolder } from '../../src/own-model/own-folder.js';
import { writeArrow } from '../../src/table/arrow.js';
import { finish, folderOf, readTexts, start } from './folders.js';

const MODEL = `model: given
parameters:
  N: { kind: integer, default: 4, min: 1 }
  T: 2
steps: T
state:
  w: { shape: [N, 3], start: normal }
  code: { shape: [N], type: i32, start: { integer: [0, 9] } }
`;
const STEP =
  "import * as m from './state';\nexport function step(s: usize): void { store<f64>(m.w(s), load<f64>(m.w(s)) + 1); }\n";

describe('arrays of the state from files', () => {
  let given: OwnFolder;
  beforeAll(async () => {
    given = await readTexts(MODEL, STEP);
  });

  const take = async (files: { readonly [key: string]: string }) => {
    const sources = (await readSources(given.family, inputTexts(files))).map(([source]) => source);
    const sized = await sizeInputs(given.family.schema, sources, new Map());
    const N = sized.sizes.get('N')?.size ?? 4;
    const taken = await takeInputs(given.family, { N, T: 2 }, sources, sized, new Map(), () => 2);
    return { N, arrays: Object.fromEntries(taken.given.map(({ key, values }) => [key, [...values]])) };
  };

  it('fix the sizes that are parameters, and must have those that are numbers', async () => {
    const folder = folderOf({ 'w.csv': '1,2,3\n4,5,6\n', 'wide.csv': '1,2,3,4\n5,6,7,8\n' });
    expect(await take({ w: join(folder, 'w.csv') })).toEqual({ N: 2, arrays: { w: [1, 2, 3, 4, 5, 6] } });
    await expect(take({ w: join(folder, 'wide.csv') })).rejects.toThrow(/wide.csv/);
  });

  it('are those of the final state of another run', async () => {
    const model = start(given, { parameters: { N: 5 } });
    finish(model);
    const { table, rows } = model.finalState();
    const parts: Uint8Array[] = [];
    const metadata = { 'msm.identity': 'x', 'msm.parameters': '{"N":5,"T":2}' };
    await writeArrow({ ...table, metadata }, rows, { write: (bytes) => void parts.push(bytes.slice()) });
    const path = join(folderOf({}), 'state.arrow');
    writeFileSync(path, Buffer.concat(parts));
    const [w, code] = [model.block.f64('w'), model.block.i32('code')];
    const expected = Array.from({ length: 15 }, (_, i) => w[4 * Math.floor(i / 3) + (i % 3)]);
    expect(await take({ w: path, code: path })).toEqual({
      N: 5,
      arrays: { w: expected, code: [...code.subarray(0, 5)] },
    });
  });
});
