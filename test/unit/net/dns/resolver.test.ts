import assert from 'node:assert/strict';
import { getServers, setServers } from 'node:dns';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { WirebenchError } from '../../../../src/base/errors.ts';
import type { DnsExchange, DnsQuerySpec } from '../../../../src/net/dns/exchange.ts';
import { candidates } from '../../../../src/net/dns/names.ts';
import { DnsResolver } from '../../../../src/net/dns/resolver.ts';
import { Registry } from '../../../../src/net/registry.ts';
import { parseServer } from '../../../../src/net/dns/server.ts';
import { parseResolvConf, systemResolver } from '../../../../src/net/dns/systemResolver.ts';
import { decodeMessage } from '../../../../src/protocol/dns/decode.ts';
import { encodeMessage } from '../../../../src/protocol/dns/encode.ts';
import type { DecodedMessage } from '../../../../src/protocol/dns/message.ts';
import { formatName } from '../../../../src/protocol/dns/name.ts';
import { certificate } from '../../../helpers/certificates.ts';
import { addressAnswer, MadeUpServer, type Answerer } from '../../../helpers/dnsServers.ts';
import { HttpBench } from '../../../helpers/httpServers.ts';
import { FakeRecorder } from '../../../helpers/fakeRecorder.ts';
import { assertNoneLeft, freePort, handles, settled } from '../../../helpers/nets.ts';

const system = { servers: [], search: ['one.test', 'two.test'], ndots: 1 };

function withOpcode(message: Uint8Array, opcode: number): Uint8Array {
  const changed = message.slice();
  changed[2] = (changed[2]! & 0x87) | (opcode << 3);
  return changed;
}

/** The answer with its names in capitals, as some servers write them. */
const inCapitals: Answerer = (query) => {
  const capitals = (byte: number) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte);
  const name = query.questions[0]!.name.map((label) => label.map(capitals));
  return [addressAnswer(query, { questions: [{ name, type: 1, class: 1 }] })];
};

