import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NODE_DISK } from '../../src/run/disk.js';
import { JournalReader, JournalWriter } from '../../src/sweep/journal.js';
import type { TaskEvent } from '../../src/sweep/journal-lines.js';
import { temporaryFolders } from '../run/folders.js';
import { fakeClock } from '../run/harness.js';

const clock = fakeClock(() => 1);
const done = (task: number, n = 1): TaskEvent => ({ event: 'done', task, n, id: 'a', manifest: 'b', at: 0 });
const nobodyLives = (): boolean => false;

/** What a reader says that has never read before. */
function read(folder: string): JournalReader {
  const reader = new JournalReader(folder, 10);
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

  it.each(['{"event":"done"', '{}', 'null', '{"event":"done","task":-1,"n":1}', '{"event":"session","format":9}'])(
    'with the line %s is refused as damaged, with file and line',
    (line) => {
      const place = folder();
      mkdirSync(join(place, 'journal'));
      const path = join(place, 'journal', 'a.jsonl');
      writeFileSync(path, `${JSON.stringify(done(1))}\n${line}\n`);
      expect(() => read(place)).toThrow(
        expect.objectContaining({ code: 'E_CORRUPT', place: path, message: expect.stringContaining(`${path}:2`) }),
      );
    },
  );

  it('tells which done tasks a crash of the machine may have undone', () => {
    const place = folder();
    const writer = new JournalWriter(place, NODE_DISK, clock);
    for (const task of [1, 2, 3]) writer.append(done(task));
    writer.append({ event: 'synced', count: 2 });
    writer.append(done(4));
    expect(read(place).unconfirmed(nobodyLives)).toEqual([3, 4]);
    expect(read(place).unconfirmed(() => true)).toEqual([]);
    const other = new JournalWriter(place, NODE_DISK, clock);
    other.append({ event: 'checked', tasks: [3] });
    expect(read(place).unconfirmed(nobodyLives)).toEqual([4]);
    writer.append({ event: 'synced', count: 4 });
    expect(read(place).unconfirmed(nobodyLives)).toEqual([]);
  });
});
