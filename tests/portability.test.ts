import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importGraph, ROOMS, roomOf } from '../scripts/rooms.js';
import { allFamilies, FAMILY_NAMES } from '../src/model/families.js';

/** Folders that run unchanged in a browser, and what each may import (architecture, decision 11 and the spine). */
const CORE: { readonly [folder: string]: readonly string[] } = {
  kernel: ['kernel', 'errors', '@assemblyscript/loader'],
  method: ['method', 'kernel', 'errors'],
  train: ['train', 'dataset', 'method', 'kernel', 'errors'],
  figure: ['figure', 'analysis', 'method', 'kernel', 'errors', 'fast-png'],
  page: ['page', 'figure', 'errors'],
  model: ['model', 'figure', 'train', 'dataset', 'analysis', 'method', 'kernel', 'errors', 'text'],
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

/** Rooms that serve every family alike: what they need of one they ask it for. */
const GENERAL = [
  'analyse',
  'config',
  'run',
  'sweep',
  'collect',
  'figure',
  'page',
  'draw',
  'report',
  'cli',
  'table',
  'search',
  'simulate',
  'input',
  'library',
  'engine',
  'host',
  'launch',
];

/** Commands that are of one family; all others serve every one. */
const OF_A_FAMILY = /^src\/commands\/(attractor\/|memorize|simulate|lyapunov|train|new)/;

const GENERAL_FILES = [...GENERAL.flatMap(files), ...files('commands').filter((name) => !OF_A_FAMILY.test(name))];

/** Where a room names one all the same, and why. */
const EXCEPTIONS: { readonly [file: string]: RegExp } = {
  // names that columns of other programs' files have
  'src/table/long-form.ts': /'neuron'/g,
  // what stands between date and time
  'src/commands/list.ts': /'T'/g,
};

/** The code of a file: no comments, and no help that says how a value is written. */
const codeOf = (file: string): string =>
  readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '')
    .replace(/helpValue: '[^']*'/g, '')
    .replace(EXCEPTIONS[file] ?? /$^/g, '');

describe('the rooms that serve every family', async () => {
  const schemas = (await allFamilies()).map(({ schema }) => schema);
  const families = FAMILY_NAMES.join('|');
  const parameters = schemas.flatMap((schema) => schema.parameters.map(({ key }) => key));
  // as words of their own they are everybody's; these say nothing but what they are
  const signs = parameters.filter((key) => /^[A-Z]$|_/.test(key));
  const observables = schemas.flatMap((schema) => schema.observables.map(({ name }) => name));

  it.each(GENERAL_FILES)('%s names no family, no parameter and no observable', (file) => {
    const code = codeOf(file);
    const said = (pattern: string): readonly string[] => code.match(new RegExp(pattern, 'g')) ?? [];
    expect(said(`from '[^']*model/(${families})/[^']*'`), 'imports a family').toEqual([]);
    expect(said(`'(${families})'|\\bneurons?\\b`), 'names a family or what it is about').toEqual([]);
    expect(said(`\\b(parameters|base|p)\\.(${parameters.join('|')})\\b`), 'reads a parameter by name').toEqual([]);
    expect(said(`(?<![=:] )'(${signs.join('|')})'`), 'has the name of a parameter').toEqual([]);
    expect(
      said(`(?:series|Series|seriesOf|seriesColumn)\\([^)]*'(${observables.join('|')})'`),
      'reads an observable',
    ).toEqual([]);
  });
});
