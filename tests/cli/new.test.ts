import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../run/folders.js';
import { msm, namesIn } from './msm.js';

describe('msm new', () => {
  const folder = temporaryFolders();

  it('makes a folder with two files, and says how they are run and how their module is made', async () => {
    const cwd = folder();
    const { status, stdout, stderr } = await msm(cwd, 'new', 'mine');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(namesIn(join(cwd, 'mine'))).toEqual(['model.yaml', 'step.ts']);
    expect(readFileSync(join(cwd, 'mine', 'model.yaml'), 'utf8')).toMatch(/^model: mine$/m);
    expect(stdout).toMatch(/^run it +msm run \.\/mine$/m);
    expect(stdout).toMatch(/^written {2}mine\/model\.yaml$/m);
    expect(stdout).toMatch(/^run it {3}msm/m);
    expect(stdout).toMatch(/^module {3}msm new \.\/mine --module writes step\.wasm/m);
  });

  it('refuses a folder that exists, and a name that no model can have', async () => {
    const cwd = folder();
    await msm(cwd, 'new', 'mine');
    const again = await msm(cwd, 'new', 'mine');
    expect(again.status).toBe(2);
    expect(again.stderr).toMatch(/mine exists/);
    expect((await msm(cwd, 'new', 'hebbian')).stderr).toMatch(/hebbian is a model that ships with msm/);
    expect(namesIn(cwd)).toEqual(['mine']);
  });
});
