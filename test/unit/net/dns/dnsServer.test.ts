import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadZone } from '../../../../src/net/dns/zoneFile.ts';
import { parseFaults } from '../../../../src/net/dns/faults.ts';
import { Responder } from '../../../../src/net/dns/responder.ts';
import { mayTransfer } from '../../../../src/net/dns/transferRights.ts';
import { DnsResolver } from '../../../../src/net/dns/resolver.ts';
import { Registry } from '../../../../src/net/registry.ts';
import type { DnsExchange, DnsQuerySpec } from '../../../../src/net/dns/exchange.ts';
import { decodeMessage } from '../../../../src/protocol/dns/decode.ts';
import { encodeMessage } from '../../../../src/protocol/dns/encode.ts';
import { ednsRecord } from '../../../../src/protocol/dns/message.ts';
import { formatName, parseName } from '../../../../src/protocol/dns/name.ts';
import { TYPES, typeName } from '../../../../src/protocol/dns/typeCodes.ts';
import { FakeRecorder } from '../../../helpers/fakeRecorder.ts';
import { freshNet } from '../../../helpers/freshNet.ts';
import { formatRecord } from '../../../helpers/dnsText.ts';

const head = (serial: number) => `$TTL 100\n@ SOA ns h ${serial} 2 3 4 50\n@ NS ns\nns A 192.0.2.1\n`;
const body = `www A 192.0.2.2\n$GENERATE 1-60 big A 192.0.2.$\n$GENERATE 1-2000 n$ TXT number-$\n`;

