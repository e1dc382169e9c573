import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EngineChannel } from '../../../src/engine/client.ts';
import { DnsRequests } from '../../../src/engine/dns.ts';
import type { Trace } from '../../../src/net/dns/trace.ts';
import { DnsResolver } from '../../../src/net/dns/resolver.ts';
import { Registry } from '../../../src/net/registry.ts';
import { decodeMessage } from '../../../src/protocol/dns/decode.ts';
import { formatName } from '../../../src/protocol/dns/name.ts';
import { addressAnswer, MadeUpServer, type Answerer } from '../../helpers/dnsServers.ts';
import { engineInProcess } from '../../helpers/engineInProcess.ts';
import { FakeRecorder } from '../../helpers/fakeRecorder.ts';
import { startInternet, zoneHead } from '../../helpers/internet.ts';
import { linked } from '../../helpers/linked.ts';
import { assertNoneLeft, createNet, freePort, handles, settled } from '../../helpers/nets.ts';

describe('questions about names in the engine', () => {
  let before: ReturnType<typeof handles>;
  let channel: EngineChannel;
  const servers: MadeUpServer[] = [];

  beforeEach(async () => {
    await settled();
    before = handles();
    ({ channel } = engineInProcess());
  });

  afterEach(async () => {
    await channel.request('engine.shutdown', null);
    await Promise.all(servers.splice(0).map((server) => server.close()));
    await assertNoneLeft(before);
  });

  async function serve(answer: Answerer): Promise<MadeUpServer> {
    const server = await MadeUpServer.start(answer);
    servers.push(server);
    return server;
  }

  const answering = (address: string): Answerer => {
    return (query) => [
      addressAnswer(query, {
        answers: [{ name: query.questions[0]!.name, type: 1, class: 1, ttl: 60, data: { address } }],
      }),
    ];
  };

  it('resolve a name, and give the messages as they were', async () => {
    const server = await serve(answering('192.0.2.7'));
    const spec = { name: 'www.wirebench.test', server: server.address };
    const [exchange] = await channel.request('dns.resolve', { spec });
    assert.equal(exchange!.error, undefined);
    assert.equal(exchange!.server, server.address);
    assert.deepEqual(exchange!.query, server.queries[0]!.message.bytes);
    assert.equal(decodeMessage(exchange!.messages[0]!).answers[0]!.data['address'], '192.0.2.7');
    // Its bytes are in the journal, under the connection that it names.
    assert.ok(exchange!.endpoint > 0 && exchange!.connection > 0);
  });

  it('ask each of several servers for the names of the search list, where that is wanted', async () => {
    const only = (wanted: string): Answerer => {
      return (query) => {
        const exists = formatName(query.questions[0]!.name).toLowerCase() === wanted;
        return [addressAnswer(query, exists ? {} : { rcode: 3, answers: [] })];
      };
    };
    const [one, two] = [await serve(only('www.one.test.')), await serve(only('www.two.test.'))];
    const system = () => ({ servers: [], search: ['one.test', 'two.test'], ndots: 1 });
    const registry = new Registry({ recorder: new FakeRecorder() });
    const requests = new DnsRequests(new DnsResolver({ registry, system }));
    try {
      const spec = { name: 'www', search: true };
      const asked = await linked(requests.handlers).request('dns.compare', {
        spec,
        servers: [one.address, two.address],
      });
      assert.deepEqual(
        asked.map(({ name }) => name),
        ['www.one.test.', 'www.two.test.'],
      );
    } finally {
      await registry.stopAll();
    }
  });

  it('reject what cannot be asked, with a code, and ask nobody', async () => {
    const server = await serve(answering('192.0.2.7'));
    const spec = { name: 'a..b', server: server.address };
    await assert.rejects(channel.request('dns.resolve', { spec }), { code: 'dns-empty-label' });
    await assert.rejects(channel.request('dns.compare', { spec, servers: [server.address] }), {
      code: 'dns-empty-label',
    });
    await assert.rejects(channel.request('dns.trace', { spec: { name: 'a', type: 'NOPE' } }), {
      code: 'dns-bad-type',
    });
    assert.deepEqual(server.queries, []);
  });

  describe('that are put to several servers', () => {
    const spec = { name: 'www.wirebench.test', retries: 0, timeout: 5000 };

    it('have their answers in the order of the servers, each with its own error', async () => {
      const refusing = await serve((query) => [addressAnswer(query, { rcode: 5, answers: [] })]);
      const one = await serve(answering('192.0.2.1'));
      const two = await serve(answering('192.0.2.2'));
      const nobody = `127.0.0.1:${await freePort()}`;
      const asked = [two.address, nobody, refusing.address, `tcp://${one.address}`];
      const exchanges = await channel.request('dns.compare', { spec, servers: asked });
      assert.deepEqual(
        exchanges.map(({ server }) => server),
        asked,
      );
      assert.deepEqual(
        exchanges.map(({ error, messages }) => error?.code ?? decodeMessage(messages[0]!).rcode),
        [0, 'refused', 5, 0],
      );
      assert.equal(decodeMessage(exchanges[0]!.messages[0]!).answers[0]!.data['address'], '192.0.2.2');
      assert.equal(decodeMessage(exchanges[3]!.messages[0]!).answers[0]!.data['address'], '192.0.2.1');
      assert.deepEqual(
        [one, two, refusing].map(({ queries }) => queries.map(({ via }) => via)),
        [['tcp'], ['udp'], ['udp']],
      );
    });

    it('are put to nobody where one of the servers is none', async () => {
      const good = await serve(answering('192.0.2.1'));
      await assert.rejects(channel.request('dns.compare', { spec, servers: [good.address, '300.1.1.1'] }), {
        code: 'bad-server',
        message: /300\.1\.1\.1/,
      });
      assert.deepEqual(good.queries, []);
    });

    it('are put to 32 at most', async () => {
      const good = await serve(answering('192.0.2.1'));
      const many = (count: number) => Array.from({ length: count }, () => good.address);
      await assert.rejects(channel.request('dns.compare', { spec, servers: many(33) }), {
        code: 'too-many-servers',
        message: /At most 32 servers/,
      });
      assert.deepEqual(good.queries, []);
      const exchanges = await channel.request('dns.compare', { spec, servers: many(32) });
      assert.equal(exchanges.filter(({ error }) => error === undefined).length, 32);
    });

    it('are called off together, and what is answered stays', async () => {
      const quick = await serve(answering('192.0.2.1'));
      const silent = await serve(() => []);
      const cancel = new AbortController();
      const servers = [silent.address, quick.address, `tcp://${silent.address}`];
      const asking = channel.request(
        'dns.compare',
        { spec: { ...spec, timeout: 60_000 }, servers },
        { signal: cancel.signal },
      );
      await Promise.all([silent.heard(2), quick.heard()]);
      // What the quick one said has come when another question is through.
      await channel.request('dns.resolve', { spec: { ...spec, server: quick.address } });
      cancel.abort();
      assert.deepEqual(
        (await asking).map(({ error }) => error?.code),
        ['cancelled', undefined, 'cancelled'],
      );
    });
  });

  it('are called off one by one; one that is over is no error', async () => {
    const silent = await serve(() => []);
    const quick = await serve(answering('192.0.2.1'));
    const spec = { name: 'www.wirebench.test', server: silent.address, timeout: 60_000 };
    const [cancelFirst, cancelSecond] = [new AbortController(), new AbortController()];
    const first = channel.request('dns.resolve', { spec }, { signal: cancelFirst.signal });
    const second = channel.request('dns.resolve', { spec }, { signal: cancelSecond.signal });
    await silent.heard(2);
    cancelFirst.abort();
    assert.equal((await first)[0]!.error!.code, 'cancelled');
    cancelFirst.abort();
    // The other is under way still: only its own word ends it.
    const other = await channel.request('dns.resolve', { spec: { ...spec, server: quick.address } });
    assert.equal(other[0]!.error, undefined);
    assert.equal(await Promise.race([second, Promise.resolve('under way')]), 'under way');
    cancelSecond.abort();
    assert.equal((await second)[0]!.error!.code, 'cancelled');
  });

  it('end with the engine', async () => {
    const silent = await serve(() => []);
    const spec = { name: 'www.wirebench.test', server: silent.address, timeout: 60_000 };
    const asking = channel.request('dns.resolve', { spec });
    await silent.heard();
    await channel.request('engine.shutdown', null);
    assert.equal((await asking)[0]!.error!.code, 'cancelled');
  });

  it('say what the machine is set up with', async () => {
    const { servers: own, search } = await channel.request('dns.system', null);
    assert.ok(
      own.every((server) => typeof server === 'string') && search.every((suffix) => typeof suffix === 'string'),
    );
    assert.equal(Array.isArray(own), true);
  });

  it('are about the system too, and say what it does not know', async () => {
    const https = await channel.request('names.lookup', { what: 'service', subject: ' https/tcp ' });
    assert.ok(https.system !== undefined && 'port' in https.system);
    assert.equal(https.system.port, 443);
    assert.equal(https.subject, 'https/tcp');
    const none = await channel.request('names.lookup', { what: 'service', subject: 'no-such-service/tcp' });
    assert.equal(none.system, undefined);
    assert.equal(none.systemError!.code, 'service-not-found');
    await assert.rejects(channel.request('names.lookup', { what: 'address', subject: '1.2.3' }), {
      code: 'bad-address',
      message: /write one such as 127\.0\.0\.1/,
    });
    await assert.rejects(channel.request('names.lookup', { what: 'port', subject: '70000/tcp' }), { code: 'bad-port' });
  });
});

