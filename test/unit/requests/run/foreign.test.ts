import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bodyOf, RecordingServer } from '../../../helpers/recordingServer.ts';
import { bench, brief, type Bench } from './running.ts';

describe('what other clients read, on the wire', () => {
  let the: Bench;
  let server: RecordingServer;
  let folder: string;
  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'wirebench-test-'));
    server = await RecordingServer.start();
  });
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    the = bench();
    server.requests.length = 0;
  });
  afterEach(() => the.close());

  const send = async (text: string, variables = {}): Promise<string[]> => {
    const { outcomes } = await the.run(text.replaceAll('HOST', server.host), {
      path: path.join(folder, 'a.http'),
      variables,
    });
    return outcomes.map(brief);
  };

  it('lets no secret out, also where its scheme is in a variable', async () => {
    for (const credentials of ['AWS id secret', 'openid password', 'COGNITO a b c d e']) {
      const said = 'error file not-supported';
      assert.deepEqual(await send(`GET http://HOST/\nAuthorization: ${credentials}\n`), [said]);
      assert.deepEqual(await send('GET http://HOST/\nAuthorization: {{how}}\n', { how: credentials }), [said]);
    }
    assert.deepEqual(await send('GET http://HOST/\nX-ClientCert: {{how}}\n', { how: 'cert: a passphrase: b' }), [
      'error file not-supported',
    ]);
    assert.deepEqual(server.requests, []);
  });

  it('sends the request whose check it cannot make, and says so of the check', async () => {
    assert.deepEqual(await send('GET http://HOST/\n\n?? js true\n?? status == 200\n'), ['failed error: js true']);
    assert.equal(server.requests.length, 1);
    const { outcomes, exitCode } = await the.run(`GET http://${server.host}/\n\n?? js a === 1\n`);
    assert.equal(exitCode, 1);
    assert.match(outcomes[0]!.checks[0]!.message!, /not supported: scripts are not run/);
  });

  it('does not wait for such a check in a conversation', async () => {
    const text =
      '# @name s\nSERVE tcp://127.0.0.1:0\nbehaviour: echo\n\n###\nTCP 127.0.0.1:{{s.port}}\ntimeout: 30s\n\na\n\n?? js 1\n';
    const { outcomes, duration } = await the.run(text);
    assert.equal(brief(outcomes[1]!), 'failed error: js 1');
    assert.ok(duration < 15_000, `${duration}`);
  });

  it('sends escaped braces as braces, everywhere', async () => {
    const text =
      '@a = \\{\\{v\\}\\}\nPOST http://HOST/?q=\\{\\{x\\}\\}\nX-A: \\{\\{y\\}\\} {{a}}\n\n\\{\\{ z \\}\\} \\{one\\}\n';
    assert.deepEqual(await send(text), ['passed']);
    const [request = ''] = server.requests;
    assert.match(request, /\r\nX-A: \{\{y\}\} \{\{v\}\}\r\n/i);
    assert.match(decodeURIComponent(request.split(' ')[1]!), /\?q=\{\{x\}\}$/);
    assert.equal(bodyOf(request), '{{ z }} \\{one\\}');
  });

  it('draws a variable once for all requests of a run and their checks', async () => {
    const request = 'POST http://HOST/{{id}}\nX-Id: {{id}}\n\n{"id": "{{id}}"}\n\n?? body $.json.id == {{id}}\n';
    assert.deepEqual(await send(`@id = {{$guid}}\n${request}\n###\n${request}`), ['passed', 'passed']);
    const ids = server.requests.map((sent) => new Set(sent.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g)));
    assert.deepEqual(
      ids.map(({ size }) => size),
      [1, 1],
    );
    assert.deepEqual(ids[0], ids[1]);
  });

  it('leaves the escapes of a regular expression alone', async () => {
    assert.deepEqual(await send('POST http://HOST/\n\n"\\{\\{x\\}\\}"\n\n?? body matches \\{\\{x\\}\\}\n'), ['passed']);
  });

  it('says what {{…}} is that cannot have a value', async () => {
    for (const [expression, sentence] of [
      ['$pick A $value: b,c', /\$pick … \$value: is not available in Wirebench\. .*\{\{\$pick a b\}\} draws one/],
      ['a + b', /"a \+ b" is JavaScript .* \\\{\\\{/],
    ] as const) {
      const { outcomes } = await the.run(`GET http://${server.host}/{{${expression}}}\n`);
      assert.equal(brief(outcomes[0]!), 'error file not-supported');
      assert.match(outcomes[0]!.error!.message, sentence);
      const used = await the.run(`@v = {{${expression}}}\nGET http://${server.host}/{{v}}\n`);
      assert.match(used.outcomes[0]!.error!.message, sentence);
    }
    assert.deepEqual(server.requests, []);
  });

  it('puts a query of GraphQL and its variables into one JSON object, as they are written', async () => {
    writeFileSync(path.join(folder, 'q.graphql'), 'query Q($id: ID!) { a(id: $id) }\n');
    writeFileSync(path.join(folder, 'v.json'), '{"id": 1.10}\n');
    const variables = { id: '12345678901234567890' };
    assert.deepEqual(
      await send(
        [
          'POST http://HOST/a\nX-REQUEST-TYPE: GraphQL\n\n{ a }\n',
          'POST http://HOST/b\nContent-Type: application/json\n\n# a comment\nmutation M($id: ID!) {\n  b(id: $id)\n}\n\n{ "id": {{id}} }\n',
          'POST http://HOST/c\nX-Request-Type: graphql\n\n< q.graphql\n\n< v.json\n',
          'GRAPHQL http://HOST/d\n\ngql Q < q.graphql\n\n{"id": "{{id}}"}\n',
          'POST http://HOST/e\n\nquery {\n\n  a\n}\n\nfragment F on A { b }\n',
        ].join('\n###\n'),
        variables,
      ),
      ['passed', 'passed', 'passed', 'passed', 'passed'],
    );
    assert.deepEqual(server.requests.map(bodyOf), [
      '{"query":"{ a }"}',
      '{"query":"mutation M($id: ID!) {\\n  b(id: $id)\\n}","operationName":"M","variables":{ "id": 12345678901234567890 }}',
      '{"query":"query Q($id: ID!) { a(id: $id) }","variables":{"id": 1.10}}',
      '{"query":"query Q($id: ID!) { a(id: $id) }","operationName":"Q","variables":{"id": "12345678901234567890"}}',
      '{"query":"query {\\n\\n  a\\n}\\n\\nfragment F on A { b }"}',
    ]);
    for (const request of server.requests) {
      assert.match(request, /^POST /);
      assert.match(request, /\r\ncontent-type: application\/json\r\n/i);
      assert.doesNotMatch(request, /x-request-type/i);
    }
  });

  it('sends no query whose variables are no JSON object', async () => {
    for (const variables of ['{ "id": }', '{{list}}'])
      assert.deepEqual(await send(`GRAPHQL http://HOST/\n\nquery Q { a }\n\n{ "id": ${variables}`, { list: ']' }), [
        'error file bad-variables',
      ]);
    assert.deepEqual(await send('GRAPHQL http://HOST/\n'), ['error file bad-body']);
    assert.deepEqual(server.requests, []);
  });

  it('sends what only looks like a query as it is', async () => {
    for (const [type, body] of [
      ['application/graphql', 'query { a }'],
      ['text/plain', 'query { a }'],
      ['application/json', '{"query": "{ a }"}'],
      ['application/x-www-form-urlencoded', 'query=a'],
    ] as const)
      assert.deepEqual(await send(`POST http://HOST/\nContent-Type: ${type}\n\n${body}\n`), ['passed']);
    assert.deepEqual(server.requests.map(bodyOf), ['query { a }', 'query { a }', '{"query": "{ a }"}', 'query=a']);
  });
});
