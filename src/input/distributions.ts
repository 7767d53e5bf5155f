/** Probabilities in files become the text of their values, so that the identity of a run depends on the values. */
import { existsSync } from 'node:fs';
import { isDistribution, printValue } from '../config/describe.js';
import { distributionFile, distributionText, isRounded, sumOf, weightsText } from '../config/distribution.js';
import { valueError } from '../config/problem.js';
import type { TextSetting } from '../config/settings.js';
import type { TextSpace } from '../config/space.js';
import { distributionItems } from '../config/sweep.js';
import { parseValue } from '../config/value.js';
import { looksLikeNumber } from '../method/number-text.js';
import type { FamilySchema, Parameter } from '../model/schema.js';
import { readNamedTable } from './file.js';

/** What texts of probabilities became. */
interface Read<T> {
  readonly read: T;
  /** Notes on values that are not used as they were written. */
  readonly notes: readonly string[];
}

/** One value, and the note on it. */
async function readItem(parameter: Parameter, item: string, { place }: TextSetting): Promise<Read<string>> {
  const flag = `--${parameter.key}`;
  const file = distributionFile(item, looksLikeNumber);
  if (file === undefined) return { read: item, notes: noteOf(parameter, item, item) };
  if (!existsSync(file.path)) {
    const reason = 'there is no such file, and it is neither numbers in brackets, as [0.5,0.3,0.2], nor weights:1,1,2';
    throw valueError(parameter, item, place, reason);
  }
  const { table } = await readNamedTable(file.path, flag);
  const { takeArray } = await import('../table/read.js');
  const { values } = takeArray(table, { names: [parameter.key, 'probability', 'weight'], shape: [-1] });
  const read = distributionText(printValue([...values]), file);
  const lines = noteOf(parameter, read, item);
  return { read, notes: lines.length > 0 ? lines : [`${flag} ${item}: read ${printValue([...values])}`] };
}

/** How weights and rounded numbers are used; nothing for values that stay as they are, or are refused later. */
function noteOf(parameter: Parameter, text: string, shown: string): readonly string[] {
  const given = weightsText(text);
  const list = given ?? text;
  if (given === undefined && !list.trim().startsWith('[')) return [];
  const numbers = list
    .replace(/^\s*\[|\]\s*$/g, '')
    .split(',')
    .map(Number);
  const isUsed = given !== undefined || isRounded(numbers);
  if (!isUsed) return [];
  let value: ReturnType<typeof parseValue>;
  try {
    value = parseValue(parameter, text);
  } catch {
    // the plan says what is wrong with it, with its place
    return [];
  }
  const why = given === undefined ? `sums to ${sumOf(numbers)}, which is taken for rounding, and is` : 'is';
  return [`--${parameter.key} ${shown}: ${why} divided by its sum: ${printValue(value)}`];
}

async function readSetting(parameter: Parameter, setting: TextSetting): Promise<Read<TextSetting>> {
  const { text } = setting;
  // a file that exists with a comma in its name is one file
  const items = text.includes(',') && existsSync(text.trim()) ? [text.trim()] : distributionItems(text);
  const found: Read<string>[] = [];
  for (const item of items) found.push(await readItem(parameter, item, setting));
  return {
    read: { ...setting, text: found.map(({ read }) => read).join(',') },
    notes: found.flatMap(({ notes }) => notes),
  };
}

/**
 * Spaces in which names of files of probabilities are replaced by the values in them.
 *
 * @throws E_CONFIG for a file that is not there or holds no vector of numbers, E_CORRUPT
 */
export async function readDistributions(
  schema: FamilySchema,
  spaces: readonly TextSpace[],
): Promise<Read<readonly TextSpace[]>> {
  const parameters = schema.parameters.filter(isDistribution);
  const read: TextSpace[] = [];
  const notes = new Set<string>();
  for (const space of spaces) {
    const settings: TextSetting[] = [];
    for (const setting of space.settings) {
      const parameter = parameters.find(({ key }) => key === setting.key);
      const found = parameter && (await readSetting(parameter, setting));
      settings.push(found?.read ?? setting);
      for (const note of found?.notes ?? []) notes.add(note);
    }
    read.push({ ...space, settings });
  }
  return { read, notes: [...notes] };
}
