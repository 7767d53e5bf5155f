#!/usr/bin/env node
// Entry of the installed program. The version is answered before the command framework is loaded: it takes most of the time.
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';

// from Node 22 on compiled code is kept for the next start, in the folder for temporary files
module.enableCompileCache?.();

const [first, ...rest] = process.argv.slice(2);

/** Whether a folder is that of a run or a sweep of somebody's own model. */
const isOwn = (folder) =>
  ['run.json', 'sweep.json'].some((name) => {
    try {
      return /"model":\s*\{/.test(readFileSync(`${folder}/${name}`, 'utf8'));
    } catch {
      return false;
    }
  });

/** Whether words name no folder: then it is looked for, and may be one of those. */
const isUnnamed = (words) => !words.some((word) => existsSync(word));

/** Steps of a person's own may never return: another process then takes the signals. */
const mustBeWatched = () =>
  process.env.MSM_WATCHED === undefined &&
  !rest.includes('--help') &&
  ((first === 'run' && rest.length > 0) || (first === 'resume' && (rest.some(isOwn) || isUnnamed(rest))));

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
