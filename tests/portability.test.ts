import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Folders that run unchanged in a browser, and what each may import (architecture, decision 11 and the spine). */
const CORE: { readonly [folder: string]: readonly string[] } = {
  kernel: ['kernel', 'errors', '@assemblyscript/loader'],
  method: ['method', 'kernel', 'errors'],
  model: ['model', 'analysis', 'method', 'kernel', 'errors', 'text'],
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
