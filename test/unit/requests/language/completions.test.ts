import assert from 'node:assert/strict';
import { completions, type Completion, type CompletionContext } from '../../../../src/requests/language/completions.ts';
import { parseRequestFile } from '../../../../src/requests/parse.ts';

/** What is offered at the bar. */
function at(marked: string, context: CompletionContext = {}): { offers: Completion[]; text: string } {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { offers: completions(parseRequestFile(text), offset, context), text };
}

function labels(marked: string, context?: CompletionContext): string[] {
  return at(marked, context).offers.map(({ label }) => label);
}

const places: readonly (readonly [place: string, marked: string, some: readonly string[], none: readonly string[]])[] =
  [
    ['words and methods', '|', ['GET', 'POST', 'SERVE', 'TCP', 'DNS', 'RUN', '###', '??'], ['Accept', 'timeout']],
    ['headers', 'GET http://h/\nAcc|', ['Accept', 'Accept-Encoding', 'Authorization'], ['GET', 'timeout']],
    ['values of headers', 'GET http://h/\nContent-Type: |', ['application/json'], ['Accept']],
    ['nothing in a body', 'POST http://h/\n\nAcc|', [], ['Accept', 'GET']],
    ['versions', 'GET http://h/ |', ['HTTP/1.1', 'HTTP/2'], ['GET']],
    ['options', 'TCP 127.0.0.1:1\n|', ['timeout', 'encoding', 'framing'], ['behaviour', 'Accept']],
    ['options but those that are there', 'TCP 127.0.0.1:1\nencoding: utf-8\n|', ['timeout'], ['encoding']],
    ['behaviours', 'SERVE tcp://127.0.0.1:0\nbehaviour: |', ['echo', 'fixed', 'rules'], ['static', 'zone']],
    ['behaviours of a scheme', 'SERVE http://127.0.0.1:0\nbehaviour: |', ['static', 'bin', 'mock'], ['uppercase']],
    [
      'steps of a dialogue',
      'SERVE tcp://127.0.0.1:0\nbehaviour: dialogue\n\n=== wait\n=== p|',
      ['=== wait', '=== piece'],
      ['GET'],
    ],
    ['steps of a program', 'RUN python3 client.py\n\n=== p|', ['=== pause'], ['=== piece']],
    ['no steps of another behaviour', 'SERVE tcp://127.0.0.1:0\nbehaviour: fixed\n\n=== p|', [], ['=== piece']],
    ['framings', 'TCP 127.0.0.1:1\nframing: |', ['none', 'line', 'prefix 4 little'], ['timeout']],
    ['schemes', 'SERVE |', ['tcp://', 'udp://', 'http://'], ['timeout']],
    ['kinds of look-ups', 'LOOKUP |', ['host', 'address', 'service', 'port'], ['timeout']],
    ['subjects of HTTP', 'GET http://h/\n\n?? |', ['status', 'body', 'header', 'duration'], ['==', 'received text']],
    ['subjects of a conversation', 'TCP 127.0.0.1:1\n\n?? |', ['received text', 'received bytes'], ['status']],
    ['the second word of a subject', 'TCP 127.0.0.1:1\n\n?? received |', ['text', 'hex', 'bytes'], ['status']],
    ['predicates', 'GET http://h/\n\n?? status |', ['==', 'startsWith', 'exists', 'sha256'], ['status']],
    ['headers of a check', 'GET http://h/\n\n?? header |', ['Content-Type', 'Location'], ['==']],
    ['nothing after a predicate', 'GET http://h/\n\n?? status == |', [], ['==', 'status']],
    ['tags', '# @|', ['name', 'no-redirect', 'insist', 'ref', 'timeout'], ['import', 'no-auto-encoding', 'loop']],
    ['names after a tag', '# @name one\nGET http://h/\n\n###\n# @ref |\nGET http://h/\n', ['one'], ['name']],
    ['variables', '@host = h\n# @prompt who\nGET http://{{|', ['host', '$guid', '$timestamp'], ['$aadToken', 'GET']],
    ['variables after a function', '@word = kiwi\nTCP 127.0.0.1:1\n\n{{$length wo|', ['word'], []],
    [
      'results after a function',
      '# @name s\nSERVE tcp://127.0.0.1:0\n\n###\nTCP 127.0.0.1:1\n\n{{$length $upper s.|',
      ['s.port'],
      ['$guid'],
    ],
    ['the step of a conversation', 'TCP 127.0.0.1:1\n\nhello\n=== w|', ['=== wait'], ['=== pause']],
    ['the step of an open client', 'OPEN udp://127.0.0.1:1\n\n==|', ['=== wait'], []],
    ['the ways to close', 'CLOSE a\nhow: |', ['end', 'reset'], []],
    ['nothing in a comment', '# |', [], ['GET']],
  ];

describe('completions', () => {
  for (const [place, marked, some, none] of places) {
    it(`are ${place} in ${JSON.stringify(marked)}`, () => {
      const found = labels(marked);
      assert.deepEqual(
        some.filter((label) => !found.includes(label)),
        [],
        found.join(', '),
      );
      assert.deepEqual(
        none.filter((label) => found.includes(label)),
        [],
      );
      if (some.length === 0) assert.deepEqual(found, []);
    });
  }

  it('put a variable in the place of its name alone after a function', () => {
    const { offers, text } = at('@word = kiwi\nTCP 127.0.0.1:1\n\n{{$length wo|');
    const { range, insert } = offers.find(({ label }) => label === 'word')!;
    assert.equal(`${text.slice(0, range.start)}${insert}`, '@word = kiwi\nTCP 127.0.0.1:1\n\n{{$length word');
  });

  it('are exactly the encodings, types and variables that they are told', () => {
    assert.deepEqual(labels('TCP 127.0.0.1:1\nencoding: |', { encodings: ['utf-8', 'cp1252'] }), ['utf-8', 'cp1252']);
    assert.deepEqual(labels('DNS example.org |', { recordTypes: ['A', 'MX'] }), ['A', 'MX']);
    const { offers } = at('GET http://{{|', { environment: { token: 't', n: 3 } });
    assert.deepEqual(
      offers.filter(({ kind }) => kind === 'variable').map(({ label, detail }) => [label, detail]),
      [
        ['token', 't'],
        ['n', '3'],
      ],
    );
  });

  it('take the place of the word that is there', () => {
    const { offers, text } = at('GET http://h/\nAcc|ept: x\n');
    const { range, insert } = offers.find(({ label }) => label === 'Accept')!;
    assert.equal(text.slice(range.start, range.end), 'Accept');
    assert.equal(insert, 'Accept: ');
  });

  it('are results of a request by its name', () => {
    const found = labels('# @name login\nGET http://h/\n\n###\nGET http://h/{{login.|\n');
    assert.ok(found.length > 0 && found.every((label) => label.startsWith('login.')), found.join(', '));
  });
});
