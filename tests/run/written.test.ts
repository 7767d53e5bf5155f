import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writtenLines } from '../../src/cli/curve-lines.js';
import { runStatusLines } from '../../src/cli/run-status.js';
import type { RecordTexts } from '../../src/config/record-request.js';
import { lookAtRun, secondsLeft } from '../../src/run/run-status.js';
import { columnOf, groupsOf, numbersOf } from '../../src/run/table-groups.js';
import { type Written, writtenSoFar } from '../../src/run/written.js';
import { temporaryFolders } from './folders.js';
import { goOn, start, type Texts } from './harness.js';

const folder = temporaryFolders();
const TEXTS: Texts = { N: 13, K: 2, T: 200 };

const clock = { now: () => '2040-01-01T00:00:00.000Z', milliseconds: () => 0 };

/** Rows of a group, and a run that has more than one when it is stopped: its spans double, from 16 steps on. */
const GROUP = 2 ** 18;
const LONG = [15, { N: 2, K: 1, T: 10 ** 6 }, { record: ['energy'] }] as const;

const RUNNING = { folder: 'one', family: 'hebbian', status: 'running', steps: 200 } as const;

/** A run that was stopped after so many spans of steps. */
async function stopped(spans: number, texts: Texts = TEXTS, record: RecordTexts = {}): Promise<string> {
  const place = join(folder(), 'run');
  await expect(start(place, texts, { record }, { spans })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
  return place;
}

/** Columns of a finished table, up to a step. */
async function finished(place: string, table: string, before: number): Promise<ReadonlyMap<string, readonly number[]>> {
  const found = new Map<string, number[]>();
  for await (const group of groupsOf(join(place, `${table}.parquet`))) {
    const steps = numbersOf(columnOf(group, 'step').data);
    for (const { name, data } of group.columns) {
      const own = [...numbersOf(data)].filter((_, row) => steps[row] < before);
      found.set(name, [...(found.get(name) ?? []), ...own]);
    }
  }
  return found;
}

/** What the header of a checkpoint says of pending rows. */
interface Header {
  readonly pending: number[];
  readonly forms: { bytes: number; readonly columns: unknown[] }[];
}

const stepsOf = ({ tables: [{ columns }] }: Written): Float64Array =>
  columns.find(({ name }) => name === 'step')?.values ?? new Float64Array(0);

describe('what an unfinished run has written', () => {
  it('is the rows of each table up to the newest checkpoint, as the finished run has them', async () => {
    const place = await stopped(1, TEXTS, { record: ['distance', 'sigma', 'energy'] });
    const written = (await writtenSoFar(place)) as Written;
    expect(written.step).toBeGreaterThan(0);
    expect(written.step).toBeLessThan(200);
    expect(written.tables.map(({ name }) => name)).toEqual(['timeseries', 'sigma']);
    await goOn(place);
    for (const { name, columns } of written.tables) {
      const found = new Map(columns.map((column) => [column.name, [...column.values]]));
      expect(found).toEqual(await finished(place, name, written.step));
    }
  });

  it('is the rows of chunks and those of the checkpoint behind them, each once', async () => {
    const place = await stopped(...LONG);
    const written = (await writtenSoFar(place)) as Written;
    const chunks = join(place, 'chunks');
    expect(readdirSync(chunks)).toHaveLength(1);
    const steps = stepsOf(written);
    expect([steps.length, steps.findIndex((step, row) => step !== row)]).toEqual([written.step, -1]);
    // a chunk that was written behind the checkpoint has its rows, too
    const [first] = readdirSync(chunks);
    const again = first.replace('-000000-', '-000001-');
    copyFileSync(join(chunks, first), join(chunks, again));
    const more = (await writtenSoFar(place)) as Written;
    expect(stepsOf(more)).toHaveLength(2 * GROUP);
  });

  it('is nothing before the first checkpoint, and nothing of a table of many columns', async () => {
    const place = await stopped(1, { ...TEXTS, K: 70, N: 100 }, { record: ['overlap'] });
    expect((await writtenSoFar(place))?.tables).toEqual([]);
    rmSync(join(place, 'checkpoint'), { recursive: true });
    expect(await writtenSoFar(place)).toBeUndefined();
  });

  it('is not known of a file that is no checkpoint, and says so', async () => {
    const place = await stopped(1);
    const [name] = readdirSync(join(place, 'checkpoint'));
    const path = join(place, 'checkpoint', name);
    writeFileSync(path, readFileSync(path).subarray(0, 300));
    await expect(writtenSoFar(place)).rejects.toMatchObject({ code: 'E_CORRUPT', place: path });
  });

  it.each<[string, (header: Header) => unknown, string]>([
    ['no bytes of a row', ({ forms: [form] }) => Object.assign(form, { bytes: 0 }), 'itself'],
    ['more columns than a row has', ({ forms: [{ columns }] }) => columns.push(columns[0]), 'itself'],
    ['a form too few', ({ forms }) => forms.pop(), 'itself'],
    ['rows of a table that is not there', ({ pending }) => pending.push(1), 'itself'],
    ['more rows than the file has', ({ pending }) => pending.splice(0, 1, 2 ** 40), 'its size'],
  ])('is not taken from a header that claims %s', async (_, change, what) => {
    const place = await stopped(1, TEXTS, { record: ['distance', 'sigma'] });
    const [name] = readdirSync(join(place, 'checkpoint'));
    const path = join(place, 'checkpoint', name);
    const bytes = readFileSync(path);
    const end = 12 + bytes.readUInt32LE(8);
    const header = JSON.parse(bytes.toString('utf8', 12, end));
    change(header);
    const text = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    writeFileSync(path, Buffer.concat([bytes.subarray(0, 8), length, text, bytes.subarray(end)]));
    await expect(writtenSoFar(place)).rejects.toThrow(`its header contradicts ${what}`);
  });
});

describe('the status of one run', () => {
  it('says how far an interrupted one is, why it ended, what to do, and draws its curves', async () => {
    const place = await stopped(1);
    const look = await lookAtRun(place, clock);
    const { step, last, secondsLeft } = look.status;
    expect(look.status).toMatchObject({ folder: place, family: 'hebbian', status: 'interrupted', steps: 200 });
    expect(secondsLeft).toBeNull();
    const { columns } = look.tables[0];
    expect(last).toEqual(Object.fromEntries(columns.slice(2).map(({ name, values }) => [name, values.at(-1)])));
    const text = (await runStatusLines(look)).join('\n');
    expect(text).toMatch(new RegExp(`step +${step} of 200, by its checkpoint of .* ago\n`));
    expect(text).toMatch(/status +interrupted: stopped after step/);
    expect(text).toMatch(/\n +first +last +min +max\n {2}pattern /);
    expect(text).toMatch(new RegExp(`\nGo on with: msm resume ${place}$`));
    expect(text).not.toContain('time left');
  });

  it('says of one that runs how long it takes by its pace so far, less the time since', () => {
    const at = { status: 'running', step: 250, steps: 1000, startedMs: 0, savedMs: 10_000, nowMs: 14_000 } as const;
    expect(secondsLeft({ ...at, sessions: 1 })).toBe(26);
    expect(secondsLeft({ ...at, sessions: 1, nowMs: 50_000 })).toBe(0);
    // how long the sessions before took is not known of one that was killed
    expect(secondsLeft({ ...at, sessions: 2 })).toBeNull();
    expect(secondsLeft({ ...at, sessions: 1, step: 0 })).toBeNull();
    expect(secondsLeft({ ...at, sessions: 1, status: 'failed' })).toBeNull();
  });

  it('says when something will be there of one that has written nothing', async () => {
    const [status, tables] = [{ ...RUNNING, step: null, secondsSinceWritten: null, secondsLeft: null }, []];
    expect(await runStatusLines({ status, tables })).toEqual([
      'run folder  one (hebbian)',
      'status      running',
      'step        none of 200 is on the disk yet; its first checkpoint is due after 30.0 s',
      'time left   -',
    ]);
  });

  it('points to what a finished one has', async () => {
    const place = join(folder(), 'run');
    await start(place, TEXTS);
    const look = await lookAtRun(place, clock);
    expect(look.status).toMatchObject({ status: 'done', step: 200, secondsSinceWritten: null });
    expect((await runStatusLines(look)).at(-1)).toBe(`Look at it with: msm show ${place}`);
  });

  it('says of rows that are left out because there are many', async () => {
    const values = Float64Array.of(1, 2, 3);
    const columns = ['step', 'energy'].map((name) => ({ name, type: 'f64', values }) as const);
    const tables = [{ name: 'timeseries', columns, isCut: true }];
    const lines = await writtenLines(tables, { width: 80, hasUnicode: false });
    expect(lines.at(-1)).toBe('  the last 3 rows of timeseries');
    expect(lines.at(-2)).toMatch(/^ {2}energy {2}_=# {2}1 +3 +1 +3$/);
    expect(await writtenLines([{ ...tables[0], isCut: false }], { width: 80, hasUnicode: false })).toHaveLength(3);
  });
});