describe('a DNS server', function () {
  const net = freshNet(async () => {
    await registry.stopAll();
    await rm(folder, { recursive: true });
  });
  let registry: Registry;
  let resolver: DnsResolver;
  let folder: string;
  let zone: string;
  let port: number;

  beforeEach(async () => {
    registry = new Registry({ recorder: new FakeRecorder() });
    resolver = new DnsResolver({ registry });
    folder = await mkdtemp(path.join(tmpdir(), 'wirebench-'));
    zone = path.join(folder, 'z.test.zone');
    await writeFile(zone, head(1) + body);
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
    assert.match(problems[0]!, /^bad-zone: .*z\.test\.zone:5:\d+: .*keeps serial 2, the last valid one/);
    assert.equal(message(await ask('www.z.test', 'A')).answers[0]!.data['address'], '192.0.2.3');
    assert.deepEqual([server.snapshot().isTroubled, server.snapshot().error?.code], [true, 'bad-zone']);
    await writeFile(zone, `${head(4)}www A 192.0.2.4\n`);
    await net.recorder.until(() => notes().some((note) => note.includes('serial 4')));
    assert.equal(message(await ask('www.z.test', 'A')).answers[0]!.data['address'], '192.0.2.4');
    assert.deepEqual([server.snapshot().isTroubled, server.snapshot().error], [undefined, undefined]);
  });

  it('is troubled while one of its zones is wrong, and no longer: not by what a stop ended either', async () => {
    const other = path.join(folder, 'other.test.zone');
    await writeFile(other, head(1));
    const server = await start({ zone: `${zone}, ${other}` });
    const changes = (what: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!what()) return;
          listening.dispose();
          resolve();
        };
        const listening = server.onChange(look);
      });
    const error = () => server.snapshot().error?.message ?? '';
    const save = async (file: string, text: string, then: () => boolean) => {
      const changed = changes(then);
      await writeFile(file, text);
      await changed;
    };
    await save(zone, `${head(2)}www A 192.0.2.300\n`, () => error().includes('z.test.zone:5:'));
    await save(other, `${head(2)}www AA 192.0.2.3\n`, () => error().includes('other.test.zone:5:'));
    // One of the two is mended: the other is still wrong, and that is said.
    await save(other, head(3), () => error().includes('z.test.zone:5:'));
    assert.equal(server.snapshot().isTroubled, true);
    await save(zone, head(4), () => error() === '');
    assert.equal(server.snapshot().isTroubled, undefined);
    await save(zone, 'www A 192.0.2.300\n', () => error() !== '');
    await server.stop();
    assert.deepEqual([server.snapshot().isTroubled, server.snapshot().error], [undefined, undefined]);
  });

  it('sees that a file is mended which the zone includes only since it is wrong', async () => {
    const server = await start();
    const noted = (text: string) => () =>
      net.recorder.of('note').some(({ bytes }) => Buffer.from(bytes).toString().includes(text));
    const included = path.join(folder, 'new.inc');
    await writeFile(included, 'www A 192.0.2.300\n');
    await writeFile(zone, `${head(2)}$INCLUDE new.inc\n`);
    await net.recorder.until(() => server.snapshot().isTroubled === true);
    await writeFile(included, 'www A 192.0.2.3\n');
    await net.recorder.until(noted('serial 2'));
    assert.equal(server.snapshot().isTroubled, undefined);
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

  it('reads a zone again that another file took the place of, and that came back', async () => {
    await start();
    const notes = () => net.recorder.of('note').map(({ bytes }) => Buffer.from(bytes).toString());
    const next = path.join(folder, 'z.test.zone.new');
    await writeFile(next, `${head(2)}www A 192.0.2.3\n`);
    await rename(next, zone);
    await net.recorder.until(() => notes().some((note) => note.includes('serial 2')));
    assert.equal(message(await ask('www.z.test', 'A')).answers[0]!.data['address'], '192.0.2.3');
    await rm(zone);
    assert.equal(message(await ask('www.z.test', 'A')).answers[0]!.data['address'], '192.0.2.3');
    await writeFile(zone, `${head(5)}www A 192.0.2.5\n`);
    await net.recorder.until(() => notes().some((note) => note.includes('serial 5')));
    assert.equal(message(await ask('www.z.test', 'A')).answers[0]!.data['address'], '192.0.2.5');
  });

  describe('that includes files', () => {
    let outside: string;
    beforeEach(async () => {
      outside = await mkdtemp(path.join(tmpdir(), 'wirebench-'));
      await writeFile(path.join(outside, 'x.inc'), 'x A 192.0.2.9\n');
    });
    afterEach(() => rm(outside, { recursive: true }));

    /** How the zone, or a file below it, may try to name the file outside. */
    const escapes: readonly [what: string, name: () => Promise<string> | string][] = [
      ['by its whole path', () => path.join(outside, 'x.inc')],
      ['by a path upwards', () => `../${path.basename(outside)}/x.inc`],
      ['by a path down and up again', () => `./a/../../${path.basename(outside)}/x.inc`],
      [
        'through a link to the file',
        async () => {
          await symlink(path.join(outside, 'x.inc'), path.join(folder, 'link.inc'));
          return 'link.inc';
        },
      ],
      [
        'through a link to its folder',
        async () => {
          await symlink(outside, path.join(folder, 'linked'));
          return 'linked/x.inc';
        },
      ],
      [
        'through a link to a link',
        async () => {
          await symlink(outside, path.join(folder, 'one'));
          await symlink('one', path.join(folder, 'two'));
          return 'two/x.inc';
        },
      ],
      [
        'from a folder whose name begins alike',
        async () => {
          const twin = `${folder}-twin`;
          await mkdir(twin);
          await writeFile(path.join(twin, 'x.inc'), 'x A 192.0.2.9\n');
          return `../${path.basename(twin)}/x.inc`;
        },
      ],
    ];
    for (const [what, name] of escapes) {
      it(`reads none from outside its folder ${what}`, async () => {
        const escape = await name();
        try {
          for (const from of ['zone', 'include']) {
            await mkdir(path.join(folder, 'a'), { recursive: true });
            const below = path.isAbsolute(escape) ? escape : `../${escape}`;
            await writeFile(path.join(folder, 'a', 'one.inc'), `$INCLUDE ${below}\n`);
            await writeFile(zone, `${head(1)}$INCLUDE ${from === 'zone' ? escape : 'a/one.inc'}\n`);
            await assert.rejects(start(), {
              code: 'bad-zone',
              message: /:\d+:\d+: .*lies outside the folders that a zone may include from/,
            });
          }
        } finally {
          await rm(`${folder}-twin`, { recursive: true, force: true });
        }
      });
    }

    it('reads those that a link of its own folder leads to, and no folder, and nothing that is not there', async () => {
      await writeFile(path.join(folder, 'real.inc'), 'x A 192.0.2.1\n');
      await symlink('real.inc', path.join(folder, 'link.inc'));
      await writeFile(zone, `${head(1)}$INCLUDE link.inc\n`);
      await start();
      assert.equal(message(await ask('x.z.test', 'A')).answers[0]!.data['address'], '192.0.2.1');
      for (const name of ['.', 'nothing.inc', '""']) {
        await writeFile(zone, `${head(1)}$INCLUDE ${name}\n`);
        await assert.rejects(start(), { code: 'bad-zone' }, name);
      }
    });
  });

  it('gives whole zones to this machine only, unless it is told otherwise', () => {
    const here = ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', '::FFFF:127.0.0.9'];
    const elsewhere = [
      '192.0.2.1',
      '128.0.0.1',
      '10.0.0.1',
      '::',
      '::2',
      '::ffff:192.0.2.1',
      'fe80::1',
      '127.0.0.1.example',
      '1127.0.0.1',
    ];
    assert.deepEqual(
      here.filter((host) => !mayTransfer('loopback', host)),
      [],
    );
    assert.deepEqual(
      elsewhere.filter((host) => mayTransfer('loopback', host)),
      [],
    );
    assert.ok([...here, ...elsewhere].every((host) => mayTransfer('all', host) && !mayTransfer('none', host)));
  });

  it('answers over the wire as RFC 1034 has it: aliases, wildcards, delegations, ANY, what is not there, EDNS', async () => {
    await writeFile(
      zone,
      `${head(1)}a CNAME b\nb CNAME www\nwww A 192.0.2.2\n*.w TXT wild\nsub NS ns.sub\nns.sub A 192.0.2.5\nold DNAME new\nx.new A 192.0.2.6\nmany A 192.0.2.7\nmany TXT text\n`,
    );
    await start();
    const cases: readonly [name: string, type: string, status: number, flags: string, sections: readonly string[]][] = [
      ['a.z.test', 'A', 0, 'aa', ['CNAME CNAME A', '', '']],
      ['any.thing.w.z.test', 'TXT', 0, 'aa', ['TXT', '', '']],
      ['www.sub.z.test', 'A', 0, '', ['', 'NS', 'A']],
      ['x.old.z.test', 'A', 0, 'aa', ['DNAME CNAME A', '', '']],
      ['many.z.test', 'ANY', 0, 'aa', ['A TXT', '', '']],
      ['www.z.test', 'MX', 0, 'aa', ['', 'SOA', '']],
      ['nothing.z.test', 'A', 3, 'aa', ['', 'SOA', '']],
      ['elsewhere.test', 'A', 5, '', ['', '', '']],
    ];
    for (const transport of ['udp', 'tcp'] as const) {
      for (const [name, type, status, flags, wanted] of cases) {
        const found = message(await ask(name, type, { transport }));
        const of = (records: readonly { readonly type: number }[]) =>
          records
            .filter((one) => one.type !== TYPES.OPT)
            .map((one) => typeName(one.type))
            .join(' ');
        assert.deepEqual(
          [
            found.rcode,
            found.authoritative ? 'aa' : '',
            of(found.answers),
            of(found.authorities),
            of(found.additionals),
          ],
          [status, flags, ...wanted],
          `${name} ${type}`,
        );
        assert.equal(found.edns!.udpSize, 1232);
        const soa = found.authorities.find((one) => one.type === TYPES.SOA);
        // RFC 2308, section 3: the smaller of the SOA record's TTL and its minimum.
        if (soa !== undefined) assert.equal(soa.ttl, 50);
      }
    }
    const later = encodeMessage({
      id: 1,
      questions: [{ name: parseName('www.z.test'), type: TYPES.A, class: 1 }],
      additionals: [ednsRecord({ version: 7 })],
    });
    const answer = decodeMessage(new Responder([loadZone(zone).zone]).respond(later, 'udp', false).messages[0]!);
    assert.deepEqual([answer.rcode, answer.edns!.version, answer.answers.length], [16, 0, 0]);
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
    ['wrong-id', { timeout: 1000, retries: 0 }, (exchange) => assert.equal(exchange.error!.code, 'dns-mismatch')],
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
      const other = message(await ask('www.z.test', 'A'));
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
    assert.deepEqual(parseFaults(text), [
      { kind: 'servfail', delay: 0 },
      { kind: 'delay', delay: 1500, name: parseName('www.z.test') },
      { kind: 'ttl-0', delay: 0 },
    ]);
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