describe('a DNS resolver', () => {
  let before: ReturnType<typeof handles>;
  let recorder: FakeRecorder;
  let registry: Registry;
  let resolver: DnsResolver;
  const servers: MadeUpServer[] = [];

  beforeEach(async () => {
    await settled();
    before = handles();
    recorder = new FakeRecorder();
    registry = new Registry({ recorder });
    resolver = new DnsResolver({ registry, system: () => system });
  });

  afterEach(async () => {
    await registry.stopAll();
    await Promise.all(servers.splice(0).map((server) => server.close()));
    await assertNoneLeft(before);
    assert.deepEqual(
      [...recorder.connections.keys()].filter((id) => !recorder.closed.has(id)),
      [],
    );
  });

  async function serve(answer: Answerer, options: { tcp?: boolean } = {}): Promise<MadeUpServer> {
    const server = await MadeUpServer.start(answer, options);
    servers.push(server);
    return server;
  }

  async function ask(server: MadeUpServer | string, spec: Partial<DnsQuerySpec> = {}): Promise<DnsExchange> {
    const address = typeof server === 'string' ? server : server.address;
    return (await resolver.resolve({ name: 'www.wirebench.test', server: address, ...spec })).at(-1)!;
  }

  const rejects = (spec: Partial<DnsQuerySpec>, code: string, sentence: RegExp) =>
    assert.rejects(ask('127.0.0.1', spec), (error: unknown) => {
      assert.ok(error instanceof WirebenchError);
      assert.equal(error.code, code);
      assert.match(error.message, sentence);
      return true;
    });

  it('asks with an ID, RD, EDNS and letters of its own, and keeps what came in the journal', async () => {
    const server = await serve((query) => [addressAnswer(query)]);
    const name = 'a-name-that-is-long-enough-for-chance.wirebench.test';
    const exchange = await ask(server, { name });
    const { message } = server.queries[0]!;
    assert.equal(message.recursionDesired, true);
    assert.equal(message.edns!.udpSize, 1232);
    const asked = formatName(message.questions[0]!.name);
    assert.equal(asked.toLowerCase(), `${name}.`);
    assert.notEqual(asked, `${name}.`);
    assert.equal(exchange.error, undefined);
    assert.equal(exchange.name, `${name}.`);
    assert.equal(exchange.attempts.length, 1);
    assert.deepEqual(recorder.bytes('in', exchange.connection), Buffer.from(exchange.messages[0]!));
    assert.deepEqual(recorder.bytes('out', exchange.connection), Buffer.from(exchange.query));
  });

  it('sends the flags it is told to', async () => {
    const server = await serve((query) => [addressAnswer(query)]);
    await ask(server, { recursion: false, dnssec: true, checkingDisabled: true, authenticData: true, edns: 4096 });
    const { message } = server.queries[0]!;
    assert.equal(message.recursionDesired, false);
    assert.equal(message.checkingDisabled, true);
    assert.equal(message.authenticData, true);
    assert.deepEqual({ ...message.edns }, { udpSize: 4096, version: 0, dnssecOk: true, options: [] });
    await ask(server, { edns: false, caseRandom: false });
    assert.equal(server.queries[1]!.message.edns, undefined);
    assert.equal(formatName(server.queries[1]!.message.questions[0]!.name), 'www.wirebench.test.');
  });

  const strays: readonly [what: string, wrong: (query: ReturnType<typeof decodeMessage>) => Uint8Array, why: RegExp][] =
    [
      ['another ID', (query) => addressAnswer(query, { id: query.id ^ 1 }), /it has the ID \d+, and the query had \d+/],
      [
        'another question',
        (query) => addressAnswer(query, { questions: [{ name: query.questions[0]!.name, type: 28, class: 1 }] }),
        /repeats another question/,
      ],
      [
        'the name in another case',
        (query) =>
          addressAnswer(query, {
            questions: [
              { type: 1, class: 1, name: query.questions[0]!.name.map((label) => label.map((byte) => byte ^ 0x20)) },
            ],
          }),
        /letters in another case/,
      ],
      ['no question', (query) => addressAnswer(query, { questions: [] }), /repeats 0 questions/],
      [
        'another opcode',
        (query) => withOpcode(addressAnswer(query), 4),
        /has the opcode NOTIFY, and the query had QUERY/,
      ],
      ['the query itself', (query) => query.bytes, /is a query itself/],
      ['a few bytes', (query) => query.bytes.slice(0, 5), /5 bytes, fewer than a header/],
    ];
  for (const [what, wrong, why] of strays) {
    it(`does not take an answer with ${what}, says so, and takes the right one behind it`, async () => {
      const server = await serve((query) => [wrong(query), addressAnswer(query)]);
      const exchange = await ask(server, { name: 'letters.wirebench.test' });
      assert.equal(exchange.error, undefined);
      assert.equal(exchange.notes.length, 1);
      assert.match(exchange.notes[0]!, why);
      const alone = await serve((query, via) => (via === 'tcp' ? 'close' : [wrong(query)]));
      const failed = await ask(alone, { name: 'letters.wirebench.test', timeout: 1000, retries: 0 });
      assert.equal(failed.error!.code, 'dns-mismatch');
      assert.match(failed.error!.message, why);
    });
  }

  it('asks over TCP, where no stranger can answer, a server that writes names in letters of its own', async () => {
    const server = await serve(inCapitals);
    // At once: an hour is nobody's to wait for.
    const exchange = await ask(server, { name: 'letters.wirebench.test', timeout: 3_600_000 });
    assert.equal(exchange.error, undefined);
    assert.equal(exchange.transport, 'tcp');
    assert.deepEqual(
      exchange.attempts.map(({ transport }) => transport),
      ['udp', 'tcp'],
    );
    assert.match(exchange.notes.at(-1)!, /asked again over TCP/);
    const unasked = await ask(server, { name: 'letters.wirebench.test', caseRandom: false });
    assert.deepEqual([unasked.error, unasked.transport, unasked.notes], [undefined, 'udp', []]);
  });

  it('takes the right answer over UDP while it asks over TCP because of a wrong one, and lets TCP go', async () => {
    let right: (() => void) | undefined;
    const server = await serve((query, via) => {
      if (via === 'udp') {
        right = () => server.sendLater(addressAnswer(query));
        return inCapitals(query, via);
      }
      right!();
      return [];
    });
    const exchange = await ask(server, { name: 'letters.wirebench.test', timeout: 3_600_000 });
    assert.deepEqual([exchange.error, exchange.transport], [undefined, 'udp']);
    assert.deepEqual(
      exchange.attempts.map(({ transport, error }) => [transport, error?.code]),
      [['udp', undefined]],
    );
    assert.deepEqual(
      recorder.bytes('in', exchange.connection).subarray(-exchange.messages[0]!.length),
      Buffer.from(exchange.messages[0]!),
    );
  });

  it('says that TCP has no answer either where letters are others', async () => {
    const server = await serve(inCapitals, { tcp: false });
    const exchange = await ask(server, { name: 'letters.wirebench.test', timeout: 200 });
    assert.deepEqual([exchange.error!.code, exchange.transport], ['dns-mismatch', 'udp']);
    assert.equal(exchange.attempts.length, 1);
    assert.match(exchange.notes.join(), /asked over TCP as well and did not answer: .*127\.0\.0\.1/);
  });

  it('asks again after silence, as often as it is told to, and says so', async () => {
    const server = await serve(() => []);
    const exchange = await ask(server, { timeout: 20, retries: 2 });
    assert.equal(exchange.error!.code, 'dns-timeout');
    assert.match(exchange.error!.message, /^No answer came from 127\.0\.0\.1:\d+ over UDP within 0\.02 s\. /);
    assert.equal(exchange.attempts.length, 3);
    assert.equal(server.queries.length, 3);
    assert.equal(new Set(server.queries.map(({ message }) => message.id)).size > 1, true);
  });

  it('has the answer to its second attempt', async () => {
    const server = await serve((query) => (server.queries.length < 2 ? [] : [addressAnswer(query)]));
    const exchange = await ask(server, { timeout: 500 });
    assert.equal(exchange.error, undefined);
    assert.equal(exchange.attempts.length, 2);
    assert.equal(exchange.attempts[0]!.error!.code, 'dns-timeout');
  });

  for (const transport of ['udp', 'tcp', 'tls'] as const) {
    it(`says in a sentence that nobody listens over ${transport}`, async () => {
      const exchange = await ask(`127.0.0.1:${await freePort()}`, { transport, retries: 0 });
      assert.equal(exchange.messages.length, 0);
      assert.equal(exchange.error!.code, 'refused');
      assert.match(exchange.error!.message, /127\.0\.0\.1:\d+/);
    });
  }

  it('knows of every question under way that nobody listens', async () => {
    const server = `127.0.0.1:${await freePort()}`;
    const types = ['A', 'AAAA', 'MX', 'TXT', 'NS', 'SOA'];
    // None of them may wait for its answer until the time is up.
    const all = await Promise.all(types.map((type) => ask(server, { type, timeout: 100_000 })));
    assert.deepEqual([...new Set(all.map(({ error }) => error?.code))], ['refused']);
  });

  it('comes over TCP for what is truncated, and says where there is none', async () => {
    const both = await serve((query, via) => [
      addressAnswer(query, via === 'udp' ? { truncated: true, answers: [] } : {}),
    ]);
    const whole = await ask(both);
    assert.equal(whole.transport, 'tcp');
    assert.equal(decodeMessage(whole.messages[0]!).answers.length, 1);
    assert.match(whole.notes.join(), /asked for again over TCP/);
    const kept = await ask(both, { keepTruncated: true });
    assert.equal(kept.transport, 'udp');
    const closed = await serve((query) => [addressAnswer(query, { truncated: true, answers: [] })], { tcp: false });
    const cut = await ask(closed, { retries: 0 });
    assert.equal(cut.error!.code, 'dns-truncated');
    assert.match(cut.error!.message, /truncated, and no answer came over TCP: .*127\.0\.0\.1.* is shown\.$/);
    assert.equal(decodeMessage(cut.messages[0]!).truncated, true);
    assert.deepEqual([cut.transport, recorder.bytes('out', cut.connection)], ['udp', Buffer.from(cut.query)]);
    assert.equal((await ask(closed, { keepTruncated: true })).error, undefined);
  });

  const cuts: readonly [what: string, bytes: (answer: Uint8Array) => number, sentence: RegExp][] = [
    ['in its header', () => 2 + 7, /7 of the \d+ bytes of the answer/],
    ['behind the question', (answer) => 2 + answer.length - 20, /\d+ of the \d+ bytes of the answer/],
    ['before its last byte', (answer) => 2 + answer.length - 1, /\d+ of the \d+ bytes of the answer/],
  ];
  for (const [what, length, sentence] of cuts) {
    for (const closes of [true, false]) {
      it(`shows what came of an answer over TCP that is cut off ${what} and ${closes ? 'ends' : 'stays silent'}`, async () => {
        const cutting = createServer((socket) => {
          socket
            .on('error', () => undefined)
            .once('data', (chunk: Buffer) => {
              const answer = addressAnswer(decodeMessage(Uint8Array.from(chunk.subarray(2))));
              const framed = Buffer.concat([Buffer.from([answer.length >> 8, answer.length & 255]), answer]);
              const part = framed.subarray(0, length(answer));
              if (closes) socket.end(part);
              else socket.write(part);
            });
        }).listen(0, '127.0.0.1');
        await once(cutting, 'listening');
        const server = `tcp://127.0.0.1:${(cutting.address() as AddressInfo).port}`;
        const exchange = await ask(server, { timeout: closes ? 5000 : 200, retries: 0 });
        const closed = once(cutting, 'close');
        cutting.close();
        await closed;
        assert.equal(exchange.error!.code, closes ? 'dns-closed' : 'dns-timeout');
        assert.match(exchange.error!.message, sentence);
        assert.doesNotMatch(exchange.error!.message, /No answer came/);
        assert.deepEqual(Buffer.from(exchange.messages[0]!), recorder.bytes('in', exchange.connection).subarray(2));
      });
    }
  }

  it('keeps the messages of a transfer that is broken off or makes no sense', async () => {
    const soa = (query: DecodedMessage, serial: number) => ({
      name: query.questions[0]!.name,
      ...{ type: 6, class: 1, ttl: 1 },
      data: { mname: [], rname: [], serial, refresh: 1, retry: 1, expire: 1, minimum: 1 },
    });
    const refused = await serve((query) => [
      addressAnswer(query, { answers: [soa(query, 1)] }),
      addressAnswer(query, { answers: [], rcode: 5 }),
    ]);
    const broken = await ask(refused, { type: 'AXFR' });
    assert.deepEqual([broken.error!.code, broken.messages.length], ['dns-transfer', 2]);
    assert.match(broken.error!.message, /ended it with REFUSED/);
    const silent = await serve((query) => [addressAnswer(query, { answers: [soa(query, 1)] })]);
    const late = await ask(silent, { type: 'AXFR', timeout: 100, retries: 0 });
    assert.deepEqual([late.error!.code, late.messages.length], ['dns-timeout', 1]);
    assert.match(late.error!.message, /sent 1 message of the transfer, and then nothing/);
  });

  it('asks again without EDNS where the server does not know it', async () => {
    const server = await serve((query) => [
      query.edns === undefined
        ? addressAnswer(query)
        : encodeMessage({ id: query.id, response: true, rcode: 1, questions: [] }),
    ]);
    const exchange = await ask(server);
    assert.equal(decodeMessage(exchange.messages[0]!).answers.length, 1);
    assert.match(exchange.notes.join(), /without/);
    assert.equal(server.queries.length, 2);
  });

  it('tells a connection that was closed from one that was silent', async () => {
    const server = await serve(() => 'close');
    const exchange = await ask(server, { transport: 'tcp', retries: 0 });
    assert.equal(exchange.error!.code, 'dns-closed');
    assert.match(exchange.error!.message, /closed the TCP connection before it answered/);
  });

  it('is called off, and leaves nothing', async () => {
    for (const transport of ['udp', 'tcp'] as const) {
      const heard = new EventEmitter();
      const hearing = once(heard, 'heard');
      const server = await serve(() => (heard.emit('heard'), []));
      const abort = new AbortController();
      const asking = resolver.resolve({ name: 'a.test', server: server.address, transport }, abort.signal);
      await hearing;
      abort.abort();
      assert.equal((await asking).at(-1)!.error!.code, 'cancelled');
    }
  });

  for (const transport of ['udp', 'tcp'] as const) {
    it(`is stopped while it asks over ${transport}, says so, and asks again when it is asked again`, async () => {
      const heard = new EventEmitter();
      const hearing = once(heard, 'heard');
      const server = await serve((query) => (heard.emit('heard') ? [] : [addressAnswer(query)]), { tcp: true });
      const asking = ask(server, { transport });
      await hearing;
      await registry.stop(registry.client('DNS resolver').id);
      const { error } = await asking;
      assert.equal(error!.code, 'cancelled');
      assert.match(error!.message, /^DNS resolver was stopped before this was done/);
      assert.deepEqual(
        [...recorder.connections.keys()].filter((id) => !recorder.closed.has(id)),
        [],
        'a stop leaves no socket',
      );
      assert.equal((await ask(server, { transport })).error, undefined);
    });
  }

  it('asks many at once over few sockets, each with its answer', async () => {
    const server = await serve((query) => [addressAnswer(query)]);
    const all = await Promise.all(Array.from({ length: 150 }, (_, i) => ask(server, { name: `n${i}.test` })));
    all.forEach(({ messages, error }, i) => {
      assert.equal(error, undefined);
      assert.equal(formatName(decodeMessage(messages[0]!).questions[0]!.name).toLowerCase(), `n${i}.test.`);
    });
    assert.ok(recorder.connections.size < 5, `${recorder.connections.size} sockets`);
  });

  it('tries the search list while there is no such name', async () => {
    const server = await serve((query) => {
      const exists = formatName(query.questions[0]!.name).toLowerCase() === 'www.two.test.';
      return [addressAnswer(query, exists ? {} : { rcode: 3, answers: [] })];
    });
    const tried = await resolver.resolve({ name: 'www', server: server.address, search: true });
    assert.deepEqual(
      tried.map(({ name }) => name),
      ['www.one.test.', 'www.two.test.'],
    );
    const alone = await resolver.resolve({ name: 'www', server: server.address });
    assert.deepEqual(
      alone.map(({ name }) => name),
      ['www.'],
    );
  });

  it('tries no other name where one exists without the record, or where a server does not answer', async () => {
    const empty = await serve((query) => [addressAnswer(query, { answers: [] })]);
    const broken = await serve((query) => [addressAnswer(query, { rcode: 2, answers: [] })]);
    for (const { address } of [empty, broken, { address: `127.0.0.1:${await freePort()}` }]) {
      const tried = await resolver.resolve({ name: 'www', server: address, search: true, retries: 0 });
      assert.deepEqual(
        tried.map(({ name }) => name),
        ['www.one.test.'],
      );
    }
    const none = await serve((query) => [addressAnswer(query, { rcode: 3, answers: [] })]);
    const all = await resolver.resolve({ name: 'www', server: none.address, search: true });
    assert.deepEqual(
      all.map(({ name }) => name),
      ['www.one.test.', 'www.two.test.', 'www.'],
    );
    // A name with dots enough is asked for as it is first; one that is whole, alone.
    const dotted = await resolver.resolve({ name: 'a.b', server: none.address, search: true });
    assert.deepEqual(
      dotted.map(({ name }) => name),
      ['a.b.', 'a.b.one.test.', 'a.b.two.test.'],
    );
    assert.equal((await resolver.resolve({ name: 'a.b.', server: none.address, search: true })).length, 1);
  });

  it('orders the names of the search list as the system does', () => {
    const of = (name: string, ndots = 1) =>
      candidates(name, { search: ['s.test'], ndots }).map((one) => formatName(one));
    assert.deepEqual(of('a'), ['a.s.test.', 'a.']);
    assert.deepEqual(of('a.b'), ['a.b.', 'a.b.s.test.']);
    assert.deepEqual(of('a.b', 2), ['a.b.s.test.', 'a.b.']);
    assert.deepEqual(of('a.'), ['a.']);
    const long = Array.from({ length: 4 }, () => 'a'.repeat(60)).join('.');
    const suffixes = { search: ['a.suffix.that.is.long.test', 'a..b', 'bücher.test', 'x.'], ndots: 1 };
    // A suffix that makes no name with it, or is none, is passed over.
    assert.deepEqual(
      candidates(long, suffixes).map((one) => formatName(one)),
      [`${long}.`, `${long}.x.`],
    );
    assert.deepEqual(
      candidates('w', suffixes).map((one) => formatName(one)),
      ['w.a.suffix.that.is.long.test.', 'w.xn--bcher-kva.test.', 'w.x.', 'w.'],
    );
    assert.deepEqual(parseResolvConf('search a.test b.test # no\noptions ndots:3 timeout:1\n'), {
      search: ['a.test', 'b.test'],
      ndots: 3,
    });
  });

  it('passes over what is no suffix, and one that adds nothing', () => {
    const of = (...search: string[]) => candidates('a.b', { search, ndots: 1 }).map((one) => formatName(one));
    assert.deepEqual(of('.'), ['a.b.']);
    assert.deepEqual(of('.', 's.test.', 'a..b', `${'x'.repeat(62)}.`.repeat(4)), ['a.b.', 'a.b.s.test.']);
  });

  it('asks for internationalised names in Punycode', async () => {
    const server = await serve((query) => [addressAnswer(query)]);
    assert.equal((await ask(server, { name: 'bücher.例え.test' })).name, 'xn--bcher-kva.xn--r8jz45g.test.');
  });

  it('keeps a label one label, whatever its letters become', async () => {
    const server = await serve((query) => [addressAnswer(query)]);
    assert.equal((await ask(server, { name: '１２７.test' })).name, '127.test.');
    for (const name of ['ü%41.test', 'ü\\046x.test', 'ü/x.test', 'a…b.test'])
      await rejects({ name }, 'dns-bad-name', /is not a valid name in any script/);
  });

  it('takes of a transfer only messages with its ID', async () => {
    const soa = (query: DecodedMessage) => ({
      name: query.questions[0]!.name,
      ...{ type: 6, class: 1, ttl: 1 },
      data: { mname: [], rname: [], serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 },
    });
    const server = await serve((query) => [
      addressAnswer(query, { answers: [soa(query)] }),
      addressAnswer(query, { id: query.id ^ 1, questions: [], answers: [soa(query)] }),
      addressAnswer(query, { response: false, questions: [], answers: [soa(query)] }),
      addressAnswer(query, { questions: [], answers: [soa(query)] }),
    ]);
    const exchange = await ask(server, { type: 'AXFR' });
    assert.equal(exchange.error, undefined);
    assert.deepEqual(
      exchange.messages.map((bytes) => decodeMessage(bytes).id),
      Array(2).fill(server.queries[0]!.message.id),
    );
    assert.match(exchange.notes.join(), /it has the ID \d+, and the query had \d+.*it is a query itself/);
  });

  it('gives an answer over TCP that comes byte by byte no more time than another', async () => {
    const trickling = createServer((socket) => {
      const timer = setInterval(() => socket.write('\0'), 20);
      socket.on('close', () => clearInterval(timer)).on('error', () => undefined);
      // The length of an answer that will not be whole for ten seconds.
      socket.write(Buffer.from([2, 0]));
    }).listen(0, '127.0.0.1');
    await once(trickling, 'listening');
    const { port } = trickling.address() as AddressInfo;
    const exchange = await ask(`tcp://127.0.0.1:${port}`, { timeout: 300, retries: 0 });
    const closed = once(trickling, 'close');
    trickling.close();
    await closed;
    assert.equal(exchange.error?.code, 'dns-timeout');
  });

  const bad: readonly [what: string, spec: Partial<DnsQuerySpec>, code: string, sentence: RegExp][] = [
    ['a name that is too long', { name: `${'a'.repeat(60)}.`.repeat(5) }, 'dns-name-too-long', /255/],
    ['a label that is too long', { name: `${'a'.repeat(64)}.test` }, 'dns-label-too-long', /63/],
    ['an empty label', { name: 'a..test' }, 'dns-empty-label', /empty/],
    ['no name', { name: ' ' }, 'dns-bad-name', /Write a name/],
    ['a type that is none', { type: 'MAIL' }, 'dns-bad-type', /no record type "MAIL"/],
    ['a class that is none', { class: 'INN' }, 'dns-bad-class', /no class "INN"/],
    ['an address that is none', { server: '300.1.1.1' }, 'bad-server', /"300\.1\.1\.1" is not a DNS server/],
    ['a port that is none', { server: '127.0.0.1:70000' }, 'bad-server', /is not a DNS server/],
    ['an EDNS size that is none', { edns: 100 }, 'bad-edns-size', /512 to 65535/],
    ['signatures without EDNS', { edns: false, dnssec: true }, 'bad-edns-size', /EDNS, which is turned off/],
  ];
  for (const [what, spec, code, sentence] of bad) {
    it(`refuses ${what} in a sentence`, async () => {
      if ('edns' in spec) {
        const exchange = await ask('127.0.0.1', spec).catch((error: unknown) => ({ error: error as WirebenchError }));
        assert.equal(exchange.error!.code, code);
        assert.match(exchange.error!.message, sentence);
      } else await rejects(spec, code, sentence);
    });
  }

  it('asks what the machine is set up with now, not what Node knew when it began', () => {
    const before = getServers();
    setServers(['127.0.0.9']);
    try {
      assert.deepEqual(systemResolver().servers, before);
    } finally {
      setServers(before);
    }
  });

  it('says that the machine has no server where none is named', () =>
    rejects({ server: '' }, 'no-dns-server', /no DNS server set up/));

  it('reads servers as people write them', () => {
    assert.deepEqual(parseServer('::1'), { transport: 'udp', host: '::1', port: 53 });
    assert.deepEqual(parseServer('[::1]:5353'), { transport: 'udp', host: '::1', port: 5353 });
    assert.deepEqual(parseServer('tls://9.9.9.9'), { transport: 'tls', host: '9.9.9.9', port: 853 });
    assert.deepEqual(parseServer('https://dns.test/q'), {
      transport: 'https',
      host: 'dns.test',
      port: 443,
      path: '/q',
    });
    for (const text of ['', 'a b', '127.0.0.1:0', 'ftp://1.2.3.4', '[1.2.3.4]', '127.0.0.1/x'])
      assert.throws(() => parseServer(text), { code: 'bad-server' });
  });

  describe('over TLS and HTTPS', () => {
    let folder: string;
    beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'wirebench-'))));
    afterEach(() => rm(folder, { recursive: true }));

    it('asks over TLS without a check, with an authority of its own, and not with a stranger', async () => {
      const authority = await certificate({ name: 'an authority', authority: true });
      const caFile = path.join(folder, 'ca.pem');
      await writeFile(caFile, authority.cert);
      const server = tls.createServer(await certificate({ by: authority }), (socket) => {
        socket.on('error', () => undefined);
        socket.on('data', (chunk: Buffer) => {
          const answer = addressAnswer(decodeMessage(Uint8Array.from(chunk.subarray(2))));
          socket.write(Buffer.concat([Buffer.from([answer.length >> 8, answer.length & 255]), answer]));
        });
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = `tls://127.0.0.1:${(server.address() as AddressInfo).port}`;
      try {
        assert.equal((await ask(address, { verify: false })).error, undefined);
        assert.equal((await ask(address, { caFile })).error, undefined);
        const stranger = await ask(address, { retries: 0 });
        assert.equal(stranger.messages.length, 0);
        assert.match(stranger.error!.message, /certificate/);
      } finally {
        const closed = once(server, 'close');
        server.close();
        await closed;
      }
    });

    it('asks over HTTPS, and says what is wrong with what it gets', async () => {
      const replies: Record<string, (query: Uint8Array) => { status?: number; type?: string; body: Uint8Array }> = {
        '/dns-query': (query) => ({ body: addressAnswer(decodeMessage(query)) }),
        '/missing': () => ({ status: 404, body: new Uint8Array(0) }),
        '/page': () => ({ type: 'text/html', body: new Uint8Array(20) }),
        '/other': (query) => ({ body: addressAnswer(decodeMessage(query), { id: 9 }) }),
      };
      const asked: string[] = [];
      const server = https.createServer(await certificate(), (request, response) => {
        void (async () => {
          const chunks: Buffer[] = [];
          for await (const chunk of request) chunks.push(chunk as Buffer);
          asked.push(`${request.method} ${request.url} ${request.headers['content-type']}`);
          const {
            status = 200,
            type = 'application/dns-message',
            body,
          } = replies[request.url!]!(Uint8Array.from(Buffer.concat(chunks)));
          response.writeHead(status, { 'Content-Type': type, Connection: 'close' }).end(body);
        })();
      });
      const bench = new HttpBench();
      const base = `https://127.0.0.1:${await bench.listen(server)}`;
      const doh = new DnsResolver({ registry: bench.registry, http: bench.client });
      try {
        const of = async (where: string) =>
          (await doh.resolve({ name: 'www.wirebench.test', server: `${base}${where}`, verify: false, retries: 0 }))[0]!;
        const good = await of('');
        assert.equal(good.error, undefined);
        assert.equal(good.transport, 'https');
        assert.equal(decodeMessage(good.query).id, 0);
        assert.equal(decodeMessage(good.messages[0]!).answers.length, 1);
        assert.deepEqual(asked, ['POST /dns-query application/dns-message']);
        assert.match((await of('/missing')).error!.message, /answered 404 .*Check the path/);
        assert.match((await of('/page')).error!.message, /its type is "text\/html"/);
        assert.match((await of('/other')).error!.message, /it has the ID 9/);
      } finally {
        await bench.close();
      }
    });
  });
});
