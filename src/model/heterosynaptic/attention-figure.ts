/** The figure of what `msm analyse --analysis attention` left: what each position looks at, a map for each head. */
import { folded } from '../../figure/cell-map.js';
import { type FigureData, type FigureDescription, hasColumns } from '../../figure/figure.js';
import { pictureMark } from '../../figure/heat-map.js';
import type { Axis, Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import type { FigureSize } from '../../figure/size.js';
import { roughWidth } from '../../figure/text.js';

const TABLE = 'analysis/attention';
const COLUMNS = ['sequence', 'layer', 'head', 'query', 'key', 'weight', 'key_token'];

/** Heads that are shown. */
const MOST_HEADS = 32;
/** Maps side by side: of up to so many in all, or where tokens are written at them, and of more. */
const [FEWEST, FEW, MOST] = [2, 8, 4];
/** Pixels beside all maps of a line, for axis and legend, and between two. */
const [AXES, BETWEEN] = [100, 17];
/** Room for a token, in sizes of its letters. */
const PITCH = 0.9;
/** Height of a map as a share of its width, at least. */
const FLATTEST = 0.25;

/** What stands for tokens that nobody sees. */
const SIGNS: { readonly [token: string]: string } = { ' ': '␣', '\n': '⏎', '\t': '⇥' };
const SIGN_WORDS: { readonly [token: string]: string } = { ' ': '␣ space', '\n': '⏎ line end', '\t': '⇥ tab' };

/** A head of the first sequence. */
interface Map {
  readonly layer: number;
  readonly head: number;
  /** Positions that look, and that are looked at. */
  readonly queries: readonly number[];
  readonly keys: readonly number[];
  /** [queries, keys] */
  readonly weights: Float64Array;
}

function mapsOf(data: FigureData): { readonly maps: readonly Map[]; readonly tokens: readonly string[] } {
  const [sequence, layer, head, query, key, weight] = COLUMNS.slice(0, 6).map(
    (name) => data.numbers(TABLE, name).values,
  );
  const words = data.words(TABLE, 'key_token');
  const tokens: string[] = [];
  const heads = new globalThis.Map<string, number[]>();
  for (let row = 0; row < weight.length && sequence[row] === sequence[0]; row++) {
    const name = `${layer[row]} ${head[row]}`;
    const rows = heads.get(name) ?? [];
    rows.push(row);
    heads.set(name, rows);
    tokens[key[row]] = words[row] ?? '';
  }
  const maps = [...heads.values()].map((rows): Map => {
    const of = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]);
    const { xs: keys, ys: queries, values: weights } = folded(of(key), of(query), of(weight));
    return { layer: layer[rows[0]], head: head[rows[0]], queries, keys, weights };
  });
  return { maps, tokens };
}

/** Whether there are positions behind those that look, and none of these looks at any. */
function hidesBehind(maps: readonly Map[]): boolean {
  const isBehind = ({ queries, keys }: Map, at: number): boolean =>
    keys[at % keys.length] > queries[Math.floor(at / keys.length)];
  const behind = maps.flatMap((map) => Array.from(map.weights).filter((_, at) => isBehind(map, at)));
  return behind.length > 0 && behind.every((weight) => weight === 0);
}

/** The largest divisor of the heads of a layer that is not larger: all rows of maps are then full. */
const divisorOf = (heads: number, most: number): number => {
  for (let one = Math.min(heads, most); one > 1; one--) if (heads % one === 0) return one;
  return 1;
};

interface Layout {
  /** Maps side by side. */
  readonly aRow: number;
  /** Tokens at the axes; absent: positions are counted. */
  readonly tokens?: readonly string[];
}

/** Tokens are written where there is room for each of them at two maps side by side, or at the one of a layer. */
function layoutOf(heads: number, all: number, tokens: readonly string[], { width, font }: FigureSize): Layout {
  const each = PITCH * font * tokens.length;
  const aRow = divisorOf(heads, Math.min(MOST, Math.floor((width - AXES + BETWEEN) / (each + BETWEEN))));
  const isRoomy = aRow >= Math.min(FEWEST, heads) && each <= width - AXES;
  return isRoomy ? { aRow, tokens } : { aRow: divisorOf(heads, all <= FEW ? FEWEST : MOST) };
}

