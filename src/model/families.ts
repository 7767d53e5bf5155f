/** The model families that ship: a line each, and nothing else has a list of them. */
import type { Family } from './family.js';
import type { Parameters } from './schema.js';

interface Shipped {
  /** What runs it, behind `msm`; {KEY} is the value of a parameter. */
  readonly command: string;
  /** Values of that parameter by which no command is called, and the word of the one that takes them; absent: there are none. */
  readonly taken?: { readonly [value: string]: string };
  /** The word of the command that adds nothing to the defaults of the family, and takes any value; absent: there is none. */
  readonly general?: string;
  /** Loads it alone: each is some dozens of modules, which a short run of another would wait for. */
  readonly load: () => Promise<Family>;
}

/** By the name of their folder in `src/model`, or in that of the family whose kernels they use. */
const SHIPPED: { readonly [name: string]: Shipped } = {
  attractor: {
    command: 'attractor {experiment}',
    taken: { regime: 'learn', mix: 'learn' },
    general: 'learn',
    load: async () => (await import('./attractor/model.js')).ATTRACTOR,
  },
  cards: { command: 'memorize cards', load: async () => (await import('./spiking/cards/model.js')).CARDS },
  hebbian: { command: 'simulate', load: async () => (await import('./hebbian/model.js')).HEBBIAN },
  heterosynaptic: { command: 'train', load: async () => (await import('./heterosynaptic/model.js')).HETEROSYNAPTIC },
  rate: { command: 'lyapunov', load: async () => (await import('./rate/model.js')).RATE },
  spiking: { command: 'memorize {task}', load: async () => (await import('./spiking/model.js')).SPIKING },
};

const shipped = (name: string): Shipped | undefined => (Object.hasOwn(SHIPPED, name) ? SHIPPED[name] : undefined);

/** The names of all families. */
export const FAMILY_NAMES: readonly string[] = Object.keys(SHIPPED);

/** All of them, for those who list them. */
export const allFamilies = (): Promise<readonly Family[]> =>
  Promise.all(Object.values(SHIPPED).map(({ load }) => load()));

/** The family of that name; undefined if there is none. */
export const familyNamed = async (name: string): Promise<Family | undefined> => shipped(name)?.load();

/** The command that runs a family that ships with these parameters; undefined for another. */
export function commandOf(name: string, parameters: Parameters): string | undefined {
  const { command, taken = {} } = shipped(name) ?? {};
  return command?.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = String(parameters[key]);
    return Object.hasOwn(taken, value) ? taken[value] : value;
  });
}

/** The words of that command without those that are values: `attractor`. */
export const topicOf = (name: string): string | undefined => shipped(name)?.command.replace(/ *\{\w+\}/g, '');

/** Parameters whose values are words of the command that runs a family. */
export const commandKeys = (name: string): readonly string[] =>
  [...(shipped(name)?.command ?? '').matchAll(/\{(\w+)\}/g)].map(([, key]) => key);

/** Whether that command of a family takes any value of the parameters that others are called by. */
export const takesAll = (name: string, word: string): boolean => shipped(name)?.general === word;

/** Those that the command of these parameters says already, so that no flag need say them. */
export const saidByCommand = (name: string, parameters: Parameters): readonly string[] =>
  commandKeys(name).filter((key) => !Object.hasOwn(shipped(name)?.taken ?? {}, String(parameters[key])));
