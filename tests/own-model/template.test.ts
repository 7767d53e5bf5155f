import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepModule } from '../../src/own-model/own-folder.js';
import { makeModel } from '../../src/own-model/template.js';
import { CACHE, finish, folderOf, read, start, valueAtEnd } from './folders.js';

describe('a new model', () => {
  it('runs as it is, and settles at the spread that it says', async () => {
    const folder = join(folderOf({}), 'my-model');
    expect(await makeModel(folder)).toEqual([join(folder, 'model.yaml'), join(folder, 'step.ts')]);
    const made = await read(folder);
    expect(made.family.schema.name).toBe('my-model');
    const model = start(made, { parameters: { N: 1000, sigma: 3 } });
    finish(model);
    // of 1000 units the spread is known to 1 in sqrt(2000); an Euler step adds dt/(2 tau), 0.5 %
    expect(valueAtEnd(model, 'spread')).toBeGreaterThan(3 * 0.93);
    expect(valueAtEnd(model, 'spread')).toBeLessThan(3 * 1.07);
  });

  it('gets a module beside its step when asked', async () => {
    const folder = join(folderOf({}), 'my-model');
    await makeModel(folder);
    expect(await keepModule(folder, { cache: CACHE })).toBe('step.wasm');
    const none = { cache: join(folder, 'none'), compile: () => expect.unreachable() };
    expect((await read(folder, none)).module.hash).toBe((await read(folder)).module.hash);
  });

  it('never touches what is there, and has a name that a model can have', async () => {
    const base = folderOf({});
    mkdirSync(join(base, 'there'));
    await expect(makeModel(join(base, 'there'))).rejects.toThrow(/there exists/);
    expect(readdirSync(join(base, 'there'))).toEqual([]);
    await expect(makeModel(join(base, 'my model'))).rejects.toThrow(/must be at most 40 letters, digits and dashes/);
    await expect(makeModel(join(base, 'rate'))).rejects.toThrow(/rate is a model that ships with msm/);
    expect(existsSync(join(base, 'rate'))).toBe(false);
  });
});
