import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EngineChannel } from '../../../src/engine/client.ts';
import type { EngineParams, EngineRequestName } from '../../../src/engine/messages.ts';
import { behaviours } from '../../../src/net/behaviours/table.ts';
import { zoneBehaviour } from '../../../src/net/dns/zoneBehaviour.ts';
import { httpBehaviours } from '../../../src/net/http/behaviours/table.ts';
import { endpointKinds, kindFields, optionsOf } from '../../../src/endpoints/table.ts';
import type { EndpointSpec } from '../../../src/endpoints/spec.ts';
import { needsOfEndpoint } from '../../../src/net/trust.ts';
import { engineInProcess } from '../../helpers/engineInProcess.ts';
import { touched } from '../../helpers/touched.ts';

/** For each field of each kind of endpoint: a value, and the effect that it has. A new field wants an entry here. */
const fields: Readonly<Record<string, readonly [value: unknown, effect?: string]>> = {
  name: ['x'],
  family: [4],
  encoding: ['utf-8'],
  framing: [{ kind: 'line' }],
  port: [0],
  behaviour: [{ name: 'none' }],
  receiveBuffer: [1],
  backlog: [1],
  maxConnections: [1],
  idleTimeout: [1],
  halfOpen: [true],
  connectTimeout: [1],
  localAddress: ['0.0.0.0'],
  localPort: [1],
  broadcast: [true],
  reuse: [true],
  multicast: [[{ group: '239.1.2.3' }], 'network'],
  allowedHosts: [['*'], 'network'],
  'server host': ['0.0.0.0', 'network'],
  'client host': ['192.0.2.1'],
  'tls.cert': ['PEM'],
  'tls.key': ['PEM'],
  'tls.ca': ['PEM'],
  'tls.certFile': ['/x', 'file'],
  'tls.keyFile': ['/x', 'file'],
  'tls.caFile': ['/x', 'file'],
  'tls.passphrase': ['x'],
  'tls.alpn': [['h2']],
  'tls.requestClientCert': [true],
  'tls.names': [['lab.test']],
  version: ['1.0'],
  'tls.servername': ['x'],
  'tls.verify': [false],
};

describe('the needs of an endpoint', () => {
  it('follow from the row of each field', () => {
    const seen = new Set<string>();
    const all = Object.entries(endpointKinds).flatMap(([id, kind]) =>
      (['server', 'client'] as const).flatMap((role) => {
        const options = optionsOf(kind, role);
        return options === undefined ? [] : [{ kind: `${id} ${role}`, role, told: kindFields(kind), options }];
      }),
    );
    for (const { kind, role, told, options } of all) {
      const base = { role, ...told, behaviour: { name: 'none' } };
      const check = (key: string, changed: object): void => {
        seen.add(key);
        const effect = fields[key]?.[1];
        const needs = needsOfEndpoint({ ...base, ...changed });
        assert.deepEqual(
          needs.map((need) => need.effect),
          effect === undefined ? [] : [effect],
          `${kind}: ${key}`,
        );
      };
      for (const [name, row] of Object.entries(options)) {
        const key = name === 'host' ? `${role} host` : name;
        if (row.fields === undefined) {
          assert.ok(fields[key], `${kind}: ${key} has no entry in this test`);
          check(key, { [name]: fields[key][0] });
        } else
          for (const inner of Object.keys(row.fields)) {
            assert.ok(fields[`${name}.${inner}`], `${kind}: ${name}.${inner} has no entry in this test`);
            check(`${name}.${inner}`, { [name]: { [inner]: fields[`${name}.${inner}`]![0] } });
          }
      }
    }
    assert.deepEqual([...seen].sort(), Object.keys(fields).sort());
  });

  it('are those of its behaviour: the files of its options, before and after they are given, and what it runs', () => {
    const tables = [
      [behaviours, {}],
      [httpBehaviours, { application: 'http' }],
      [[zoneBehaviour], { application: 'dns', transport: 'udp' }],
    ] as const;
    const found: Record<string, string[]> = {};
    for (const [table, more] of tables)
      for (const { name, options } of table)
        for (const given of [undefined, ...options]) {
          const behaviour = { name, ...(given && { options: { [given.name]: given.default ?? '/x' } }) };
          const needs = needsOfEndpoint({ role: 'server', transport: 'tcp', ...more, behaviour });
          if (needs.length > 0) found[given ? `${name} ${given.name}` : name] = needs.map(({ effect }) => effect);
        }
    const file = ['file'];
    const script = ['script', 'file'];
    assert.deepEqual(found, {
      ...{ file, 'file path': file, 'file piece': file, 'rules file': file, 'dialogue file': file },
      ...{ script, 'script file': script, 'script timeout': script, 'script memory': script },
      ...{ static: file, 'static root': file, 'static listing': file, 'static cors': file, 'mock file': file },
      ...{ zone: file, 'zone zone': file, 'zone origin': file, 'zone includes': file, 'zone fault': file },
      ...{ 'zone transfer': file },
    });
  });

  it('are none of what has no shape', () => {
    for (const spec of [
      {},
      { role: 'server' },
      { role: 'server', transport: 'tcp', tls: null, behaviour: null, multicast: [null] },
    ])
      assert.deepEqual(needsOfEndpoint(spec), []);
  });
});

