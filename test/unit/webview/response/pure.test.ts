import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escapedLines } from '../../../../src/webview/response/bytesText.ts';
import { isResult, isToPage } from '../../../../src/base/pageMessages.ts';
import { responseProtocol } from '../../../../src/webview/response/protocol.ts';
import { bodyText } from '../../../../src/protocol/http/bodyText.ts';
import { contentOf } from '../../../../src/webview/response/content.ts';
import { timingSteps } from '../../../../src/webview/response/describe.ts';
import { rowEnd } from '../../../../src/webview/response/textView.ts';
import { tokenKinds, tokensOf } from '../../../../src/webview/response/highlight.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

/** The pieces of a text and their kinds, for reading. */
function pieces(text: string, language: Parameters<typeof tokensOf>[1]): string[] {
  const { ends, kinds } = tokensOf(text, language);
  let from = 0;
  return [...ends].map((end, i) => {
    const piece = `${tokenKinds[kinds[i]!]!}:${text.slice(from, end)}`;
    from = end;
    return piece;
  });
}

describe('the colours of a body', () => {
  const languages = ['json', 'html', 'xml', 'css', 'javascript', 'plain'] as const;

  it('cover every text, whatever it is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[{}[\]",:<>!/\-*@#;'=a-z0-9 \n\\&]{0,60}$/),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...languages), (body, language) => {
        const { ends, kinds } = tokensOf(body, language);
        assert.equal(ends.at(-1) ?? 0, body.length);
        assert.equal(ends.length, kinds.length);
        for (let i = 1; i < ends.length; i++) assert.ok(ends[i]! > ends[i - 1]!);
      }),
    );
  });

  it('tell names from values in JSON', () => {
    assert.deepEqual(pieces('{"a\\"b": [1, "x", true, oops]}', 'json'), [
      'mark:{',
      'name:"a\\"b"',
      'mark::',
      'plain: ',
      'mark:[',
      'number:1',
      'mark:,',
      'plain: ',
      'string:"x"',
      'mark:,',
      'plain: ',
      'constant:true',
      'mark:,',
      'plain: ',
      'bad:oops',
      'mark:]}',
    ]);
  });

  it('tell tags, attributes and comments in HTML', () => {
    assert.deepEqual(pieces('<a href="x">t &amp;<!-- c --></a>', 'html'), [
      'tag:<a',
      'plain: ',
      'name:href',
      'mark:=',
      'string:"x"',
      'tag:>',
      'plain:t ',
      'constant:&amp;',
      'comment:<!-- c -->',
      'tag:</a>',
    ]);
  });

  it('take megabytes of one string without an error', () => {
    const text = `["${'a\\n'.repeat(1_000_000)}"]`;
    assert.equal(tokensOf(text, 'json').ends.at(-1), text.length);
  });
});

describe('what a body is', () => {
  const kindOf = (type: string, body: string | Uint8Array) => {
    const { kind, language } = contentOf(type, typeof body === 'string' ? utf8(body) : body);
    return `${kind} ${language}`;
  };

  it('goes by its type', () => {
    assert.equal(kindOf('application/json; charset=utf-8', ''), 'text json');
    assert.equal(kindOf('application/problem+json', ''), 'text json');
    assert.equal(kindOf('TEXT/HTML', ''), 'text html');
    assert.equal(kindOf('image/svg+xml', '<svg/>'), 'image xml');
    assert.equal(kindOf('application/atom+xml', ''), 'text xml');
    assert.equal(kindOf('image/png', ''), 'image plain');
    assert.equal(kindOf('text/css', ''), 'text css');
  });

  it('goes by its bytes where the type says nothing of use', () => {
    assert.equal(kindOf('', '{"a": 1}'), 'text json');
    assert.equal(kindOf('', '<!doctype html><p>'), 'text html');
    assert.equal(kindOf('application/octet-stream', Uint8Array.of(1, 0, 2)), 'binary plain');
    assert.equal(kindOf('application/octet-stream', 'plain text'), 'text plain');
  });

  it('is read in its charset, and says when that is not known', () => {
    assert.equal(
      bodyText(
        Uint8Array.of(0x47, 0x72, 0xfc, 0xdf, 0x65),
        contentOf('text/plain; charset="ISO-8859-1"', utf8('')).charset,
      ).text,
      'Grüße',
    );
    assert.deepEqual(bodyText(utf8('é'), 'no-such'), { text: 'é', unknown: 'no-such' });
  });
});

