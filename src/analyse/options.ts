/** Which analyses are asked for, and what is set of them. */
import { configError, unknownKey } from '../config/problem.js';
import { parseValue } from '../config/value.js';
import type { Analysis } from '../model/analysis.js';
import type { Parameters, ParameterValue } from '../model/schema.js';

/** The analyses of these names; if none is named, all that do not take long. Throws E_CONFIG with the nearest right name. */
export function chosen(
  all: readonly Analysis[],
  names: readonly string[] | undefined,
  family: string,
): readonly Analysis[] {
  const known = all.map(({ name }) => name);
  for (const name of names ?? []) {
    if (!known.includes(name)) throw unknownKey(name, `an analysis of '${family}'`, known, '--analysis');
  }
  return all.filter(({ name, isLong = false }) => (names === undefined ? !isLong : names.includes(name)));
}

interface Setting {
  /** Absent: of whatever analysis has it. */
  readonly analysis?: string;
  readonly key: string;
  readonly text: string;
  readonly place: string;
}

function settingOf(text: string): Setting {
  const cut = text.indexOf('=');
  if (cut <= 0)
    throw configError(`--set ${text}: must be KEY=VALUE or ANALYSIS.KEY=VALUE, as --set copies=50`, '--set');
  const [first, ...rest] = text.slice(0, cut).trim().split('.');
  const [analysis, key] = rest.length === 0 ? [undefined, first] : [first, rest.join('.')];
  return {
    ...(analysis !== undefined && { analysis }),
    key,
    text: text.slice(cut + 1),
    place: `--set ${text.slice(0, cut).trim()}`,
  };
}

const isFor = ({ name, options }: Analysis, { analysis, key }: Setting): boolean =>
  (analysis === undefined || analysis === name) && options.some((option) => option.key === key);

/** Refuses what no analysis that is asked for has. */
function assertUsed(analyses: readonly Analysis[], setting: Setting): void {
  if (analyses.some((one) => isFor(one, setting))) return;
  const of = analyses.filter(({ name }) => setting.analysis === undefined || name === setting.analysis);
  if (of.length === 0) {
    throw unknownKey(
      setting.analysis ?? '',
      'an analysis that is asked for',
      analyses.map(({ name }) => name),
      setting.place,
    );
  }
  const keys = of.flatMap(({ options }) => options.map(({ key }) => key));
  const names = of.map(({ name }) => name).join(', ');
  if (keys.length === 0) throw configError(`${setting.place}: nothing can be set of ${names}`, setting.place);
  throw unknownKey(setting.key, `an option of ${names}`, keys, setting.place);
}

/** Options of each analysis: what is set over what is declared. Throws E_CONFIG for values that are not allowed, and keys that nothing has. */
export function optionsOf(analyses: readonly Analysis[], texts: readonly string[]): readonly Parameters[] {
  const settings = texts.map(settingOf);
  for (const setting of settings) assertUsed(analyses, setting);
  return analyses.map((one) =>
    Object.fromEntries(
      one.options.map((option): [string, ParameterValue] => {
        const set = settings.findLast((setting) => setting.key === option.key && isFor(one, setting));
        if (set === undefined) return [option.key, option.default];
        return [option.key, option.kind === 'text' ? set.text : parseValue(option, set.text, set.place)];
      }),
    ),
  );
}
