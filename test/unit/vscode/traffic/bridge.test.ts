import assert from 'node:assert/strict';
import type { EngineParams, EngineRequestName } from '../../../../src/engine/messages.ts';
import { TrafficBridge } from '../../../../src/vscode/traffic/bridge.ts';
import { storedReading } from '../../../../src/vscode/traffic/storedReading.ts';
import { initialState, readingOf as pageReading, readState } from '../../../../src/webview/traffic/savedState.ts';
import type { ToPage } from '../../../../src/base/pageMessages.ts';
import { isFirst, type TrafficProtocol } from '../../../../src/webview/traffic/protocol.ts';
import { engineInProcess } from '../../../helpers/engineInProcess.ts';

/** A bridge before an engine in this thread, with three events of a server that started and stopped. */
async function bridgeOf(stored: unknown, options: { started?: boolean; stuck?: boolean } = {}) {
  const { channel } = engineInProcess({});
  const asked: string[] = [];
  for (const name of ['first', 'second']) {
    const spec = { role: 'server', transport: 'tcp', port: 0, name, behaviour: { name: 'echo' } } as const;
    const { id } = await channel.request('endpoint.start', { spec });
    await channel.request('endpoint.stop', { endpoint: id });
  }
  const said: ToPage<TrafficProtocol>[] = [];
  const bridge = new TrafficBridge({
    engine: {
      isStarted: options.started ?? true,
      request: <N extends EngineRequestName>(name: N, params: EngineParams<N>) => {
        asked.push(name);
        return options.stuck ? new Promise(() => undefined) : channel.request(name, params);
      },
      onNotice: channel.onNotice,
      onStarted: () => ({ dispose: () => undefined }),
      onEnded: () => ({ dispose: () => undefined }),
    },
    place: 'panel',
    reading: storedReading(stored),
    defaultEncoding: () => 'utf-8',
    firstWait: options.stuck ? 20 : 20_000,
    post: (message) => said.push(message),
    toClipboard: () => Promise.resolve(),
    onBytesShown: () => undefined,
    onEvent: () => undefined,
    run: () => undefined,
  });
  const end = async () => {
    bridge.dispose();
    await channel.request('engine.shutdown', null);
  };
  return { bridge, asked, said, end };
}

describe('what comes with the page of a traffic view', () => {
  it('is the rows, and all else that the page shows before it asks', async () => {
    const { bridge, end } = await bridgeOf(undefined);
    const first: unknown = JSON.parse(JSON.stringify(await bridge.first()));
    assert.ok(isFirst(first));
    assert.deepEqual(first.reading, pageReading(initialState));
    assert.ok(first.init.rows.rows.length >= 4);
    assert.equal(first.init.rows.rows.length, first.init.snapshot.rows);
    await end();
  });

  it('is read as the page was left: its filter, its end of the list, its encoding', async () => {
    const stored = { ...initialState, filter: 'endpoint:second', follow: false, encoding: 'cp437', errors: 'replace' };
    const { bridge, end } = await bridgeOf(stored);
    const first = await bridge.first();
    assert.ok(first);
    assert.deepEqual(first.reading, pageReading(readState(stored)));
    assert.equal(first.init.snapshot.filter, 'endpoint:second');
    await end();
  });

  it('follows what the page says of how it reads', async () => {
    const { bridge, said, end } = await bridgeOf(undefined);
    const reading = { filter: '', newest: false, encoding: 'latin-1', errors: 'strict' };
    await bridge.receive({ kind: 'request', id: 7, name: 'reads', params: reading });
    assert.deepEqual(said, [{ kind: 'result', id: 7, result: null }]);
    assert.deepEqual((await bridge.first())?.reading, reading);
    await end();
  });

  it('is nothing while no engine runs, and starts none', async () => {
    const { bridge, asked, end } = await bridgeOf(undefined, { started: false });
    assert.equal(await bridge.first(), undefined);
    assert.deepEqual(asked, []);
    await end();
  });

  it('is nothing where the engine has no time: the page comes without', async () => {
    const { bridge, asked, end } = await bridgeOf(undefined, { stuck: true });
    assert.equal(await bridge.first(), undefined);
    assert.deepEqual(asked, ['view.open']);
    await end();
  });
});
