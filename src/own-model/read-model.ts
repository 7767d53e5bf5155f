/** The text of a model.yaml as a description. Every mistake names file and line, key, what is allowed and the nearest right word. */
import { isSeq } from 'yaml';
import { configError, unknownKey } from '../config/problem.js';
import { type Entry, openYaml, rootEntries, type Source, scalarText, section } from '../config/yaml-source.js';
import { FAMILY_NAMES } from '../model/families.js';
import { isNumber, type OwnModel, type OwnObservable, type OwnState, sizeKeys } from '../model/own/description.js';
import { engineParameters } from '../model/own/schema.js';
import type { Parameter } from '../model/schema.js';
import { didYouMean, quoted } from '../text.js';
import { Fields, listOf, shownNode, wrongValue } from './fields.js';
import { assertDifferent, assertName } from './names.js';
import { readParameters } from './read-parameters.js';
import { type Placed, readExpression, readNoise, readState } from './read-state.js';

const SECTIONS = ['model', 'summary', 'parameters', 'steps', 'time', 'state', 'noise', 'observables', 'field'] as const;
type Section = (typeof SECTIONS)[number];

const LONGEST_NAME = 40;

/** A description with the places that messages need later. */
export interface ReadModel {
  readonly model: OwnModel;
  /** Where each observable is written. */
  readonly places: ReadonlyMap<string, string>;
  /** Where a section is written; the file, if it is absent. */
  readonly placeOf: (section: Section) => string;
}

/** The keys of the file. `summary` may appear twice: as the line, and as the list of what the end reports. */
function sectionsOf(source: Source): {
  readonly find: (key: Section) => Entry | undefined;
  readonly reported: Entry | undefined;
} {
  const isReport = ({ key, node }: Entry): boolean => key === 'summary' && isSeq(node);
  const all = rootEntries(source, 'a model', SECTIONS, isReport);
  for (const { key, place } of all) {
    if (!(SECTIONS as readonly string[]).includes(key)) throw unknownKey(key, 'a key of a model', SECTIONS, place);
  }
  return { find: (key) => all.find((entry) => entry.key === key && !isReport(entry)), reported: all.find(isReport) };
}

/** Refuses what cannot be the name of a model. @throws E_CONFIG */
export function assertModelName(name: string, place: string): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(name) || name.length > LONGEST_NAME) {
    throw wrongValue('model', name, place, `at most ${LONGEST_NAME} letters, digits and dashes`);
  }
  const shipped = FAMILY_NAMES.find((family) => family === name.toLowerCase());
  if (shipped === undefined) return;
  throw configError(
    `model = ${name} (${place}): ${shipped} is a model that ships with msm`,
    place,
    'Choose another name.',
  );
}

function readName(source: Source, entry: Entry | undefined): string {
  if (entry === undefined) {
    throw configError(`${source.file} has no model: its name is missing`, source.file, 'Begin with: model: NAME');
  }
  const name = scalarText(entry.node) ?? shownNode(entry.node);
  assertModelName(name, entry.place);
  return name;
}

/** Text of a line, or of an expression. */
function textOf(key: string, { node, place }: Entry): string {
  const text = scalarText(node);
  if (text !== undefined && text !== 'null') return text;
  throw wrongValue(key, shownNode(node), place, 'a text');
}

function expressionOf(key: string, entry: Entry, parameters: readonly Parameter[]): string {
  const text = scalarText(entry.node);
  if (text === undefined || text === 'null')
    throw wrongValue(key, shownNode(entry.node), entry.place, 'a number, a parameter or an expression of parameters');
  return readExpression(key, text, entry.place, parameters);
}

function readObservables(
  source: Source,
  entry: Entry | undefined,
  state: readonly OwnState[],
  others: ReadonlyMap<string, string>,
): readonly Placed<OwnObservable>[] {
  if (entry === undefined) return [];
  return section(source, entry).map((item) => {
    const { key: name, place } = item;
    const found = state.find((one) => one.name === name);
    const other = found === undefined ? others.get(name) : undefined;
    if (other !== undefined) {
      const what = `observable ${name} (${place}) is ${other}, and neither state nor a function that step.ts exports`;
      throw configError(what, place, 'Write it to the state in the step, and show that.');
    }
    if (found === undefined) assertName(name, 'an observable', place, false);
    const fields = new Fields(source, item, `observable ${name}`, ['symbol', 'unit', 'help', 'default', 'at']);
    const unit = fields.text('unit') ?? found?.unit;
    const usual = found === undefined || isNumber(found) ? 'after' : 'before';
    return {
      item: {
        name,
        symbol: fields.text('symbol') ?? name,
        ...(unit !== undefined && { unit }),
        help: fields.text('help') ?? found?.help ?? name,
        byDefault: fields.boolean('default') ?? false,
        at: fields.word('at', ['before', 'after']) ?? usual,
      },
      place,
    };
  });
}

