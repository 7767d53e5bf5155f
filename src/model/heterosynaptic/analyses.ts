/** The analyses of this family. */
import { type HeadSpread, headSpread } from '../../analysis/attention.js';
import { MsmError } from '../../errors.js';
import type { Elementary } from '../../kernel/elementary.js';
import { type AnalysedRun, type Analysis, type AnalysisTools, analysis } from '../analysis.js';
import type { ResultTable } from '../record.js';
import { f64, i32, integer, number, table, tableOf, text } from '../recording/filled-columns.js';
import { WHICH_WEIGHTS, type WhichWeights, weightsAnalysis, weightsOfRun } from '../training/weights-analysis.js';
import { attentionCount, attentionMaps, type HeadMap } from './attention.js';
import { HETEROSYNAPTIC_MODULE } from './kernels.js';
import { type Language, languageOf, type TrainedNetwork } from './language.js';
import type { HeterosynapticParameters } from './parameters.js';
import { DATA } from './schema.js';
import { isOfImages, trainableOf } from './settings.js';
import { taskOf } from './tasks.js';
import { tokensOf, VOCABULARY } from './vocabulary.js';

type Run = AnalysedRun<HeterosynapticParameters>;

const OPTIONS = [
  {
    key: 'prompt',
    symbol: '',
    kind: 'text',
    default: null,
    whenAbsent: 'sequences of the test',
    group: 'attention',
    help: 'a text, or numbers of tokens, that the network is shown; of a longer one it sees the last tokens',
  },
  {
    key: 'sequences',
    symbol: '',
    kind: 'integer',
    default: 1,
    min: 1,
    max: 10_000,
    group: 'attention',
    help: 'sequences of the test',
  },
  {
    key: 'first',
    symbol: '',
    kind: 'integer',
    default: 0,
    min: 0,
    group: 'attention',
    help: 'number of the first of them',
  },
  WHICH_WEIGHTS,
] as const;

/** Weights of attention that are written at most. */
const MOST = 2_000_000;

const refuse = (place: string, message: string, next?: string): MsmError =>
  new MsmError('E_CONFIG', `${place}: ${message}`, { place, next });

async function networkOf(run: Run, which: WhichWeights): Promise<TrainedNetwork> {
  const { parameters } = run;
  if (isOfImages(parameters)) {
    const what = `task = ${parameters.task} is learned by a perceptron, which has no attention`;
    throw refuse(run.name, what, 'Give a run of a text or of selective copying.');
  }
  const weights = await weightsOfRun(run, which);
  return { parameters, weights, codes: await run.state(VOCABULARY) };
}

interface Asked {
  readonly prompt: string | null;
  readonly sequences: number;
  readonly first: number;
}

/** Sequences that the network is shown, with what they are, and the number of the first. */
interface Shown {
  readonly sequences: readonly ArrayLike<number>[];
  readonly first: number;
  readonly what: string;
}

function promptShown(language: Language, prompt: string, context: number): Shown {
  const tokens = language.read(prompt);
  const seen = tokens.slice(-context);
  const part = seen.length < tokens.length ? `the last ${seen.length} of ` : '';
  return { sequences: [seen], first: 0, what: `${part}${tokens.length} tokens of the prompt` };
}

/** Sequences of the test, as the run had them. */
function testShown(
  run: Run,
  { codes }: TrainedNetwork,
  { sequences: count, first }: Asked,
  tools: AnalysisTools,
): Shown {
  const { parameters, seed } = run;
  const vocabulary = codes === undefined ? undefined : tokensOf(codes);
  const task = taskOf(parameters);
  const there = task.sizes(parameters).test;
  if (first + count > there) {
    const place = first >= there ? '--set first' : '--set sequences';
    const asked = `${first}${count === 1 ? '' : ` to ${first + count - 1}`}`;
    throw refuse(place, `the test has ${there} sequences, 0 to ${there - 1}, and no ${asked}`);
  }
  const { inputs, items } = task
    .examples({
      ...{ kernels: tools.kernels(HETEROSYNAPTIC_MODULE), parameters, seed, mostItems: count, vocabulary },
      data: run.data()[DATA],
    })
    .batch(
      'test',
      Array.from({ length: count }, (_, i) => first + i),
    );
  const length = inputs.length / items;
  return {
    sequences: Array.from({ length: items }, (_, i) => inputs.slice(i * length, (i + 1) * length)),
    first,
    what:
      count === 1
        ? `sequence ${first} of the test, ${length} tokens`
        : `sequences ${first} to ${first + count - 1} of the test, ${length} tokens each`,
  };
}