describe('a trace in the engine', () => {
  const recorder = new FakeRecorder();
  let net: ReturnType<typeof createNet>;
  let folder: string;
  let port: number;
  let registry: Registry;
  let requests: DnsRequests;
  const hints = [{ name: 'a.', addresses: ['127.0.0.2'] }];

  beforeEach(async () => {
    net = createNet();
    folder = await mkdtemp(path.join(tmpdir(), 'wirebench-'));
    registry = new Registry({ recorder });
    requests = new DnsRequests(new DnsResolver({ registry }));
    port = await startInternet(net.registry, folder, {
      '127.0.0.2': {
        '.': '$TTL 100\n. SOA a. h. 1 2 3 4 5\n. NS a.\na. A 127.0.0.2\ntest. NS ns.test.\nns.test. A 127.0.0.3\n',
      },
      '127.0.0.3': {
        test: `${zoneHead()}@ NS ns\nns A 127.0.0.3\nwww A 192.0.2.1\nslow NS ns.slow\nns.slow A 127.0.0.4\n`,
      },
    });
  });

  afterEach(async () => {
    await registry.stopAll();
    await net.registry.stopAll();
    await rm(folder, { recursive: true });
  });

  it('reports its steps as whole snapshots, and answers with all of them', async () => {
    const told: Trace[] = [];
    const found = await linked(requests.handlers).request(
      'dns.trace',
      { spec: { name: 'www.test', port, hints } },
      { onReport: (trace) => told.push(trace) },
    );
    assert.equal(found.queries, 2);
    assert.equal(found.steps[0]!.next[0]!.outcome, 'answer');
    assert.ok(told.length >= 1);
    assert.equal(told[0]!.name, 'www.test.');
    assert.equal(told[0]!.queries, 1);
  });

  it('is called off on its way, answers with the steps so far, and tells nothing more', async () => {
    const silent = await MadeUpServer.start(() => [], { host: '127.0.0.4', port });
    try {
      const cancel = new AbortController();
      const told: Trace[] = [];
      const running = linked(requests.handlers).request(
        'dns.trace',
        { spec: { name: 'www.slow.test', port, hints, timeout: 60_000 } },
        { signal: cancel.signal, onReport: (trace) => told.push(trace) },
      );
      await silent.heard();
      cancel.abort();
      const found = await running;
      const after = told.length;
      const [root] = found.steps;
      assert.deepEqual([root!.outcome, root!.next[0]!.outcome], ['referral', 'referral']);
      assert.deepEqual(root!.next[0]!.next, []);
      assert.deepEqual(found.findings, []);
      await settled();
      assert.equal(told.length, after);
    } finally {
      await silent.close();
    }
  });

  it('whose resolver is stopped while it runs ends', async () => {
    const silent = await MadeUpServer.start(() => [], { host: '127.0.0.4', port });
    try {
      const running = linked(requests.handlers).request('dns.trace', {
        spec: { name: 'www.slow.test', port, hints, timeout: 60_000 },
      });
      await silent.heard();
      await registry.stopAll();
      const { queries } = await running;
      assert.equal(queries, 3);
    } finally {
      await silent.close();
    }
  });
});
