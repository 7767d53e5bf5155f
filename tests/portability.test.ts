import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importGraph, ROOMS, roomOf } from '../scripts/rooms.js';

/** Folders that run unchanged in a browser, and what each may import (architecture, decision 11 and the spine). */
const CORE: { readonly [folder: string]: readonly string[] } = {
  kernel: ['kernel', 'errors', '@assemblyscript/loader'],
  method: ['method', 'kernel', 'errors'],
  model: ['model', 'analysis', 'method', 'kernel', 'errors', 'text'],
  engine: ['engine', 'model', 'errors'],
  analysis: ['analysis', 'kernel', 'method', 'errors', 'ml-matrix'],
  dataset: ['dataset', 'errors'],
};

const files = (folder: string): readonly string[] =>
  readdirSync(join('src', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('src', folder, name));

/** Top folder or package that an import leads to. */
function target(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const path = join(file, '..', specifier).split('/');
  return path[1].replace(/\.js$/, '');
}

describe('the rooms', () => {
  const graph = importGraph();

  it('are all there, each with files', () => {
    expect([...new Set([...graph.keys()].map(roomOf))].sort()).toEqual([...ROOMS].sort());
  });

  it('import downwards only', () => {
    const upwards = [...graph].flatMap(([file, imports]) =>
      imports
        .filter((name) => ROOMS.indexOf(roomOf(name)) > ROOMS.indexOf(roomOf(file)))
        .map((name) => `${file} -> ${name}`),
    );
    expect(upwards).toEqual([]);
  });

  it('have no circle of imports, not even one of types', () => {
    const state = new Map<string, 'open' | 'done'>();
    const circles: string[] = [];
    const visit = (file: string, way: readonly string[]): void => {
      if (state.get(file) === 'open') circles.push([...way.slice(way.indexOf(file)), file].join(' -> '));
      if (state.has(file)) return;
      state.set(file, 'open');
      for (const next of graph.get(file) ?? []) if (graph.has(next)) visit(next, [...way, file]);
      state.set(file, 'done');
    };
    for (const file of graph.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });
});

describe('the core', () => {
  for (const [folder, allowed] of Object.entries(CORE)) {
    it.each(files(folder))('%s imports downwards only and nothing of Node', (file) => {
      const text = readFileSync(file, 'utf8');
      const targets = [...text.matchAll(/(?:from|import)[ (]+'([^']+)'/g)].map(([, specifier]) =>
        target(file, specifier),
      );
      expect(targets.filter((name) => !allowed.includes(name))).toEqual([]);
      expect(text).not.toMatch(/\b(process|Buffer|require|__dirname)\b[.(]/);
    });
  }

  it('takes no elementary function of the host, whose bits differ between engines', () => {
    const inexact =
      /Math\.(exp|expm1|log|log1p|log2|log10|pow|sin|cos|tan|tanh|sinh|cosh|atan|asin|acos|hypot|cbrt|random)\b|[^*/]\*\*[^*/]/;
    for (const folder of Object.keys(CORE)) {
      for (const file of files(folder)) {
        const code = readFileSync(file, 'utf8')
          .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
          .replace(/2 \*\* -?\d+/g, '');
        expect(inexact.exec(code)?.[0], file).toBeUndefined();
      }
    }
  });
});
