import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fillMock, matchMock, parseMock, type MockAnswer, type MockRoute } from '../../../../src/protocol/http/mock.ts';

/** The text of a mock, which parses to the same routes. */
function printMock(routes: readonly Pick<MockRoute, 'method' | 'path' | 'answers'>[]): string {
  return routes
    .map(({ method, path, answers }) => `### \n${method} ${path}\n\n${answers.map(printAnswer).join('\n---\n')}\n`)
    .join('\n');
}

function printAnswer({ status, reason, is10, headers, body, delay }: MockAnswer): string {
  return [
    `HTTP/${is10 ? '1.0' : '1.1'} ${status}${reason === undefined ? '' : ` ${reason}`}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(delay === 0 ? [] : [`# @delay ${delay} ms`]),
    ...(body === '' ? [] : ['', body]),
  ].join('\n');
}

const sample = `# comments
### users
GET /users/{id}

HTTP/1.1 200 OK
Content-Type: application/json
# @delay 250 ms

{"id": "{{id}}"}

---
HTTP/1.1 404 Not Found

###
* /files/{rest*}

X-Only: headers

body
`;

describe('the text of a mock', () => {
  it('has routes, and answers in order with their fields, delay and body', () => {
    const { routes, problems } = parseMock(sample);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      routes.map(({ method, path, answers }) => ({ method, path, answers })),
      [
        {
          method: 'GET',
          path: '/users/{id}',
          answers: [
            {
              status: 200,
              reason: 'OK',
              is10: false,
              headers: [['Content-Type', 'application/json']],
              delay: 250,
              body: '{"id": "{{id}}"}',
            },
            { status: 404, reason: 'Not Found', is10: false, headers: [], delay: 0, body: '' },
          ],
        },
        {
          method: '*',
          path: '/files/{rest*}',
          answers: [
            { status: 200, reason: undefined, is10: false, headers: [['X-Only', 'headers']], delay: 0, body: 'body' },
          ],
        },
      ],
    );
  });

  const wrong: readonly (readonly [text: string, at: string, sentence: RegExp])[] = [
    ['hello\n', 'hello', /method and a path/],
    ['GET /a\n', 'GET /a', /no answer/],
    ['GET /{a-b}\n\nHTTP/1.1 200\n', 'GET /{a-b}', /not a name/],
    ['GET /{a}/{a}\n\nHTTP/1.1 200\n', 'GET /{a}/{a}', /twice/],
    ['GET /a?b\n\nHTTP/1.1 200\n', 'GET /a?b', /no query/],
    ['GET /a\n\nHTTP/1.1 100\n', 'HTTP/1.1 100', /ends an exchange/],
    ['GET /a\n\nHTTP/1.1 200\nno field\n', 'no field', /colon/],
    ['GET /a\n\nHTTP/1.1 200\nContent-Length: 3\n', 'Content-Length: 3', /by the server/],
    ['GET /a\n\nHTTP/1.1 200\n# @delay soon\n', '# @delay soon', /number of seconds/],
    ['GET /a\n\nnonsense\n', 'nonsense', /begins with its status/],
  ];
  for (const [text, at, sentence] of wrong) {
    it(`says what is wrong with ${JSON.stringify(text)}, and where`, () => {
      const [problem] = parseMock(text).problems;
      assert.match(problem!.message, sentence);
      assert.equal(text.slice(problem!.start, problem!.end), at);
    });
  }

  it('reads back what it prints', () => {
    const token = fc
      .stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/)
      .filter((name) => !/^(content-length|transfer-encoding|connection)$/i.test(name));
    const line = fc.stringMatching(/^[ -~]{0,20}$/).map((text) => text.trim());
    const body = fc
      .array(
        line.filter((text) => !/^(###|---\s*$)/.test(text)),
        { maxLength: 4 },
      )
      .map((lines) => lines.join('\n').trim());
    const record = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(shape, { noNullPrototype: true });
    const answer = record({
      status: fc.integer({ min: 200, max: 999 }),
      reason: fc.option(token, { nil: undefined }),
      is10: fc.boolean(),
      headers: fc.array(fc.tuple(token, line), { maxLength: 3 }),
      delay: fc.integer({ min: 0, max: 5000 }),
      body,
    });
    const route = record({
      method: fc.constantFrom('GET', 'POST', '*'),
      path: fc.constantFrom('/', '/a', '/a/{b}', '/a/{b}.json', '/{all*}'),
      answers: fc.array(answer, { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(route, { maxLength: 4 }), (routes) => {
        const read = parseMock(printMock(routes));
        assert.deepEqual(read.problems, []);
        assert.deepEqual(
          read.routes.map(({ method, path, answers }) => ({ method, path, answers })),
          routes,
        );
      }),
    );
  });

  it('never throws, and says where within the text', () => {
    const odd = fc.stringMatching(/^(GET |\/a|\n|---|###|HTTP\/1\.1 200|: |\{|\}|# @delay 1|x)*$/);
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 200 }), odd), (text) => {
        for (const { start, end } of parseMock(text).problems)
          assert.ok(start >= 0 && start <= end && end <= text.length);
      }),
    );
  });

  it('finds the route that says most, and what stands in its path', () => {
    const { routes } = parseMock(
      ['/users/{id}', '/users/me', '/users/{id}.json', '/{all*}']
        .map((path) => `GET ${path}\n\nHTTP/1.1 200\n`)
        .join('###\n'),
    );
    const find = (path: string, method = 'GET') => {
      const found = matchMock(routes, method, path);
      return found && [found.route.path, found.parts];
    };
    assert.deepEqual(find('/users/me'), ['/users/me', {}]);
    assert.deepEqual(find('/users/a%20b'), ['/users/{id}', { id: 'a b' }]);
    assert.deepEqual(find('/x/y'), ['/{all*}', { all: 'x/y' }]);
    assert.deepEqual(find('/users/me', 'HEAD'), ['/users/me', {}]);
    assert.equal(find('/users/me', 'POST'), undefined);
  });

  it('fills in what is known, and leaves the rest as it is written', () => {
    assert.equal(
      fillMock('{{a}} {{ a }} {{b}} {c}', (name) => (name === 'a' ? '{{b}}' : undefined)),
      '{{b}} {{b}} {{b}} {c}',
    );
  });
});
