import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));

/** What a person who installs msm gets. A new one needs a reason in README.md and in its commit. */
const RUNTIME = [
  '@assemblyscript/loader',
  '@oclif/core',
  '@oclif/plugin-autocomplete',
  '@oclif/plugin-help',
  'apache-arrow',
  'cli-progress',
  'csv-parse',
  'fast-png',
  'fastest-levenshtein',
  'hyparquet',
  'hyparquet-writer',
  'ml-matrix',
  'parquetjs',
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

  it('is in step with the lock file', () => {
    const [root] = Object.values<{ version: string; dependencies: object; devDependencies: object }>(
      read('package-lock.json').packages,
    );
    expect(root).toMatchObject({ version, dependencies, devDependencies });
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
