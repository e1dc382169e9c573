import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { decodeMessage } from '../../../src/protocol/dns/decode.ts';
import { encodeMessage } from '../../../src/protocol/dns/encode.ts';
import { ednsRecord, type DnsRecord } from '../../../src/protocol/dns/message.ts';
import { parseName } from '../../../src/protocol/dns/name.ts';
import { typeCode, TYPES } from '../../../src/protocol/dns/typeCodes.ts';
import { parseZone } from '../../../src/protocol/dns/zone/parse.ts';
import { askOverTcp, DatagramAsker, startNameServer, type NameServer } from '../../helpers/nameServers.ts';
import { createNet } from '../../helpers/nets.ts';
import { parts, unlike, type Mode } from './answerParts.ts';
import { formatZone, parseRdata } from '../../helpers/dnsText.ts';

const zones = ['wirebench.test', 'peers.test'] as const;
const zoneFiles = {
  'wirebench.test': path.resolve(import.meta.dirname, '../../../samples/wirebench.test.zone'),
  'peers.test': path.resolve(import.meta.dirname, 'zones/peers.test.zone'),
};

/** Below `peers.test.` unless they end in a dot. */
const names = `
  @ ns1 NS1 mail upper UPPER uPPer case CASE a.b.c b.c c z.c a.b.z.c _dns._udp.deep.er _udp.deep.er deep.er er _none._tcp _out._tcp _many._tcp
  _tcp wild x.wild a.b.wild host.wild y.host.wild ent.wild sub.ent.wild other.ent.wild *.wild *.*.wild a.*.wild q.x.wild q.r.x.wild x.wild
  one.aliases a.b.aliases aliases q.loops here.loops one.chain one.away one.dangling host.srv www alias alias2 alias3 ALIAS3 dangling toempty towild
  tosub tosubcut toother tootheralias toothermissing toothersub away self loop1 loop2 toloop todname toapex old www.old alias.old nothing.old a.b.old
  new www.new oldaway www.oldaway www.oldother blog.oldother nothing.oldother round x.round x.oldempty sub host.sub ns.sub mail.sub a.b.sub SUB
  signed host.signed ns.signed outside host.outside sibling x.sibling inzone x.inzone mixed cross x.cross under cut under.cut deep.under.cut
  x.deep.under.cut big bigtxt bigmx host7.bigmx manyns x.manyns somens x.somens unknown odd\\.label odd.label sp\\032ace caa svc naptr ptr rp hinfo zero tlsa
  nothing no.such.name \\000 wirebench.test. www.wirebench.test. blog.wirebench.test. any.wirebench.test. x.any.wirebench.test. sub.wirebench.test.
  x.sub.wirebench.test. x.old.wirebench.test. _http._tcp.wirebench.test. host.wirebench.test. nothing.wirebench.test. fast.wirebench.test.
  test. . elsewhere.example. peers.test.example.
`
  .trim()
  .split(/\s+/);
const origin = parseName('peers.test.');
const types = ['A', 'AAAA', 'MX', 'NS', 'SOA', 'TXT', 'CNAME', 'SRV', 'DS', 'ANY', 'DNAME', 'TYPE65280'];

const modes: Readonly<Record<string, Mode>> = {
  plain: {},
  'with RD, CD and AD': { recursionDesired: true, checkingDisabled: true, authenticData: true },
  'with EDNS': { udpSize: 1232 },
  'with EDNS of 512 bytes and DO': { udpSize: 512, dnssecOk: true, recursionDesired: true },
  'over TCP with EDNS': { over: 'tcp', udpSize: 4096 },
};

