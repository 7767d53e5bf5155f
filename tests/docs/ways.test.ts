import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importGraph } from '../../scripts/rooms.js';
import { ROOT } from './blocks.js';

const text = readFileSync(join(ROOT, 'docs', 'architecture.md'), 'utf8');

/** Stops of a way: each line names a file and what in it does the work. */
function wayOf(name: string): readonly { readonly line: string; readonly file: string; readonly word: string }[] {
  const [, body] = new RegExp(`<!-- way of ${name} -->\n([\\s\\S]*?)<!-- /way -->`).exec(text) ?? [];
  return (body ?? '')
    .trim()
    .split('\n')
    .map((line) => {
      const [, file, word] = /^\d+\. `([^`]+)`, `([^`]+)`: /.exec(line) ?? [];
      return { line, file: file ?? '', word: word ?? '' };
    });
}

describe.each([
  ['N', 16],
  ['distance', 15],
])('the way of %s', (name, stops) => {
  const way = wayOf(name);

  it('has all its stops, numbered', () => {
    expect(way.map(({ line }) => Number.parseInt(line, 10))).toEqual(Array.from({ length: stops }, (_, i) => i + 1));
  });

  it.each(way)('stops at $file, where $word is', ({ file, word }) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
    expect(readFileSync(join(ROOT, file), 'utf8')).toContain(word);
  });

  it('goes through files that the program loads', () => {
    const graph = importGraph();
    const imported = new Set([...graph.values()].flat());
    const own = way
      .map(({ file }) => file)
      .filter((file) => file.startsWith('src/'))
      .map((file) => file.slice('src/'.length));
    expect(own.filter((file) => !imported.has(file))).toEqual([]);
  });
});
