/**
 * Presets as a command line names them:
 *
 *     a,b           one after the other
 *     a+b           b on top of a
 *     th1*          all whose names match; ? is one letter
 *     th1*+b,c      each that matches with b on top, then c
 *
 * A schedule stands for its presets. A file whose path has such a letter is found as it is. No file is touched here.
 */

import { basename, dirname, join, normalize } from 'node:path';
import type { FamilySchema } from '../model/schema.js';
import { alternatives, nearestWords, quoted } from '../text.js';
import {
  assertPlain,
  boundedFiles,
  isPath,
  isThere,
  loadWithin,
  locate,
  type Preset,
  type PresetFiles,
  repeatedRun,
  shippedNames,
  stacked,
} from './preset.js';
import { parsePreset } from './preset-yaml.js';
import { configError } from './problem.js';
import { splitList } from './sweep.js';

/** What all parts of a list have in common. */
interface Naming {
  readonly schema: FamilySchema;
  readonly files: PresetFiles;
  readonly place: string;
}

const isPattern = (name: string): boolean => /[*?]/.test(name);

/** Whether a name is that of a file or folder, whatever letters it has. */
const isFile = ({ files }: Naming, name: string): boolean => isPath(name) && isThere(files, normalize(name));

/** Whether a name matches a pattern. Only the last star may take more letters later, so each letter is looked at once for it. */
function isMatch(pattern: string, name: string): boolean {
  let [p, n, star, taken] = [0, 0, -1, 0];
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++;
      taken = n;
    } else if (pattern[p] === '?' || pattern[p] === name[n]) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++taken;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(p));
}

/** The names that a pattern stands for, in order: of shipped presets, or of files in its folder. @throws E_CONFIG if there are none */
function matching({ schema, files, place }: Naming, pattern: string): readonly string[] {
  const folder = dirname(pattern);
  const names = isPath(pattern)
    ? files.listFiles(folder).filter((name) => /\.ya?ml$/i.test(name))
    : shippedNames(schema.name, files);
  const own = isPath(pattern) ? basename(pattern) : pattern;
  const matches = [...names].sort().filter((name) => isMatch(own, name));
  if (matches.length > 0) return isPath(pattern) ? matches.map((name) => join(folder, name)) : matches;
  const near = nearestWords(basename(pattern).replace(/[*?]/g, ''), names);
  const guess = near.length === 0 ? '' : ` Did you mean ${alternatives(near)}?`;
  const what = isPath(pattern) ? `no preset in ${folder} matches` : `no preset of '${schema.name}' matches`;
  throw configError(`${place} ${quoted(pattern)}: ${what}.${guess}`, place, 'List them with: msm presets.', {
    nearest: near,
  });
}

/** The presets of a schedule with the file they stand in; undefined for a plain preset. */
function scheduleOf({ schema, files }: Naming, name: string) {
  const path = locate(schema, name, undefined, files);
  const text = files.readText(path);
  const schedule = text === undefined ? undefined : parsePreset(schema, text, path).schedule;
  return schedule === undefined ? undefined : { path, schedule };
}

/** What one name stands for: a preset, those of a schedule, or all that match. Schedules that match are left out: they name other presets. */
function named(naming: Naming, name: string): readonly Preset[] {
  const { schema, files, place } = naming;
  if (isPattern(name) && !isFile(naming, name)) {
    const plain = matching(naming, name).filter((one) => scheduleOf(naming, one) === undefined);
    return plain.map((one) => loadWithin(schema, files, { name: one, place, trail: [] }));
  }
  const run = repeatedRun(schema, files, { name, place, trail: [] });
  if (run !== undefined) return [run];
  const found = scheduleOf(naming, name);
  if (found === undefined) return [loadWithin(schema, files, { name, place, trail: [] })];
  if (found.schedule.length === 0) throw configError(`${place} ${quoted(name)}: this schedule is empty`, place);
  return found.schedule.map((one) =>
    loadWithin(schema, files, { name: one.text, place: one.place, trail: [found.path] }),
  );
}

/** Names separated by plus signs; a path that contains one is kept whole. */
function terms(naming: Naming, entry: string): readonly string[] {
  const pieces = entry.split('+').map((piece) => piece.trim());
  const found: string[] = [];
  for (let from = 0; from < pieces.length; ) {
    let to = pieces.length;
    while (to > from + 1 && !isFile(naming, pieces.slice(from, to).join('+'))) to--;
    found.push(pieces.slice(from, to).join('+'));
    from = to;
  }
  if (!found.includes('')) return found;
  throw configError(`${naming.place} ${quoted(entry)}: has an empty part beside a +`, naming.place);
}

/** One preset on top of another. */
function onTop({ place }: Naming, below: Preset, above: Preset): Preset {
  for (const one of [below, above]) assertPlain(one, one.name, place, 'nothing can be added to it');
  const [name, path] = [`${below.name}+${above.name}`, `${below.path}+${above.path}`];
  const summary = [below, above]
    .flatMap(({ summary: text, required }) => (required.length > 0 ? [text] : []))
    .join('; ');
  return { ...stacked(below, above), name, path, summary, zips: [], derived: [] };
}

/**
 * Loads the presets of a list. Throws E_CONFIG as `loadPreset` does, for a pattern that matches nothing, and for a preset named twice.
 *
 * @param names entries separated by commas; a file whose path has a comma is found as it is
 */
export function loadPresets(
  schema: FamilySchema,
  names: string,
  files: PresetFiles,
  place = '--preset',
): readonly Preset[] {
  const naming: Naming = { schema, files: boundedFiles(files), place };
  const list = isFile({ ...naming, files }, names) ? [names] : splitList(names);
  if (list.includes('')) throw configError(`${place} ${quoted(names)}: has an empty entry`, place);
  const presets = list.flatMap((entry) =>
    terms({ ...naming, files }, entry)
      .map((term) => named(naming, term))
      .reduce((below, above) => below.flatMap((one) => above.map((other) => onTop(naming, one, other)))),
  );
  const again = presets.find(({ path }, i) => presets.findIndex((other) => other.path === path) < i);
  if (again !== undefined) throw configError(`${place} ${quoted(names)}: ${again.name} runs more than once`, place);
  return presets;
}