/** A row for each weight. */
function mapTable(maps: readonly HeadMap[], { sequences, first }: Shown, language: Language): ResultTable {
  const count = maps.reduce((sum, { weights }) => sum + weights.length, 0);
  const [sequence, layer, head, query, key] = Array.from({ length: 5 }, () => new Int32Array(count));
  const [asking, seen] = [0, 0].map(() => new Array<string>(count));
  const weight = new Float64Array(count);
  let row = 0;
  for (const map of maps) {
    const words = Array.from(sequences[map.sequence], (token) => language.word(token));
    for (let i = 0; i < map.weights.length; i++, row++) {
      sequence[row] = first + map.sequence;
      layer[row] = map.layer;
      head[row] = map.head;
      query[row] = map.length - map.queries + Math.floor(i / map.length);
      key[row] = i % map.length;
      asking[row] = words[query[row]];
      seen[row] = words[key[row]];
      weight[row] = map.weights[i];
    }
  }
  return table(
    'attention',
    'what each position looks at, head by head; of the last layer the positions that are read',
    [
      i32('sequence', 'number of the sequence in the test, 0 of a prompt', sequence),
      i32('layer', 'layer, from 0', layer),
      i32('head', 'head of the layer, from 0', head),
      i32('query', 'position that looks', query),
      i32('key', 'position that is looked at', key),
      text('query_token', 'token at the position that looks', asking),
      text('key_token', 'token at the position that is looked at', seen),
      f64('weight', 'weight of attention: those of a query sum to 1, 0 is what it cannot see', weight),
    ],
  );
}

interface Head extends HeadSpread {
  readonly layer: number;
  readonly head: number;
}

/** How each head spreads its weights, over all sequences: they are of one length. */
function headsOf(maps: readonly HeadMap[], f: Elementary): readonly Head[] {
  return maps
    .filter(({ sequence }) => sequence === 0)
    .map(({ layer, head, queries, length }): Head => {
      const own = maps.filter((one) => one.layer === layer && one.head === head);
      const all = new Float64Array(own.length * queries * length);
      for (const [i, { weights }] of own.entries()) all.set(weights, i * queries * length);
      return { layer, head, ...headSpread(all, queries, length, f) };
    });
}

const headTable = (heads: readonly Head[]): ResultTable =>
  tableOf<Head>(
    'attention_heads',
    'how each head spreads what it looks at, over all sequences that were shown',
    heads,
    [
      integer('layer', 'layer, from 0', ({ layer }) => layer),
      integer('head', 'head of the layer, from 0', ({ head }) => head),
      integer('rows', 'positions that look', ({ rows }) => rows),
      number(
        'positions',
        'mean number of positions that one looks at: the exponential of the entropy of its weights',
        (one) => one.positions,
      ),
      number('distance', 'mean distance of what is looked at, in positions', ({ distance }) => distance),
      number('itself', 'mean weight of the position itself', ({ itself }) => itself),
    ],
  );

const nameOf = ({ layer, head }: Head): string => `head ${head} of layer ${layer}`;

function verdictOf(maps: readonly HeadMap[], heads: readonly Head[], { what }: Shown): readonly string[] {
  const { layer, queries, length } = maps[maps.length - 1];
  const counts = `${layer + 1} ${layer === 0 ? 'layer' : 'layers'} of ${heads.length / (layer + 1)} heads`;
  const read = queries < length ? `; of layer ${layer} the last ${queries} positions, which alone are read` : '';
  const sorted = [...heads].sort((a, b) => a.positions - b.positions);
  const [few, many] = [sorted[0], sorted[sorted.length - 1]];
  return [
    `${counts} on ${what}${read}`,
    `${nameOf(few)} looks at the fewest positions, ${few.positions.toPrecision(3)} on average, and ${nameOf(many)} at the most, ${many.positions.toPrecision(3)}`,
  ];
}

const ATTENTION = analysis<HeterosynapticParameters, typeof OPTIONS>(OPTIONS, {
  name: 'attention',
  summary:
    'what each head of a transformer looks at: its weights of attention for sequences of the test, or for a prompt',
  needs: 'a text, or selective copying',
  async of(run, { prompt, sequences, first, weights }, tools) {
    const trained = await networkOf(run, weights);
    if (prompt !== null && (sequences !== 1 || first !== 0)) {
      throw refuse('--set prompt', 'a prompt is one sequence of its own: sequences and first are of the test');
    }
    const language = languageOf(trained, '--set prompt');
    const { network } = trainableOf(run.parameters, 0);
    if (network.kind !== 'gpt') throw new RangeError('no transformer');
    const shown =
      prompt === null
        ? testShown(run, trained, { prompt, sequences, first }, tools)
        : promptShown(language, prompt, network.shape.context);
    const each = attentionCount(trained, shown.sequences[0].length);
    if (each * shown.sequences.length > MOST) {
      const some = each > MOST ? 'A shorter prompt has fewer.' : `Set sequences to ${Math.floor(MOST / each)} at most.`;
      const count = each * shown.sequences.length;
      throw refuse(run.name, `${count} weights of attention are more than ${MOST}`, some);
    }
    const maps = attentionMaps(tools.kernels(HETEROSYNAPTIC_MODULE), trained, shown.sequences);
    const heads = headsOf(maps, tools.elementary);
    return { tables: [mapTable(maps, shown, language), headTable(heads)], verdict: verdictOf(maps, heads, shown) };
  },
});

export const HETEROSYNAPTIC_ANALYSES: readonly Analysis<HeterosynapticParameters>[] = [ATTENTION, weightsAnalysis()];
