import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { DnsResolver } from '../../../src/net/dns/resolver.ts';
import type { Endpoint } from '../../../src/net/endpoint.ts';
import { HttpClient } from '../../../src/net/http/client.ts';
import { Registry } from '../../../src/net/registry.ts';
import { Journal } from '../../../src/traffic/journal.ts';

const server = { role: 'server', transport: 'tcp', host: '127.0.0.1', port: 0 } as const;

describe('the registry of endpoints', () => {
  it('enters what dials by itself once, as an endpoint of its own', () => {
    const journal = new Journal();
    const registry = new Registry({ recorder: journal });
    const { id } = registry.client('http://127.0.0.1:80');
    assert.equal(registry.client('http://127.0.0.1:80').id, id);
    const dns = registry.client('DNS resolver', 'dns').id;
    assert.notEqual(dns, id);
    assert.deepEqual(
      [id, dns].map((one) => journal.endpointName(one)),
      ['http://127.0.0.1:80', 'DNS resolver'],
    );
    assert.deepEqual(
      [id, dns].map((one) => journal.endpointProtocol(one)),
      [undefined, 'dns'],
    );
    assert.deepEqual(registry.all(), [], 'nothing is under way');
    assert.deepEqual(registry.snapshot(), []);
  });

  it('gives no two endpoints one name, whoever comes first', async () => {
    const journal = new Journal();
    const registry = new Registry({ recorder: journal });
    assert.equal((await registry.add({ ...server, name: 'DNS resolver' })).name, 'DNS resolver');
    const { id } = registry.client('DNS resolver', 'dns');
    assert.equal(journal.endpointName(id), 'DNS resolver 2');
    assert.equal(registry.client('DNS resolver', 'dns').id, id);
    assert.equal((await registry.add({ ...server, name: 'DNS resolver 2' })).name, 'DNS resolver 2 2');
  });

  it('is where the HTTP client and the DNS resolver enter what they record', async () => {
    const journal = new Journal();
    const registry = new Registry({ recorder: journal });
    const http = new HttpClient({ registry, environment: {} });
    const dns = new DnsResolver({ registry, http });
    const peer = await registry.start({ ...server, application: 'http', behaviour: { name: 'bin' } });
    try {
      const { port } = peer.local!;
      const origin = `http://127.0.0.1:${port}`;
      const exchange = await http.send({ method: 'GET', url: `${origin}/status/204`, headers: [] });
      assert.equal(exchange.error, undefined);
      const { connection, endpoint } = exchange.hops[0]!;
      assert.equal(endpoint, registry.client(origin).id);
      assert.equal(journal.connection(connection)!.endpoint, endpoint);
      assert.equal(journal.endpointCounters(endpoint).chunksOut, 1);
      await dns.resolve({
        name: 'example.org',
        server: `127.0.0.1:${port}`,
        transport: 'tcp',
        retries: 0,
        timeout: 500,
      });
      assert.equal(journal.endpointCounters(registry.client('DNS resolver', 'dns').id).chunksOut, 1);
    } finally {
      await registry.stopAll();
    }
  });

  it('stops the client at one origin: its request ends with a sentence, its kept connections close, others go on', async () => {
    const journal = new Journal();
    const registry = new Registry({ recorder: journal });
    const http = new HttpClient({ registry, environment: {} });
    const bin = { ...server, application: 'http', behaviour: { name: 'bin' } };
    const [peer, other] = [await registry.start(bin), await registry.start(bin)];
    const get = (at: Endpoint, path: string) =>
      http.send({ method: 'GET', url: `http://127.0.0.1:${at.local!.port}${path}`, headers: [] });
    try {
      await Promise.all([get(peer, '/get'), get(other, '/get')]);
      const client = registry.client(`http://127.0.0.1:${peer.local!.port}`);
      assert.ok(registry.all().includes(client), 'it keeps a connection');
      const asking = get(peer, '/delay/10');
      const further = get(other, '/delay/0.2');
      while (peer.connections.size < 1 || journal.endpointCounters(client.id).chunksOut < 2) await turn();
      await registry.stop(client.id);
      const { error } = await asking;
      assert.equal(error!.code, 'cancelled');
      assert.match(error!.message, new RegExp(`^${client.name} was stopped before this was done`));
      assert.equal(client.isRunning, false);
      assert.ok(!registry.all().includes(client));
      assert.equal((await further).error, undefined);
      assert.equal((await get(peer, '/get')).error, undefined, 'it connects again');
    } finally {
      await registry.stopAll();
    }
    assert.deepEqual(
      registry.all().map((one) => one.name),
      [peer.name, other.name],
      'with all stopped, nothing that connects by itself runs',
    );
  });

  it('says of a client that connects by itself that nobody starts it or sends to it', () => {
    const registry = new Registry({ recorder: new Journal() });
    const { id } = registry.client('DNS resolver', 'dns');
    assert.throws(() => registry.get(id), { code: 'no-such-endpoint', message: /^DNS resolver connects by itself/ });
    assert.throws(() => registry.get(99), { code: 'no-such-endpoint', message: /^There is no endpoint number 99/ });
  });
});
