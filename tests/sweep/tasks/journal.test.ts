import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NODE_DISK } from '../../../src/host/disk.js';
import { thisProcess } from '../../../src/host/process.js';
import { JournalReader, JournalWriter } from '../../../src/sweep/tasks/journal.js';
import { lineText, type TaskEvent } from '../../../src/sweep/tasks/journal-lines.js';
import { temporaryFolders } from '../../run/folders.js';
import { fakeClock, start } from '../../run/harness.js';

const clock = fakeClock(() => 1);
const done = (task: number, n = 1): TaskEvent => ({
  event: 'done',
  task,
  n,
  id: '0123456789ab',
  manifest: 'c'.repeat(64),
  at: 0,
});

/** The only file of a journal. */
const fileOf = (place: string): string => join(place, 'journal', readdirSync(join(place, 'journal'))[0]);

/** A file as earlier versions wrote it: no line has a checksum. */
function writeOld(place: string, ...lines: readonly (object | string)[]): string {
  mkdirSync(join(place, 'journal'));
  const path = join(place, 'journal', 'a.jsonl');
  const session = { event: 'session', format: 1, process: thisProcess(), time: '', version: '0.1.0' };
  const text = (line: object | string): string => (typeof line === 'string' ? line : JSON.stringify(line));
  writeFileSync(path, [session, ...lines].map((line) => `${text(line)}\n`).join(''));
  return path;
}

/** What a reader says that has never read before. */
function read(folder: string, tasks = 10): JournalReader {
  const reader = new JournalReader(folder, tasks);
  reader.refresh();
  return reader;
}

describe('a journal', () => {
  const folder = temporaryFolders();

  it('does not exist before its first line, and then begins with who writes it', () => {
    const place = folder();
    const writer = new JournalWriter(place, NODE_DISK, clock);
    expect(readdirSync(place)).toEqual([]);
    writer.append(done(1));
    writer.close();
    const [name] = readdirSync(join(place, 'journal'));
    const lines = readFileSync(join(place, 'journal', name), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(['session', 'done']);
  });

  it('is read from several files as one, and then only what is new', () => {
    const place = folder();
    const [one, other] = [0, 1].map(() => new JournalWriter(place, NODE_DISK, clock));
    one.append(done(1));
    const reader = read(place);
    other.append(done(2));
    one.append({ event: 'broken', task: 1, n: 2, reason: '' });
    reader.refresh();
    expect([1, 2, 3].map((task) => reader.states.of(task))).toEqual(['lost', 'done', 'pending']);
    const before = reader.bytes;
    reader.refresh();
    expect(reader.bytes).toBe(before);
  });

  it('cut at any byte of its last line is read up to there', () => {
    const place = folder();
    const writer = new JournalWriter(place, NODE_DISK, clock);
    writer.append(done(1));
    writer.append(done(2));
    const [name] = readdirSync(join(place, 'journal'));
    const path = join(place, 'journal', name);
    const whole = readFileSync(path);
    const last = whole.lastIndexOf('\n', whole.length - 2) + 1;
    for (let end = last; end < whole.length; end++) {
      writeFileSync(path, whole.subarray(0, end));
      const { states } = read(place);
      expect([states.of(1), states.of(2)]).toEqual(['done', 'pending']);
    }
  });

  it('of an earlier version is read, without checksums and with what it says of the disk', () => {
    const place = folder();
    writeOld(place, done(1), { event: 'synced', count: 1 }, { event: 'checked', tasks: [1] });
    expect(read(place).states.of(1)).toBe('done');
  });

  it.each([
    '{"event":"done"',
    '{}',
    'null',
    '[]',
    '7',
    '{"event":"toString"}',
    '{"event":"done","task":-1,"n":1}',
    '{"event":"session","format":9}',
    JSON.stringify({ ...done(2), id: '../../x' }),
    JSON.stringify({ ...done(2), manifest: 1 }),
    JSON.stringify({ ...done(2), n: 2 ** 33 }),
    JSON.stringify({ event: 'failed', task: 2, n: 1, id: '0123456789ab', code: 'E_NONE', message: '', at: 0 }),
    JSON.stringify({ event: 'lost', task: 2, n: 1 }),
  ])('with the line %s is refused as damaged, with file and line', (line) => {
    const place = folder();
    const path = writeOld(place, done(1), line);
    expect(() => read(place)).toThrow(
      expect.objectContaining({ code: 'E_CORRUPT', place: path, message: expect.stringContaining(`${path}:3`) }),
    );
  });

  it.each([
    ['is of a version to come', { event: 'session', format: 3 }],
    ['does not say who wrote it', done(1)],
    ['has no checksum in a format that wants one', { event: 'session', format: 2 }],
  ])('of which the first line %s is refused', (_, line) => {
    const place = folder();
    const path = writeOld(place);
    const session = { process: thisProcess(), time: '', version: '', ...line };
    writeFileSync(path, `${JSON.stringify(session)}\n`);
    expect(() => read(place)).toThrow(expect.objectContaining({ code: 'E_CORRUPT', place: path }));
  });

  it('of which any byte of any line is changed is refused, or a line less at its end', () => {
    const place = folder();
    const writer = new JournalWriter(place, NODE_DISK, clock);
    writer.append(done(1));
    writer.append({ event: 'failed', task: 2, n: 1, id: '0123456789ab', code: 'E_IO', message: 'full', at: 1 });
    const path = fileOf(place);
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole);
      bytes[at] ^= 1;
      writeFileSync(path, bytes);
      if (at < whole.length - 1) expect(() => read(place), `byte ${at}`).toThrow(/damaged/);
      else expect(read(place).states.of(2)).toBe('pending');
    }
  });

  it('that tells of a task that the sweep does not have is refused, unless it was added meanwhile', async () => {
    const place = folder();
    await start(join(place, 'sweep'), { N: 8, K: 2, T: 2, tau_J: '1,2,3' });
    const [name] = readdirSync(join(place, 'sweep', 'journal'));
    const earlier = new JournalReader(join(place, 'sweep'), 2);
    earlier.refresh();
    expect([earlier.states.of(0), earlier.states.of(1)]).toEqual(['done', 'done']);
    const path = join(place, 'sweep', 'journal', name);
    appendFileSync(path, lineText(done(3)));
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n').length;
    expect(() => read(join(place, 'sweep'), 3)).toThrow(
      `${path}:${lines} is damaged: the sweep has no task 3, it has 3`,
    );
  });

  it('knows the line that names the identity of a task', () => {
    const place = folder();
    const path = writeOld(place, done(1), { event: 'broken', task: 1, n: 2, reason: '' }, done(2));
    const reader = read(place);
    expect([reader.placeOf(1), reader.placeOf(2), reader.placeOf(3)]).toEqual([
      { path, line: 2 },
      { path, line: 4 },
      undefined,
    ]);
  });
});
