import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { codeLenses, definition, folding, symbols } from '../../../src/requests/language/outline.ts';
import { completions } from '../../../src/requests/language/completions.ts';
import { hover } from '../../../src/requests/language/hover.ts';
import type { RequestFile } from '../../../src/requests/model.ts';
import { parseRequestFile } from '../../../src/requests/parse.ts';
import { printRequestFile } from '../../../src/requests/print.ts';

const corpus = path.resolve(import.meta.dirname, '../../fixtures/requests');
const texts = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.http'))
  .map((name) => readFileSync(path.join(corpus, name), 'utf8'));

/** Lines that mean something, and ends of lines: texts of these reach far into the parser. */
const line = fc.constantFrom(
  ...[
    '###',
    '### title',
    '#',
    '# @name a',
    '// @no-redirect',
    '# @prompt x y',
    '# @ref a',
    '@a = {{b}}',
    '@b=1',
    '??',
    '?? status == 200',
  ],
  ...[
    '?? body $.a[0] not exists',
    '?? received text == a\\n',
    'GET http://{{a}}/x HTTP/1.1',
    'http://x',
    '  ?a=b',
    '  &c={{d}}',
    '/x',
  ],
  ...[
    'Host: x',
    'Content-Type: application/x-www-form-urlencoded',
    'Content-Type: multipart/form-data; boundary=b',
    ' folded',
    '',
  ],
  ...[
    'a = b &',
    'c={{ d }}',
    '< ./f',
    '<@latin1 f',
    '> {%',
    '%}',
    '{{',
    '}}',
    '<> r.json',
    '=== wait',
    '===',
    'TCP h:1',
    'UDP {{h}}:1',
  ],
  ...[
    'SERVE tcp://h:0',
    'behaviour: echo',
    'timeout: 2s',
    'RUN a "b c',
    "$'\\x41' 'd",
    'DNS a MX',
    'LOOKUP host a',
    'RELAY tcp://a:1 -> b',
  ],
  ...[
    'curl -X POST http://x -d "a',
    "  -H 'A: b' \\",
    'curl ^"http://x/{a,b}?c=[1-2]^" ^',
    `  -F 'a=@"b c",d;type=x/y;headers="e"' \\`,
    'curl -G --data-urlencode a@b "http://$h/`i`" | jq . # c',
    '"',
    'GRAPHQL http://x',
    '{"a": "{{b}}"}',
    '--b--',
    'text\\n',
    '\ud83d\ude00',
    '\ud83d',
  ],
);
const text = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(fc.tuple(line, fc.constantFrom('\n', '\n', '\r\n', '\r')), { maxLength: 25 })
      .map((lines) => lines.flat().join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.constantFrom('', ...texts) },
);
/** Every range in a value is in the text and the right way round. */
function checkRanges(value: unknown, length: number): void {
  if (typeof value !== 'object' || value === null) return;
  if ('start' in value && 'end' in value) {
    const { start, end } = value as { start: number; end: number };
    assert.ok(start >= 0 && start <= end && end <= length, `${start} to ${end} of ${length}: ${JSON.stringify(value)}`);
  }
  for (const each of Object.values(value)) checkRanges(each, length);
}

function withoutRanges(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, each: unknown) => (key === 'start' || key === 'end' ? undefined : each)),
  ) as unknown;
}

function structure(file: RequestFile): unknown {
  return withoutRanges(
    file.regions.map(({ index, title, meta, variables, item, checks, name }) => ({
      index,
      title,
      meta,
      variables,
      item,
      checks,
      name,
    })),
  );
}

function checkFile(file: RequestFile): void {
  checkRanges(file.regions, file.text.length);
  checkRanges(file.problems, file.text.length);
  let end = 0;
  for (const region of file.regions) {
    assert.equal(region.start, end, 'regions follow each other');
    end = region.end;
    for (const problem of file.problems) assert.ok(problem.message.length > 0);
  }
  assert.equal(end, file.text.length);
  file.problems.forEach((problem, i) =>
    assert.ok(i === 0 || file.problems[i - 1]!.start <= problem.start, 'problems are in order'),
  );
}

describe('any text, read as a request file', () => {
  it('never throws, and has ranges in order within the text', () => {
    fc.assert(
      fc.property(text, (source) => checkFile(parseRequestFile(source))),
      { numRuns: 800 },
    );
  });

  it('places placeholders where they are written', () => {
    fc.assert(
      fc.property(text, (source) => {
        const file = parseRequestFile(source);
        for (const region of file.regions) {
          for (const { value } of region.variables) {
            for (const each of value.placeholders)
              assert.equal(source.slice(each.start + 2, each.end - 2).trim(), each.expression);
          }
        }
      }),
    );
  });

  it('is answered about at every place without an exception', () => {
    fc.assert(
      fc.property(text, fc.nat(), (source, at) => {
        const file = parseRequestFile(source);
        const offset = source.length === 0 ? 0 : at % (source.length + 1);
        for (const each of completions(file, offset)) checkRanges(each.range, source.length);
        checkRanges([hover(file, offset), definition(file, offset)], source.length);
        checkRanges([symbols(file), folding(file), codeLenses(file)], source.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the printer', () => {
  it('prints what reads as the same requests', () => {
    const pieces = fc.array(
      fc.constantFrom(
        ...[
          '# @name a\n@x = {{y}}\nGET http://{{h}}/a\n  ?b=c\nA: b\n folded\n\nline 1\n\n  line 2\r\n< ./f.txt\ntail\n',
          'http://x/y HTTP/1.1\n',
        ],
        ...[
          'POST http://x\nContent-Type: application/x-www-form-urlencoded\n\na = {{b}} &\nc=d\n\n?? status == 200\n?? header A not exists\n',
        ],
        ...[
          'POST http://x\nContent-Type: multipart/form-data; boundary=b\n\n--b\nContent-Disposition: form-data; name="f"\n\n<@latin1 f\n--b--\n',
        ],
        ...[
          'POST http://x\nContent-Type: application/x-ndjson\n\n{}\n{}\n',
          'TCP h:{{p}}\ntimeout: 2s\n\na\\n\nb\n=== wait\n=== wait\nc\n===\nd\n?? received text == a\\n\n',
        ],
        ...[
          'SERVE http://h:0\nbehaviour: mock\n\nGET /x\n\n200\n',
          'DNS a.test MX IN\nserver: h:53\n',
          'LOOKUP service https/tcp\n\n?? port == 443\n',
        ],
        ...[
          "RUN python3 -c 'print(1)' \"a b\" $'c\\n' ''\nready: exit\n",
          'RELAY udp://a:1 -> udp://{{b}}:2\nloss: 20%\n',
          'curl -d a=b \\\n  http://x/y\n',
        ],
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(pieces, (list) => {
        const file = parseRequestFile(list.map((piece) => `### t\n${piece}`).join('\n'));
        assert.deepEqual(structure(parseRequestFile(printRequestFile(file))), structure(file));
      }),
    );
  });

  for (const [index, source] of texts.entries()) {
    it(`prints the corpus so that it reads the same (${index})`, () => {
      const file = parseRequestFile(source);
      assert.deepEqual(structure(parseRequestFile(printRequestFile(file))), structure(file));
    });
  }
});
