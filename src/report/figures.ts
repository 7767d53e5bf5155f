/** Figures of a run for a page: drawn, and with the data by which the page draws them again. */
import { liveOf } from '../draw/live.js';
import { figuresOf } from '../draw/plot.js';
import { render } from '../draw/render.js';
import { loadData } from '../draw/run-data.js';
import type { Source } from '../draw/run-subject.js';
import { MsmError } from '../errors.js';
import { type Figure, type FigureDescription, whyNotDrawn } from '../figure/figure.js';
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

/** The figures of a run that are drawn where none is named, and what is wrong with those that cannot be drawn. */
export async function runFigures(
  source: Source,
): Promise<{ readonly figures: readonly PageFigure[]; readonly problems: readonly string[] }> {
  const [figures, problems]: [PageFigure[], string[]] = [[], []];
  for (const figure of await figuresOf(source)) {
    const needs = figure.needs(source.subject);
    if (needs === undefined || figure.isExtra === true || whyNotDrawn(needs, source.subject) !== undefined) continue;
    try {
      figures.push(await pageFigure(figure, figure.draw(await loadData(source, needs, PAGE_SIZE))));
    } catch (error) {
      if (!(error instanceof MsmError) || error.code !== 'E_CORRUPT') throw error;
      problems.push(`The figure ${figure.name} is left out: ${error.message}`);
    }
  }
  return { figures, problems };
}
