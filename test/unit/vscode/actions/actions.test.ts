import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { decodeMessage } from '../../../../src/protocol/dns/decode.ts';
import { formatRecord } from '../../../helpers/dnsText.ts';
import type { ServerSpec } from '../../../../src/endpoints/spec.ts';
import { actions } from '../../../../src/vscode/actions/table.ts';
import { fakeWindow, type FakeWindow } from './window.ts';

const echo = { name: 'echo' };

/** The actions that a test of this file does: each row must be among them. */
const done = new Set<string>();

describe('actions, done without an editor by a real engine', () => {
  let the: FakeWindow;
  let folder: string;
  const closing: (() => unknown)[] = [];
  const act: FakeWindow['act'] = (id, input, signal) => {
    done.add(id);
    return the.act(id, input, signal);
  };
  const states = async () => (await the.means.registry.refresh()).endpoints.map(({ name, state }) => [name, state]);
  const startEcho = (name: string) => act('startServer', { transport: 'tcp', port: 0, name, behaviour: echo });

  beforeEach(async () => {
    the = fakeWindow();
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'actions-'));
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await the.end();
    await fs.rm(folder, { recursive: true });
  });
  after(() => {
    assert.deepEqual([...done].sort(), Object.keys(actions).sort());
  });

  it('copy a course, and write a new lab into it', async () => {
    const to = path.join(folder, 'sockets');
    the.around.courses = path.join(folder, 'shipped');
    await fs.mkdir(path.join(folder, 'shipped', 'sockets', '01-a'), { recursive: true });
    await fs.writeFile(path.join(folder, 'shipped', 'sockets', '01-a', '01-a.lab.md'), '# A\n');
    const { copied, kept } = await act('copyCourse', { course: 'sockets', to });
    assert.deepEqual([copied, kept], [1, 0]);
    assert.equal(await act('makeLab', { course: to, title: 'B' }), path.join(to, '02-b', '02-b.lab.md'));
  });

  it('start a server by a spec, connect to it, send, and show, save and clear the traffic', async () => {
    const server = await startEcho('lab');
    assert.deepEqual([server.state, server.local?.host, server.spec.encoding], ['running', '127.0.0.1', 'utf-8']);
    const { port } = server.local!;
    const client = await act('connect', { transport: 'tcp', host: '127.0.0.1', port });
    assert.equal(client.state, 'running');
    const payload = { kind: 'escapes', text: 'h\\x00llo' };
    assert.deepEqual(await act('send', { endpoint: client.id, payload }), { bytes: 5, recipients: 1, messages: 1 });
    const often = { endpoint: client.name, to: { kind: 'all' }, payload, repeat: { times: 3, interval: 0 } };
    assert.deepEqual(await act('send', often), { bytes: 15, recipients: 1, messages: 3 });

    const { endpoints } = await the.means.registry.refresh();
    const [connection] = endpoints.find(({ id }) => id === server.id)!.connections;
    await act('showTraffic', {});
    await act('showTraffic', { endpoint: 'lab' });
    await act('showTraffic', { connection: connection!.id });
    await act('showTraffic', { filter: 'kind:data' });
    const peer = `peer:${connection!.peer.host}:${connection!.peer.port}`;
    assert.deepEqual(the.shown, [undefined, 'endpoint:"lab"', peer, 'kind:data']);

    const file = path.join(folder, 'all.jsonl');
    const saved = await act('saveTraffic', { path: file });
    const lines = (await fs.readFile(file, 'utf8')).trimEnd().split('\n');
    assert.equal(lines.length, saved.events);
    assert.ok(lines.some((line) => (JSON.parse(line) as { kind: string }).kind === 'data'));
    const text = path.join(folder, 'all.jsonl.txt');
    await act('saveTraffic', { path: text });
    assert.match(await fs.readFile(text, 'utf8'), / data, 5 bytes/);

    await act('stopAll', {});
    await act('clearTraffic', {});
    const { first, next } = (await the.means.registry.refresh()).journal;
    assert.equal(first, next);
  });

  it('half-close, close and reset connections', async () => {
    const { local } = await startEcho('lab');
    for (const how of ['end', 'close', 'reset'] as const) {
      const client = await act('connect', { transport: 'tcp', host: '127.0.0.1', port: local!.port });
      const socket = net.connect(local!.port, '127.0.0.1');
      closing.push(() => socket.destroy());
      const over = once(socket, how === 'reset' ? 'error' : 'end');
      socket.on('data', () => undefined);
      await once(socket, 'connect');
      let mine: number | undefined;
      while (mine === undefined) {
        const [server] = (await the.means.registry.refresh()).endpoints;
        mine = server!.connections.find(({ peer }) => peer.port === socket.localPort)?.id;
      }
      await act('closeConnections', { connections: [mine], how });
      const [ending] = (await over) as [NodeJS.ErrnoException | undefined];
      assert.equal(ending?.code, how === 'reset' ? 'ECONNRESET' : undefined);
      await act('remove', { endpoints: [client.id] });
    }
    await assert.rejects(act('closeConnections', { connections: [4711], how: 'close' }), {
      code: 'no-such-connection',
    });
  });

  it('stop, start again, remove, one or many, by id or name', async () => {
    const [one] = [await startEcho('one'), await startEcho('two'), await startEcho('three')];
    await act('stop', { endpoints: [one.id, 'two'] });
    assert.deepEqual(await states(), [
      ['one', 'stopped'],
      ['two', 'stopped'],
      ['three', 'running'],
    ]);
    const again = await act('restart', { endpoints: ['two', 'three'] });
    assert.deepEqual(
      again.map(({ name, state }) => [name, state]),
      [
        ['two', 'running'],
        ['three', 'running'],
      ],
    );
    await act('removeStopped', {});
    assert.deepEqual(await states(), [
      ['two', 'running'],
      ['three', 'running'],
    ]);
    await act('remove', { endpoints: ['two'] });
    await act('stopAll', {});
    assert.deepEqual(await states(), [['three', 'stopped']]);
    await assert.rejects(act('stop', { endpoints: ['two'] }), { code: 'no-such-endpoint' });
    await assert.rejects(act('send', { endpoint: 'two', payload: { kind: 'hex', text: '00' } }), {
      code: 'no-such-endpoint',
    });
  });

  it('change the behaviour of a server at its address, and of no client', async () => {
    const { id, local } = await startEcho('lab');
    const changed = await act('changeBehaviour', { endpoint: 'lab', behaviour: { name: 'uppercase' } });
    assert.deepEqual([changed.id, changed.local], [id, local]);
    assert.equal((changed.spec as ServerSpec).behaviour?.name, 'uppercase');
    const client = await act('connect', { transport: 'tcp', host: '127.0.0.1', port: local!.port });
    await assert.rejects(act('changeBehaviour', { endpoint: client.id, behaviour: echo }), {
      code: 'bad-argument',
      message: `Endpoint cannot be "${client.name}": it must be a server.`,
    });
  });

  it('start what is saved by its name, and say what is not', async () => {
    the.around.savedServers = [
      { role: 'server', name: 'shout', transport: 'tcp', port: 0, behaviour: { name: 'uppercase' } },
    ];
    assert.equal((await act('startSavedServer', { name: 'shout' })).name, 'shout');
    await assert.rejects(act('startSavedServer', { name: 'whisper' }), {
      code: 'no-such-server',
      message: /"whisper"/,
    });
    the.around.isTrusted = false;
    await assert.rejects(act('startSavedServer', { name: 'whisper' }), { code: 'untrusted-workspace' });
  });

  it('start again what failed at the same place, and leave nothing of what was cancelled', async () => {
    const holder = net.createServer((socket) => closing.push(() => socket.destroy())).listen(0, '127.0.0.1');
    closing.push(() => holder.close());
    await once(holder, 'listening');
    const { port } = holder.address() as net.AddressInfo;
    const spec = { transport: 'tcp', port, behaviour: echo };
    await assert.rejects(act('startServer', spec), { code: 'port-in-use' });
    await assert.rejects(act('startServer', spec), { code: 'port-in-use' });
    assert.deepEqual(await states(), [['echo', 'failed']]);

    const abort = new AbortController();
    const arrived = once(holder, 'connection');
    const connecting = act('connect', { transport: 'tls', host: '127.0.0.1', port }, abort.signal);
    await arrived;
    abort.abort();
    await assert.rejects(connecting, { code: 'cancelled', message: `Cancelled: TLS 127.0.0.1:${port}.` });
    assert.deepEqual(await states(), [['echo', 'failed']]);
  });

  it('do for an untrusted workspace what it may do, and no more', async () => {
    the.around.isTrusted = false;
    const { id } = await startEcho('lab');
    const refused = { code: 'untrusted-workspace' };
    const open = { transport: 'tcp', port: 0, host: '0.0.0.0', behaviour: echo };
    await assert.rejects(act('startServer', open), refused);
    const script = { name: 'script', options: { file: path.join(folder, 'x.js') } };
    await assert.rejects(act('startServer', { transport: 'tcp', port: 0, behaviour: script }), refused);
    await assert.rejects(act('changeBehaviour', { endpoint: id, behaviour: script }), refused);
    await assert.rejects(act('send', { endpoint: id, payload: { kind: 'file', path: '/etc/hostname' } }), refused);
    await assert.rejects(act('resolveDns', { name: 'a.test', server: 'tls://127.0.0.1', caFile: '/x' }), refused);
    const body = [{ kind: 'file', path: '/etc/hostname' }];
    await assert.rejects(act('sendHttp', { method: 'POST', url: 'http://127.0.0.1:1', headers: [], body }), refused);
  });

  it('ask for names: records, several servers, an address, the way to a name, the operating system', async () => {
    const zone = path.join(folder, 'host.test.zone');
    const soa = '@ SOA ns1.host.test. admin.host.test. 1 3600 600 86400 300\n@ NS ns1\nns1 A 127.0.0.1\n';
    await fs.writeFile(zone, `$ORIGIN host.test.\n$TTL 3600\n${soa}@ MX 10 mail\nmail A 192.0.2.25\n`);
    const reverse = path.join(folder, '2.0.192.in-addr.arpa.zone');
    await fs.writeFile(
      reverse,
      `$ORIGIN 2.0.192.in-addr.arpa.\n$TTL 60\n${soa.replaceAll('\nns1 A 127.0.0.1', '').replace('@ NS ns1', '@ NS ns1.host.test.')}25 PTR mail.host.test.\n`,
    );
    the.around.folder = folder;
    const started = await act('startServer', {
      ...{ transport: 'udp', application: 'dns', port: 0 },
      behaviour: { name: 'zone', options: { zone: 'host.test.zone, 2.0.192.in-addr.arpa.zone' } },
    });
    const { port } = started.local!;
    const server = `127.0.0.1:${port}`;
    const answers = (exchange: { messages: readonly Uint8Array[] } | undefined) =>
      exchange!.messages.flatMap((bytes) => decodeMessage(bytes).answers.map((one) => formatRecord(one).toLowerCase()));
    const mx = ['host.test. 3600 in mx 10 mail.host.test.'];
    const spec = { name: 'host.test', type: 'MX', caseRandom: false };
    assert.deepEqual(answers((await act('resolveDns', { ...spec, server })).at(-1)), mx);
    const both = await act('compareDns', { spec, servers: [server, `tcp://${server}`] });
    assert.deepEqual(both.map(answers), [mx, mx]);
    const names = await act('reverseLookUp', { address: '192.0.2.25', server, caseRandom: false });
    assert.deepEqual(answers(names[0]), ['25.2.0.192.in-addr.arpa. 60 in ptr mail.host.test.']);
    const hints = [{ name: 'ns1.host.test.', addresses: ['127.0.0.1'] }];
    const trace = await act('traceDns', { name: 'mail.host.test', hints, port });
    assert.equal(trace.steps[0]?.outcome, 'answer');
    const found = await act('lookUpName', { what: 'service', subject: 'https' });
    assert.deepEqual([found.what, found.subject, found.system === undefined], ['service', 'https', false]);
  });

  async function httpServer(): Promise<string> {
    const server = http.createServer((request, response) => {
      response.end(`${request.method} ${String(request.headers['x-one'])}`);
    });
    server.listen(0, '127.0.0.1');
    closing.push(
      () => server.closeAllConnections(),
      () => server.close(),
    );
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as net.AddressInfo).port}/`;
  }

  it('run requests of a source, ask nobody for a prompt, and end what a session started', async () => {
    const url = await httpServer();
    const text = `SERVE tcp://127.0.0.1:0\nbehaviour: echo\n\n###\nGET ${url}\n?? status == 200\n\n###\n# @prompt who\nGET ${url}{{who}}\n`;
    const source = { id: 'a', text, session: 'a', before: [] };
    const { outcomes, cancelled } = await act('runRequests', { source, keeps: true });
    assert.deepEqual([outcomes.map(({ state }) => state), cancelled], [['passed', 'passed', 'error'], false]);
    assert.equal(outcomes[2]?.error?.code, 'nobody-to-ask');
    assert.equal((await the.means.registry.refresh()).endpoints.filter(({ spec }) => spec.role === 'server').length, 1);
    await act('endRequestSession', { session: 'a' });
    const servers = (await the.means.registry.refresh()).endpoints.filter(
      ({ spec, state }) => spec.role === 'server' && state === 'running',
    );
    assert.deepEqual(servers, []);
  });

  it('send an HTTP request', async () => {
    const url = await httpServer();
    const exchange = await act('sendHttp', { method: 'GET', url, headers: [['x-one', '1']] });
    assert.deepEqual([exchange.error, exchange.hops[0]?.response?.status], [undefined, 200]);
  });
});
