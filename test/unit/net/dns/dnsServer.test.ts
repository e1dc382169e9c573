import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadZone } from '../../../../src/net/dns/zoneFile.ts';
import { formatFault, parseFaults } from '../../../../src/net/dns/faults.ts';
import { Responder } from '../../../../src/net/dns/responder.ts';
import { DnsResolver } from '../../../../src/net/dns/resolver.ts';
import type { DnsExchange, DnsQuerySpec } from '../../../../src/net/dns/exchange.ts';
import { decodeMessage } from '../../../../src/protocol/dns/decode.ts';
import { encodeMessage } from '../../../../src/protocol/dns/encode.ts';
import { ednsRecord } from '../../../../src/protocol/dns/message.ts';
import { formatName, parseName } from '../../../../src/protocol/dns/name.ts';
import { formatRecord } from '../../../../src/protocol/dns/recordText.ts';
import { TYPES } from '../../../../src/protocol/dns/typeCodes.ts';
import { FakeRecorder } from '../../../helpers/fakeRecorder.ts';
import { assertNoneLeft, createNet, handles, settled } from '../../../helpers/nets.ts';

const head = (serial: number) => `$TTL 100\n@ SOA ns h ${serial} 2 3 4 50\n@ NS ns\nns A 192.0.2.1\n`;
const body = `www A 192.0.2.2\n$GENERATE 1-60 big A 192.0.2.$\n$GENERATE 1-2000 n$ TXT number-$\n`;

