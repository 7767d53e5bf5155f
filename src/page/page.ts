/** A report as one HTML page that needs nothing else: text, tables, drawn figures, their data, and the programs that make them live. */
import { dataMarkup, html, Markup } from './markup.js';
import type { Fact, PageFigure, Part, Report, Section } from './report.js';
import { styleText } from './style.js';
import { tableMarkup } from './table.js';

/** A program of the page and its SHA-256 in base64, by which the page allows it and no other. */
export interface PageProgram {
  readonly text: string;
  readonly sha256: string;
}

/** Nothing is fetched, and no program runs but the one that is part of the page. */
const policy = ({ sha256 }: PageProgram): string =>
  `default-src 'none'; script-src 'sha256-${sha256}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;

const factsMarkup = (facts: readonly Fact[]): Markup =>
  html`<dl>${facts.map(([label, text]) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>\n`;

/** Names inside a drawing, which must be those of no other on the page. */
export const withOwnNames = (svg: string, prefix: string): string =>
  svg
    .replaceAll(/ id="([^"]+)"/g, ` id="${prefix}-$1"`)
    .replaceAll(/url\(#([^)]+)\)/g, `url(#${prefix}-$1)`)
    .replaceAll(/ (xlink:)?href="#([^"]+)"/g, ` $1href="#${prefix}-$2"`);

/** The drawing as a part of the page: named for readers of screens, without the head and the title of a file. */
function drawingMarkup({ id, svg, alt }: PageFigure): Markup {
  const inner = withOwnNames(svg, id).replace(/<title>[\s\S]*?<\/desc>/, '');
  const [, width = '', height = ''] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(inner) ?? [];
  const head = html`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 ${width} ${height}" role="img" aria-label="${alt}">`;
  return html`${head}${new Markup(inner.replace(/^<svg[^>]*>/, ''))}`;
}

function figureMarkup(figure: PageFigure): Markup {
  const { id, title, meaning, caption, live } = figure;
  return html`<figure id="figure-${id}" data-figure="${id}">
<h3>${title}</h3>
<div class="plot"><div class="drawn">${drawingMarkup(figure)}</div></div>
<figcaption><p>${meaning}</p><details><summary>Caption</summary><p>${caption}</p></details></figcaption>
${dataMarkup(`data-${id}`, live)}
</figure>
`;
}

function partMarkup(part: Part): Markup {
  switch (part.kind) {
    case 'figures':
      return html`<div class="figures">\n${part.figures.map(figureMarkup)}</div>\n`;
    case 'table':
      return tableMarkup(part.table);
    case 'facts':
      return factsMarkup(part.facts);
    case 'words':
      return html`<p>${part.text}</p>\n`;
    case 'command':
      return html`<div class="command"><p>${part.label}</p><pre tabindex="0"><code>${part.text}</code></pre></div>\n`;
  }
}

const sectionMarkup = ({ id, title, parts }: Section): Markup =>
  html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${parts.map(partMarkup)}</section>
`;

const warningsMarkup = (warnings: readonly string[]): Markup =>
  warnings.length === 0
    ? html``
    : html`<section class="warnings" aria-label="Warnings"><h2>Warnings</h2><ul>${warnings.map((text) => html`<li>${text}</li>`)}</ul></section>\n`;

/** The whole page. */
export function pageText(report: Report, program: PageProgram): string {
  const { title, subtitle, status, verdict, warnings, sections, version } = report;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(program)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="msm ${version}">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(styleText())}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header>
<p class="status ${status.tone}">${status.word}</p>
<h1>${title}</h1>
<p class="subtitle">${subtitle}</p>
</header>
<nav aria-label="Contents"><ul>${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main id="content">
${warningsMarkup(warnings)}${verdict.length === 0 ? html`` : html`<section class="verdict" aria-label="Verdict">${factsMarkup(verdict)}</section>\n`}${sections.map(sectionMarkup)}</main>
<footer><p>Written by msm ${version}. Nothing on this page was fetched from elsewhere.</p></footer>
<div id="tip" role="status" aria-live="polite" hidden></div>
<script>${new Markup(program.text)}</script>
</body>
</html>
`.text;
}
