/** Writes the generated text of the hottest kernels to tests/kernel/pinned. `--check` only compares and exits 1 on a difference. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { watOf } from '../tests/kernel/modules.js';
import { PINNED, pinnedFile, pinnedText } from '../tests/kernel/pinned.js';

const root = new URL('../', import.meta.url);
const folder = new URL('tests/kernel/pinned/', root);
mkdirSync(fileURLToPath(folder), { recursive: true });

let isStale = false;
for (const { module, name, onState } of PINNED) {
  const file = new URL(pinnedFile(name), folder);
  const text = pinnedText(watOf(module), name, onState);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`the code made for ${name} has changed; if that is meant: npx tsx scripts/pin-wat.ts`);
    isStale = true;
  }
}
process.exitCode = isStale ? 1 : 0;
