import assert from 'node:assert/strict';
import { checkHover, hover } from '../../../../src/requests/language/hover.ts';
import { codeLenses, definition, folding, references, symbols } from '../../../../src/requests/language/outline.ts';
import { parseRequestFile } from '../../../../src/requests/parse.ts';

const text = `@host = localhost:8080
@password = hunter2

### Sign in
# @name login
POST http://{{host}}/login
Content-Type: application/json

{
  "password": "{{password}}"
}

?? status == 200

### Echo
SERVE tcp://127.0.0.1:0
behaviour: echo

###
# @ref login
GET http://{{host}}/?t={{login.response.body.$.t}}&at={{$timestamp}}
`;
const file = parseRequestFile(text);
const cut = (range: { start: number; end: number } | undefined): string | undefined =>
  range && text.slice(range.start, range.end);
const offsetOf = (part: string, from = ''): number => text.indexOf(part, text.indexOf(from)) + 2;

describe('hover', () => {
  const values = (name: string): string | undefined => ({ host: 'localhost:8080', password: 'hunter2' })[name];
  const at = (part: string, from?: string) => hover(file, offsetOf(part, from), values);

  it('shows what a variable is and its value, and hides secrets', () => {
    const shown = at('{{host}}')!;
    assert.deepEqual([cut(shown.range), shown.value], ['{{host}}', 'localhost:8080']);
    assert.deepEqual(shown.paragraphs, ['`host` is defined in this file.']);
    assert.equal(at('{{password}}')!.value, '••••••');
    assert.equal(at('@host')!.value, 'localhost:8080');
  });

  it('explains what stands there, by the tables', () => {
    for (const [part, range, sentence] of [
      ['{{$timestamp', '{{$timestamp}}', /Seconds since 1970/],
      ['name login', 'name', /Names the request/],
      ['POST', 'POST', /./],
      ['Content-Type', 'Content-Type', /./],
      ['status ==', 'status', /./],
      ['SERVE', 'SERVE', /./],
      ['behaviour', 'behaviour', /./],
      ['echo', 'echo', /./],
      ['{{login', '{{login.response.body.$.t}}', /A result of the request `login` \(Sign in\)/],
    ] as const) {
      const shown = at(part);
      assert.equal(cut(shown?.range), range, part);
      assert.match(shown!.paragraphs.join(' '), sentence);
    }
  });

  it('shows what the file says as text, whatever Markdown it is', () => {
    const image = 'x ![y](https://z.test/a.png)';
    const hostile = parseRequestFile(
      `@a = 1\n### ${image}\n# @name n\nGET http://{{n.port}}/{{a\`![y](z)\`}}/{{![y](https://z.test)}}\n`,
    );
    const said = (part: string): string => hover(hostile, hostile.text.indexOf(part) + 2)!.paragraphs.join('\n');
    assert.equal(said('{{n.port'), 'A result of the request `n` (x \\!\\[y\\]\\(https\\:\\/\\/z\\.test\\/a\\.png\\)).');
    assert.equal(said('{{a`'), '`` a`![y](z)` `` comes from the environment, or is not defined.');
    assert.equal(said('{{![y'), '`![y](https://z.test)` comes from the environment, or is not defined.');
  });

  it('of a check has what was received as code', () => {
    const message = 'body has to be "x", but it is "![y](https://z.test)".';
    const check = {
      start: 0,
      end: 1,
      text: '',
      state: 'failed',
      message,
      expected: '```',
      actual: '\u202e# a',
    } as const;
    const shown = checkHover(check);
    assert.ok(!shown.includes('![y]('), shown);
    assert.ok(shown.endsWith('Expected\n\n````text\n```\n````\n\n\n\nFound\n\n```text\n\\u202e# a\n```\n\n'), shown);
  });

  it('says nothing in a body', () => assert.equal(hover(file, text.indexOf('"password"') + 3), undefined));
});

describe('definitions', () => {
  it('of variables, requests and references are found', () => {
    assert.equal(definition(file, offsetOf('{{host}}'))?.start, 1);
    assert.equal(definition(file, offsetOf('{{login'))?.start, text.indexOf('login'));
    assert.equal(definition(file, offsetOf('login', '# @ref'))?.start, text.indexOf('login'));
    assert.equal(definition(file, offsetOf('{{$timestamp')), undefined);
  });

  it('and every use', () => assert.deepEqual(references(file, 2).map(cut), ['host', '{{host}}', '{{host}}']));
});

describe('the outline', () => {
  it('has requests with their checks, servers and variables', () => {
    assert.deepEqual(
      symbols(file).map(({ name, kind, children }) => [name, kind, children.map((child) => child.name)]),
      [
        ['@host', 'variable', []],
        ['@password', 'variable', []],
        ['Sign in', 'request', ['?? status == 200']],
        ['Echo', 'server', []],
        ['GET http://{{host}}/?t={{login.response.body.$.t}}&at={{$timestamp}}', 'request', []],
      ],
    );
    assert.equal(cut(symbols(file)[2]!.selection), 'POST http://{{host}}/login');
  });

  it('folds requests and bodies', () => {
    assert.deepEqual(
      folding(file).map((fold) => [fold.kind, cut(fold)!.split('\n')[0], cut(fold)!.split('\n').length]),
      [
        ['region', '### Sign in', 10],
        ['body', '{', 3],
        ['region', '### Echo', 3],
        ['region', '###', 3],
      ],
    );
  });

  it('has a lens above each request, and one for all above the first', () => {
    assert.deepEqual(
      codeLenses(file).map(({ kind, region, range }) => [kind, region, cut(range)!.split(' ')[0]]),
      [
        ['send', 1, 'POST'],
        ['runAll', undefined, 'POST'],
        ['start', 2, 'SERVE'],
        ['send', 3, 'GET'],
      ],
    );
  });
});