describe('the engine of an untrusted workspace', () => {
  let top = '';
  let engine: EngineChannel;

  before(() => {
    top = mkdtempSync(path.join(realpathSync(tmpdir()), 'wirebench-engine-'));
    writeFileSync(path.join(top, 'secret'), 'WB-SECRET-4712');
    engine = engineInProcess().channel;
  });

  after(async () => {
    await ask('engine.shutdown', null);
    rmSync(top, { recursive: true });
  });

  const ask = <N extends EngineRequestName>(name: N, params: EngineParams<N>) => engine.request(name, params);

  it('refuses what is asked on nobody’s word, before anything is looked at or sent', async () => {
    let heard = 0;
    const server = createServer((socket) => {
      heard++;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const secret = path.join(top, 'secret');
    const at = { host: '127.0.0.1', port } as const;
    const listening = { role: 'server', transport: 'tcp', port: 0 } as const;
    const url = `https://127.0.0.1:${port}/`;
    const specs: EndpointSpec[] = [
      { ...listening, behaviour: { name: 'file', options: { path: secret } } },
      { ...listening, behaviour: { name: 'script', options: { file: secret } } },
      { ...listening, behaviour: { name: 'rules', options: { file: secret } } },
      { ...listening, host: '0.0.0.0' },
      { ...listening, transport: 'tls', tls: { certFile: secret, keyFile: secret } },
      { ...listening, application: 'http', behaviour: { name: 'static', options: { root: top } } },
      { ...at, role: 'client', transport: 'tls', tls: { caFile: secret } },
    ];
    const request = { method: 'POST', url, headers: [] };
    const query = { name: 'x.test', server: `tls://127.0.0.1:${port}`, caFile: secret };
    const echo = await ask('endpoint.start', { spec: { ...listening, behaviour: { name: 'echo' } } });
    const asked: (() => Promise<unknown>)[] = [
      ...specs.map((spec) => () => ask('endpoint.start', { spec })),
      ...specs.map((spec) => () => ask('endpoint.restart', { endpoint: echo.id, spec, trusted: false })),
      () => ask('endpoint.send', { endpoint: echo.id, to: { kind: 'all' }, payload: { kind: 'file', path: secret } }),
      () => ask('http.send', { request: { ...request, body: [{ kind: 'file', path: secret }] } }),
      () => ask('http.send', { request: { ...request, tls: { pfxFile: secret } } }),
      () => ask('http.send', { request: { ...request, socketPath: secret } }),
      () => ask('dns.resolve', { spec: query }),
      () => ask('dns.compare', { spec: query, servers: [query.server] }),
    ];
    const { paths, programs } = await touched(async () => {
      for (const one of asked) await assert.rejects(one, { code: 'untrusted-workspace', remedies: ['trustWorkspace'] });
    });
    assert.deepEqual(
      [...paths, ...programs].filter((one) => one.includes(top)),
      [],
    );
    assert.equal(heard, 0);
    await ask('endpoint.stop', { endpoint: echo.id });
    server.close();
  });

  it('takes a person’s word for an address to listen on, and a trusted workspace’s for everything', async () => {
    // Not started, but not refused either: it is of another machine.
    const spec: EndpointSpec = { role: 'server', transport: 'tcp', host: '192.0.2.1', port: 0 };
    await assert.rejects(ask('endpoint.start', { spec, typed: true }), { code: 'address-not-available' });
    const file: EndpointSpec = {
      ...spec,
      host: '127.0.0.1',
      behaviour: { name: 'file', options: { path: path.join(top, 'secret') } },
    };
    await assert.rejects(ask('endpoint.start', { spec: file, typed: true }), { code: 'untrusted-workspace' });
    const { id } = (await ask('endpoint.start', { spec: file, trusted: true })) as { id: number };
    await ask('endpoint.remove', { endpoint: id });
  });
});
