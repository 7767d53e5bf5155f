/**
 * Parameters of neurons that a layer may have otherwise than the others: of each constant of neurons one for each layer, made from the two lists. In the
 * original all layers share one object.
 */
import { didYouMean } from '../../text.js';
import type { NumberParameter, Parameters, Violation } from '../schema.js';
import { type Layer, MEMORY_LAYERS } from './measures.js';
import { NETWORK_PARAMETERS, type NetworkParameters } from './parameters-network.js';
import type { NeuronSettings, PlasticitySettings } from './settings-types.js';

/** Constants of neurons by key, and the settings that they are. */
const CONSTANTS = {
  thr: 'threshold',
  tau_mem: 'tauMembrane',
  refractory_time_steps: 'refractorySteps',
} as const satisfies { readonly [K in keyof NetworkParameters]?: keyof NeuronSettings };

type Constant = keyof typeof CONSTANTS;

/** The constant of traces, which keys and values that are written have. */
const TRACE = 'tau_trace';
const TRACES = { write_key: 'tauKeys', write_value: 'tauValues' } as const satisfies {
  readonly [layer: string]: keyof PlasticitySettings;
};

type LayerKey<L extends string> = `${Constant}_${L}` | `${typeof TRACE}_${keyof typeof TRACES}`;

/** A parameter of a layer; null: that of all layers. */
export interface LayerParameter<K extends string> extends NumberParameter {
  readonly key: K;
  readonly default: null;
  readonly whenAbsent: string;
}

const CONSTANT_KEYS = Object.keys(CONSTANTS) as readonly Constant[];
const TRACED = MEMORY_LAYERS.filter(({ name }) => name in TRACES);

/** The constants with the layers that have them. */
const owners = <L extends Layer>(
  layers: readonly L[],
): readonly (readonly [key: string, layers: readonly Layer[]])[] => [
  ...CONSTANT_KEYS.map((key) => [key, layers] as const),
  [TRACE, TRACED],
];

/** The parameters of layers: `thr_write_key`, where `thr` is that of all. */
export const layerParameters = <L extends string>(layers: readonly (Layer & { readonly name: L })[]) =>
  owners(layers).flatMap(([key, own]) => {
    const shared = NETWORK_PARAMETERS.find((parameter) => parameter.key === key) as NumberParameter;
    return own.map(({ name, of }) => ({
      ...shared,
      key: `${key}_${name}`,
      default: null,
      whenAbsent: key,
      group: 'layers',
      help: `${shared.help}, of ${of}`,
      part: { of: key, kind: 'layer', name },
    }));
  }) as readonly LayerParameter<LayerKey<L>>[];

/** What a person said of a layer. */
function saidOf(p: Parameters, key: string, layer: string): number | null {
  const value = p[`${key}_${layer}`];
  return typeof value === 'number' ? value : null;
}

/** The neurons of layers that have something of their own; absent: none has. */
export function layerNeuronsOf(p: Parameters, layers: readonly Layer[]) {
  const own = layers.flatMap(({ name }) => {
    const said = CONSTANT_KEYS.flatMap((key) => {
      const value = saidOf(p, key, name);
      return value === null ? [] : [[CONSTANTS[key], value] as const];
    });
    return said.length === 0 ? [] : [[name, Object.fromEntries(said) as Partial<NeuronSettings>] as const];
  });
  return own.length === 0 ? {} : { layerNeurons: Object.fromEntries(own) };
}

/** Time constants of traces that are others than the shared one. */
export const layerTracesOf = (p: Parameters): Partial<PlasticitySettings> =>
  Object.fromEntries(
    Object.entries(TRACES).flatMap(([layer, setting]) => {
      const value = saidOf(p, TRACE, layer);
      return value === null ? [] : [[setting, value] as const];
    }),
  );

/** The same parameters with what holds of the layers of a network where a person said nothing of them. */
export const explicitLayers = (p: Parameters, layers: readonly Layer[]): Parameters =>
  Object.fromEntries(
    owners(layers).flatMap(([key, own]) =>
      own.map(({ name }) => [`${key}_${name}`, saidOf(p, key, name) ?? p[key]] as const),
    ),
  );

export interface LayeredNetwork {
  /** All layers that any network of the family has, and those whose neurons this one can have otherwise. */
  readonly all: readonly Layer[];
  readonly own: readonly Layer[];
  /** Whose layers they are, `task = qa`. */
  readonly whose: string;
  /** Layers that are another one with this network. */
  readonly same?: { readonly [layer: string]: string };
}

/** What is wrong with parameters of layers. */
export function layerViolations(p: Parameters, { all, own, whose, same = {} }: LayeredNetwork): readonly Violation[] {
  const names = own.map(({ name }) => name);
  const complaint = (key: string, layer: string): Omit<Violation, 'key'> | undefined => {
    const what = `${key}_${layer} = ${saidOf(p, key, layer)}`;
    if (p.mode === 'faithful') {
      const next = `choose mode = right, or ${key} for all layers`;
      return {
        message: `${what} cannot be in the original, whose layers share the parameters of their neurons; ${next}`,
      };
    }
    if (p.form === 'relu' || names.length === 0) {
      const form = names.length === 0 ? whose : 'form = relu';
      return { message: `${what} has no effect with ${form}, whose units do not spike`, isIdle: true };
    }
    if (names.includes(layer)) return undefined;
    if (same[layer] !== undefined)
      return {
        message: `${what}: with ${whose} the layer ${layer} has the neurons of ${same[layer]}; choose ${key}_${same[layer]}`,
      };
    const near = didYouMean(layer, names);
    return {
      message: `${what}: ${whose} has no layer ${layer}, only ${names.join(', ')}${near === '' ? '' : `. ${near}`}`,
    };
  };
  return owners(all).flatMap(([key, layers]) =>
    layers.flatMap(({ name }) => {
      const found = saidOf(p, key, name) === null ? undefined : complaint(key, name);
      return found === undefined ? [] : [{ key: `${key}_${name}`, ...found }];
    }),
  );
}
