import { describe, expect, it } from 'vitest';
import { COLOURS, inkOn } from '../../src/figure/palette.js';
import { INK, PALE } from '../../src/figure/theme.js';
import { pageText, withOwnNames } from '../../src/page/page.js';
import { programText } from '../../src/page/program.js';
import type { Report } from '../../src/page/report.js';
import { styleText } from '../../src/page/style.js';

const EVIL = '</script><script>alert(1)</script>"\'<img src=x onerror=alert(1)>';

const REPORT: Report = {
  title: EVIL,
  subtitle: EVIL,
  status: { word: 'failed', tone: 'bad' },
  verdict: [[EVIL, EVIL]],
  warnings: [EVIL],
  version: '1.2.3',
  sections: [
    {
      id: 'all',
      title: EVIL,
      parts: [
        { kind: 'words', text: EVIL },
        { kind: 'command', label: EVIL, text: EVIL },
        { kind: 'facts', facts: [[EVIL, EVIL]] },
        {
          kind: 'table',
          table: {
            id: 't',
            caption: EVIL,
            columns: [
              { title: EVIL, hint: EVIL },
              { title: 'n', isNumber: true },
            ],
            rows: [
              [EVIL, { text: EVIL, value: 2, isMarked: true }],
              [EVIL, null],
            ],
          },
        },
        {
          kind: 'figures',
          figures: [
            {
              id: 'one',
              title: EVIL,
              meaning: EVIL,
              svg: '<svg xmlns="x" role="img" width="10mm" viewBox="0 0 40 20"><title>t</title><desc>d</desc><clipPath id="clip0"/><g clip-path="url(#clip0)"/></svg>\n',
              alt: EVIL,
              caption: EVIL,
              live: { spec: { title: EVIL }, columns: {}, panels: [], series: [EVIL] },
            },
          ],
        },
      ],
    },
  ],
};

const PROGRAM = { text: 'void 0;', sha256: 'abc=' };

describe('a page', () => {
  const page = pageText(REPORT, PROGRAM);

  it('keeps every text of a report as text', () => {
    expect(page).not.toContain('<img');
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<\/script/g)).toHaveLength(2);
    expect(page.split('&lt;img src=x onerror=alert(1)&gt;').length).toBeGreaterThan(15);
  });

  it('allows its own program by its hash, and nothing from elsewhere', () => {
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
    expect(policy).toContain('default-src &#39;none&#39;; script-src &#39;sha256-abc=&#39;;');
    expect(policy).not.toContain('unsafe-eval');
    expect(page).not.toMatch(/(?:src|href)="(?!#|data:)[^"]*"/);
  });

  it('says the status, each warning, and the version that wrote it', () => {
    expect(page).toContain('<p class="status bad">failed</p>');
    expect(page).toContain('aria-label="Warnings"');
    expect(page).toContain('Written by msm 1.2.3.');
    expect(pageText({ ...REPORT, warnings: [] }, PROGRAM)).not.toContain('aria-label="Warnings"');
  });

  it('names a drawing for readers of screens, in the proportions that it was drawn in', () => {
    expect(page).toMatch(/<svg [^>]*viewBox="0 0 40 20" role="img" aria-label="&lt;\/script/);
    expect(page).not.toContain('<desc>');
  });

  it('sorts numbers by their values, and what has none is marked as such', () => {
    expect(page).toContain('<td class="number" data-v="2"><strong>');
    expect(page).toContain('<td class="number" data-v="">–</td>');
  });
});

describe('names inside drawings', () => {
  it('are those of one drawing, and so are references to them', () => {
    const drawing = '<g id="a" fill="url(#b)" xlink:href="#c" href="#d"/>';
    expect(withOwnNames(drawing, 'p')).toBe('<g id="p-a" fill="url(#p-b)" xlink:href="#p-c" href="#p-d"/>');
  });
});

describe('the program of a page', () => {
  const packages = {
    vega: '!function(){}();\n//# sourceMappingURL=vega.min.js.map',
    interpreter:
      "import { a, b } from 'vega-util';\nconst e = 1;\nexport { e as expressionInterpreter };\n//# sourceMappingURL=x",
  };

  it('makes a value of the interpreter, which is a module', () => {
    const text = programText(packages);
    expect(text).toContain(
      'const expressionInterpreter = (() => {\nconst { a, b } = vega;\nconst e = 1;\nreturn e;\n})();',
    );
    expect(text).not.toContain('sourceMappingURL');
    expect(() => new Function(text)).not.toThrow();
  });

  it('is small where there is no figure, and still sorts tables', () => {
    const text = programText(undefined);
    expect(text).toContain('liveTables()');
    expect(text.length).toBeLessThan(5000);
    expect(() => new Function(text)).not.toThrow();
  });

  it('is refused if the interpreter is another module, or would end the element that it stands in', () => {
    expect(() => programText({ ...packages, interpreter: 'export default 1' })).toThrow(/vega-interpreter is not/);
    expect(() => programText({ ...packages, vega: '"</script>"' })).toThrow(/would end its own element/);
  });
});

describe('the dark style', () => {
  it('leaves letters on pictures as they are, since pictures stay, and changes those on the ground', () => {
    const style = styleText();
    for (const share of [0, 1]) expect(style).not.toContain(`[fill="${inkOn('grey', share)}"]`);
    expect(style).toContain(`.plot [fill="${INK}"]`);
  });

  it('keeps lines that lie behind others nearer to the ground than these', () => {
    const style = styleText();
    const greyOf = (colour: string): number => Number.parseInt(colour.slice(3, 5), 16);
    const darkOf = (colour: string): string =>
      new RegExp(`\\[stroke="${colour}"\\]\\{stroke:(#[0-9a-f]{6})`).exec(style)?.[1] ?? '';
    const ground = greyOf(/color-scheme:dark\)\{:root\{--ground:(#[0-9a-f]{6})/.exec(style)?.[1] ?? '');
    const [pale, blue] = [PALE, COLOURS.blue].map((colour) => greyOf(darkOf(colour)) - ground);
    expect(pale).toBeGreaterThan(0x20);
    expect(pale).toBeLessThan(blue / 1.5);
  });
});
