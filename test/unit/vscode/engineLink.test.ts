import assert from 'node:assert/strict';
import type { ErrorData } from '../../../src/base/errors.ts';
import type { EndpointSnapshot, EngineClient, EngineNotice, RegistrySnapshot } from '../../../src/engine/messages.ts';
import { EngineLink } from '../../../src/vscode/engineLink.ts';
import { RegistryMirror } from '../../../src/vscode/registryMirror.ts';
import { endpointSnapshot, registrySnapshot } from './snapshots.ts';

/** An engine whose end and notices the test decides. */
class FakeEngine {
  readonly requests: string[] = [];
  readonly listeners = new Set<(notice: EngineNotice) => void>();
  stops = 0;
  snapshot: RegistrySnapshot = registrySnapshot([]);

  readonly client: EngineClient = {
    request: (name) => {
      this.requests.push(name);
      return Promise.resolve((name === 'registry.get' ? this.snapshot : null) as never);
    },
    onNotice: (listener) => {
      this.listeners.add(listener);
      return { dispose: () => this.listeners.delete(listener) };
    },
    stop: () => {
      this.stops += 1;
      return Promise.resolve();
    },
  };

  tell(snapshot: RegistrySnapshot): void {
    for (const listener of this.listeners) listener({ kind: 'registry', snapshot });
  }
}

function setUp() {
  const engines: FakeEngine[] = [];
  const ends: ((error: ErrorData) => void)[] = [];
  const link = new EngineLink((ended) => {
    const engine = new FakeEngine();
    engines.push(engine);
    ends.push(ended);
    return Promise.resolve(engine.client);
  });
  return { engines, ends, link };
}

describe('EngineLink', () => {
  it('starts one engine, at the first request', async () => {
    const { engines, link } = setUp();
    assert.equal(link.isStarted, false);
    await Promise.all([link.request('registry.get', null), link.request('registry.get', null)]);
    assert.equal(engines.length, 1);
    assert.deepEqual(engines[0]!.requests, ['registry.get', 'registry.get']);
  });

  it('tells of a crash, and starts another engine for the next request', async () => {
    const { engines, ends, link } = setUp();
    const mirror = new RegistryMirror(link);
    const lost: (readonly EndpointSnapshot[])[] = [];
    const errors: ErrorData[] = [];
    mirror.onLost((endpoints) => lost.push(endpoints));
    link.onEnded((error) => errors.push(error));
    await link.request('registry.get', null);
    engines[0]!.tell(registrySnapshot([endpointSnapshot({ id: 1 })]));
    assert.equal(mirror.running.length, 1);

    ends[0]!({ code: 'engine-stopped', message: 'The engine ended.' });
    assert.deepEqual(
      errors.map(({ code }) => code),
      ['engine-stopped'],
    );
    assert.deepEqual(
      lost.map((endpoints) => endpoints.map(({ id }) => id)),
      [[1]],
    );
    assert.equal(mirror.endpoints.length, 0);
    assert.equal(link.isStarted, false);

    await link.request('registry.get', null);
    assert.equal(engines.length, 2);
    // What the dead engine still says is not heard.
    engines[0]!.tell(registrySnapshot([endpointSnapshot({ id: 9 })]));
    assert.equal(mirror.endpoints.length, 0);
  });

  it('can be tried again after a start that failed', async () => {
    let attempts = 0;
    const engine = new FakeEngine();
    const link = new EngineLink(() =>
      attempts++ === 0 ? Promise.reject(new Error('no worker')) : Promise.resolve(engine.client),
    );
    await assert.rejects(link.request('registry.get', null), /no worker/);
    await link.request('registry.get', null);
    assert.equal(attempts, 2);
  });

  it('stops once, starts nothing to stop it, and nothing after it', async () => {
    const idle = setUp();
    await idle.link.stop();
    assert.equal(idle.engines.length, 0);
    const { engines, link } = setUp();
    await link.request('registry.get', null);
    await Promise.all([link.stop(), link.stop()]);
    assert.equal(engines[0]!.stops, 1);
    await assert.rejects(link.request('registry.get', null), { code: 'engine-stopped' });
  });

  it('lets the mirror ask only an engine that runs', async () => {
    const { engines, link } = setUp();
    await new RegistryMirror(link).refresh();
    assert.equal(engines.length, 0);
  });
});
