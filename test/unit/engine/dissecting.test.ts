import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { dissectEvent } from '../../../src/engine/dissecting.ts';
import { DnsResolver } from '../../../src/net/dns/resolver.ts';
import { Registry } from '../../../src/net/registry.ts';
import type { DissectedField } from '../../../src/protocol/dissect.ts';
import { Journal } from '../../../src/traffic/journal.ts';
import { frame, incremental, indexed, join, preface } from '../../helpers/http2Frames.ts';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const leaves = (fields: readonly DissectedField[]): DissectedField[] =>
  fields.flatMap((field) => (field.children?.length ? leaves(field.children) : [field]));
const post = 'POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n';
const get = 'GET /b HTTP/1.1\r\nHost: x\r\n\r\n';

describe('the fields of an event', () => {
  let journal: Journal;
  beforeEach(() => (journal = new Journal({})));
  afterEach(() => journal.close());

  function connect(): (text: string | Uint8Array, direction?: 'in' | 'out') => number {
    const endpoint = journal.addEndpoint('server');
    const address = { host: '127.0.0.1', port: 80 };
    const { id } = journal.addConnection(endpoint, 'tcp', address, address);
    journal.append('opened', 'none', { endpoint, id });
    return (text, direction = 'in') =>
      journal.append('data', direction, { endpoint, id }, typeof text === 'string' ? bytes(text) : text);
  }

  it('go on in a message that began in earlier events, whatever else happened between', async () => {
    const [one, other] = [connect(), connect()];
    one('POST /a HTTP/1.1\r\nContent-Le');
    other('hello');
    one('HTTP/1.1 100 Continue\r\n\r\n', 'out');
    const second = one('ngth: 5\r\n\r\nab');
    const third = one('cde');
    const { dissector, fields } = await dissectEvent(journal, second, 'auto');
    assert.equal(dissector, 'http');
    assert.deepEqual(
      leaves(fields).map(({ name, text, start, end }) => [name, text, start, end]),
      [
        ['name', 'Content-Length (in part)', 0, 4],
        ['value', '5', 6, 7],
        ['end of head', '', 9, 11],
        ['body', '2 of 5 bytes so far', 11, 13],
      ],
    );
    assert.deepEqual(
      leaves((await dissectEvent(journal, third, 'auto')).fields).map(({ name, text }) => [name, text]),
      [['body', '5 bytes (in part)']],
    );
  });

  it('are found wherever the stream is cut into events', async () => {
    const stream = post + get + post;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(stream.length), { maxLength: 8 }), async (cuts) => {
        const send = connect();
        const ends = [...new Set([...cuts.filter((cut) => cut > 0), stream.length])].sort((a, b) => a - b);
        const events = ends.map((end, index) => ({
          start: ends[index - 1] ?? 0,
          seq: send(stream.slice(ends[index - 1] ?? 0, end)),
        }));
        const targets: string[] = [];
        for (const { start, seq } of events) {
          const { fields } = await dissectEvent(journal, seq, 'auto');
          for (const field of leaves(fields)) {
            if (field.name === 'target') targets.push(stream.slice(start + field.start, start + field.end));
          }
        }
        assert.equal(targets.join(''), '/a/b/a');
      }),
      { numRuns: 50 },
    );
  });

  it('begin at an event that looks like the start of a message where what was before is forgotten', async () => {
    const send = connect();
    send(post);
    journal.clear();
    const seq = send(get);
    assert.deepEqual(
      (await dissectEvent(journal, seq, 'auto')).fields.map(({ text }) => text),
      ['GET /b HTTP/1.1'],
    );
    await assert.rejects(dissectEvent(journal, 1, 'auto'), { code: 'event-forgotten' });
  });

  const request = (stream: number) => frame(1, 5, stream, [...indexed(2), ...incremental('x-number', String(stream))]);
  const names = (fields: readonly DissectedField[]) => leaves(fields).map(({ name, text }) => `${name}=${text}`);

  it('are those of HTTP/2 wherever the stream is cut into events, each direction with a table of its own', async () => {
    const again = frame(1, 5, 5, [...indexed(62), ...indexed(63)]);
    const stream = join(preface, frame(4, 0, 0), request(1), request(3), again);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: stream.length - 1 }), { maxLength: 6 }), async (cuts) => {
        const send = connect();
        const ends = [...new Set([...cuts, stream.length])].sort((a, b) => a - b);
        let last = 0;
        for (const [at, end] of ends.entries()) {
          last = send(stream.subarray(ends[at - 1] ?? 0, end), 'out');
          // The other direction enters into a table of its own.
          send(at === 0 ? join(frame(4, 0, 0), request(2)) : request(2));
        }
        const { dissector, fields } = await dissectEvent(journal, last, 'auto');
        assert.equal(dissector, 'http2');
        const headers = fields.at(-1)!;
        assert.equal(headers.name, 'HEADERS');
        if (ends.length > 1 && ends.at(-2)! > stream.length - again.length + 9) return;
        assert.deepEqual(
          headers.children!.slice(-2).map(({ name, text }) => [name, text]),
          [
            ['x-number', '3'],
            ['x-number', '1'],
          ],
        );
      }),
      { numRuns: 50 },
    );
  });

  it('are those of HTTP/2 behind what the proxy of a connection was told', async () => {
    const endpoint = journal.addEndpoint('client');
    const address = { host: '127.0.0.1', port: 443 };
    const { id } = journal.addConnection(endpoint, 'tls', address, address);
    const send = (direction: 'in' | 'out', given: Uint8Array) =>
      journal.append('data', direction, { endpoint, id }, given);
    journal.append('opened', 'none', { endpoint, id });
    const asked = send('out', bytes('CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n'));
    send('in', bytes('HTTP/1.1 200 Connection established\r\n\r\n'));
    journal.append('note', 'none', { endpoint, id }, bytes('The TLS handshake is done.'));
    send('out', join(preface, frame(4, 0, 0), request(1)));
    send('in', frame(4, 0, 0));
    journal.append('note', 'none', { endpoint, id }, bytes('Something else.'));
    const client = send('out', frame(1, 5, 3, indexed(62)));
    const server = send('in', frame(1, 5, 1, indexed(8)));
    const lines = async (seq: number) => {
      const { dissector, fields } = await dissectEvent(journal, seq, 'auto');
      return [dissector, ...fields.map(({ name, text }) => `${name} ${text}`)];
    };
    assert.deepEqual(await lines(asked), ['http', 'request CONNECT a:443 HTTP/1.1']);
    assert.deepEqual(await lines(client), ['http2', 'HEADERS stream 3: 1 header field, end of stream']);
    assert.deepEqual(await lines(server), ['http2', 'HEADERS stream 1: 200, end of stream']);
    assert.equal((await dissectEvent(journal, server, 'http')).dissector, 'http');
  });

  it('are those of HTTP/2 too far behind the beginning, whatever text is in its content', async () => {
    const send = connect();
    send(join(preface, frame(4, 0, 0), request(1)));
    const text = bytes(get.repeat(560).slice(0, 16_000));
    const data = frame(0, 0, 1, text);
    const halves = [data.subarray(0, 9 + 28 * 10), data.subarray(9 + 28 * 10)];
    for (let at = 0; at < 300; at++) for (const half of halves) send(half);
    const seq = send(request(3));
    const { dissector, fields } = await dissectEvent(journal, seq, 'auto');
    assert.deepEqual([dissector, fields[0]!.name, fields[1]!.name], ['http2', 'stream', 'HEADERS']);
  });

  it('are those of HTTP/2 where the beginning is forgotten, and say so', async () => {
    const send = connect();
    send(join(preface, frame(4, 0, 0), request(1)), 'out');
    journal.clear();
    send(join(request(3), request(5).subarray(0, 4)), 'out');
    const seq = send(join(request(5).subarray(4), frame(1, 5, 7, [...indexed(62), ...indexed(64)])), 'out');
    const { dissector, fields } = await dissectEvent(journal, seq, 'auto');
    assert.equal(dissector, 'http2');
    assert.match(fields[0]!.problem!, /The start of this connection is no longer held/);
    assert.deepEqual(
      fields
        .at(-1)!
        .children!.slice(-2)
        .map(({ name, text }) => `${name}=${text}`),
      ['x-number=5', 'entry 64=unknown: it was entered before the bytes shown here'],
    );
    // Nobody can tell that this is HTTP/2, unless somebody says so.
    const other = connect();
    journal.clear();
    const alone = other(request(3).subarray(3));
    assert.equal((await dissectEvent(journal, alone, 'auto')).dissector, undefined);
    assert.equal((await dissectEvent(journal, alone, 'http2')).dissector, 'http2');
    assert.ok(names((await dissectEvent(journal, alone, 'http2')).fields).length > 0);
  });

  it('are none of what is not HTTP, unless somebody says that it is', async () => {
    const seq = connect()('hello\r\n');
    assert.deepEqual(await dissectEvent(journal, seq, 'auto'), { dissector: undefined, fields: [] });
    assert.deepEqual(await dissectEvent(journal, seq, 'none'), { dissector: undefined, fields: [] });
    assert.equal((await dissectEvent(journal, seq, 'http')).dissector, 'http');
  });

  it('are those of what the endpoint speaks, even where the bytes are wrong', async () => {
    const wrong = Uint8Array.from([0x12, 0x34, 0x81, 0x80, 0, 1, 0, 9, 0, 0, 0, 0, 3]);
    const send = (protocol?: string): number => {
      const endpoint = journal.addEndpoint('any', protocol);
      const address = { host: '127.0.0.1', port: 40_000 };
      const { id } = journal.addConnection(endpoint, 'udp', address, address);
      return journal.append('data', 'in', { endpoint, id }, wrong);
    };
    assert.equal((await dissectEvent(journal, send(), 'auto')).dissector, undefined);
    const known = send('dns');
    const { dissector, fields } = await dissectEvent(journal, known, 'auto');
    assert.equal(dissector, 'dns');
    assert.match(leaves(fields).find(({ name }) => name === 'answer count')!.problem!, /Only 0 of them/);
    assert.equal((await dissectEvent(journal, known, 'none')).dissector, undefined);
  });

  it('are DNS of a DNS server and of the resolver', async () => {
    const registry = new Registry({ recorder: journal });
    const resolver = new DnsResolver({ registry });
    try {
      const zone = path.resolve(import.meta.dirname, '../../../samples/wirebench.test.zone');
      const server = await registry.start({
        ...{ role: 'server', transport: 'udp', application: 'dns', port: 0 },
        behaviour: { name: 'zone', options: { zone } },
      });
      const address = `127.0.0.1:${server.local!.port}`;
      await resolver.resolve({ name: 'wirebench.test', type: 'MX', server: address });
      const endpoints = (await journal.readRows(0, 100))
        .filter(({ kind }) => kind === 'data')
        .map((row) => row.endpoint);
      assert.deepEqual(
        [...new Set(endpoints)].map((endpoint) => journal.endpointProtocol(endpoint)),
        ['dns', 'dns'],
      );
    } finally {
      await registry.stopAll();
    }
  });
});