describe('our DNS server beside bind9, knot and nsd', function () {
  this.timeout(120_000);
  const peers: NameServer[] = [];
  const net = createNet();
  let ours: number;
  const asker = new DatagramAsker();

  before(async () => {
    const written: Record<string, string> = {};
    const plain: Record<string, string> = {};
    for (const zone of zones) {
      written[zone] = await readFile(zoneFiles[zone], 'utf8');
      plain[zone] = expanded(written[zone], zone);
    }
    peers.push(await startNameServer('named', written));
    for (const program of ['knotd', 'nsd'] as const) peers.push(await startNameServer(program, plain));
    const server = await net.registry.start({
      role: 'server',
      transport: 'udp',
      application: 'dns',
      port: 0,
      behaviour: { name: 'zone', options: { zone: zones.map((zone) => zoneFiles[zone]).join(',') } },
    });
    ours = server.local!.port;
    for (const zone of zones) {
      const query = encodeMessage({ id: 1, questions: [{ name: parseName(zone), type: TYPES.SOA, class: 1 }] });
      for (const { program, port } of peers) {
        const { answers } = await ask(port, query, {});
        assert.equal(answers.length, 1, `${program} serves ${zone}`);
      }
    }
  });

  after(async () => {
    asker.close();
    await net.registry.stopAll();
    await Promise.all(peers.map((peer) => peer.stop()));
  });

  let id = 0;
  const ask = async (port: number, query: Uint8Array, mode: Mode) =>
    decodeMessage(await (mode.over === 'tcp' ? askOverTcp(port, query) : asker.ask(port, query)));

  for (const [title, mode] of Object.entries(modes)) {
    it(`answers ${names.length * types.length} questions ${title} as they do`, async () => {
      const wrong: string[] = [];
      const { udpSize, dnssecOk, ...header } = mode;
      for (const text of names) {
        await Promise.all(
          types.map(async (type) => {
            const name = text === '@' ? origin : parseName(text, origin);
            const query = encodeMessage({
              ...header,
              id: (id = (id + 1) & 0xffff),
              questions: [{ name, type: typeCode(type)!, class: 1 }],
              additionals:
                udpSize === undefined ? [] : [ednsRecord({ udpSize, ...(dnssecOk === undefined ? {} : { dnssecOk }) })],
            });
            const theirs = await Promise.all(
              peers.map(async (peer) => ({ program: peer.program, message: await ask(peer.port, query, mode) })),
            );
            wrong.push(...unlike({ name: text, type }, theirs, await ask(ours, query, mode)));
          }),
        );
      }
      if (wrong.length > 0) assert.fail(`${wrong.length} parts differ:\n${wrong.slice(0, 40).join('\n')}`);
    });
  }

  const question = { name: parseName('www.peers.test'), type: TYPES.A, class: 1 };
  const header = (bytes: readonly number[], counts: readonly number[] = [1, 0, 0, 0]) =>
    Buffer.from([0x12, 0x34, ...bytes, ...counts.flatMap((count) => [0, count])]);
  const plainQuestion = Buffer.from('\x03www\x05peers\x04test\x00\x00\x01\x00\x01', 'latin1');
  /** The question with an OPT record whose length and data these bytes are. */
  const withOpt = (bytes: readonly number[]) =>
    Buffer.concat([header([0, 0], [1, 0, 0, 1]), plainQuestion, Buffer.from([0, 0, 41, 4, 208, 0, 0, 0, 0, ...bytes])]);
  const signature = parseRdata(TYPES.TSIG, 'hmac-sha256. 1694498816 300 0 17 NOERROR 0');
  const signedWith = (additionals: readonly DnsRecord[]) =>
    encodeMessage({
      id: 17,
      questions: [question],
      additionals: [
        ...additionals,
        { name: parseName('a.key'), type: TYPES.TSIG, class: 255, ttl: 0, data: signature },
      ],
    });
  const odd: Readonly<Record<string, Uint8Array>> = {
    'an EDNS version to come': encodeMessage({
      id: 1,
      questions: [question],
      additionals: [ednsRecord({ version: 1 })],
    }),
    'an EDNS version to come over another name': encodeMessage({
      id: 2,
      questions: [{ ...question, name: parseName('elsewhere.example') }],
      additionals: [ednsRecord({ version: 100 })],
    }),
    'a status query': encodeMessage({ id: 3, opcode: 2, questions: [question] }),
    'an opcode that nobody has': encodeMessage({ id: 4, opcode: 9, questions: [question] }),
    'a transfer over UDP': encodeMessage({ id: 5, questions: [{ ...question, name: origin, type: TYPES.AXFR }] }),
    'an EDNS size of 0': encodeMessage({ id: 6, questions: [question], additionals: [ednsRecord({ udpSize: 0 })] }),
    'an EDNS option that nobody knows': encodeMessage({
      id: 7,
      questions: [question],
      additionals: [ednsRecord({ options: [{ code: 65001, data: Uint8Array.of(1, 2, 3) }] })],
    }),
    'two OPT records': encodeMessage({ id: 8, questions: [question], additionals: [ednsRecord(), ednsRecord()] }),
    'a question cut short': Buffer.concat([header([0, 0]), plainQuestion.subarray(0, 12)]),
    'two questions': Buffer.concat([header([0, 0], [2, 0, 0, 0]), plainQuestion, plainQuestion]),
    'the class CH': encodeMessage({ id: 9, questions: [{ ...question, class: 3 }] }),
    'the class HS': encodeMessage({ id: 10, questions: [{ ...question, class: 4 }] }),
    'the class ANY': encodeMessage({ id: 11, questions: [{ ...question, class: 255 }] }),
    'the type OPT': encodeMessage({ id: 12, questions: [{ ...question, type: 41 }] }),
    'a name of a zone we do not have, with EDNS': encodeMessage({
      id: 13,
      questions: [{ ...question, name: parseName('elsewhere.example') }],
      additionals: [ednsRecord()],
    }),
    'a cookie of seven bytes': withOpt([0, 11, 0, 10, 0, 7, 1, 2, 3, 4, 5, 6, 7]),
    'a client subnet of a family that nobody knows': withOpt([0, 11, 0, 8, 0, 7, 0, 9, 24, 0, 192, 0, 2]),
    'an EDNS option cut short': withOpt([0, 4, 0, 3, 0, 8]),
    'bytes behind the question': Buffer.concat([header([0, 0]), plainQuestion, Buffer.from('rest')]),
    'answers that are claimed and not there': Buffer.concat([header([0, 0], [1, 1, 0, 0]), plainQuestion]),
    'a name that points to itself': Buffer.concat([header([0, 0]), Buffer.from([0xc0, 12, 0, 1, 0, 1])]),
    'an incremental transfer over UDP from nothing': encodeMessage({
      id: 15,
      questions: [{ ...question, name: origin, type: TYPES.IXFR }],
    }),
    'a signature with a key that nobody has': signedWith([]),
    'a signature with a key that nobody has, and EDNS': signedWith([ednsRecord()]),
    'a signature that is cut short': Buffer.concat([
      header([0, 0], [1, 0, 0, 1]),
      plainQuestion,
      Buffer.from('\x01a\x03key\0\0\xfa\0\xff\0\0\0\0\0\x04\x03abc', 'latin1'),
    ]),
    'an answer record in a query': encodeMessage({
      id: 14,
      questions: [question],
      answers: [{ ...question, ttl: 1, data: { address: '192.0.2.1' } }],
    }),
  };

  /** Who answers the next question, and not this one, is silent about it. */
  const partsOrSilence = async (port: number, query: Uint8Array): Promise<Record<string, string>> => {
    const after = encodeMessage({ id: 0xfffe, questions: [question] });
    const next = async () => {
      await asker.ask(port, after);
      await asker.ask(port, after);
      return undefined;
    };
    const answer = await Promise.race([asker.ask(port, query), next()]);
    return answer === undefined ? { status: 'silence' } : parts(decodeMessage(answer));
  };

  for (const [title, query] of Object.entries(odd)) {
    it(`answers ${title} as one of them does`, async () => {
      const theirs = await Promise.all(peers.map(({ port }) => partsOrSilence(port, query)));
      const mine = await partsOrSilence(ours, query);
      const said = theirs.map((one) => one['status']!);
      assert.ok(said.includes(mine['status']!), `ours: ${mine['status']}; theirs: ${said.join(', ')}`);
      for (const part of Object.keys(mine)) {
        const values = new Set(theirs.map((one) => one[part] ?? 'none'));
        if (values.size === 1) assert.equal(mine[part], [...values][0], part);
      }
    });
  }

  const run = async (program: string, ...parameters: string[]) => {
    const { stdout } = await promisify(execFile)(program, ['@127.0.0.1', '-p', String(ours), ...parameters], {
      timeout: 20_000,
    });
    return stdout;
  };
  const shown = (text: string) =>
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith(';'))
      .map((line) => line.replace(/\s+/g, ' '));

  for (const program of ['dig', 'kdig']) {
    it(`${program} reads our answers, over UDP, over TCP and with options it makes up`, async () => {
      const wanted = [
        'wirebench.test. 3600 IN MX 10 mail.wirebench.test.',
        'wirebench.test. 3600 IN MX 20 backup.wirebench.test.',
      ];
      const ways = [
        [],
        ['+tcp'],
        ['+noedns'],
        ['+ednsopt=65001:0102'],
        ['+bufsize=512'],
        ['+norec'],
        ...(program === 'dig' ? [['+nocookie']] : []),
      ];
      for (const way of ways) {
        const text = await run(program, ...way, '+noadditional', 'wirebench.test', 'MX');
        assert.deepEqual(shown(text).sort(), wanted, way.join(' '));
        assert.match(text, /status: NOERROR/);
        assert.match(text, /flags:? [^;]*aa/i);
        assert.doesNotMatch(text, /warning: .*(malformed|extra|mismatch)/i);
      }
      const large = await run(program, '+noedns', 'big.peers.test', 'A');
      assert.equal(shown(large).length, 60, 'what was truncated over UDP comes over TCP');
    });

    it(`${program} gets a whole zone from us, the same as from bind9`, async () => {
      for (const zone of zones) {
        const mine = shown(await run(program, zone, 'AXFR'));
        const { stdout } = await promisify(execFile)(
          program,
          ['@127.0.0.1', '-p', String(peers[0]!.port), zone, 'AXFR'],
          {
            timeout: 20_000,
          },
        );
        assert.ok(mine.length > 40);
        assert.equal(mine.filter((line) => / IN SOA /.test(line)).length, 2);
        assert.deepEqual(mine.sort(), shown(stdout).sort());
      }
    });
  }

  for (const program of ['dig', 'kdig']) {
    it(`${program} gets no zone from us at an address beyond loopback, and its answers all the same`, async () => {
      const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
      const own = addresses.find(({ internal, family }) => !internal && family === 'IPv4')?.address;
      assert.ok(own !== undefined, 'this test needs a machine with an address besides 127.0.0.1');
      // To 127.0.0.1 from that address: the datagrams do not leave the machine.
      const from = ['-b', own, '+tcp'];
      assert.deepEqual(shown(await run(program, ...from, 'wirebench.test', 'SOA')).length, 1);
      const refused = await run(program, ...from, 'wirebench.test', 'AXFR').catch(
        (error: unknown) => (error as { stdout: string }).stdout,
      );
      assert.deepEqual(shown(refused), []);
      assert.match(refused, program === 'dig' ? /Transfer failed/ : /Received 0 B/);
    });
  }

  it('gives dig, which signs with a key that we do not have, neither an answer nor a zone, and says why', async () => {
    const key = ['-y', 'hmac-sha256:a.key:c2VjcmV0', '+norec'];
    const answer = await run('dig', ...key, 'wirebench.test', 'MX');
    assert.match(answer, /status: NOTAUTH/);
    assert.match(answer, /TSIG\s+hmac-sha256\..* BADKEY 0/);
    assert.deepEqual(
      shown(answer).filter((line) => / MX /.test(line)),
      [],
    );
    const zone = await run('dig', ...key, 'wirebench.test', 'AXFR');
    assert.match(zone, /Transfer failed/);
    assert.deepEqual(
      shown(zone).filter((line) => / SOA /.test(line)),
      [],
    );
  });

  it('dig reads UDP faults as they are meant', async () => {
    const server = await net.registry.start({
      role: 'server',
      transport: 'udp',
      application: 'dns',
      port: 0,
      behaviour: { name: 'zone', options: { zone: zoneFiles['wirebench.test'], fault: 'servfail, ttl-0 nothing' } },
    });
    const { stdout } = await promisify(execFile)(
      'dig',
      ['@127.0.0.1', '-p', String(server.local!.port), 'wirebench.test'],
      {
        timeout: 20_000,
      },
    );
    assert.match(stdout, /status: SERVFAIL/);
  });
});

/** Only bind9 knows $GENERATE: the others read what we make of the file. */
function expanded(text: string, zone: string): string {
  const { origin: apex, records, problems } = parseZone(text, { origin: parseName(zone) });
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  return formatZone(records, apex);
}
