import assert from 'node:assert/strict';
import path from 'node:path';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { createNet } from '../../../helpers/nets.ts';

const routes = `POST /users/{id}

HTTP/1.1 201 Made
Location: /users/{{id}}?{{request.query.x}}

{"id": "{{id}}", "name": "{{request.body.$.name}}", "second": {{request.body.$.list[1]}}, "n": {{count}}, "left": "{{nothing}}"}
###
GET /turns

HTTP/1.1 503

first
---
HTTP/1.1 200
Content-Type: text/x

then
`;

describe('the behaviour mock', () => {
  let net: ReturnType<typeof createNet>;
  beforeEach(() => (net = createNet()));
  afterEach(() => net.registry.stopAll());

  const start = async (options: Readonly<Record<string, string>>) =>
    (
      await net.registry.start({
        role: 'server',
        transport: 'tcp',
        application: 'http',
        port: 0,
        behaviour: { name: 'mock', options },
      })
    ).local!.port;

  async function ask(port: number, method: string, target: string, body = '') {
    const request = httpRequest({
      port,
      method,
      path: target,
      agent: false,
      headers: { 'Content-Length': Buffer.byteLength(body) },
    });
    request.end(body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let text = '';
    for await (const piece of response.setEncoding('utf8') as AsyncIterable<string>) text += piece;
    return { status: response.statusCode, reason: response.statusMessage, headers: response.headers, text };
  }

  it('fills in what the request said', async () => {
    const port = await start({ routes });
    const answer = await ask(
      port,
      'POST',
      '/users/7%20?x=%0d%0aSet-Cookie:y',
      '{"name": "Ada", "list": [1, {"a": 2}]}',
    );
    assert.deepEqual([answer.status, answer.reason], [201, 'Made']);
    assert.deepEqual(JSON.parse(answer.text), { id: '7 ', name: 'Ada', second: { a: 2 }, n: 1, left: '{{nothing}}' });
    assert.equal(answer.headers['location'], '/users/7 ?%0D%0ASet-Cookie:y');
    assert.equal(answer.headers['content-type'], 'application/json');
    assert.equal((await ask(port, 'POST', '/users/7', 'no json')).status, 201);
  });

  it('gives its answers one after the other, and stays with the last', async () => {
    const port = await start({ routes });
    const texts = [];
    for (let round = 0; round < 3; round++) texts.push((await ask(port, 'GET', '/turns')).text);
    assert.deepEqual(texts, ['first', 'then', 'then']);
  });

  it('answers in HTTP/1.0 where the status line of a route says so', async () => {
    const port = await start({
      routes: 'GET /old\n\nHTTP/1.0 200 OK\n\nhello\n###\nGET /new\n\nHTTP/1.1 200 OK\n\nhello\n',
    });
    const versions = [];
    for (const target of ['/old', '/new']) {
      const request = httpRequest({ port, path: target, agent: false });
      request.end();
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      versions.push(response.httpVersion);
    }
    assert.deepEqual(versions, ['1.0', '1.1']);
  });

  it('says which route was probably meant, or which method', async () => {
    const port = await start({ routes });
    assert.match((await ask(port, 'GET', '/turn')).text, /Did you mean \/turns\?/);
    assert.match((await ask(port, 'GET', '/users/7')).text, /answers POST, not GET/);
    assert.equal((await ask(port, 'GET', '/users/7')).status, 404);
  });

  it('serves the sample', async () => {
    const port = await start({ file: path.resolve(import.meta.dirname, '../../../../samples/users.mock') });
    assert.equal((JSON.parse((await ask(port, 'GET', '/users/7')).text) as { id: string }).id, '7');
  });

  const wrong: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{}, 'bad-option'],
    [{ routes, file: 'x' }, 'bad-option'],
    [{ routes: 'GET /a\n\nnonsense' }, 'bad-option'],
    [{ file: '/no/such/file' }, 'file-unreadable'],
  ];
  for (const [options, code] of wrong) {
    it(`does not start with ${JSON.stringify(options).slice(0, 40)}`, async () => {
      await assert.rejects(start(options), { code });
    });
  }
});
