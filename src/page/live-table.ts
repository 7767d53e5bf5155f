/**
 * What the page does with its tables, in a browser: sorting by a click or a key, filtering. These functions are put into the page as text, so
 * that they name nothing but each other and what a browser has; `TABLE_FUNCTIONS` lists them.
 */

/** The value by which a cell is sorted: a number where it has one. */
function sortKey(cell: HTMLTableCellElement | undefined): number | string {
  const stored = cell?.dataset.v;
  if (stored === undefined) return (cell?.textContent ?? '').toLowerCase();
  return stored === '' ? Number.NaN : Number(stored);
}

/** What has no value stands behind all others, whichever way it is sorted. */
function compareKeys(a: number | string, b: number | string, sign: number): number {
  const [isNoA, isNoB] = [Number.isNaN(a), Number.isNaN(b)];
  if (isNoA || isNoB) return isNoA === isNoB ? 0 : isNoA ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0);
}

function sortBy(table: HTMLTableElement, column: number): void {
  const heads = [...table.querySelectorAll<HTMLTableCellElement>('thead th')];
  const isUp = heads[column].getAttribute('aria-sort') !== 'ascending';
  for (const head of heads) head.removeAttribute('aria-sort');
  heads[column].setAttribute('aria-sort', isUp ? 'ascending' : 'descending');
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, key: sortKey(row.cells[column]) }));
  rows.sort((a, b) => compareKeys(a.key, b.key, isUp ? 1 : -1));
  body.append(...rows.map(({ row }) => row));
}

/** A field above a table: rows that have all of its words stay. */
function addFilter(place: HTMLElement, table: HTMLTableElement): void {
  const input = document.createElement('input');
  input.type = 'search';
  input.placeholder = 'Filter rows';
  input.setAttribute('aria-label', `Filter rows: ${table.caption?.textContent ?? ''}`);
  const count = document.createElement('span');
  count.className = 'count';
  count.setAttribute('role', 'status');
  const rows = [...table.tBodies[0].rows];
  const texts = rows.map((row) => (row.textContent ?? '').toLowerCase());
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = texts.map((text) => words.every((word) => text.includes(word)));
    rows.forEach((row, i) => {
      row.hidden = !shown[i];
    });
    count.textContent = words.length === 0 ? '' : `${shown.filter(Boolean).length} of ${rows.length}`;
  });
  place.prepend(input, count);
}

function liveTables(): void {
  for (const place of document.querySelectorAll<HTMLElement>('.table')) {
    const table = place.querySelector('table');
    if (table === null) continue;
    table.querySelectorAll<HTMLTableCellElement>('thead th').forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      button.addEventListener('click', () => sortBy(table, column));
      head.append(button);
    });
    if (place.dataset.filter !== undefined) addFilter(place, table);
  }
}

export const TABLE_FUNCTIONS: readonly { toString(): string }[] = [sortKey, compareKeys, sortBy, addFilter, liveTables];
