import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import http2 from 'node:http2';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { clipFields, type DissectedField } from '../../../src/protocol/dissect.ts';
import { dissectHttp2 } from '../../../src/protocol/http2/dissect.ts';
import { visible } from '../../../src/protocol/text/visible.ts';
import { certificate } from '../../helpers/certificates.ts';
import { HttpPeers } from '../../helpers/httpPeers.ts';
import { HttpBench } from '../../helpers/httpServers.ts';
import { pcapOf, type Segment } from '../../helpers/pcap.ts';

const run = promisify(execFile);

type Pair = readonly [name: string, value: string];

/** A frame, as we and tshark tell it. */
interface Told {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly length: number;
}

interface Direction {
  readonly frames: Told[];
  /** Of all its header blocks. */
  readonly headers: Pair[];
}

const number = (text: string | undefined) => Number(/^[\d,]+/.exec(text ?? '')![0].replaceAll(',', ''));

/** What the dissected fields of one direction say. */
function ours(bytes: Uint8Array): Direction {
  // Of a connection that ended within a frame: tshark tells of whole ones.
  const frames = dissectHttp2(bytes).filter(({ name, text }) => name !== 'client preface' && !/ so far$/.test(text));
  const flat = (fields: readonly DissectedField[]): DissectedField[] =>
    fields.flatMap((field) => [field, ...flat(field.children ?? [])]);
  assert.deepEqual(
    flat(frames).flatMap(({ problem }) => problem ?? []),
    [],
  );
  return {
    frames: frames.map(({ children }) => {
      const said = (name: string) => children![0]!.children!.find((one) => one.name === name)!.text;
      return {
        type: Number(/\((\d+)\)/.exec(said('type'))![1]),
        flags: Number(said('flags').split(' ')[0]),
        stream: number(said('stream')),
        length: number(said('length')),
      };
    }),
    headers: frames.flatMap(({ children }) =>
      children!
        .filter((one) => one.name !== 'dynamic table size' && one.children?.[0]?.name === 'representation')
        .map(({ name, text }): Pair => [name, text]),
    ),
  };
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const unescaped = (text: string) =>
  text.replace(/&(#x([0-9A-Fa-f]+)|\w+);/g, (all, name: string, code?: string) =>
    code === undefined ? (entities[name] ?? all) : String.fromCharCode(parseInt(code, 16)),
  );

/** What tshark says of a conversation, from the client and from the server. */
async function theirs(segments: readonly Segment[], folder: string): Promise<{ client: Direction; server: Direction }> {
  const file = path.join(folder, 'http2.pcap');
  await writeFile(file, pcapOf(segments, 8080));
  const args = ['-n', '-r', file, '-d', 'tcp.port==8080,http2', '-T', 'pdml', '-Y', 'http2'];
  const { stdout } = await run('tshark', args, { maxBuffer: 64 * 1024 * 1024, timeout: 60_000 });
  await rm(file);
  const client: Direction = { frames: [], headers: [] };
  const server: Direction = { frames: [], headers: [] };
  let direction = client;
  let frame: Record<string, number> = {};
  let name = '';
  const wanted =
    /<field name="(tcp\.srcport|http2\.(?:length|type|flags|streamid|header\.name|header\.value))"[^>]*? show="([^"]*)"/g;
  for (const [, field, text] of stdout.matchAll(wanted)) {
    if (field === 'tcp.srcport') direction = text === '40000' ? client : server;
    else if (field === 'http2.header.name') name = unescaped(text!);
    else if (field === 'http2.header.value') direction.headers.push([name, unescaped(text!)]);
    else {
      frame[field!.slice('http2.'.length)] = Number(text);
      if (field !== 'http2.streamid') continue;
      const { type = -1, flags = -1, streamid = -1, length = -1 } = frame;
      direction.frames.push({ type, flags, stream: streamid, length });
      frame = {};
    }
  }
  return { client, server };
}