/** Names of a list, each of which must be one of those allowed. */
function namesOf(
  source: Source,
  key: string,
  entry: Entry | undefined,
  may: readonly string[],
  what: (name: string) => string,
): readonly string[] {
  if (entry === undefined) return [];
  const list = listOf(source, key, entry, 'a list of names');
  return list.map(({ text, place }, i) => {
    if (!may.includes(text)) {
      const next = may.length === 0 ? 'There are none.' : `It may hold: ${may.join(', ')}.`;
      throw configError(
        `${key} (${place}): ${quoted(text)} ${what(text)}. ${didYouMean(text, may)}`.trim(),
        place,
        next,
      );
    }
    if (list.findIndex((other) => other.text === text) < i)
      throw configError(`${key} (${place}): ${text} stands there twice`, place);
    return text;
  });
}

function readField(
  source: Source,
  entry: Entry | undefined,
  state: readonly OwnState[],
  hasTime: boolean,
): readonly string[] {
  const may = state.filter((one) => !isNumber(one) && one.type === 'f64').map(({ name }) => name);
  const names = namesOf(source, 'field', entry, may, (name) => {
    const found = state.find((one) => one.name === name);
    if (found === undefined) return 'is not an array of the state';
    return isNumber(found)
      ? 'is a number: a field integrates arrays, as of shape [1]'
      : `is of type ${found.type}: a field integrates f64`;
  });
  if (entry === undefined) return [];
  if (names.length === 0)
    throw configError(
      `field is an empty list (${entry.place})`,
      entry.place,
      'Leave it out, or name the arrays that are integrated.',
    );
  if (!hasTime)
    throw configError(
      `field needs time: the time of a step (${entry.place})`,
      entry.place,
      'Add for example: time: dt',
    );
  return names;
}

/**
 * Reads the text of a model.yaml.
 *
 * @param file - its name for messages, which say `model.yaml:8:3`
 * @throws E_CONFIG for text that is not YAML, an unknown key, a wrong value, or a name that is taken
 */
export function readModel(text: string, file: string): ReadModel {
  const source = openYaml(text, file);
  const { find, reported } = sectionsOf(source);
  const name = readName(source, find('model'));
  const placedParameters = readParameters(source, find('parameters'));
  const parameters = placedParameters.map(({ parameter }) => parameter);
  const stepsEntry = find('steps');
  if (stepsEntry === undefined)
    throw configError(`${file} has no steps: the number of steps of a run`, file, 'Add for example: steps: T');
  const time = find('time');
  const state = readState(source, find('state'), parameters);
  const noise = readNoise(source, find('noise'), parameters);
  const items = state.map(({ item }) => item);
  const others = new Map([
    ...parameters.map(({ key }) => [key, 'a parameter'] as const),
    ...noise.map(({ item }) => [item.name, 'noise'] as const),
  ]);
  const observables = readObservables(source, find('observables'), items, others);
  const numbers = observables
    .map(({ item }) => item.name)
    .filter((one) => items.every((entry) => entry.name !== one || isNumber(entry)));
  const summary = find('summary');
  const model: OwnModel = {
    name,
    summary: summary === undefined ? name : textOf('summary', summary),
    parameters,
    steps: expressionOf('steps', stepsEntry, parameters),
    ...(time !== undefined && { time: expressionOf('time', time, parameters) }),
    state: items,
    noise: noise.map(({ item }) => item),
    observables: observables.map(({ item }) => item),
    ...(reported !== undefined && {
      reported: namesOf(source, 'summary', reported, numbers, (one) =>
        observables.some(({ item }) => item.name === one)
          ? 'is an array: the end reports numbers'
          : 'is not an observable',
      ),
    }),
    field: readField(source, find('field'), items, time !== undefined),
    places: Object.fromEntries([
      ['steps', stepsEntry.place],
      ...(time === undefined ? [] : [['time', time.place]]),
      ...[...state, ...noise].map(({ item, place }) => [item.name, place]),
    ]),
  };
  const placed = [
    ...placedParameters.map(({ parameter: { key }, place }) => ({ name: key, place })),
    ...state.map(({ item, place }) => ({ name: item.name, place })),
    ...noise.map(({ item, place }) => ({ name: item.name, place })),
    ...observables
      .filter(({ item }) => !items.some((entry) => entry.name === item.name))
      .map(({ item, place }) => ({ name: item.name, place })),
  ];
  const added = engineParameters(model);
  const choices = [
    ...placedParameters,
    ...added.map((parameter) => ({ parameter, place: 'which the engine adds' })),
  ].flatMap(({ parameter, place }) =>
    parameter.kind === 'choice' ? [{ name: parameter.key, place, words: Object.keys(parameter.options) }] : [],
  );
  assertDifferent(
    placed,
    sizeKeys(model),
    items.filter(isNumber).map((entry) => entry.name),
    added.map(({ key }) => key),
    choices,
  );
  return {
    model,
    places: new Map(observables.map(({ item, place }) => [item.name, place])),
    placeOf: (key) => find(key)?.place ?? file,
  };
}
