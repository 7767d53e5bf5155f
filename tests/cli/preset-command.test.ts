/** Commands that are presets: a line in the family's table, a file that makes a command of it, a preset. */
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import Learn from '../../src/commands/attractor/learn.js';
import { ATTRACTOR_COMMANDS } from '../../src/model/attractor/commands.js';

const namesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .map((file) => basename(file).replace(/\.\w+$/, ''))
    .sort();

describe('the commands of the attractor family', () => {
  const names = Object.keys(ATTRACTOR_COMMANDS).sort();

  it('each have a file that makes a command of their line in the table', () => {
    expect(namesIn('src/commands/attractor')).toEqual(names);
  });

  it('each stand for a preset of their name', () => {
    expect(namesIn('data/presets/attractor')).toEqual(expect.arrayContaining([...names]));
  });

  it('say in their help which preset goes over the defaults, and begin examples with their name', () => {
    expect(Learn.description).toMatch(/regime\. The defaults below are those of the family; the preset learn goes/);
    expect(Learn.examples?.[0]).toBe('<%= config.bin %> attractor learn');
  });
});
