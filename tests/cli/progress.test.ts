/** The progress bar, drawn to a terminal that keeps what it is given. */
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { progressBar } from '../../src/cli/progress.js';

interface Terminal {
  readonly stream: NodeJS.WriteStream;
  readonly text: () => string;
}

/** A terminal of 80 columns, or a file if `isTTY` is false. */
function terminal(isTTY: boolean): Terminal {
  const written: string[] = [];
  const stream = new Writable({
    write: (chunk, _, done) => {
      written.push(String(chunk));
      done();
    },
  });
  Object.assign(stream, { isTTY, columns: 80, rows: 24, cursorTo: () => true, clearLine: () => true });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => written.join('') };
}

/** Updates until something is drawn; vitest's limit ends it if nothing ever is. */
async function drawn({ text }: Terminal, update: () => void): Promise<string> {
  while (!text().includes('%')) {
    update();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return text();
}

describe('the progress bar', () => {
  it('shows share, step and time left on a terminal', async () => {
    const screen = terminal(true);
    const bar = await progressBar(true, screen.stream, 0);
    expect(await drawn(screen, () => bar.update(25, 100))).toMatch(/\d+ % \| step \d+ of 100 \| .+ left/);
    bar.stop();
  });

  it('draws nothing into a file, nothing if nobody wants it, and nothing in a short run', async () => {
    const [file, unwanted, short] = [terminal(false), terminal(true), terminal(true)];
    const bars = [
      await progressBar(true, file.stream, 0),
      await progressBar(false, unwanted.stream, 0),
      await progressBar(true, short.stream, Number.POSITIVE_INFINITY),
    ];
    // more than it takes to draw one where one is wanted: no bar is stopped before
    const wanted = terminal(true);
    bars.push(await progressBar(true, wanted.stream, 0));
    await drawn(wanted, () => {
      for (const bar of bars) bar.update(1, 2);
    });
    for (const bar of bars) bar.stop();
    expect([file, unwanted, short].map(({ text }) => text())).toEqual(['', '', '']);
  });

  it('draws nothing if it is stopped while its module loads', async () => {
    const screen = terminal(true);
    const bar = await progressBar(true, screen.stream, 0);
    bar.update(1, 2);
    bar.stop();
    await import('cli-progress');
    await new Promise((resolve) => setImmediate(resolve));
    expect(screen.text()).toBe('');
  });

  it('draws nothing more once it is stopped', async () => {
    const screen = terminal(true);
    const bar = await progressBar(true, screen.stream, 0);
    await drawn(screen, () => bar.update(25, 100));
    bar.stop();
    const before = screen.text();
    bar.update(50, 100);
    expect(screen.text()).toBe(before);
  });
});
