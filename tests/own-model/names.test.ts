import { describe, expect, it } from 'vitest';
import { GENERAL_RUN_FLAGS } from '../../src/cli/run-command.js';
import { flagName } from '../../src/config/describe.js';
import { MsmError } from '../../src/errors.js';
import { FAMILY_NAMES, familyNamed } from '../../src/model/families.js';
import { assertName } from '../../src/own-model/names.js';

describe('the flags of the command that runs a model', () => {
  it.each(Object.keys(GENERAL_RUN_FLAGS))('--%s is not a name of a parameter', (flag) => {
    expect(() => assertName(flag.replaceAll('-', '_'), 'a parameter', 'model.yaml:1:1')).toThrow(MsmError);
  });
});

describe('the flags of the commands of families', () => {
  it.each(FAMILY_NAMES)('%s has no parameter and no array with the name of a general flag', async (name) => {
    const { schema } = (await familyNamed(name))!;
    const flags = [...schema.parameters, ...schema.inputs].map(({ key }) => flagName(key).replace(/^--/, ''));
    expect(flags.filter((flag) => flag in GENERAL_RUN_FLAGS)).toEqual([]);
  });
});
