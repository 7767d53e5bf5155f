import { describe, expect, it } from 'vitest';
import { dataMarkup, escaped, html } from '../../src/page/markup.js';

describe('text in a page', () => {
  it('stays text, whatever it holds', () => {
    expect(html`<p title="${'"x"'}">${'<script>&'}</p>`.text).toBe('<p title="&quot;x&quot;">&lt;script&gt;&amp;</p>');
    expect(escaped("it's")).toBe('it&#39;s');
  });

  it('shows a sign for characters that turn or hide what stands behind them', () => {
    expect(escaped('a\u202eb\u0000c\u0007')).toBe('a\ufffdb\ufffdc\ufffd');
    expect(escaped('τ_J ≥ 10\n')).toBe('τ_J ≥ 10\n');
  });

  it('is put in as it is where it is markup already, one or several', () => {
    expect(html`<ul>${['a', 'b<'].map((text) => html`<li>${text}</li>`)}</ul>${undefined}${false}`.text).toBe(
      '<ul><li>a</li><li>b&lt;</li></ul>',
    );
  });

  it('cannot end the element of data that it is in, and is the same when it is read', () => {
    const data = { name: '</script><script>alert(1)</script><!--', line: '\u2028' };
    const { text } = dataMarkup('d', data);
    expect(text.match(/<\/script/g)).toHaveLength(1);
    expect(text).not.toContain('<!--');
    const inner = text.slice(text.indexOf('>') + 1, text.lastIndexOf('<'));
    expect(JSON.parse(inner)).toEqual(data);
  });
});