/** Stands between a client and a server, and keeps what crosses. */
class Relay {
  readonly segments: Segment[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(to: number) {
    this.#server = createServer((client) => {
      const server = connect(to, '127.0.0.1');
      for (const [from, other, fromClient] of [
        [client, server, true],
        [server, client, false],
      ] as const) {
        this.#sockets.add(from);
        from.on('data', (bytes: Buffer) => {
          this.segments.push({ fromClient, bytes: Uint8Array.from(bytes) });
          other.write(bytes);
        });
        from.on('end', () => other.end());
        from.on('error', () => other.destroy());
        from.on('close', () => other.destroy());
      }
    });
  }

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resolves when both sides are gone: what they said is all there. */
  async ended(): Promise<void> {
    for (const socket of this.#sockets) if (!socket.closed) await once(socket, 'close');
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

const joined = (segments: readonly Segment[], fromClient: boolean): Uint8Array =>
  Buffer.concat(segments.filter((one) => one.fromClient === fromClient).map(({ bytes }) => bytes));
const isAscii = ([, value]: Pair) => /^[ -~]*$/.test(value);
const pairsOf = (raw: readonly string[]) =>
  raw.flatMap((name, at) => (at % 2 === 0 ? [[name, visible(raw[at + 1]!)] as Pair] : []));
const sorted = (pairs: readonly Pair[]) => pairs.map(([name, value]) => `${name}: ${value}`).sort();

/** Of the static table, those that a request may have: written here, so that the table is not compared with itself. */
const wellKnown =
  'accept-charset accept-encoding accept-language accept-ranges accept access-control-allow-origin age allow ' +
  'authorization cache-control content-disposition content-encoding content-language content-location content-range ' +
  'content-type cookie date etag expires from if-match if-modified-since if-none-match if-range if-unmodified-since ' +
  'last-modified link location max-forwards proxy-authenticate proxy-authorization range referer refresh retry-after ' +
  'server set-cookie strict-transport-security user-agent vary via www-authenticate';
const statuses = [200, 204, 206, 304, 400, 404, 500];

describe('HTTP/2 as fields, against those that speak it and tshark, which reads it', function () {
  this.timeout(90_000);
  const peers = new HttpPeers();
  let folder: string;
  let server: http2.Http2Server;
  let relay: Relay;
  let port: number;
  /** What the server says it received, and what it sent. */
  let received: Pair[];
  before(async () => (folder = await peers.folder()));
  after(() => peers.close());

  beforeEach(async () => {
    received = [];
    server = http2.createServer({ settings: { maxHeaderListSize: 1_000_000, maxConcurrentStreams: 50 } });
    server.on(
      'stream',
      (stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders, _flags: number, raw: string[]) => {
        received.push(...pairsOf(raw));
        stream.on('error', () => undefined);
        if (headers['x-status'] !== undefined) {
          stream.respond({ ':status': Number(headers['x-status']) }, { endStream: true });
          return;
        }
        if (headers[':path'] === '/pushes' && stream.pushAllowed)
          stream.pushStream({ ':path': '/pushed', 'x-pushed': 'yes' }, (_error, pushed) => {
            pushed.respond({ ':status': 203 });
            pushed.end('pushed');
          });
        stream.additionalHeaders({ ':status': 103, link: '</a.css>; rel=preload' });
        stream.respond({ ':status': 200, 'content-type': 'text/plain', 'x-same': 'again' }, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers({ 'x-checked': 'yes' }));
        stream.resume();
        stream.on('end', () => stream.end('x'.repeat(40_000)));
      },
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    relay = new Relay((server.address() as AddressInfo).port);
    port = await relay.listen();
  });

  afterEach(async () => {
    await relay.close();
    server.close();
    await once(server, 'close');
  });

  /** That tshark says the same of every frame and of every header field. */
  async function asTshark(segments: readonly Segment[]): Promise<{ client: Direction; server: Direction }> {
    const own = { client: ours(joined(segments, true)), server: ours(joined(segments, false)) };
    const told = await theirs(segments, folder);
    for (const side of ['client', 'server'] as const) {
      assert.deepEqual(own[side].frames, told[side].frames);
      assert.deepEqual(
        own[side].headers.map(([name]) => name),
        told[side].headers.map(([name]) => name),
      );
      const ascii = told[side].headers.map(isAscii);
      assert.deepEqual(
        own[side].headers.filter((_, at) => ascii[at]),
        told[side].headers.filter((_, at) => ascii[at]),
      );
    }
    return own;
  }

  /** Requests of every kind over one connection; resolves with the header fields that the client says it received. */
  async function talk(headerTableSize: number): Promise<Pair[]> {
    const client = http2.connect(`http://127.0.0.1:${port}`, {
      maxSendHeaderBlockLength: 1_000_000,
      settings: { headerTableSize, enablePush: true },
    });
    const ask = async (headers: http2.OutgoingHttpHeaders, body = '') => {
      const stream = client.request(headers, { endStream: body === '' });
      if (body !== '') stream.end(body);
      const said: Pair[] = [];
      stream.on('headers', (head) => void said.push([':status', String(head[':status'])]));
      // The third is the fields as they came: of that the types know nothing.
      const rawOf = (given: readonly unknown[]) => pairsOf(given[2] as readonly string[]);
      stream.on('response', (...given: unknown[]) => void said.push(...rawOf(given)));
      stream.on('trailers', (...given: unknown[]) => void said.push(...rawOf(given)));
      stream.resume();
      await once(stream, 'close');
      return said;
    };
    client.on('stream', (pushed) => pushed.resume());
    const every = Array.from({ length: 0x100 }, (_, code) => code).filter((code) => code >= 0x20 && code !== 0x7f);
    const all = Object.fromEntries(
      every.map((code) => [`x-${code}`, `e${'e0'.repeat(20)}${String.fromCharCode(code)}${'a1'.repeat(10)}`]),
    );
    const known = Object.fromEntries(wellKnown.split(' ').map((name) => [name, name === 'set-cookie' ? ['a'] : 'a']));
    const told = [
      ...(await ask({ ':path': '/index.html', ':scheme': 'https', ...known, 'accept-encoding': 'gzip, deflate' })),
      ...(await Promise.all(statuses.map((status) => ask({ ':path': '/', 'x-status': String(status) })))).flat(),
      ...(await ask({ ':path': '/first?a=b', cookie: 'a=b; c=d', 'x-mine': '<"&\'>' })),
      ...(await ask({ ':path': '/pushes', ...Object.fromEntries(Object.entries(all).slice(0, 100)) })),
      ...(await ask({ ':path': '/all', ...Object.fromEntries(Object.entries(all).slice(100)) })),
      ...(await ask({ ':path': '/', ':method': 'POST', authorization: 'Basic abcd' }, 'hello '.repeat(5000))),
      ...(await ask({
        ':path': '/long',
        ...Object.fromEntries(
          ['a', 'b', 'c'].flatMap((one) =>
            Array.from({ length: 10 }, (_, at) => [`x-${one}-${at}`, `${one}/`.repeat(700 + at)]),
          ),
        ),
      })),
      ...(await ask({ ':path': '/first?a=b', cookie: 'a=b; c=d', 'x-mine': '<"&\'>' })),
    ];
    const cancelled = client.request({ ':path': '/cancelled', ':method': 'POST' });
    cancelled.on('error', () => undefined);
    cancelled.once('response', () => cancelled.close(http2.constants.NGHTTP2_CANCEL));
    await once(cancelled, 'close');
    await new Promise((resolve) => client.ping(resolve));
    client.close();
    await relay.ended();
    assert.ok(told.length > 20);
    return told;
  }

  function asTheySay({ client, server: sent }: { client: Direction; server: Direction }, told: readonly Pair[]): void {
    assert.deepEqual(sorted(client.headers), sorted(received));
    const found = new Set(sorted(sent.headers));
    for (const pair of sorted(told)) assert.ok(found.has(pair), pair);
  }

  it('node:http2: every byte in Huffman code, blocks of several frames, trailers, pushes, resets and pings', async () => {
    const told = await talk(65_536);
    const own = await asTshark(relay.segments);
    asTheySay(own, told);
    const types = new Set([...own.client.frames, ...own.server.frames].map(({ type }) => type));
    assert.deepEqual([...types].sort(), [0, 1, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('node:http2 with a table that is made smaller than it is at first, which this tshark cannot follow', async () => {
    const told = await talk(128);
    const bytes = joined(relay.segments, false);
    assert.ok(dissectHttp2(bytes).some(({ children }) => children!.some(({ name }) => name === 'dynamic table size')));
    asTheySay({ client: ours(joined(relay.segments, true)), server: ours(bytes) }, told);
  });

  it('curl with prior knowledge', async () => {
    const args = ['-sv', '--http2-prior-knowledge', '-D', path.join(folder, 'head'), '-o', path.join(folder, 'body')];
    const more = ['-H', 'X-Mine: As It Is', '-H', 'X-Empty;', '--data', 'a=b'];
    const { stderr } = await run('curl', [...args, ...more, `http://127.0.0.1:${port}/curl?q=1`], { timeout: 30_000 });
    await relay.ended();
    const own = await asTshark(relay.segments);
    assert.deepEqual(sorted(own.client.headers), sorted(received));
    const lines = (start: string) =>
      stderr.split(/\r?\n/).flatMap((line) => (line.startsWith(`${start} `) ? line.slice(2).trim() : []));
    const said = lines('>')
      .slice(1)
      .filter((line) => line !== '' && !/^host:/i.test(line));
    assert.deepEqual(
      own.client.headers
        .filter(([name]) => !name.startsWith(':'))
        .map(([name, value]) => `${name}: ${value}`.trim().toLowerCase()),
      said.map((line) => line.toLowerCase()),
    );
    assert.deepEqual(
      own.server.headers.filter(([name]) => !name.startsWith(':')).map(([name, value]) => `${name}: ${value}`),
      lines('<').filter((line) => line !== '' && !line.startsWith('HTTP/2')),
    );
  });

  it('nginx, by our own client over TLS', async () => {
    const own = await certificate();
    await Promise.all([
      writeFile(path.join(folder, 'own'), own.cert),
      writeFile(path.join(folder, 'own.key'), own.key),
    ]);
    const [https] = await peers.nginx(
      folder,
      1,
      ([given]) => `server {
        listen 127.0.0.1:${given} ssl http2; ssl_certificate own; ssl_certificate_key own.key;
        location /say { add_header X-Said "$http_x_mine"; return 200 "$request_method $request_uri"; }
      }`,
    );
    const bench = new HttpBench();
    try {
      const heads: Pair[] = [];
      for (const at of [1, 2, 3]) {
        const headers = [['X-Mine', `number ${at > 2 ? 2 : at}`]] as const;
        const url = `https://127.0.0.1:${https}/say?${at}`;
        const exchange = await bench.client.send({ method: 'GET', url, headers, version: '2', tls: { verify: false } });
        assert.equal(exchange.error, undefined);
        const { response } = exchange.hops[0]!;
        assert.equal(response!.version, '2');
        assert.equal(await bench.text(exchange), `GET /say?${at}`);
        heads.push([':status', String(response!.status)], ...response!.headers);
      }
      const segments = bench.recorder
        .of('data')
        .map(({ direction, bytes }): Segment => ({ fromClient: direction === 'out', bytes }));
      const found = await asTshark(segments);
      assert.deepEqual(found.server.headers, heads);
      assert.deepEqual(
        found.client.headers.filter(([name]) => name === ':path' || name === 'x-mine').map(([, value]) => value),
        ['/say?1', 'number 1', '/say?2', 'number 2', '/say?3', 'number 2'],
      );
      // Event for event: each has its own part.
      const [first] = bench.recorder.of('data', 'out');
      assert.equal(clipFields(dissectHttp2(first!.bytes), 0, first!.bytes.length)[0]!.name, 'client preface');
    } finally {
      await bench.close();
    }
  });
});
