/** What becomes of folders of another revision of their family: they are read as what they are, and not gone on with. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/collect/collect.js';
import { NODE_DISK } from '../../src/host/disk.js';
import { allFamilies } from '../../src/model/families.js';
import type { Family } from '../../src/model/family.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import { otherArithmetic } from '../../src/run/arithmetic.js';
import { originFacts } from '../../src/run/facts.js';
import { identityOf, readRun } from '../../src/run/folder.js';
import { assertLonger } from '../../src/run/from-run.js';
import { verifyAnyRun } from '../../src/run/verify.js';
import { readSweepRecord } from '../../src/sweep/tasks/record.js';
import { addRequest } from '../../src/sweep/tasks/requests.js';
import { showFolder } from '../../src/sweep/tasks/show.js';
import { verifyFolder } from '../../src/sweep/tasks/verify.js';
import { readTable } from '../../src/table/read.js';
import { temporaryFolders } from './folders.js';
import { filesBelow, goOn, plan, start, type Texts } from './harness.js';

const folder = temporaryFolders();
const TEXTS: Texts = { N: 13, K: 2, T: 200 };

/** The hebbian family as another version of msm has it; this one is at revision 1. */
const at = (revision: number): Family => ({ ...HEBBIAN, schema: { ...HEBBIAN.schema, revision } }) as Family;
const LATER = { family: at(3) };

/** Something done by a version of msm whose hebbian family is at another revision, as whatever it reads from a folder finds it. */
async function asRevision<T>(revision: number, work: () => Promise<T>): Promise<T> {
  const schema: { revision?: number } = HEBBIAN.schema;
  schema.revision = revision;
  try {
    return await work();
  } finally {
    delete schema.revision;
  }
}

const identityAt = async (family: Family): Promise<string> => (await plan(TEXTS, { family })).run(0).identity;

describe('the revision of a family', () => {
  it('is in the identity from 2 on, each as another', async () => {
    const identities = await Promise.all([HEBBIAN as Family, at(1), at(2), at(3)].map(identityAt));
    expect(identities[1]).toBe(identities[0]);
    expect(new Set(identities).size).toBe(3);
  });

  it('is a whole number above 1 where a family says it', async () => {
    for (const { schema } of await allFamilies()) {
      const { revision = 2 } = schema;
      expect(Number.isInteger(revision) && revision > 1, schema.name).toBe(true);
    }
  });

  it('is said beside the kernels that differ, if both do: the kernels', () => {
    const stored = { kernelSha256: 'ab'.repeat(32), revision: 2 };
    const now = (revision: number | undefined, hash = stored.kernelSha256) =>
      otherArithmetic(stored, { name: 'cards', revision }, { hash });
    expect(now(2)).toBeUndefined();
    expect(now(3)).toBe('revision 2 of the family cards, which is now at 3');
    expect(now(undefined)).toBe('revision 2 of the family cards, which is now at 1');
    expect(now(3, 'cd'.repeat(32))).toBe('other kernels (abababababab)');
    expect(otherArithmetic({ kernelSha256: 'a' }, { name: 'cards', revision: 1 }, { hash: 'a' })).toBeUndefined();
  });
});

describe('a run of another revision', () => {
  it('says so, and is verified, shown and collected as what it is', async () => {
    const place = join(folder(), 'run');
    await start(place, TEXTS, LATER);
    const run = readRun(place);
    expect(run).toMatchObject({ status: 'done', revision: 3 });
    expect(identityOf(run)).toBe(await identityAt(LATER.family));
    expect(identityOf({ ...run, revision: undefined })).toBe(await identityAt(HEBBIAN as Family));
    expect(await verifyAnyRun(place)).toMatchObject({ isIntact: true, isIdentityRight: true });
    expect(await showFolder(place)).toMatchObject({ run: { revision: 3 } });
    expect(originFacts(run).at(-1)?.[1]).toMatch(/, kernels \w{12}, revision 3, on /);
    expect(await collect(NODE_DISK, { sources: [place], out: join(folder(), 'tables') })).toMatchObject({ runs: 1 });
    const path = join(place, 'timeseries.parquet');
    const { metadata } = await readTable(readFileSync(path), path);
    expect(metadata).toMatchObject({ 'msm.revision': '3' });
  });

  it('is not gone on with, and nothing is written', async () => {
    const place = join(folder(), 'run');
    await expect(start(place, TEXTS, LATER, { spans: 1 })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    const before = filesBelow(place).map((path) => readFileSync(join(place, path), 'base64'));
    await expect(goOn(place)).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: `${place} was begun with revision 3 of the family hebbian, which is now at 1`,
      next: expect.stringMatching(/^Resume it with version \S+ of msm, or start it again\.$/),
    });
    expect(filesBelow(place).map((path) => readFileSync(join(place, path), 'base64'))).toEqual(before);
  });

  it('is not made longer', async () => {
    const place = join(folder(), 'run');
    await start(place, TEXTS);
    const longer = await plan({ ...TEXTS, T: 300 }, LATER);
    expect(() => assertLonger(LATER.family, place, longer)).toThrow(
      `${place} was made with revision 1 of the family hebbian, which is now at 3`,
    );
  });
});

describe('a sweep of another revision', () => {
  it('is read as what it is, and neither gone on with nor added to', async () => {
    const place = join(folder(), 'sweep');
    await asRevision(3, () => start(place, { ...TEXTS, u: '0,1' }));
    expect(readSweepRecord(place).requests[0].request.revision).toBe(3);
    const { runs } = await verifyFolder(place);
    expect(runs.map(({ isIntact }) => isIntact)).toEqual([true, true]);
    expect(await collect(NODE_DISK, { sources: [place] })).toMatchObject({ runs: 2, others: [] });
    expect(existsSync(join(place, 'results.parquet'))).toBe(true);
    const refusal = {
      code: 'E_CONFIG',
      message: `${place} was begun with revision 3 of the family hebbian, which is now at 1`,
    };
    await expect(goOn(place)).rejects.toMatchObject(refusal);
    const wider = await plan({ ...TEXTS, u: '0,1,2' });
    await expect(addRequest(NODE_DISK, place, wider, false)).rejects.toMatchObject(refusal);
  });
});
