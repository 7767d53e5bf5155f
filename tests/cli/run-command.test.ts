import { expect, it } from 'vitest';
import { runCommandFlags } from '../../src/cli/run-command.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';

it('offers --units where a model has numbered units, and keeps it for its refusal elsewhere', () => {
  expect(runCommandFlags(HEBBIAN).units.hidden).toBe(false);
  expect(runCommandFlags({ ...HEBBIAN, units: undefined }).units.hidden).toBe(true);
});
