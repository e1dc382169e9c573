import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeMessage } from '../../../src/protocol/dns/decode.ts';
import { parseName } from '../../../src/protocol/dns/name.ts';
import { parseZone } from '../../../src/protocol/dns/zone/parse.ts';
import type { DnsExchange } from '../../../src/net/dns/exchange.ts';
import { DnsResolver } from '../../../src/net/dns/resolver.ts';
import { certificate } from '../../helpers/certificates.ts';
import { HttpBench } from '../../helpers/httpServers.ts';
import { startNameServer, startTlsFront, type NameServer } from '../../helpers/nameServers.ts';
import { formatRecord, formatZone } from '../../helpers/dnsText.ts';

const zone = 'peers.test';
const file = path.resolve(import.meta.dirname, 'zones/peers.test.zone');
const lines = (exchange: DnsExchange) =>
  exchange.messages.flatMap((bytes) => decodeMessage(bytes).answers.map(formatRecord)).sort();

describe('our resolver and real name servers', function () {
  this.timeout(60_000);
  const http = new HttpBench();
  const resolver = new DnsResolver({ registry: http.registry, http: http.client });
  let named: NameServer;
  let knot: NameServer;
  let nsd: NameServer;
  let knotTls: { readonly port: number; stop(): Promise<void> };
  let folder: string;
  let caFile: string;
  let expected: string[];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'wirebench-'));
    const authority = await certificate({ name: 'an authority', authority: true });
    const pem = await certificate({ by: authority });
    caFile = path.join(folder, 'ca.pem');
    await writeFile(caFile, authority.cert);
    const text = await readFile(file, 'utf8');
    const { records, origin } = parseZone(text, { origin: parseName(zone) });
    const plain = formatZone(records, origin);
    named = await startNameServer('named', { [zone]: plain }, pem);
    knot = await startNameServer('knotd', { [zone]: plain });
    nsd = await startNameServer('nsd', { [zone]: plain });
    knotTls = await startTlsFront(knot, pem);
    expected = records.map(formatRecord);
  });

  after(async () => {
    await Promise.all([named.stop(), knot.stop(), nsd.stop(), knotTls.stop(), http.close()]);
    await rm(folder, { recursive: true });
  });

  const ask = async (server: string, name: string, type: string, more: object = {}) =>
    (await resolver.resolve({ name, type, server, recursion: false, caseRandom: false, ...more })).at(-1)!;

  const plainly = async (name: string, type: string) => lines(await ask(`127.0.0.1:${named.port}`, name, type));

  it('asks bind9 and knot over UDP and TCP, with the letters of the name in any case', async () => {
    for (const { port } of [named, knot]) {
      for (const transport of ['udp', 'tcp'] as const) {
        const exchange = await ask(`127.0.0.1:${port}`, 'www.peers.test', 'AAAA', { transport, caseRandom: true });
        assert.equal(exchange.error, undefined);
        assert.equal(exchange.transport, transport);
        assert.deepEqual(
          decodeMessage(exchange.messages[0]!).answers.map(({ data }) => data['address']),
          ['2001:db8::60'],
        );
      }
    }
  });

  it('comes back over TCP for what is truncated', async () => {
    for (const { port } of [named, knot]) {
      const exchange = await ask(`127.0.0.1:${port}`, 'big.peers.test', 'A', { edns: false });
      assert.equal(exchange.transport, 'tcp');
      assert.equal(lines(exchange).length, 60);
      assert.match(exchange.notes.join(), /truncated; it was asked for again over TCP/);
    }
  });

  const secured: readonly [what: string, server: () => string][] = [
    ['bind9 over TLS', () => `tls://127.0.0.1:${named.tlsPort}`],
    ['knot over TLS', () => `tls://127.0.0.1:${knotTls.port}`],
    ['bind9 over HTTPS', () => `https://127.0.0.1:${named.httpsPort}/dns-query`],
  ];
  for (const [what, server] of secured) {
    it(`asks ${what}: with its authority, without a check, and not with a stranger`, async () => {
      for (const how of [{ caFile }, { verify: false }]) {
        const exchange = await ask(server(), 'alias3.peers.test', 'A', how);
        assert.equal(exchange.error, undefined);
        assert.equal(exchange.server, server());
        assert.deepEqual(exchange.notes, []);
        assert.deepEqual(lines(exchange), await plainly('alias3.peers.test', 'A'));
      }
      const stranger = await ask(server(), 'alias3.peers.test', 'A', { retries: 0 });
      assert.equal(stranger.messages.length, 0);
      assert.match(stranger.error!.message, /127\.0\.0\.1:\d+.*certificate|certificate.*127\.0\.0\.1:\d+/);
      const elsewhere = await ask(server(), 'alias3.peers.test', 'A', { caFile, servername: 'other.test', retries: 0 });
      assert.equal(elsewhere.messages.length, 0, 'the certificate is of another name');
    });

    it(`asks ${what} for what is larger than a datagram, in one answer`, async () => {
      const exchange = await ask(server(), 'big.peers.test', 'A', { verify: false });
      assert.equal(exchange.error, undefined);
      assert.equal(lines(exchange).length, 60);
      assert.equal(exchange.attempts.length, 1);
    });
  }

  it('has a whole zone over TLS', async () => {
    for (const port of [named.tlsPort, knotTls.port]) {
      const exchange = await ask(`tls://127.0.0.1:${port}`, zone, 'AXFR', { caFile });
      assert.equal(exchange.error, undefined);
      assert.equal(lines(exchange).length, expected.length + 1);
    }
  });

  it('says what is wrong with a path over HTTPS', async () => {
    const exchange = await ask(`https://127.0.0.1:${named.httpsPort}/elsewhere`, 'www.peers.test', 'A', { caFile });
    assert.equal(exchange.error!.code, 'doh-status');
    assert.match(exchange.error!.message, /\/elsewhere answered 404 .*Check the path/);
  });

  for (const type of ['AXFR', 'IXFR']) {
    it(`has the whole zone of each by ${type}`, async () => {
      for (const { port, program } of [named, knot, nsd]) {
        const exchange = await ask(`127.0.0.1:${port}`, zone, type);
        assert.equal(exchange.error, undefined, program);
        const records = exchange.messages.flatMap((bytes) => [...decodeMessage(bytes).answers]);
        const text = records.map((record) => formatRecord(record));
        assert.equal(text.shift(), text.pop(), program);
        assert.equal(text.length, expected.length - 1, program);
      }
    });
  }

  it('learns by IXFR that there is nothing newer', async () => {
    for (const { port } of [named, knot]) {
      const exchange = await ask(`127.0.0.1:${port}`, zone, 'IXFR', { serial: 7 });
      assert.equal(exchange.error, undefined);
      assert.equal(lines(exchange).length, 1);
    }
  });

  it('has the same zone by transfer as the file says', async () => {
    for (const { port, program } of [named, knot, nsd]) {
      const exchange = await ask(`127.0.0.1:${port}`, zone, 'AXFR');
      const names = new Set(lines(exchange).map((line) => line.replace(/^(\S+)\s+\d+/, '$1').toLowerCase()));
      const wanted = new Set(expected.map((line) => line.replace(/^(\S+)\s+\d+/, '$1').toLowerCase()));
      assert.deepEqual([...names].sort(), [...wanted].sort(), program);
    }
  });
});
