/**
 * The short form of `npm run soak:damage`: single bytes changed in every kind of file of a run. A change is refused, mended or without
 * effect; none is believed, and none ends in a stack trace.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSpecimens, mutationOf, type Target, targetsOf, tryMutation } from './damage.js';
import { randomFrom } from './harness.js';

const SEED = 20261128;
const FOLDERS = ['hebbian parquet compact', 'hebbian csv compact', 'diverged', 'interrupted'];
/** Changes of each kind of file. */
const CHANGES = 12;

describe('a changed byte', () => {
  let root = '';
  let targets: readonly Target[] = [];
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'msm-damage-'));
    targets = targetsOf(await makeSpecimens(root, FOLDERS));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it(`is refused, mended or without effect in every kind of file (seed ${SEED})`, async () => {
    const random = randomFrom(SEED);
    const kinds = [...new Set(targets.map(({ kind }) => kind))];
    expect(kinds.length).toBeGreaterThan(12);
    for (const kind of kinds) {
      const files = targets.filter((target) => target.kind === kind);
      for (let i = 0; i < CHANGES; i++) {
        const target = files[i % files.length];
        const mutation = mutationOf(target, random);
        if (mutation === undefined) continue;
        const { end, details } = await tryMutation(target, mutation, join(root, 'work'));
        expect(['accepted', 'stack trace'], `${target.path} ${JSON.stringify(mutation)} ${details}`).not.toContain(end);
        // what a checksum covers is never believed to be good
        if (/^(table|chunk|state)/.test(kind)) expect(['refused', 'repaired'], target.path).toContain(end);
      }
    }
  });

  it('that is none is without effect: all commands say of the folders what they said before', async () => {
    for (const target of targets) {
      const { end, details } = await target.ask(join(root, 'work'));
      rmSync(join(root, 'work'), { recursive: true, force: true });
      expect(end, `${target.folder} ${details}`).toBe('without effect');
    }
  });
});
