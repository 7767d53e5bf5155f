/** What moves in a figure: records of arrays one after the other, on axes and in colours that stay. */
import type { AnimatedPath, ArrayValues, Figure, FigureData } from './figure.js';
import { mapOf, matrixPanel, sidesOf } from './heat-map.js';
import type { MapName } from './palette.js';
import type { Panel } from './panel.js';
import { panelFigure } from './panels.js';
import { plainPicture } from './picture.js';
import { spoken } from './text.js';

/** What all frames share. */
export interface Scene {
  /** The figure with an empty field where frames are painted. */
  readonly figure: Figure;
  /** Address of the white picture that is drawn there. */
  readonly field: string;
  readonly map: MapName;
  /** Values at both ends of the colours. */
  readonly domain: readonly [number, number];
}

interface Words {
  readonly title: string;
  readonly meaning: string;
  readonly notes: readonly string[];
}

function sceneOf(data: FigureData, words: Words, panel: Panel, map: MapName, domain: Scene['domain']): Scene {
  return { figure: panelFigure(data, { ...words, panels: [panel] }), field: plainPicture('white'), map, domain };
}

/** A vector is a strip, a matrix has its first row on top. */
const STRIP = 0.14;

/** The axes of pictures like this one, with the colours of all frames. `range`: least and largest value of all. */
export function pictureScene(
  data: FigureData,
  words: Words,
  first: ArrayValues,
  range: readonly [number, number],
): Scene {
  const { map, domain } = mapOf(range);
  const { panel } = matrixPanel(first, undefined, { map, domain });
  const [rows] = sidesOf(first);
  const marks = panel.marks.map((mark) =>
    mark.kind === 'picture'
      ? { ...mark, tiles: mark.tiles.map(({ x, y }) => ({ url: plainPicture('white'), x, y })) }
      : mark,
  );
  const strip = {
    share: STRIP,
    x: { ...panel.x, title: spoken(first.axes.at(-1) ?? 'entry') },
    y: { ...panel.y, title: null, labels: [] },
  };
  return sceneOf(data, words, { ...panel, ...(rows === 1 && strip), marks }, map, domain);
}

/** An axis with some room at both ends. */
function withRoom([low, high]: readonly [number, number]): readonly [number, number] {
  const by = 0.06 * (high - low || Math.abs(high) || 1);
  return [low - by, high + by];
}

/** The axes of a path through these points. */
export function pathScene(
  data: FigureData,
  words: Words,
  { x, y }: AnimatedPath,
  ranges: readonly [readonly [number, number], readonly [number, number]],
): Scene & { readonly x: readonly [number, number]; readonly y: readonly [number, number] } {
  const [endX, endY] = ranges.map(withRoom);
  const panel: Panel = {
    share: 0.75,
    x: { title: x, domain: endX },
    y: { title: y, domain: endY },
    marks: [{ kind: 'picture', tiles: [{ url: plainPicture('white'), x: endX, y: endY }] }],
  };
  return { ...sceneOf(data, words, panel, 'viridis', [0, 1]), x: endX, y: endY };
}
