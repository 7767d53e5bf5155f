#!/usr/bin/env node
// Entry of the installed program. The version is answered before the command framework is loaded: it takes most of the time.
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { setFlagsFromString } from 'node:v8';
import '../dist/host/optimise-later.js';

// from Node 22 on compiled code is kept for the next start, in the folder for temporary files
module.enableCompileCache?.();

const [first, ...rest] = process.argv.slice(2);

/** What the folders hold that are gone on with: networks that are trained, models of somebody's own. */
const held = (first === 'resume' ? rest : []).flatMap((folder) =>
  ['run.json', 'sweep.json'].flatMap((name) => {
    try {
      const text = readFileSync(`${folder}/${name}`, 'utf8');
      const isTrained = /"family":\s*"(spiking|cards|heterosynaptic)"/.test(text);
      return [{ isTrained, isOwn: /"model":\s*\{/.test(text) }];
    } catch {
      return [];
    }
  }),
);

// The engine gives young objects up to 32 MB, and what they promote as much again. Training is done by kernels and makes few of them, so
// that room would be a quarter of a small run; commands that write or draw long tables are faster with it.
if (first === 'memorize' || first === 'train' || held.some(({ isTrained }) => isTrained)) {
  setFlagsFromString('--semi-space-growth-factor=1');
  // so have processes that do runs of a sweep for this one; what a person set comes later and counts
  process.env.NODE_OPTIONS = `--max-semi-space-size=1 ${process.env.NODE_OPTIONS ?? ''}`.trim();
}

/** Whether words name no folder: then it is looked for, and may be one of those. */
const isUnnamed = (words) => !words.some((word) => existsSync(word));

/** Steps of a person's own may never return: another process then takes the signals. */
const mustBeWatched = () =>
  process.env.MSM_WATCHED === undefined &&
  !rest.includes('--help') &&
  ((first === 'run' && rest.length > 0) ||
    (first === 'resume' && (held.some(({ isOwn }) => isOwn) || isUnnamed(rest))));

if ((first === '--version' || first === '-v') && rest.length === 0) {
  const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  console.log(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}`);
} else {
  const { fileURLToPath } = await import('node:url');
  const program = fileURLToPath(import.meta.url);
  if (mustBeWatched()) {
    const { supervise } = await import('../dist/host/supervise.js');
    supervise(program, [first, ...rest]);
  } else {
    const { execute } = await import('@oclif/core/execute');
    // there are no plugins of the user to be looked for in a home that may be of somebody else
    await execute({ loadOptions: { root: program, userPlugins: false } });
  }
}
