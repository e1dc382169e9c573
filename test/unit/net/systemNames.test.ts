import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { python as pythonPath } from '../../../scripts/python.ts';
import { WirebenchError } from '../../../src/base/errors.ts';
import { lookUpNames } from '../../../src/net/dns/besideSystem.ts';
import { DnsResolver } from '../../../src/net/dns/resolver.ts';
import { Registry } from '../../../src/net/registry.ts';
import { hostsLines, parseHosts } from '../../../src/net/hostsFile.ts';
import { parseServices, readServices, registryName, serviceAt, serviceNamed } from '../../../src/net/services.ts';
import { lookUpAddress, lookUpHost, lookUpPort, lookUpService } from '../../../src/net/systemNames.ts';
import { reverseName } from '../../../src/protocol/dns/reverse.ts';
import { encodeMessage } from '../../../src/protocol/dns/encode.ts';
import type { DecodedQuestion } from '../../../src/protocol/dns/message.ts';
import { parseName } from '../../../src/protocol/dns/name.ts';
import { MadeUpServer } from '../../helpers/dnsServers.ts';
import { FakeRecorder } from '../../helpers/fakeRecorder.ts';
import { freePort } from '../../helpers/nets.ts';

/** What Python says on this machine; null where it raises. */
function python(calls: readonly (readonly [string, ...(string | number)[]])[]): unknown[] {
  const program = `
import json, socket, sys
def call(name, *args):
    try: return getattr(socket, name)(*args)
    except OSError: return None
print(json.dumps([call(*one) for one in json.load(sys.stdin)]))`;
  return JSON.parse(
    execFileSync(pythonPath, ['-c', program], { input: JSON.stringify(calls), timeout: 60_000 }).toString(),
  ) as unknown[];
}

async function orNull<T>(asking: Promise<T>): Promise<T | null> {
  try {
    return await asking;
  } catch (error) {
    assert.ok(error instanceof WirebenchError);
    assert.match(error.code, /not-found|name-lookup-failed/);
    return null;
  }
}

describe('what the operating system says of names, beside Python', function () {
  const services = parseServices(readFileSync('/etc/services', 'latin1'));
  const protocols = ['tcp', 'udp'] as const;

  it('names the same port for every service of the machine, with a protocol and without', async () => {
    const names = [...new Set(services.flatMap(({ name, aliases }) => [name, ...aliases]))];
    assert.ok(names.length > 100);
    const calls = names.flatMap((name) => [undefined, ...protocols].map((protocol) => ({ name, protocol })));
    const theirs = python(
      calls.map(({ name, protocol }) => ['getservbyname', name, ...(protocol === undefined ? [] : [protocol])]),
    );
    const ours = await Promise.all(
      calls.map(({ name, protocol }) => orNull(lookUpService(protocol === undefined ? name : `${name}/${protocol}`))),
    );
    assert.deepEqual(
      ours.map((one, i) => [calls[i], one?.port ?? null]),
      theirs.map((one, i) => [calls[i], one]),
    );
  });

  it('names the same service for every port of the machine, and for those that have none', async () => {
    const ports = [...new Set([...services.map(({ port }) => port), 0, 1, 2, 65_535])];
    const calls = ports.flatMap((port) => [undefined, ...protocols].map((protocol) => ({ port, protocol })));
    const theirs = python(
      calls.map(({ port, protocol }) => ['getservbyport', port, ...(protocol === undefined ? [] : [protocol])]),
    );
    const ours = await Promise.all(
      calls.map(({ port, protocol }) => orNull(lookUpPort(protocol === undefined ? `${port}` : `${port}/${protocol}`))),
    );
    assert.deepEqual(
      ours.map((one, i) => [calls[i], one?.service ?? null]),
      theirs.map((one, i) => [calls[i], one]),
    );
  });

  it('finds the same addresses of hosts, and the same hosts of addresses', async () => {
    const hosts = ['localhost', hostname(), 'ip6-localhost', 'ip6-loopback', '127.0.0.1', 'nothing.invalid'];
    const theirs = python(hosts.map((host) => ['gethostbyname_ex', host])) as ([string, string[], string[]] | null)[];
    const ours = await Promise.all(hosts.map((host) => orNull(lookUpHost(host, 4))));
    for (const [i, host] of hosts.entries()) {
      const wanted = theirs[i] === null ? null : [...new Set(theirs[i]![2])].sort();
      const found = ours[i] === null ? null : [...new Set(ours[i]!.addresses)].sort();
      // gethostbyname(3) gives an IPv6 entry of the hosts file as 127.0.0.1 in places where getaddrinfo(3) has no IPv4 address.
      if (found === null && wanted?.join() === '127.0.0.1' && hostsLines(host).some(({ address }) => address === '::1'))
        continue;
      assert.deepEqual([host, found], [host, wanted]);
    }
    const addresses = [
      '127.0.0.1',
      '::1',
      ...parseHosts(readFileSync('/etc/hosts', 'latin1')).map(({ address }) => address),
    ];
    const named = python(addresses.map((address) => ['gethostbyaddr', address])) as (
      [string, string[], string[]] | null
    )[];
    const mine = await Promise.all(addresses.map((address) => orNull(lookUpAddress(address))));
    assert.deepEqual(
      mine.map((one, i) => [addresses[i], one?.host ?? null]),
      named.map((one, i) => [addresses[i], one?.[0] ?? null]),
    );
  });
});

