/** A table that sorts, and filters if it is long. */
import { type Content, html, type Markup } from './markup.js';
import type { Cell, PageTable } from './report.js';

/** Rows from which a table has a field that filters it. */
const FILTERED_FROM = 12;

function cellMarkup(cell: Cell, isNumber: boolean): Markup {
  const kind = isNumber ? html` class="number"` : html``;
  if (cell === null) return html`<td${kind} data-v="">–</td>`;
  if (typeof cell === 'string') return html`<td${kind}>${cell}</td>`;
  const { text, value, isMarked = false } = cell;
  const content: Content = isMarked ? html`<strong>${text}</strong>` : text;
  return html`<td${kind} data-v="${value === null ? '' : String(value)}">${content}</td>`;
}

/** A table as HTML. It is all there without a program; programs make it sort. */
export function tableMarkup({ id, caption, columns, rows }: PageTable): Markup {
  const heads = columns.map(
    ({ title, isNumber = false, hint }) =>
      html`<th scope="col"${isNumber ? html` class="number"` : html``}${hint === undefined ? html`` : html` title="${hint}"`}>${title}</th>`,
  );
  const body = rows.map(
    (row) => html`<tr>${row.map((cell, i) => cellMarkup(cell, columns[i]?.isNumber === true))}</tr>\n`,
  );
  const isLong = rows.length >= FILTERED_FROM;
  return html`<div class="table" id="table-${id}"${isLong ? html` data-filter` : html``}>
<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${body}</tbody></table></div></div>
`;
}
