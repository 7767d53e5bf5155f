/** Figures of a run for a page: drawn, and with the data by which the page draws them again. */
import { keptArrays } from '../draw/kept-arrays.js';
import { liveOf } from '../draw/live.js';
import { offeredBy } from '../draw/offered.js';
import { isUndrawable } from '../draw/plot.js';
import { render } from '../draw/render.js';
import { loadData } from '../draw/run-data.js';
import type { Source } from '../draw/run-subject.js';
import { MsmError } from '../errors.js';
import type { Figure, FigureDescription } from '../figure/figure.js';
import { type FigureSize, pixelsOfMm, pixelsOfPoints } from '../figure/size.js';
import type { PageFigure } from '../page/report.js';

/** As wide as half a page, with letters that read well there. */
export const PAGE_SIZE: FigureSize = { width: pixelsOfMm(140), font: pixelsOfPoints(8.5) };

/** A drawn figure: its title is that of the page, and not drawn. */
export async function pageFigure(
  { name, title, meaning }: Pick<FigureDescription, 'name' | 'title' | 'meaning'>,
  { spec: { title: _, ...untitled }, caption, alt }: Figure,
): Promise<PageFigure> {
  const { svg, spec } = await render(untitled, PAGE_SIZE);
  const id = name.replaceAll(/[^\w-]/g, '_');
  return { id, title: title.charAt(0).toUpperCase() + title.slice(1), meaning, svg, alt, caption, live: liveOf(spec) };
}

/** Figures of a page, and what is wrong with those that are not on it. */
export interface PageFigures {
  readonly figures: readonly PageFigure[];
  readonly problems: readonly string[];
}

/** A figure and how it is drawn. */
interface Drawing {
  readonly name: string;
  draw(): Promise<PageFigure>;
}

/** Draws one after the other. One that cannot be drawn, or whose tables are damaged, is left out with its reason. */
export async function pageFigures(drawings: Iterable<Drawing>): Promise<PageFigures> {
  const [figures, problems]: [PageFigure[], string[]] = [[], []];
  for (const { name, draw } of drawings) {
    try {
      figures.push(await draw());
    } catch (error) {
      if (!isUndrawable(error) && !(error instanceof MsmError && error.code === 'E_CORRUPT')) throw error;
      problems.push(`The figure ${name} is left out: ${error.message}`);
    }
  }
  return { figures, problems };
}

/** The figures of a run or sweep that are drawn where none is named. */
export async function runFigures(source: Source): Promise<PageFigures> {
  const offered = (await offeredBy(source)).filter(
    ({ figure, reason }) => figure.isExtra !== true && reason === undefined,
  );
  const reads = keptArrays(offered.flatMap(({ needs }) => needs));
  return pageFigures(
    offered.map(({ figure, needs }) => ({
      name: figure.name,
      draw: async () => pageFigure(figure, figure.draw(await loadData(source, needs, PAGE_SIZE, undefined, reads))),
    })),
  );
}
