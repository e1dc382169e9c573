import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatBody } from '../../../../src/protocol/http/format.ts';

const json = (text: string): string => formatBody(text, 'json');
const css = (text: string): string => formatBody(text, 'css');

describe('bodies laid out for reading', () => {
  it('lays JSON out as JSON.stringify does, for any value', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        // An object in JavaScript orders members that look like numbers; what is parsed and printed is compared with that.
        const value: unknown = JSON.parse(text);
        const compact = JSON.stringify(value);
        assert.equal(json(compact), JSON.stringify(value, null, 2));
      }),
    );
  });

  it('keeps numbers, escapes and the order of members as they were written', () => {
    assert.equal(
      json('{"b":12345678901234567890.10,"2":"\\u00e9\\"}","1":1e400,"e":{},"f":[ ]}'),
      '{\n  "b": 12345678901234567890.10,\n  "2": "\\u00e9\\"}",\n  "1": 1e400,\n  "e": {},\n  "f": []\n}',
    );
    assert.equal(json('{"a":1}\n{"b":2}'), '{\n  "a": 1\n}\n{\n  "b": 2\n}');
  });

  it('does not let a text of nothing but nesting grow without measure', () => {
    const times = 100_000;
    const grown = (text: string, format: (text: string) => string) => format(text).length / text.length;
    assert.ok(grown('['.repeat(times), json) < 12);
    assert.ok(grown('{'.repeat(times), css) < 12);
    assert.ok(grown('<a>'.repeat(times), (text) => formatBody(text, 'xml')) < 12);
    const honest = JSON.stringify(JSON.parse(`${'[1,'.repeat(60)}2${']'.repeat(60)}`));
    assert.equal(json(honest), JSON.stringify(JSON.parse(honest), null, 2));
  });

  it('loses nothing of what is no JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', 'a', '1', ' ', '\n')), (parts) => {
        const squeeze = (text: string) => text.replace(/\s+/g, '');
        assert.equal(squeeze(json(parts.join(''))), squeeze(parts.join('')));
      }),
    );
  });

  it('lays XML out', () => {
    assert.equal(
      formatBody('<?xml version="1.0"?><a x="1>2"><b>text</b><c/><!-- <n> --><d><e></e></d><![CDATA[<]]></a>', 'xml'),
      '<?xml version="1.0"?>\n<a x="1>2">\n  <b>text</b>\n  <c/>\n  <!-- <n> -->\n  <d>\n    <e></e>\n  </d>\n  <![CDATA[<]]>\n</a>',
    );
  });

  it('lays HTML out, and leaves scripts and preformatted text alone', () => {
    assert.equal(
      formatBody(
        '<!DOCTYPE html><html><body><p>Hi<br>you</p><script>if (a<b) { c }</script><pre>\n x </pre></body></html>',
        'html',
      ),
      '<!DOCTYPE html>\n<html>\n  <body>\n    <p>\n      Hi\n      <br>\n      you\n    </p>\n    <script>if (a<b) { c }</script>\n    <pre>\n x </pre>\n  </body>\n</html>',
    );
    assert.equal(formatBody("<p title=don't>a</p><b>c</b>", 'html'), "<p title=don't>a</p>\n<b>c</b>");
  });

  it('lays CSS out', () => {
    assert.equal(
      css('a,b:hover{color:red;background:url("x;y")}/* c */@media print{p{margin:0 auto}}'),
      'a,b:hover {\n  color:red;\n  background:url("x;y")\n}\n/* c */@media print {\n  p {\n    margin:0 auto\n  }\n}',
    );
  });

  it('takes no longer than a body is long', () => {
    const size = 4_000_000;
    const hostile: readonly [text: string, kind: 'json' | 'html' | 'xml' | 'css'][] = [
      ['['.repeat(200_000), 'json'],
      [`"${'\\'.repeat(size)}`, 'json'],
      [`"${'x'.repeat(size)}"`, 'json'],
      [`[${'1,'.repeat(size / 4)}1]`, 'json'],
      ['<a>'.repeat(200_000), 'html'],
      ["<a '".repeat(size / 8), 'html'],
      ['<'.repeat(size), 'xml'],
      ['<script>'.repeat(size / 16), 'html'],
      ['<!--'.repeat(size / 8), 'xml'],
      ['{'.repeat(200_000), 'css'],
      ['/*'.repeat(size / 4), 'css'],
      [`"${'x'.repeat(size)}`, 'css'],
    ];
    for (const [text, kind] of hostile) {
      const start = performance.now();
      formatBody(text, kind);
      const took = performance.now() - start;
      assert.ok(took < 4000, `${kind} ${text.slice(0, 20)}: ${took} ms`);
    }
  });
});
