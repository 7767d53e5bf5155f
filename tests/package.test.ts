import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMPILER_VERSION } from '../src/own-model/assemblyscript.js';

const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));

/** What a person who installs msm gets. A new one needs a reason in README.md and in its commit. */
const RUNTIME = [
  '@assemblyscript/loader',
  '@oclif/core',
  '@oclif/plugin-autocomplete',
  '@oclif/plugin-help',
  '@resvg/resvg-wasm',
  'apache-arrow',
  'cli-progress',
  'csv-parse',
  'dejavu-fonts-ttf',
  'fast-png',
  'fastest-levenshtein',
  'gifenc',
  'hyparquet',
  'hyparquet-writer',
  'ml-matrix',
  'parquetjs',
  'pdfkit',
  'svg-to-pdfkit',
  'vega',
  'vega-interpreter',
  'vega-lite',
  'yaml',
];

describe('package.json', () => {
  const { dependencies, devDependencies, version } = read('package.json');

  it('has exactly the runtime dependencies that were agreed', () => {
    expect(Object.keys(dependencies).sort()).toEqual(RUNTIME);
  });

  it('pins every dependency to one version', () => {
    const loose = Object.entries<string>({ ...dependencies, ...devDependencies }).filter(
      ([, wanted]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(wanted),
    );
    expect(loose).toEqual([]);
  });

  it('asks for the compiler that makes modules of own models, and ships the kernels that these import', () => {
    const { peerDependencies, peerDependenciesMeta, files } = read('package.json');
    expect(devDependencies.assemblyscript).toBe(COMPILER_VERSION);
    expect(peerDependencies).toEqual({ assemblyscript: COMPILER_VERSION });
    expect(peerDependenciesMeta).toEqual({ assemblyscript: { optional: true } });
    expect(files).toContain('assembly');
  });

  it('is in step with the lock file', () => {
    const [root] = Object.values<{ version: string; dependencies: object; devDependencies: object }>(
      read('package-lock.json').packages,
    );
    expect(root).toMatchObject({ version, dependencies, devDependencies });
  });
});

/** Licences that a person who installs msm agrees to. */
const LICENCES = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  '(MIT OR CC0-1.0)',
  'Unlicense',
];

/** Packages whose package.json names none, and where it stands. */
const NAMED_ELSEWHERE: { readonly [path: string]: readonly [file: string, text: string] } = {
  'node_modules/object-stream': ['README.md', 'The MIT License (MIT)'],
  'node_modules/png-js': ['LICENSE', 'MIT License'],
  // free for any use; modified fonts must have other names, and they are handed on as they are
  'node_modules/dejavu-fonts-ttf': ['LICENSE', 'Permission is hereby granted, free of charge'],
  // concerns changes to its own files alone, and it is used as it is
  'node_modules/@resvg/resvg-wasm': ['package.json', '"license": "MPL-2.0"'],
};

describe('the packages that are installed with msm', () => {
  interface Locked {
    readonly dev?: boolean;
    readonly devOptional?: boolean;
  }
  const locked: { readonly [path: string]: Locked } = read('package-lock.json').packages;
  const runtime = Object.keys(locked).filter(
    (path) => path !== '' && locked[path].dev !== true && locked[path].devOptional !== true,
  );

  it('are all that is needed at run time, dependencies of dependencies included', () => {
    for (const name of RUNTIME) expect(runtime).toContain(`node_modules/${name}`);
    expect(runtime.length).toBeGreaterThan(RUNTIME.length);
  });

  it.each(runtime)('%s has a licence of the list', (path) => {
    const { license } = read(`${path}/package.json`);
    const [file, text] = NAMED_ELSEWHERE[path] ?? [];
    if (file === undefined) expect(LICENCES).toContain(license);
    else expect(readFileSync(new URL(`../${path}/${file}`, import.meta.url), 'utf8')).toContain(text);
  });
});

describe('CITATION.cff and CHANGELOG.md', () => {
  const { version } = read('package.json');
  const text = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

  it('name the version of the package', () => {
    expect(text('CITATION.cff')).toContain(`version: ${version}\n`);
    expect(text('CHANGELOG.md')).toContain(`## [${version}]`);
  });
});
