/** The list of the families: what else knows them follows from it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/config/describe.js';
import { findParameter } from '../../src/config/validate.js';
import { withDefaults } from '../../src/model/defaults.js';
import {
  allFamilies,
  commandKeys,
  commandOf,
  FAMILY_NAMES,
  familyNamed,
  saidByCommand,
} from '../../src/model/families.js';
import type { Family } from '../../src/model/family.js';
import { familyFolders } from './family-folders.js';

describe('the list of the families', () => {
  it('has each folder of src/model that has a model, by its name', async () => {
    const folders = familyFolders().map(({ name }) => name);
    expect(FAMILY_NAMES).toEqual(folders);
    expect((await allFamilies()).map(({ schema }) => schema.name)).toEqual(folders);
  });

  it.each(familyFolders())(
    'gives the family $name, which has kernels of its own or those of the family around it',
    async ({ name, kernels }) => {
      const family = await familyNamed(name);
      expect(family?.schema.name).toBe(name);
      expect(family?.module.name).toBe(kernels);
      expect(existsSync(join('assembly', kernels, 'entry.ts'))).toBe(true);
    },
  );

  it.each(['', 'Hebbian', 'toString', '__proto__'])('knows no family %j', async (name) => {
    expect(await familyNamed(name)).toBeUndefined();
    expect(commandOf(name, {})).toBeUndefined();
  });

  it.each(FAMILY_NAMES)('knows a command of msm that runs %s', async (name) => {
    const { schema } = (await familyNamed(name)) as Family;
    const words = commandOf(name, withDefaults(schema, {}))?.split(' ') ?? [];
    expect(existsSync(`${join('src/commands', ...words)}.ts`), words.join(' ')).toBe(true);
  });

  it.each(FAMILY_NAMES)('knows one for each value that is a word of the command that runs %s', async (name) => {
    const { schema } = (await familyNamed(name)) as Family;
    for (const key of commandKeys(name)) {
      for (const value of wordsOf(findParameter(schema, key))) {
        const words = commandOf(name, { [key]: value })?.split(' ') ?? [];
        expect(existsSync(`${join('src/commands', ...words)}.ts`), words.join(' ')).toBe(true);
        // a value that the command does not say is said by a flag
        expect(saidByCommand(name, { [key]: value })).toEqual(words.includes(value) ? [key] : []);
      }
    }
  });

  it('puts the experiment of attractor runs into their command', () => {
    expect(commandOf('attractor', { experiment: 'free-run' })).toBe('attractor free-run');
    expect(commandOf('hebbian', { N: 3 })).toBe('simulate');
  });
});
