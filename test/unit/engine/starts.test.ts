import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { WirebenchError } from '../../../src/base/errors.ts';
import type { EndpointSnapshot } from '../../../src/engine/messages.ts';
import type { ClientSpec } from '../../../src/net/spec.ts';
import { engineInProcess, type EngineInProcess } from '../../helpers/engineInProcess.ts';

const endpointOf = (error: unknown): number => {
  assert.ok(error instanceof WirebenchError, String(error));
  return Number(error.facts['endpoint']);
};

describe('starting endpoints in the engine', () => {
  let the: EngineInProcess;
  /** Accepts, and never says a word: a TLS handshake with it takes as long as it may. */
  let silent: Server;
  let toSilent: ClientSpec;
  const servers: Server[] = [];

  const listen = async (): Promise<Server> => {
    const server = createServer((socket) => socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return server;
  };
  const portOf = (server: Server): number => (server.address() as AddressInfo).port;
  const endpoint = async (id: number): Promise<EndpointSnapshot | undefined> =>
    (await the.channel.request('registry.get', null)).endpoints.find((one) => one.id === id);
  const connect = (signal?: AbortSignal): Promise<EndpointSnapshot> =>
    the.channel.request('endpoint.start', { spec: toSilent }, signal && { signal });

  beforeEach(async () => {
    the = engineInProcess();
    silent = await listen();
    toSilent = { role: 'client', transport: 'tls', host: '127.0.0.1', port: portOf(silent), connectTimeout: 60_000 };
  });
  afterEach(async () => {
    await the.channel.request('engine.shutdown', null);
    for (const server of servers.splice(0)) server.close();
  });

  it('names the endpoint that each failed start left behind, also of two that fail together', async () => {
    const taken = [portOf(await listen()), portOf(await listen())];
    const starts = taken.map((port) =>
      the.channel
        .request('endpoint.start', { spec: { role: 'server', transport: 'tcp', port } })
        .catch((reason: unknown) => reason),
    );
    for (const [index, error] of (await Promise.all(starts)).entries()) {
      assert.ok(error instanceof WirebenchError && error.code === 'port-in-use');
      const left = await endpoint(endpointOf(error));
      assert.deepEqual([left?.state, left?.spec.port], ['failed', taken[index]]);
    }
  });

  it('names the endpoint beside the one that holds its port', async () => {
    const first = await the.channel.request('endpoint.start', { spec: { role: 'server', transport: 'tcp', port: 0 } });
    const spec = { role: 'server', transport: 'tcp', port: first.local!.port } as const;
    const error: unknown = await the.channel.request('endpoint.start', { spec }).catch((reason: unknown) => reason);
    assert.notEqual(endpointOf(error), first.id);
    assert.equal((error as WirebenchError).facts['owningEndpoint'], first.id);
  });

  it('names none where none was entered', async () => {
    const spec = { role: 'server', transport: 'tcp', port: 70_000 } as const;
    const error: unknown = await the.channel.request('endpoint.start', { spec }).catch((reason: unknown) => reason);
    assert.ok(error instanceof WirebenchError && error.code === 'bad-port');
    assert.equal(error.facts['endpoint'], undefined);
  });

  it('cancels one start, and no other that is under way', async () => {
    const cancels = [new AbortController(), new AbortController()];
    const both = new Promise<void>((resolve) => {
      let count = 0;
      silent.on('connection', () => ++count === 2 && resolve());
    });
    const starts = cancels.map(({ signal }) => connect(signal).catch((reason: unknown) => reason));
    await both;
    cancels[0]!.abort();
    const cancelled = await starts[0];
    assert.ok(cancelled instanceof WirebenchError && cancelled.code === 'cancelled');
    const { endpoints } = await the.channel.request('registry.get', null);
    const states = new Map(endpoints.map(({ id, state }) => [id, state]));
    assert.equal(states.get(endpointOf(cancelled)), 'stopped');
    states.delete(endpointOf(cancelled));
    assert.deepEqual([...states.values()], ['starting']);
    cancels[1]!.abort();
    const [other] = states.keys();
    assert.equal(endpointOf(await starts[1]), other);
  });

  it('cancels a start again, but not the one that takes its place', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const starting = connect(first.signal).catch((reason: unknown) => reason);
    await once(silent, 'connection');
    first.abort();
    const id = endpointOf(await starting);
    const again = the.channel
      .request('endpoint.restart', { endpoint: id }, { signal: second.signal })
      .catch((reason: unknown) => reason);
    await once(silent, 'connection');
    first.abort();
    assert.equal((await endpoint(id))?.state, 'starting');
    second.abort();
    const cancelled = await again;
    assert.ok(cancelled instanceof WirebenchError && cancelled.code === 'cancelled');
    assert.equal(endpointOf(cancelled), id);
    assert.equal((await endpoint(id))?.state, 'stopped');
  });

  it('does not stop what has started: cancelling comes too late', async () => {
    const cancel = new AbortController();
    const spec = { role: 'server', transport: 'tcp', port: 0 } as const;
    const { id } = await the.channel.request('endpoint.start', { spec }, { signal: cancel.signal });
    cancel.abort();
    assert.equal((await endpoint(id))?.state, 'running');
  });
});