describe('bytes of a connection as text', () => {
  it('have escapes for what does not show, and a line for each line feed', () => {
    assert.equal(
      escapedLines(utf8('GET / HTTP/1.1\r\nA: \u202eb\r\n\r\n')),
      'GET / HTTP/1.1\\r\\n\nA: \\u202eb\\r\\n\n\\r\\n\n',
    );
    assert.equal(escapedLines(Uint8Array.of(0x61, 0xff, 0x00)), 'a\\xff\\0');
  });
});

describe('the steps of an exchange', () => {
  it('each begin where the one before ended, and leave out what did not take place', () => {
    assert.deepEqual(timingSteps({ sent: 1, firstByte: 5, done: 8 }), [
      { name: 'Send', from: 0, to: 1 },
      { name: 'Wait for first byte', from: 1, to: 5 },
      { name: 'Download', from: 5, to: 8 },
    ]);
    // An answer that came before the request was sent.
    assert.deepEqual(
      timingSteps({ sent: 4, firstByte: 3, done: 5 }).map(({ from, to }) => [from, to]),
      [
        [0, 4],
        [3, 3],
        [4, 5],
      ],
    );
  });
});

describe('where a line of a body is wrapped', () => {
  const rows = (text: string, columns: number) => {
    const made: string[] = [];
    for (let at = 0; at < text.length;) {
      const end = rowEnd(text, at, text.length, columns);
      made.push(text.slice(at, end));
      at = end;
    }
    return made;
  };

  it('is where its columns end: escapes, wide characters and tabs take more than one', () => {
    assert.deepEqual(rows('abcdefg', 3), ['abc', 'def', 'g']);
    assert.deepEqual(rows('a\u202eb', 6), ['a', '\u202e', 'b']);
    assert.deepEqual(rows('世界和平', 5), ['世界', '和平']);
    assert.deepEqual(rows('\t\tabc', 9), ['\t\ta', 'bc']);
    assert.deepEqual(rows('a\tb', 4), ['a\t', 'b']);
  });

  it('loses nothing, parts no character and always goes on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 12 }), (text, columns) => {
        const made = rows(text, columns);
        assert.equal(made.join(''), text);
        for (const row of made) assert.doesNotMatch(row, /\p{Surrogate}/u);
      }),
    );
  });
});

describe('what the response view takes from its host', () => {
  it('is what fits the protocol, and nothing else', () => {
    const outcome = { label: 'a', state: 'passed', checks: [], duration: 1 };
    const shown = {
      entry: 1,
      label: 'a',
      line: 'GET /',
      verdict: '200 OK',
      tone: 'good',
      at: 1,
      outcome,
      hasPrevious: false,
      forgotten: false,
    };
    assert.equal(isToPage(responseProtocol, { kind: 'snapshot', snapshot: { shown, history: [shown] } }), true);
    assert.equal(isToPage(responseProtocol, { kind: 'snapshot', snapshot: { history: [] } }), true);
    assert.equal(
      isToPage(responseProtocol, {
        kind: 'snapshot',
        snapshot: { shown: { ...shown, outcome: { ...outcome, state: 'odd' } }, history: [] },
      }),
      false,
    );
    assert.equal(isToPage(responseProtocol, { kind: 'snapshot' }), false);
    assert.equal(isToPage(responseProtocol, { kind: 'toString' }), false);
    assert.equal(isResult(responseProtocol, 'part', new Uint8Array(1)), true);
    assert.equal(isResult(responseProtocol, 'part', [1]), false);
    assert.equal(isResult(responseProtocol, 'toString', {}), false);
  });
});
