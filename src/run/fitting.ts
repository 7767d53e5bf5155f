/** Whether options that a person gives fit a run that was made before. */
import { flagName, printValue } from '../config/describe.js';
import { configError } from '../config/problem.js';
import type { TextSetting } from '../config/settings.js';
import { parseValue } from '../config/value.js';
import { MsmError } from '../errors.js';
import type { FamilySchema, Parameter, Parameters } from '../model/schema.js';

/** The text of the value that a setting stands for; the setting's own text if that is none, as a list. */
function valueText(parameter: Parameter, { text, place }: TextSetting): string {
  try {
    return printValue(parseValue(parameter, text, place));
  } catch (error) {
    if (error instanceof MsmError) return text;
    throw error;
  }
}

/**
 * Refuses settings that say something else than the parameters of a run.
 *
 * @param stored - its parameters, with the values that held where nothing was said
 * @param free - keys that may be otherwise
 * @throws E_CONFIG with a list of all differences
 */
export function assertFits(
  { parameters }: Pick<FamilySchema, 'parameters'>,
  folder: string,
  stored: Parameters,
  settings: readonly TextSetting[],
  free: readonly string[],
): void {
  const differences = settings.flatMap((setting) => {
    const parameter = parameters.find(({ key }) => key === setting.key);
    if (parameter === undefined || free.includes(setting.key)) return [];
    const [is, said] = [printValue(stored[setting.key]), valueText(parameter, setting)];
    return is === said ? [] : [{ key: setting.key, is, said, place: setting.place ?? `--${flagName(setting.key)}` }];
  });
  if (differences.length === 0) return;
  const list = differences.map(({ key, is, said, place }) => {
    const where = place === `--${flagName(key)}` ? '' : ` (${place})`;
    return `${key} = ${is}, not ${said}${where}`;
  });
  throw configError(
    `${folder} was trained with other options: ${list.join('; ')}`,
    differences[0].place,
    'Leave them out: what the run was trained with holds.',
    { differences: differences.map(({ key, is, said }) => ({ key, is, said })) },
  );
}
