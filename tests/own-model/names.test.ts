import { describe, expect, it } from 'vitest';
import { GENERAL_RUN_FLAGS } from '../../src/cli/run-command.js';
import { MsmError } from '../../src/errors.js';
import { assertName } from '../../src/own-model/names.js';

describe('the flags of the command that runs a model', () => {
  it.each(Object.keys(GENERAL_RUN_FLAGS))('--%s is no name of a parameter', (flag) => {
    expect(() => assertName(flag.replaceAll('-', '_'), 'a parameter', 'model.yaml:1:1')).toThrow(MsmError);
  });
});
