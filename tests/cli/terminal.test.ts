import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonText, type Output, oneLine, Terminal } from '../../src/cli/terminal.js';
import { temporaryFolders } from '../run/folders.js';
import { launch, msm, PROGRAM, startProgram } from './msm.js';

const SMALL = ['simulate', '--N', '8', '--K', '2', '--T', '4'];

describe('a text on the terminal', () => {
  it.each([
    ['a\u001b[2Jb', 'a\\x1b[2Jb'],
    ['two\nlines\r\tand more', 'two\\nlines\\r\\tand more'],
    ['\u0000\u0007\u007f\u0085\u009b31m', '\\x00\\x07\\x7f\\x85\\x9b31m'],
    ['a\u202etxt.exe', 'a\\u202etxt.exe'],
    ['\u2066\u2069\u200e\u200f\u061c\u2028\u2029\ufeff', '\\u2066\\u2069\\u200e\\u200f\\u061c\\u2028\\u2029\\ufeff'],
    ['half \ud83d of one', 'half \\ud83d of one'],
    ['τ_J ± 0.5, größer, 日本語, 😀, \u00a0', 'τ_J ± 0.5, größer, 日本語, 😀, \u00a0'],
  ])('%j is one line without anything that it obeys', (text, shown) => {
    expect(oneLine(text)).toBe(shown);
  });

  it('as JSON has nothing that it obeys, and means the same', () => {
    const value = { name: 'a\u001b\u009b\u007f\u202e\n', list: ['\ud83d'] };
    const text = jsonText(value);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(JSON.parse(text)).toEqual(value);
  });
});

/** An output that keeps what is written, and can fail. */
function output(failure?: { readonly code: string; readonly isThrown?: boolean }) {
  const written: string[] = [];
  const listeners: ((error: unknown) => void)[] = [];
  const stream = {
    isTTY: false,
    on: (_: string, listener: (error: unknown) => void) => listeners.push(listener),
    removeAllListeners: () => {},
    write: (text: string) => {
      if (failure === undefined) written.push(text);
      else if (failure.isThrown) throw Object.assign(new Error(), failure);
      else for (const listener of listeners) listener(failure);
    },
  };
  return { written, stream: stream as unknown as Output };
}

describe('standard output that cannot be written', () => {
  it.each([
    [{ code: 'ENOSPC', isThrown: true }, 'the disk is full', [74, 4]],
    [{ code: 'ENOSPC' }, 'the disk is full', [74, 4]],
    [{ code: 'EIO' }, 'EIO', [74, 4]],
    [{ code: 'EPIPE' }, 'who reads it is gone', [0, 4]],
  ])(
    '(%j) is one line, however often it is tried, and leaves other failures their status',
    (failure, reason, statuses) => {
      const [out, err] = [output(failure), output()];
      const before = process.exitCode;
      try {
        const terminal = new Terminal(out.stream, err.stream);
        for (let i = 0; i < 3; i++) terminal.print(['a']);
        expect(err.written).toEqual([`E_IO: cannot write to standard output: ${reason}\n`]);
        expect([0, 4].map((status) => terminal.statusOf(status))).toEqual(statuses);
        expect(terminal.isClosed).toBe(true);
      } finally {
        process.exitCode = before;
      }
    },
  );

  it('together with standard error is borne in silence', () => {
    const before = process.exitCode;
    try {
      const failing = { code: 'ENOSPC', isThrown: true };
      const terminal = new Terminal(output(failing).stream, output(failing).stream);
      expect(() => terminal.print(['a'])).not.toThrow();
    } finally {
      process.exitCode = before;
    }
  });
});

describe('the program', () => {
  const folder = temporaryFolders();

  /** The program below a shell that does something first. */
  const shelled = (cwd: string, script: string, ...args: readonly string[]) =>
    startProgram(cwd, { words: ['sh', '-c', script, 'sh'], env: {} }, ...args);

  it.runIf(existsSync('/dev/full'))(
    'on a full output finishes its run, says so in one line, and ends with 74',
    async () => {
      const cwd = folder();
      const full = (...args: readonly string[]) => shelled(cwd, 'exec "$@" > /dev/full', ...args).ended;
      const { status, stderr } = await full(...SMALL, '--out', 'run');
      expect([status, stderr]).toEqual([74, 'E_IO: cannot write to standard output: the disk is full\n']);
      expect((await msm(cwd, 'verify', 'run')).status).toBe(0);
      expect((await full('show', 'none', '--json')).status).toBe(2);
    },
  );

  it('whose reader went away keeps its own status', async () => {
    const { child, ended } = launch(folder(), ...SMALL, '--out', 'run');
    child.stdout?.destroy();
    const { status, stderr } = await ended;
    expect([status, stderr]).toEqual([0, 'E_IO: cannot write to standard output: who reads it is gone\n']);
  });

  it('shows what the terminal would obey, of flags, names and files, and does not send it', async () => {
    const cwd = folder();
    const name = 'a\u001b[2J\n\u202eb';
    const answers = await Promise.all([
      msm(cwd, 'show', name),
      msm(cwd, ...SMALL, '--out', name),
      msm(cwd, ...SMALL, `--${name}`, '1'),
      msm(cwd, name),
    ]);
    writeFileSync(join(cwd, 'my.yaml'), 'parameters: {"N\\e[2J": 5}\n');
    answers.push(await msm(cwd, 'simulate', '--preset', './my.yaml'));
    for (const { stdout, stderr } of answers) {
      expect(stdout + stderr).toMatch(/(x1b|u001b)\[2J/);
      expect(stdout + stderr).not.toMatch(/[^\n\P{Cc}]|\u202e/u);
    }
  });

  const canBeNobody = spawnSync('su', ['-s', '/bin/sh', 'nobody', '-c', `test -r ${PROGRAM}`]).status === 0;
  it.runIf(canBeNobody)('started with a home of another user says nothing of that', () => {
    const command = `cd / && HOME=/root exec ${process.execPath} ${PROGRAM} presets`;
    const { status, stderr } = spawnSync('su', ['-s', '/bin/sh', 'nobody', '-c', command], {
      encoding: 'utf8',
      env: {},
    });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('that is refused addresses says so, and not that the network is too large', async () => {
    const { status, stderr } = await shelled(folder(), 'ulimit -v 6000000 && exec "$@"', ...SMALL).ended;
    expect(stderr).toMatch(/^E_CONFIG: the system refuses the memory for .+\n.*ulimit -v.*\n$/);
    expect(status).toBe(2);
  });
});
