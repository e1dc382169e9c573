import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { codeBlock, codeSpan, plainMarkdown } from '../../../../src/protocol/text/markdown.ts';
import { visible } from '../../../../src/protocol/text/visible.ts';

const judge = new MarkdownIt({ html: true, linkify: true });
const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
/** Made of what Markdown and HTML read. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '![y](https://z.test/a.png)',
        '[a](command:b)',
        '<img src=x>',
        'https://z.test',
        'www.z.test',
        'a@z.test',
      ),
      fc.constantFrom(
        '`',
        '``',
        '```',
        '~~~',
        '**',
        '__',
        '# ',
        '> ',
        '- ',
        '1. ',
        '&amp;',
        '\\',
        '$(sync)',
        '|',
        '---',
        '\n',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

describe('text in Markdown', () => {
  it('shows as it is, among words', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        assert.equal(judge.render(`a${plainMarkdown(text)}b`), `<p>a${html(visible(text))}b</p>\n`);
      }),
    );
  });

  it('shows as it is, as code', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = visible(text) === '' ? ' ' : visible(text);
        assert.equal(judge.render(`a ${codeSpan(text)} b`), `<p>a <code>${html(shown)}</code> b</p>\n`);
        const block = `<pre><code class="language-text">${html(visible(text))}\n</code></pre>\n`;
        assert.equal(judge.render(`a${codeBlock(text)}b`), `<p>a</p>\n${block}<p>b</p>\n`);
      }),
    );
  });

  it('makes no image of a title', () => {
    assert.equal(plainMarkdown('x ![y](https://z.test)'), 'x \\!\\[y\\]\\(https\\:\\/\\/z\\.test\\)');
    assert.equal(codeSpan('a`![y](z)`b'), '``a`![y](z)`b``');
    assert.equal(codeSpan('`a'), '`` `a ``');
  });
});
