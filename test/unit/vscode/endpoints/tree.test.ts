import assert from 'node:assert/strict';
import { connectionText, endpointText, moreText, savedText } from '../../../../src/vscode/endpoints/itemText.ts';
import { asNode } from '../../../../src/vscode/endpoints/node.ts';
import { childrenOf, firstChildren, nodeId, redraw, rootNodes } from '../../../../src/vscode/endpoints/treeModel.ts';
import { connectionSnapshot, endpointSnapshot, noTraffic, registrySnapshot } from '../snapshots.ts';

describe('what a row of the Endpoints tree says', () => {
  it('shows address, behaviour and counters of a server', () => {
    const counters = { ...noTraffic, bytesIn: 1234, bytesOut: 999, chunksIn: 3, chunksOut: 1 };
    const text = endpointText(endpointSnapshot({ counters, connections: [connectionSnapshot()] }));
    assert.equal(text.label, 'echo');
    assert.equal(text.description, ':9000  ↓1.2 KB ↑999 B  TCP');
    assert.equal(text.context, 'endpoint.server.tcp.running');
    assert.equal(
      text.spoken,
      'echo, TCP server, running, 127.0.0.1:9000, echo, 1 connection, received 1.2 KB in 3 chunks, sent 999 B in 1 chunk',
    );
  });

  it('says why one failed', () => {
    const error = { code: 'port-in-use', message: 'Port 9000 is in use.' } as const;
    const text = endpointText(endpointSnapshot({ state: 'failed', error }));
    assert.match(text.description, /failed {2}Port 9000 is in use\. {2}TCP$/);
    assert.equal(text.color, 'errorForeground');
    assert.match(text.tooltip, /, failed\nPort 9000 is in use\.\nAddress: /);
  });

  it('says nothing of bytes and connections of one that never ran', () => {
    const counters = { ...noTraffic, errors: 1 };
    const text = endpointText(
      endpointSnapshot({ state: 'failed', counters, error: { code: 'internal', message: 'No.' } }),
    );
    assert.doesNotMatch(text.tooltip, /Received|Sent|Connections|Errors/);
  });

  it('is no good sign while a server runs with a problem, and one again when that is mended', () => {
    const error = { code: 'bad-zone', message: 'The zone cannot be served.' } as const;
    const text = endpointText(endpointSnapshot({ error, isTroubled: true }));
    assert.deepEqual([text.icon, text.color], ['warning', 'problemsWarningIcon.foreground']);
    assert.equal(text.description, ':9000  running with a problem  The zone cannot be served.  TCP');
    assert.match(text.spoken, /running with a problem, .*The zone cannot be served\.$/);
    assert.equal(text.context, 'endpoint.server.tcp.running');
    const mended = endpointText(endpointSnapshot());
    assert.deepEqual([mended.icon, mended.color], ['broadcast', 'charts.green']);
  });

  it('keeps hostile names and peers plain and visible', () => {
    const hostile = '\x1b[2J\u202e[x](command:y)<img src=x>';
    const endpoint = endpointSnapshot({
      name: hostile,
      error: { code: 'internal', message: hostile },
      state: 'failed',
      spec: { role: 'server', transport: 'tcp', port: 0, behaviour: { name: hostile } },
    });
    const peer = connectionSnapshot({ peer: { host: hostile, port: 1 }, security: hostile });
    const saved = savedText({ role: 'server', transport: 'tcp', port: 0, name: hostile, host: hostile });
    for (const text of [endpointText(endpoint), connectionText(endpoint, peer), saved]) {
      const all = [text.label, text.description, text.tooltip, text.spoken].join('');
      assert.doesNotMatch(all, /[\x00-\x09\x0b-\x1f\u202e]/);
    }
  });

  it('gives each state of a connection a name', () => {
    const endpoint = endpointSnapshot();
    const half = connectionText(endpoint, connectionSnapshot({ state: 'half-closed-in' }));
    assert.match(half.description, /half-closed by the peer/);
    assert.equal(half.context, 'connection.tcp.half-closed-in');
  });
});