describe('what the operating system says of names', () => {
  it('names the line of the hosts file', async () => {
    const { hosts, source, addresses } = await lookUpHost('localhost', undefined);
    assert.ok(addresses.includes('127.0.0.1') || addresses.includes('::1'));
    assert.equal(source, `/etc/hosts, line ${hosts[0]!.line}`);
    const text = readFileSync('/etc/hosts', 'latin1').split('\n')[hosts[0]!.line - 1]!;
    assert.equal(hosts[0]!.text, text.trim());
    assert.deepEqual(
      parseHosts('# none\n\n192.0.2.1 a b # c\n  ::1\tlocalhost\n192.0.2.2\n').map(({ line, address, names }) => [
        line,
        address,
        names,
      ]),
      [
        [3, '192.0.2.1', ['a', 'b']],
        [4, '::1', ['localhost']],
      ],
    );
  });

  it('knows an address of the hosts file in whatever way it is written', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'wirebench-'));
    const file = path.join(folder, 'hosts');
    await writeFile(file, '0:0:0:0:0:0:0:1 one\n2001:DB8::a two\n192.0.2.1 three\n');
    try {
      for (const [address, line] of [
        ['::1', 1],
        ['2001:db8:0::A', 2],
        ['192.0.2.1', 3],
      ] as const)
        assert.deepEqual(
          hostsLines(address, file).map((found) => found.line),
          [line],
        );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('has the IANA registry where there is no services file', async () => {
    const source = await readServices('/none/services');
    assert.equal(source.name, registryName);
    assert.equal(serviceNamed(source.services, 'https', 'tcp')!.port, 443);
    assert.equal(serviceAt(source.services, 53, 'udp')!.name, 'domain');
    assert.ok(source.services.length > 5000);
  });

  const bad: readonly [what: string, ask: () => Promise<unknown>, code: string][] = [
    ['an address that is none', () => lookUpAddress('300.1.1.1'), 'bad-address'],
    ['a port that is none', () => lookUpPort('65536/tcp'), 'bad-port'],
    ['a port of words', () => lookUpPort('http'), 'bad-port'],
    ['a service that nobody knows', () => lookUpService('no-such-service/tcp'), 'service-not-found'],
    ['a port that nobody has', () => lookUpPort('2/tcp'), 'service-not-found'],
  ];
  for (const [what, ask, code] of bad)
    it(`says a sentence of ${what}`, () => assert.rejects(ask(), { code, message: /^[A-Z"].*[.:]/ }));

  it('makes the names of addresses', () => {
    assert.equal(reverseName('192.0.2.1'), '1.2.0.192.in-addr.arpa.');
    assert.match(reverseName('2001:db8::1')!, /^1\.(0\.){23}8\.b\.d\.0\.1\.0\.0\.2\.ip6\.arpa\.$/);
    assert.equal(reverseName('192.0.2'), undefined);
  });

  describe('beside what DNS says', () => {
    let registry: Registry;
    let resolver: DnsResolver;
    const servers: MadeUpServer[] = [];

    beforeEach(() => {
      registry = new Registry({ recorder: new FakeRecorder() });
      resolver = new DnsResolver({
        registry,
        system: () => ({ servers: [], search: [], ndots: 1 }),
      });
    });

    afterEach(async () => {
      await registry.stopAll();
      await Promise.all(servers.splice(0).map((server) => server.close()));
    });

    /** A server that has these records, of the type that is asked for. */
    async function serve(records: Readonly<Record<number, readonly object[]>>): Promise<string> {
      const server = await MadeUpServer.start((query) => {
        const [{ name, type }] = query.questions as [DecodedQuestion];
        const answers = (records[type] ?? []).map((data) => ({ name, type, class: 1, ttl: 60, data: { ...data } }));
        return [encodeMessage({ id: query.id, response: true, questions: query.questions, answers })];
      });
      servers.push(server);
      return server.address;
    }

    it('points out where the two differ, and why', async () => {
      const server = await serve({ 1: [{ address: '192.0.2.1' }] });
      const spec = { what: 'host', subject: 'localhost', withDns: true, server } as const;
      const { dnsValues, differences } = await lookUpNames(resolver, spec);
      assert.deepEqual(dnsValues, ['192.0.2.1']);
      assert.equal(differences.length, 2);
      assert.match(
        differences[0]!,
        /^localhost: The system returns .* but DNS does not: it is in \/etc\/hosts, line \d+, which the system reads before it asks DNS\.$/,
      );
      assert.match(differences[1]!, /^localhost: DNS returns 192\.0\.2\.1 but the system does not: /);
      const alone = await lookUpNames(resolver, { what: 'host', subject: 'localhost' });
      assert.deepEqual(alone.differences, []);
    });

    it('says that DNS has more names of an address than the one that the system tells', async () => {
      const { system } = await lookUpNames(resolver, { what: 'address', subject: '127.0.0.1' });
      const host = (system as { host: string }).host;
      const server = await serve({ 12: [{ target: parseName(host) }, { target: parseName('other.test') }] });
      const spec = { what: 'address', subject: '127.0.0.1', withDns: true, server } as const;
      const { differences } = await lookUpNames(resolver, spec);
      assert.equal(differences.length, 1);
      assert.match(differences[0]!, /DNS returns other\.test .*several names, and the system returns one\.$/);
    });

    it('says where DNS gave no answer, and does not call that the same', async () => {
      const server = `127.0.0.1:${await freePort()}`;
      const spec = { what: 'host', subject: 'nothing.invalid', withDns: true, server } as const;
      const { differences } = await lookUpNames(resolver, spec);
      assert.match(
        differences.join(),
        /^nothing\.invalid: Neither the system nor DNS gives an answer\. DNS: 127\.0\.0\.1:\d+ refused/,
      );
    });

    it('asks nobody for the address of an address, and for no family that is not wanted', async () => {
      const server = await serve({ 1: [{ address: '127.0.0.1' }], 28: [{ address: '::2' }] });
      const address = await lookUpNames(resolver, { what: 'host', subject: '127.0.0.1', withDns: true, server });
      assert.equal(address.dns, undefined);
      assert.deepEqual(address.differences, []);
      const spec = { what: 'host', subject: 'localhost', withDns: true, server, family: 4 } as const;
      const { dnsValues, differences } = await lookUpNames(resolver, spec);
      assert.deepEqual(dnsValues, ['127.0.0.1']);
      assert.deepEqual(differences, []);
    });

    for (const what of ['host', 'address', 'service', 'port'] as const)
      it(`looks up nothing where there is no ${what}`, () =>
        assert.rejects(lookUpNames(resolver, { what, subject: '  ' }), {
          code: 'nothing-to-look-up',
          message: new RegExp(`^The ${what} to look up is missing\\. Write one, such as `),
        }));

    it('is called off', async () => {
      const server = await MadeUpServer.start(() => []);
      servers.push(server);
      const abort = new AbortController();
      const spec = { what: 'address', subject: '127.0.0.1', withDns: true, server: server.address } as const;
      const asking = lookUpNames(resolver, spec, abort.signal);
      abort.abort();
      assert.equal((await asking).dns!.at(-1)!.error!.code, 'cancelled');
    });
  });
});
