import { describe, expect, it } from 'vitest';
import { escapeLatex, latexCell, latexSymbol, latexTable, mergeLatexTables } from '../../src/table/latex.js';

describe('cells', () => {
  it('round halves to even, as the published ones', () => {
    const cells = [0.125, 0.375, 1250, 1350, -0.125].map((value) => latexCell({ kind: 'real', value }, true));
    expect(cells).toEqual(['$0.12$', '$0.38$', '$1.2 \\cdot 10^{3}$', '$1.4 \\cdot 10^{3}$', '$-0.12$']);
  });

  it('show what is not finite, booleans and nothing', () => {
    const cells = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) =>
      latexCell({ kind: 'real', value }, true),
    );
    expect([...cells, latexCell(true, true), latexCell(null, true)]).toEqual([
      '$\\infty$',
      '$-\\infty$',
      'true',
      'default',
    ]);
  });

  it('are escaped, or left as they are', () => {
    expect(latexCell('a_b & 50%', true)).toBe('a\\_b \\& 50\\%');
    expect(latexCell('a_b', false)).toBe('a_b');
    expect(escapeLatex('\\{}$#^~')).toBe('\\textbackslash{}\\{\\}\\$\\#\\textasciicircum{}\\textasciitilde{}');
  });
});

describe('symbols', () => {
  it.each([
    ['β', '$\\beta$'],
    ["τ'", "$\\tau'$"],
    ['τ_h', '$\\tau_h$'],
    ['β_Ξ', '$\\beta_\\Xi$'],
    ['Δt', '$\\Delta t$'],
    ['N_max', '$N_{max}$'],
  ])('%s becomes %s', (symbol, latex) => {
    expect(latexSymbol(symbol)).toBe(latex);
  });

  it('that are empty or have unknown letters have no form', () => {
    expect([latexSymbol(''), latexSymbol('ж')]).toEqual([undefined, undefined]);
  });
});

describe('merging tables', () => {
  const table = (...rows: readonly string[]): string =>
    latexTable(
      ['$N$', 'name'],
      rows.map((name) => ['$1$', name]),
    );

  it('gives the rows of all under one header', () => {
    const texts = [table('a'), table('b', 'c')].map((text, i) => ({ name: `${i}.tex`, text }));
    expect(mergeLatexTables(texts)).toBe(table('a', 'b', 'c'));
  });

  it('is refused for other headers, for text without rows, and for nothing', () => {
    const other = { name: 'other.tex', text: latexTable(['$K$', 'name'], [['$1$', 'd']]) };
    expect(() => mergeLatexTables([{ name: 'a.tex', text: table('a') }, other])).toThrow(
      /other\.tex has other columns than a\.tex/,
    );
    expect(() => mergeLatexTables([{ name: 'x.tex', text: 'words' }])).toThrow(/x\.tex is not a table/);
    expect(() => mergeLatexTables([])).toThrow(/no table/);
  });
});