describe('a DNS server', function () {
  let before: ReturnType<typeof handles>;
  let net: ReturnType<typeof createNet>;
  let resolver: DnsResolver;
  let folder: string;
  let zone: string;
  let port: number;

  beforeEach(async () => {
    await settled();
    before = handles();
    net = createNet();
    resolver = new DnsResolver({ recorder: new FakeRecorder() });
    folder = await mkdtemp(path.join(tmpdir(), 'wirebench-'));
    zone = path.join(folder, 'z.test.zone');
    await writeFile(zone, head(1) + body);
  });

  afterEach(async () => {
    resolver.close();
    await net.registry.stopAll();
    await rm(folder, { recursive: true });
    await assertNoneLeft(before);
  });

  async function start(options: Record<string, string> = {}) {
    const server = await net.registry.start({
      role: 'server',
      transport: 'udp',
      application: 'dns',
      port: 0,
      behaviour: { name: 'zone', options: { zone, ...options } },
    });
    port = server.local!.port;
    return server;
  }

  const ask = async (name: string, type: string, spec: Partial<DnsQuerySpec> = {}): Promise<DnsExchange> =>
    (await resolver.resolve({ name, type, server: `127.0.0.1:${port}`, retries: 0, ...spec }))[0]!;
  const message = (exchange: DnsExchange) => {
    assert.equal(exchange.error, undefined);
    return decodeMessage(exchange.messages[0]!);
  };

  it('answers over UDP and TCP at one port', async () => {
    await start();
    for (const transport of ['udp', 'tcp'] as const) {
      const { answers, authoritative } = message(await ask('www.z.test', 'A', { transport }));
      assert.equal(authoritative, true);
      assert.deepEqual(
        answers.map(({ data }) => data['address']),
        ['192.0.2.2'],
      );
    }
  });

  it('truncates what is too large for UDP, and gives all of it over TCP', async () => {
    await start();
    const cut = message(await ask('big.z.test', 'A', { edns: 512, keepTruncated: true }));
    assert.equal(cut.truncated, true);
    assert.ok(cut.bytes.length <= 512);
    const whole = await ask('big.z.test', 'A', { edns: 512 });
    assert.equal(whole.transport, 'tcp');
    assert.equal(message(whole).answers.length, 60);
  });

  it('gives the whole zone in several messages, to this machine, to nobody where it is told so', async () => {
    await start();
    const exchange = await ask('z.test', 'AXFR');
    assert.equal(exchange.error, undefined);
    assert.ok(exchange.messages.length > 2, `${exchange.messages.length} messages`);
    const records = exchange.messages.flatMap((bytes) => [...decodeMessage(bytes).answers]);
    assert.equal(records.length, 2 + 2 + 1 + 60 + 2000);
    assert.equal(formatRecord(records[0]!), formatRecord(records.at(-1)!));
    assert.equal(message(await ask('www.z.test', 'AXFR')).rcode, 9);
    assert.equal(message(await ask('z.test', 'IXFR', { serial: 1 })).answers.length, 1);
    await start({ transfer: 'none' });
    assert.equal(message(await ask('z.test', 'AXFR')).rcode, 5);
  });

  it('reads a zone again when it is saved, and keeps the last good one where it is not right', async () => {
    const server = await start();
    const problems: string[] = [];
    server.onProblem(({ code, message: text }) => {
      problems.push(`${code}: ${text}`);
      net.recorder.wake();
    });
    const notes = () => net.recorder.of('note').map(({ bytes }) => Buffer.from(bytes).toString());
    assert.match(notes().join('\n'), /The zone is z\.test.*: serial 1, 2064 records/);
    await writeFile(zone, `${head(2)}www A 192.0.2.3\n`);
    await net.recorder.until(() => notes().some((note) => note.includes('serial 2')));
    assert.equal(message(await ask('www.z.test', 'A')).answers[0]!.data['address'], '192.0.2.3');
    await writeFile(zone, `${head(3)}www A 192.0.2.300\n`);
    await net.recorder.until(() => problems.length > 0);
    assert.match(problems[0]!, /^bad-zone: .*z\.test\.zone:5:\d+: .*goes on with serial 2, the last that was good/);
    assert.equal(message(await ask('www.z.test', 'A')).answers[0]!.data['address'], '192.0.2.3');
    await writeFile(zone, `${head(4)}www A 192.0.2.4\n`);
    await net.recorder.until(() => notes().some((note) => note.includes('serial 4')));
    assert.equal(message(await ask('www.z.test', 'A')).answers[0]!.data['address'], '192.0.2.4');
  });

  it('reads again what the zone includes, at any depth', async () => {
    await mkdir(path.join(folder, 'a', 'b'), { recursive: true });
    await writeFile(zone, `${head(1)}$INCLUDE a/one.inc\n`);
    await writeFile(path.join(folder, 'a', 'one.inc'), '$INCLUDE b/two.inc\n');
    await writeFile(path.join(folder, 'a', 'b', 'two.inc'), '$INCLUDE three.inc\n');
    const three = path.join(folder, 'a', 'b', 'three.inc');
    await writeFile(three, 'deep A 192.0.2.1\n');
    await start();
    assert.equal(message(await ask('deep.z.test', 'A')).answers[0]!.data['address'], '192.0.2.1');
    const noted = net.recorder.of('note').length;
    await writeFile(three, 'deep A 192.0.2.2\n');
    await net.recorder.until(() => net.recorder.of('note').length > noted);
    assert.equal(message(await ask('deep.z.test', 'A')).answers[0]!.data['address'], '192.0.2.2');
  });

  it('includes nothing from outside its folder', async () => {
    const outside = await mkdtemp(path.join(tmpdir(), 'wirebench-'));
    await writeFile(path.join(outside, 'x.inc'), 'x A 192.0.2.1\n');
    await writeFile(zone, `${head(1)}$INCLUDE ${path.join(outside, 'x.inc')}\n`);
    await assert.rejects(start(), { code: 'bad-zone' });
    await rm(outside, { recursive: true });
  });

  it('includes from the folder it is told to, and nothing that a link there leads out of', async () => {
    const inner = path.join(folder, 'zones');
    await mkdir(inner);
    zone = path.join(inner, 'z.test.zone');
    await writeFile(zone, `${head(1)}$INCLUDE ../common.inc\n`);
    await writeFile(path.join(folder, 'common.inc'), 'x A 192.0.2.7\n');
    await assert.rejects(start(), { code: 'bad-zone' });
    await start({ includes: folder });
    assert.equal(message(await ask('x.z.test', 'A')).answers[0]!.data['address'], '192.0.2.7');
    await rm(path.join(folder, 'common.inc'));
    await symlink('/etc/hosts', path.join(folder, 'common.inc'));
    await assert.rejects(start({ includes: folder }), { code: 'bad-zone', message: /:5:10: .*can't be read/ });
  });

  it('does not start without a zone, with a wrong one or with one that is not there', async () => {
    await writeFile(zone, 'www A 192.0.2.1\n');
    await assert.rejects(start(), { code: 'bad-zone', message: /z\.test\.zone:\d+:\d+: / });
    await assert.rejects(start({ zone: path.join(folder, 'none.zone') }), {
      code: 'no-such-file',
      message: /none\.zone/,
    });
    await writeFile(zone, head(1));
    await assert.rejects(start({ fault: 'lazy' }), { code: 'bad-fault' });
  });

  const faults: readonly [fault: string, spec: Partial<DnsQuerySpec>, check: (exchange: DnsExchange) => void][] = [
    ['servfail', {}, (exchange) => assert.equal(message(exchange).rcode, 2)],
    ['refused', {}, (exchange) => assert.equal(message(exchange).rcode, 5)],
    ['silent', { timeout: 100 }, (exchange) => assert.equal(exchange.error!.code, 'dns-timeout')],
    ['wrong-id', { timeout: 300 }, (exchange) => assert.equal(exchange.error!.code, 'dns-mismatch')],
    [
      'truncated',
      {},
      (exchange) => {
        assert.equal(exchange.transport, 'tcp');
        assert.equal(message(exchange).answers.length, 1);
      },
    ],
    ['delay 60ms', {}, (exchange) => assert.ok(message(exchange).answers.length === 1 && exchange.duration >= 59)],
    ['ttl-0', {}, (exchange) => assert.equal(message(exchange).answers[0]!.ttl, 0)],
  ];
  for (const [fault, spec, check] of faults) {
    it(`does wrong on demand: ${fault}, for one name or for all`, async () => {
      await start({ fault });
      check(await ask('www.z.test', 'A', spec));
      await start({ fault: `${fault} n1.z.test` });
      const other = message(await ask('www.z.test', 'A', spec));
      assert.equal(other.answers[0]!.ttl, 100);
      assert.equal(other.answers.length, 1);
    });
  }

  it('speaks EDNS with who does, whatever it answers', async () => {
    const faulty = 'servfail a.z.test, refused b.z.test, truncated c.z.test';
    await start({ fault: faulty });
    for (const [name, type] of [
      ['a.z.test', 'A'],
      ['b.z.test', 'A'],
      ['c.z.test', 'A'],
      ['z.test', 'AXFR'],
      ['z.test', 'IXFR'],
      ['ns.z.test', 'AXFR'],
    ] as const) {
      const spec = { keepTruncated: true, dnssec: true };
      const { messages } = await ask(name, type, spec);
      const edns = messages.map((bytes) => decodeMessage(bytes).edns);
      assert.deepEqual(edns[0], { udpSize: 1232, version: 0, dnssecOk: true, options: [] }, `${name} ${type}`);
      assert.ok(edns.slice(1).every((one) => one === undefined));
      const without = await ask(name, type, { keepTruncated: true, edns: false });
      assert.equal(message(without).edns, undefined);
    }
  });

  it('gives no zone in another class, nor to who speaks another EDNS', async () => {
    await start();
    assert.equal(message(await ask('z.test', 'AXFR', { class: 'CH' })).rcode, 5);
    const zones = [loadZone(zone).zone];
    const question = { name: parseName('z.test'), type: TYPES.AXFR, class: 1 };
    const query = encodeMessage({ id: 1, questions: [question], additionals: [ednsRecord({ version: 1 })] });
    const { messages } = new Responder(zones).respond(query, 'tcp', true);
    assert.equal(decodeMessage(messages[0]!).rcode, 16);
  });

  it('reads faults, and says which there are', () => {
    const text = 'servfail, delay 1.5s www.z.test,\nttl-0';
    assert.deepEqual(parseFaults(text).map(formatFault), ['servfail', 'delay 1500ms www.z.test.', 'ttl-0']);
    for (const bad of ['lazy', 'delay', 'delay 2', 'delay 100s', 'silent a b'])
      assert.throws(() => parseFaults(bad), { code: 'bad-fault' });
  });

  it('stops while an answer is held back, and leaves nothing', async () => {
    const server = await start({ fault: 'delay 60s' });
    const asking = ask('www.z.test', 'A', { timeout: 200 });
    await net.recorder.until(() => net.recorder.of('data', 'in').length > 0);
    await server.stop();
    assert.notEqual((await asking).error, undefined);
  });

  describe('that has an answer ready', () => {
    const query = (name: string, id: number, more: object = {}) =>
      encodeMessage({ id, questions: [{ name: parseName(name), type: TYPES.A, class: 1 }], ...more });

    it('gives it with the ID and the letters of who asks', () => {
      const responder = new Responder([loadZone(zone).zone]);
      const first = query('www.z.test', 1);
      assert.equal(responder.quick(first), undefined);
      responder.respond(first, 'udp', false);
      for (const name of ['www.z.test', 'WWW.z.TEST', 'wWw.Z.tEsT']) {
        const asked = query(name, 0xabcd);
        const quick = responder.quick(asked)!;
        const slow = new Responder(responder.zones).respond(asked, 'udp', false).messages[0]!;
        assert.deepEqual(Uint8Array.from(quick), slow);
        assert.equal(formatName(decodeMessage(quick).answers[0]!.name), `${name}.`);
      }
    });

    it('keeps what was asked otherwise apart, and forgets it with the zone', () => {
      const responder = new Responder([loadZone(zone).zone]);
      responder.respond(query('www.z.test', 1), 'udp', false);
      assert.equal(responder.quick(query('www.z.test', 1, { additionals: [ednsRecord()] })), undefined);
      assert.equal(responder.quick(query('www.z.test', 1, { recursionDesired: true })), undefined);
      assert.equal(responder.quick(query('n1.z.test', 1)), undefined);
      responder.replaceZones(responder.zones);
      assert.equal(responder.quick(query('www.z.test', 1)), undefined);
    });

    it('says nothing to responses and scraps, and FORMERR to what it cannot read', () => {
      const responder = new Responder([loadZone(zone).zone]);
      assert.deepEqual(responder.respond(query('www.z.test', 1, { response: true }), 'udp', false).messages, []);
      assert.deepEqual(responder.respond(Uint8Array.of(1, 2, 3), 'udp', false).messages, []);
      const cut = query('www.z.test', 1).slice(0, 20);
      assert.equal(decodeMessage(responder.respond(cut, 'udp', false).messages[0]!).rcode, 1);
    });
  });
});
