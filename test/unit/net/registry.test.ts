import assert from 'node:assert/strict';
import { DnsResolver } from '../../../src/net/dns/resolver.ts';
import { HttpClient } from '../../../src/net/http/client.ts';
import { Registry } from '../../../src/net/registry.ts';
import { Journal } from '../../../src/traffic/journal.ts';

const server = { role: 'server', transport: 'tcp', host: '127.0.0.1', port: 0 } as const;

describe('the registry of endpoints', () => {
  it('enters what dials by itself once, as an endpoint of its own', () => {
    const journal = new Journal();
    const registry = new Registry({ recorder: journal });
    const id = registry.client('http://127.0.0.1:80');
    assert.equal(registry.client('http://127.0.0.1:80'), id);
    const dns = registry.client('DNS resolver', 'dns');
    assert.notEqual(dns, id);
    assert.deepEqual(
      [id, dns].map((one) => journal.endpointName(one)),
      ['http://127.0.0.1:80', 'DNS resolver'],
    );
    assert.deepEqual(
      [id, dns].map((one) => journal.endpointProtocol(one)),
      [undefined, 'dns'],
    );
    assert.deepEqual(registry.all(), [], 'nobody starts or stops it');
    assert.deepEqual(registry.snapshot(), []);
  });

  it('gives no two endpoints one name, whoever comes first', () => {
    const journal = new Journal();
    const registry = new Registry({ recorder: journal });
    assert.equal(registry.add({ ...server, name: 'DNS resolver' }).name, 'DNS resolver');
    const id = registry.client('DNS resolver', 'dns');
    assert.equal(journal.endpointName(id), 'DNS resolver 2');
    assert.equal(registry.client('DNS resolver', 'dns'), id);
    assert.equal(registry.add({ ...server, name: 'DNS resolver 2' }).name, 'DNS resolver 2 2');
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
      assert.equal(endpoint, registry.client(origin));
      assert.equal(journal.connection(connection)!.endpoint, endpoint);
      assert.equal(journal.endpointCounters(endpoint).chunksOut, 1);
      await dns.resolve({
        name: 'example.org',
        server: `127.0.0.1:${port}`,
        transport: 'tcp',
        retries: 0,
        timeout: 500,
      });
      assert.equal(journal.endpointCounters(registry.client('DNS resolver', 'dns')).chunksOut, 1);
    } finally {
      dns.close();
      await http.close();
      await registry.stopAll();
    }
  });
});