describe('the nodes of the Endpoints tree', () => {
  it('shows a saved server only while no endpoint is it', () => {
    const saved = [
      { role: 'server', transport: 'tcp', port: 1, name: 'echo' },
      { role: 'server', transport: 'tcp', port: 2, name: 'other' },
    ] as const;
    const { spec } = endpointSnapshot();
    const shown = (changes: object) =>
      rootNodes(registrySnapshot([endpointSnapshot({ spec: { ...spec, ...changes } })]), saved).map(nodeId);
    assert.deepEqual(shown({ name: 'echo', port: 1 }), ['endpoint:1', 'saved:other']);
    assert.deepEqual(shown({ name: 'echo 2', port: 1 }), ['endpoint:1', 'saved:other']);
    // Another that echoes is called the same, and is not it.
    for (const other of [{ port: 9000 }, { port: 1, transport: 'udp' }, { port: 1, name: 'echo of mine' }])
      assert.deepEqual(shown({ name: 'echo', ...other }), ['endpoint:1', 'saved:echo', 'saved:other']);
    assert.deepEqual(rootNodes(registrySnapshot([]), saved).map(nodeId), ['saved:echo', 'saved:other']);
    const anyPort = [{ ...saved[0], port: 0 }];
    const running = registrySnapshot([endpointSnapshot({ spec: { ...spec, name: 'echo', port: 4242 } })]);
    assert.deepEqual(rootNodes(running, anyPort).map(nodeId), ['endpoint:1']);
  });

  it('shows the newest twenty connections by itself, the others on demand, and leads to Traffic beyond those', () => {
    const connections = Array.from({ length: 200 }, (_, i) => connectionSnapshot({ id: i + 1 }));
    const endpoint = endpointSnapshot({ connections, connectionCount: 1300 });
    const few = childrenOf(endpoint).map(nodeId);
    assert.deepEqual([few.length, few[0], few[19], few[20]], [21, 'connection:200', 'connection:181', 'more:1']);
    assert.equal(moreText(1280, false).label, 'and 1,280 more');
    const all = childrenOf(endpoint, true).map(nodeId);
    assert.deepEqual([all.length, all[199], all[200]], [201, 'connection:1', 'more:1']);
    assert.match(moreText(1100, true).description, /Traffic/);
    const twenty = endpointSnapshot({ connections: connections.slice(0, 20) });
    assert.equal(childrenOf(twenty).length, 20);
  });

  it('cuts a long name, so that the port is not covered; it is spoken and in the tooltip whole', () => {
    const name = 'a server with a name that is far too long for a side bar';
    const text = endpointText(endpointSnapshot({ name }));
    assert.equal(text.label, 'a server with a name th…');
    assert.ok(text.tooltip.startsWith(name) && text.spoken.startsWith(name));
  });

  it('begins with the port, whatever the kind of server and its address', () => {
    const server = (parts: object, host = '127.0.0.1') =>
      endpointText(
        endpointSnapshot({ spec: { role: 'server', port: 0, ...parts } as never, local: { host, port: 9100 } }),
      ).description;
    assert.match(server({ transport: 'tcp' }), /^:9100 {2}↓/);
    assert.match(server({ transport: 'tls' }, '0.0.0.0'), /^:9100 {2}.*TLS.* 0\.0\.0\.0$/);
    assert.match(server({ transport: 'udp' }, '::1'), /^:9100 {2}.*UDP.* ::1$/);
    assert.match(server({ transport: 'tcp', application: 'http' }), /^:9100 {2}.*HTTP/);
    assert.match(server({ transport: 'udp', application: 'dns' }), /^:9100 {2}.*DNS/);
  });

  it('says who ended the connection of a client', () => {
    const spec = { role: 'client', transport: 'tcp', host: '127.0.0.1', port: 9000 } as const;
    const text = endpointText(endpointSnapshot({ spec, state: 'stopped', ending: 'reset-by-peer' }));
    assert.match(text.description, /reset by the peer/);
    assert.match(text.spoken, /reset by the peer/);
  });

  it('draws again only what changed', () => {
    const before = registrySnapshot([endpointSnapshot({ id: 1 }), endpointSnapshot({ id: 2 })]);
    assert.deepEqual(redraw(before, structuredClone(before)), []);
    const counters = { ...noTraffic, bytesIn: 1 };
    const busy = registrySnapshot([endpointSnapshot({ id: 1 }), endpointSnapshot({ id: 2, counters })]);
    assert.deepEqual(redraw(before, busy), [2]);
    assert.equal(redraw(before, registrySnapshot([endpointSnapshot({ id: 1 })])), 'all');
    const other = registrySnapshot([endpointSnapshot({ id: 1 }), endpointSnapshot({ id: 3 })]);
    assert.equal(redraw(before, other), 'all');
    // At another port it may be another of the saved servers.
    const moved = endpointSnapshot({ id: 2 });
    const elsewhere = registrySnapshot([
      endpointSnapshot({ id: 1 }),
      { ...moved, spec: { ...moved.spec, port: 9001 } },
    ]);
    assert.equal(redraw(before, elsewhere), 'all');
  });

  it('knows which rows get their first child', () => {
    const alone = endpointSnapshot({ id: 1, connections: [] });
    const visited = endpointSnapshot({ id: 1, connections: [connectionSnapshot()] });
    assert.deepEqual(firstChildren(registrySnapshot([alone]), registrySnapshot([visited])), [1]);
    assert.deepEqual(firstChildren(registrySnapshot([visited]), registrySnapshot([visited])), []);
    // A row that was not drawn before opens by itself.
    assert.deepEqual(firstChildren(registrySnapshot([]), registrySnapshot([visited])), []);
  });

  it('shows a client by what its name does not say', () => {
    const spec = { role: 'client', transport: 'tcp', host: '127.0.0.1', port: 9000 } as const;
    const text = endpointText(endpointSnapshot({ name: 'tcp to 127.0.0.1:9000', spec }));
    assert.equal(text.description, '↓0 B ↑0 B');
  });

  it('knows its own nodes from other arguments', () => {
    assert.equal(asNode({ kind: 'endpoint', endpoint: 1 })?.kind, 'endpoint');
    for (const other of [undefined, null, 1, 'echo', {}, { kind: 'tcp' }]) assert.equal(asNode(other), undefined);
  });
});