/** Titles and words are at the outer panels alone. */
interface Place {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly isLowest: boolean;
}

function panelOf(
  { layer, head, queries, keys, weights }: Map,
  tokens: readonly string[] | undefined,
  colours: { readonly map: 'viridis'; readonly domain: readonly [number, number] },
  { isFirst, isLast, isLowest }: Place,
  font: number,
): Panel {
  const [rows, columns] = [queries.length, keys.length];
  const written = tokens?.map((token) => SIGNS[token] ?? token);
  // words stand at the places 0, 1, ...
  const first = written === undefined ? queries[0] : 0;
  const [x, y] = [[-0.5, columns - 0.5] as const, [first - 0.5, first + rows - 0.5] as const];
  const picture = pictureMark({
    values: weights,
    rows,
    columns,
    range: rangeOf(weights),
    title: 'weight',
    x,
    y,
    colours,
  });
  const wordsFrom = (from: number): Partial<Axis> =>
    written === undefined ? { isWhole: true } : { labels: written.slice(from), hasAllLabels: true };
  return {
    title: `head ${head}`,
    // with a part of the width of its own it stays in its row, however narrow
    weight: 1,
    share: Math.max(FLATTEST, rows / columns),
    x: {
      title: isLowest ? 'looked at' : null,
      domain: x,
      ...wordsFrom(0),
      ...(written?.some((word) => roughWidth(word, font) > font) && { isTurned: true }),
      isBare: !isLowest,
    },
    y: {
      title: isFirst ? `layer ${layer}` : null,
      domain: y,
      isReversed: true,
      ...wordsFrom(queries[0]),
      isBare: !isFirst,
    },
    marks: [isLast ? picture : { ...picture, colours: undefined }],
  };
}

export const ATTENTION_FIGURE: FigureDescription = {
  name: 'attention',
  title: 'attention',
  meaning: 'weights with which each position, from top to bottom, looks at the others, head by head',
  after: { analysis: 'attention', kind: 'run' },
  needs: (subject) =>
    subject.kind === 'run' && hasColumns(subject, TABLE, COLUMNS)
      ? [{ kind: 'columns', table: TABLE, columns: COLUMNS }]
      : undefined,
  draw(data) {
    const { maps: all, tokens } = mapsOf(data);
    const maps = all.slice(0, MOST_HEADS);
    const hidesLater = hidesBehind(all);
    const { size } = data;
    const heads = maps.filter(({ layer }) => layer === maps[0].layer).length;
    const layout = layoutOf(heads, maps.length, tokens, size);
    const colours = {
      map: 'viridis',
      domain: [0, Math.max(...maps.map(({ weights }) => rangeOf(weights)[1]))],
    } as const;
    const count = Math.ceil(maps.length / layout.aRow);
    const panels = Array.from({ length: count }, (_, line) => {
      const own = maps.slice(line * layout.aRow, (line + 1) * layout.aRow);
      return own.map((map, at) => {
        const { queries, keys } = map;
        const weights = map.weights.map((weight, i) =>
          hidesLater && keys[i % keys.length] > queries[Math.floor(i / keys.length)] ? Number.NaN : weight,
        );
        const place = { isFirst: at === 0, isLast: at === own.length - 1, isLowest: line === count - 1 };
        return panelOf({ ...map, weights }, layout.tokens, colours, place, size.font);
      });
    });
    const sequences = new Set(data.numbers(TABLE, 'sequence').values);
    const part = all.find(({ queries, keys }) => queries.length < keys.length);
    const signs = layout.tokens === undefined ? [] : Object.keys(SIGN_WORDS).filter((token) => tokens.includes(token));
    const notes = [
      'rows: the position that looks, each sums to 1',
      ...(sequences.size > 1 ? [`the first of ${sequences.size} sequences`] : []),
      ...(maps.length < all.length ? [`the first ${maps.length} of ${all.length} heads`] : []),
      ...(hidesLater ? ['grey: later positions, which are not seen'] : []),
      ...(part === undefined ? [] : [`of layer ${part.layer} only the last ${part.queries.length} positions are read`]),
      ...(signs.length === 0 ? [] : [signs.map((token) => SIGN_WORDS[token]).join(', ')]),
    ];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels, notes });
  },
};
