/**
 * Whether what is asked for is of the command that asks: where a word of a command says the value of a parameter, as `qa` a task, the defaults of others
 * follow from it, and no flag, preset or file can say another value without keeping them.
 */
import { flagName, printValue } from '../config/describe.js';
import { isPath, type Preset } from '../config/preset.js';
import { configError, subject } from '../config/problem.js';
import type { TextSetting } from '../config/settings.js';
import type { TextSpace } from '../config/space.js';
import { parseValues } from '../config/sweep.js';
import { findParameter } from '../config/validate.js';
import { commandKeys, commandOf, saidByCommand, takesAll } from '../model/families.js';
import type { FamilySchema } from '../model/schema.js';
import { shellWord } from '../text.js';

/** What is asked for, with the flags that named presets, files and runs. */
interface Asked {
  readonly spaces: readonly Pick<TextSpace, 'settings'>[];
  readonly presets: readonly Preset[];
  readonly flags: { readonly [name: string]: unknown };
}

/** Flags that bring the settings of a file or a run. */
const SOURCES = ['preset', 'sweep', 'from-run'];

/** The sources that a command line names, as it names them; nothing for a setting that is a flag itself. */
function sourceWords({ place = '' }: TextSetting, { flags }: Asked): readonly string[] {
  if (place.startsWith('--') && !place.startsWith('--from-run')) return [];
  return SOURCES.flatMap((name) => (typeof flags[name] === 'string' ? [`--${name}`, flags[name]] : []));
}

/** Where a setting stands; of a shipped preset that a person named, its name. */
function placeOf(setting: TextSetting, { presets }: Asked): string | undefined {
  const preset = presets.find(({ name, settings }) => !isPath(name) && settings.includes(setting));
  return preset === undefined ? setting.place : `--preset ${preset.name}`;
}

/** Refuses values of one key that another command is called by. */
function assertOwnValue(
  schema: FamilySchema,
  key: string,
  { name: word, settings }: Pick<Preset, 'name' | 'settings'>,
  asked: Asked,
): void {
  const parameter = findParameter(schema, key);
  const own = settings.find((setting) => setting.key === key)?.text;
  const commandFor = (value: string): string => `msm ${commandOf(schema.name, { [key]: value })}`;
  const command = commandFor(word);
  const isTaken = (value: string): boolean => value === own || commandFor(value) === command;
  for (const setting of asked.spaces.flatMap((space) => space.settings.filter((one) => one.key === key))) {
    const values = parseValues(parameter, setting.text, setting.place).map(printValue);
    if (values.every(isTaken)) continue;
    const sources = sourceWords(setting, asked).map(shellWord);
    const typed = (value: string): string => {
      const isSaid = sources.length > 0 || saidByCommand(schema.name, { [key]: value }).includes(key);
      return [commandFor(value), ...(isSaid ? [] : [`--${flagName(key)} ${value}`])].join(' ');
    };
    throw configError(
      `${subject(key, setting.text, placeOf(setting, asked))}: ${command} has the defaults of ${key} = ${own} and takes no other`,
      setting.place,
      values.length === 1
        ? `Type: ${[typed(values[0]), ...sources].join(' ')}`
        : `Each has defaults of its own, so run them one by one: ${values.map(typed).join(', then ')}`,
      { key, value: setting.text },
    );
  }
}

/**
 * Refuses runs of another command than the one that was typed, wherever their value stands: in a flag, a preset, a file, a finished run.
 *
 * @param own - the preset that the command stands for; it says the value that the command has
 * @throws E_CONFIG with the command that is meant
 */
export function assertOfCommand(schema: FamilySchema, own: Pick<Preset, 'name' | 'settings'>, asked: Asked): void {
  if (takesAll(schema.name, own.name)) return;
  for (const key of commandKeys(schema.name)) assertOwnValue(schema, key, own, asked);
}
