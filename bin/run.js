#!/usr/bin/env node
// Entry of the installed program. The version is answered before the command framework is loaded: it takes most of the time.
const [first, ...rest] = process.argv.slice(2);
if ((first === '--version' || first === '-v') && rest.length === 0) {
  const { readFileSync } = await import('node:fs');
  const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  console.log(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}`);
} else {
  const [{ execute }, { fileURLToPath }] = await Promise.all([import('@oclif/core/execute'), import('node:url')]);
  // there are no plugins of the user to be looked for in a home that may be of somebody else
  await execute({ loadOptions: { root: fileURLToPath(import.meta.url), userPlugins: false } });
}
