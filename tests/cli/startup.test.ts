/**
 * What a command loads before it does anything: the modules that its imports reach. Times are for `npm run bench:startup`; what
 * costs the time is this, and it does not depend on the machine.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));
/** `import ... from 'x'`, `export ... from 'x'` and `import 'x'`, but for types alone, which are gone when the program runs. */
const STATIC_IMPORT = /^(?:import|export) (?!type )(?:[^'";]*? from )?'([^']+)';$/gm;

/** Own modules, relative to src, and packages that loading a module brings with it. */
function loadedBy(entry: string): { readonly own: readonly string[]; readonly packages: readonly string[] } {
  const own = new Set([resolve(SOURCE, entry)]);
  const packages = new Set<string>();
  for (const file of own) {
    for (const [, name] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT)) {
      if (name.startsWith('.')) own.add(resolve(dirname(file), name.replace(/\.js$/, '.ts')));
      else if (!name.startsWith('node:')) packages.add(name);
    }
  }
  return { own: [...own].map((file) => relative(SOURCE, file)), packages: [...packages].sort() };
}

/** Whether there are modules of this place: what was moved or renamed would be found to be loaded by nobody. */
const isThere = (place: string): boolean =>
  readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).some((file) => file.startsWith(place));

describe('msm simulate', () => {
  const { own, packages } = loadedBy('commands/simulate.ts');

  it('loads its own family', () => {
    expect(own).toContain('model/hebbian/model.ts');
    expect(own).toContain('run/session.ts');
  });

  it.each([
    'model/rate/',
    'model/attractor/',
    'launch/slurm/launcher',
    'launch/mpi/',
    'search/',
    'sweep/work/work',
    'collect/',
    'draw/',
    'figure/',
    'table/',
    'config/preset',
    'cli/beginning',
    'run/from-run',
    'host/orphan',
  ])('starts without %s', (place) => {
    expect(isThere(place)).toBe(true);
    expect(own.filter((file) => file.startsWith(place))).toEqual([]);
  });

  it('starts without the packages that read and write files', () => {
    expect(packages).toEqual([
      '@assemblyscript/loader',
      '@oclif/core/command',
      '@oclif/core/errors',
      '@oclif/core/flags',
      'fastest-levenshtein',
    ]);
  });
});

describe('the other commands that run a model', () => {
  it.each([
    ['commands/lyapunov.ts', ['model/hebbian/', 'model/attractor/']],
    ['commands/attractor/learn.ts', ['model/hebbian/', 'model/rate/']],
    ['commands/resume.ts', ['model/hebbian/', 'model/rate/', 'model/attractor/']],
    ['sweep/work/child.ts', ['model/hebbian/', 'model/rate/', 'model/attractor/', 'launch/']],
  ])('%s loads no other family', (entry, places) => {
    const { own } = loadedBy(entry);
    expect(places.filter((place) => !isThere(place))).toEqual([]);
    expect(own.filter((file) => places.some((place) => file.startsWith(place)))).toEqual([]);
  });
});
