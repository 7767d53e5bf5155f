/** The short form of `npm run soak:damage` for sweeps. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutationOf, type Target, tryMutation } from '../run/damage.js';
import { randomFrom } from '../run/harness.js';
import { sweepTargets } from './mutations.js';

/** A few changes of each kind of file here. */
const [CHANGES, SEED] = [2, 20261128];

describe('a changed byte in the folder of a sweep', () => {
  let root = '';
  let targets: readonly Target[] = [];
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'msm-mutations-'));
    targets = await sweepTargets(root);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it(`is refused, mended or without effect in every kind of file (seed ${SEED})`, async () => {
    const random = randomFrom(SEED);
    const kinds = [...new Set(targets.map(({ kind }) => kind))];
    expect(kinds.length).toBeGreaterThan(20);
    for (const kind of kinds) {
      const files = targets.filter((target) => target.kind === kind);
      for (let i = 0; i < CHANGES; i++) {
        const target = files[Math.floor(random() * files.length)];
        const mutation = mutationOf(target, random);
        if (mutation === undefined) continue;
        const { end, details } = await tryMutation(target, mutation, join(root, 'work'));
        const story = `${target.path} ${JSON.stringify(mutation)} ${details}`;
        expect(['accepted', 'stack trace'], story).not.toContain(end);
        // what a checksum covers is never believed to be good
        if (/^(state|timeseries|results|search|given array)/.test(kind))
          expect(['refused', 'repaired'], story).toContain(end);
      }
    }
  }, 120_000);
});
