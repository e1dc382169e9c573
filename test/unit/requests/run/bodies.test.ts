import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readEnvironments } from '../../../../src/requests/environments.ts';
import { bench, brief, type Bench } from './running.ts';

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
const numbers = '{"id":1736184243098437392,"price":1.10,"huge":1e400,"list":[1736184243098437392,0.0],"zero":0.00}';

/** What is at a path: its type and its bytes. */
const answers: Readonly<Record<string, readonly [type: string, body: string | Buffer]>> = {
  '/numbers': ['application/json', numbers],
  '/list': ['application/json', '{"items":[{"ok":true,"n":1},{"ok":false,"n":2}]}'],
  '/one': ['application/json', '{"items":[{"ok":true}]}'],
  '/latin.xml': ['application/xml', Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>Größe</a>', 'latin1')],
  '/utf16.xml': ['text/xml', utf16('<?xml version="1.0" encoding="UTF-16"?><a>Größe</a>')],
  '/mark.json': ['application/json', '\ufeff{"a":"Größe"}'],
  '/utf16.json': ['application/json', utf16('{"a":"Größe"}')],
  '/swapped.json': ['application/json; charset=utf-8', Buffer.from(utf16('{"a":"Größe"}')).swap16()],
  '/bare16.json': ['application/json', Buffer.from('{"a":"Größe"}', 'utf16le')],
  '/dos.txt': ['text/plain; charset=cp437', Buffer.from([0x47, 0x72, 0x94, 0xe1, 0x65])],
  '/books.xml': ['text/xml', '<a><b>1</b><b>2</b></a>'],
};

describe('numbers and text of answers', () => {
  let the: Bench;
  let server: Server;
  let host: string;
  let received: string[] = [];
  before(async () => {
    server = createServer((request, response) => {
      const body: Buffer[] = [];
      request.on('data', (chunk: Buffer) => body.push(chunk));
      request.on('end', () => {
        received.push(`${request.url!} ${Buffer.concat(body).toString()}`);
        const [type, content] = answers[request.url!] ?? ['application/json', Buffer.concat(body)];
        response.writeHead(200, { 'Content-Type': type }).end(content);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());
  beforeEach(() => {
    the = bench();
    received = [];
  });
  afterEach(() => the.close());

  /** The checks that do not hold, each with what was found. */
  const failing = async (path: string, ...checks: string[]): Promise<(string | undefined)[][]> => {
    const text = `GET http://${host}${path}\n\n${checks.map((check) => `?? ${check}\n`).join('')}`;
    const { outcomes } = await the.run(text);
    const [outcome] = outcomes;
    assert.equal(outcome!.error, undefined);
    return outcome!.checks.filter(({ state }) => state !== 'passed').map(({ text: said, actual }) => [said, actual]);
  };

  it('compares numbers by all their digits', async () => {
    assert.deepEqual(
      await failing(
        '/numbers',
        'body $.id == 1736184243098437392',
        'body $.id != 1736184243098437393',
        'body $.id < 1736184243098437393',
        'body $.id > 1736184243098437391',
        'body $.id >= 1736184243098437392.0',
        'body $.price == 1.1',
        'body $.price == 1.10',
        'body $.price matches ^1\\.10$',
        'body $.price isNumber',
        'body $.huge > 1e399',
        'body $.huge isNumber',
        'body $.zero isFalse',
        'body $.zero == 0',
        'body $.list == [1736184243098437392, 0]',
        'body $.list contains 1736184243098437392',
        'body $.list != [1736184243098437393, 0]',
        `body $ == ${numbers}`,
        'body $.list[?@ > 5] == 1736184243098437392',
      ),
      [],
    );
    assert.deepEqual(
      await failing('/numbers', 'body $.id == 1736184243098437393', 'body $.price == 1.2', 'body $.list contains 5'),
      [
        ['body $.id == 1736184243098437393', '1736184243098437392'],
        ['body $.price == 1.2', '1.10'],
        ['body $.list contains 5', '[1736184243098437392,0.0]'],
      ],
    );
  });

  it('says that a filter knows no number of so many digits', async () => {
    const { outcomes } = await the.run(
      `GET http://${host}/numbers\n\n?? body $.list[?@ == 1736184243098437393] exists\n?? body $['1736184243098437393'] == undefined\n`,
    );
    const [first, second] = outcomes[0]!.checks;
    assert.equal(first!.state, 'error');
    assert.match(first!.message!, /more digits than a filter keeps/);
    assert.equal(second!.state, 'passed');
  });

  it('passes numbers on as they were written', async () => {
    const text = `# @name j\nGET http://${host}/numbers\n
###
POST http://${host}/next/{{j.response.body.$.id}}

{"id": {{j.response.body.$.id}}, "price": {{j.response.body.$.price}}, "all": {{j.response.body.$.list}}, "huge": {{j.huge}}}

?? body $.id == 1736184243098437392
`;
    assert.deepEqual((await the.run(text)).outcomes.map(brief), ['passed', 'passed']);
    assert.deepEqual(
      received[1],
      '/next/1736184243098437392 {"id": 1736184243098437392, "price": 1.10, "all": [1736184243098437392,0.0], "huge": 1e400}',
    );
  });

  it('takes numbers of an environment file as they are written, also after they crossed to another thread', async () => {
    const file = {
      name: 'http-client.env.json',
      text: `{"dev": {"id": 1736184243098437392, "price": 1.10, "of": ${numbers}, "n": 5}}`,
    };
    const variables = structuredClone({ ...readEnvironments({ files: [file] }).of('dev') });
    const text = `POST http://${host}/env\n\n{{id}} {{price}} {{of.id}} {{of.list[1]}} {{n}} {{of}}\n`;
    assert.deepEqual((await the.run(text, { variables })).outcomes.map(brief), ['passed']);
    assert.deepEqual(received, [`/env 1736184243098437392 1.10 1736184243098437392 0.0 5 ${numbers}`]);
  });

  it('compares the list of all that a path finds, where it finds several', async () => {
    assert.deepEqual(
      await failing(
        '/list',
        'body $.items[*].ok == [true, false]',
        'body $.items[*].ok contains false',
        'body $.items[*].ok isArray',
        'body $.items[?@.ok == true].n == 1',
        'body $..n == [1,2]',
      ),
      [],
    );
    assert.deepEqual(await failing('/one', 'body $.items[*].ok == true'), []);
    assert.deepEqual(await failing('/list', 'body $.items[*].ok == true', 'body $.items[*].n < 5'), [
      ['body $.items[*].ok == true', '[true,false]'],
      ['body $.items[*].n < 5', '[1,2]'],
    ]);
    assert.deepEqual(await failing('/books.xml', 'xpath //b == ["1","2"]', 'xpath //b[1] == 1', 'xpath //b == 1'), [
      ['xpath //b == 1', '["1","2"]'],
    ]);
  });

  it('puts the first of several finds into a request', async () => {
    const text = `# @name l\nGET http://${host}/list\n\n###\nPOST http://${host}/first\n\n{{l.response.body.$.items[*].n}}\n`;
    assert.deepEqual((await the.run(text)).outcomes.map(brief), ['passed', 'passed']);
    assert.equal(received[1], '/first 1');
  });

  for (const [path, check] of [
    ['/latin.xml', 'xpath //a == Größe'],
    ['/utf16.xml', 'xpath //a == Größe'],
    ['/latin.xml', 'body contains Größe'],
    ['/mark.json', 'body $.a == Größe'],
    ['/mark.json', 'body == {"a":"Größe"}'],
    ['/utf16.json', 'body $.a == Größe'],
    ['/swapped.json', 'body $.a == Größe'],
    ['/bare16.json', 'body $.a == Größe'],
    ['/dos.txt', 'body == Größe'],
  ] as const)
    it(`reads ${path} as the response view does: ${check}`, async () => {
      assert.deepEqual(await failing(path, check), []);
    });

  it('reads what was received and what was sent alike in variables', async () => {
    const text = `# @name a\nGET http://${host}/utf16.json\n
### in another encoding
# @name b
POST http://${host}/latin
Content-Type: application/json; charset=iso-8859-1

{"a": "é{{a.response.body.$.a}}"}

###
# @name c
GET http://${host}/latin.xml

###
POST http://${host}/all

{{a.response.body.$.a}} {{b.request.body.$.a}} {{c.response.body.//a}}
`;
    const { outcomes } = await the.run(text);
    assert.deepEqual(outcomes.map(brief), ['passed', 'passed', 'passed', 'passed']);
    assert.equal(received[3], '/all Größe éGröße Größe');
  });
});
