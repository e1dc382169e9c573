import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { DnsExchange } from '../../src/net/dns/exchange.ts';
import type { LookupAnswer } from '../../src/net/dns/requests.ts';
import type { Trace } from '../../src/net/dns/trace.ts';
import type { EndpointSnapshot } from '../../src/engine/messages.ts';
import { decodeMessage } from '../../src/protocol/dns/decode.ts';
import { command, removeAll, rows, wirebench } from './api.ts';
import { settles } from '../helpers/becomes.ts';
import { formatRecord } from '../helpers/dnsText.ts';

const apex = '$TTL 1h\n@ IN SOA ns1 hostmaster 1 1h 15m 2w 5m\n  NS ns1\nns1 A 192.0.2.1\n';

/** Waits for a tab: the editor tells of its tabs a moment later. */
async function tabNamed(label: string): Promise<void> {
  const isThere = () => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some((tab) => tab.label === label));
  await new Promise<void>((resolve) => {
    const take = () => {
      if (!isThere()) return;
      listening.dispose();
      resolve();
    };
    const listening = vscode.window.tabGroups.onDidChangeTabs(take);
    take();
  });
}

describe('names, from commands', () => {
  let folder: string;
  let server: string;

  before(async () => {
    await wirebench();
    await removeAll();
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'wirebench-names-'));
    const zone = path.join(folder, 'host.test.zone');
    await fs.writeFile(zone, `${apex}@ MX 10 mail\nmail A 192.0.2.25\n`);
    const started = await command<EndpointSnapshot>('startDnsServer', {
      port: 0,
      behaviour: { name: 'zone', options: { zone } },
    });
    assert.equal(started.spec.application, 'dns');
    server = `127.0.0.1:${started.local?.port}`;
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await removeAll();
    await fs.rm(folder, { recursive: true });
  });

  const answers = ({ messages }: DnsExchange) => messages.flatMap((bytes) => decodeMessage(bytes).answers);

  it('resolve against a server that runs here, and open the Names view', async () => {
    const [exchange] = await command<DnsExchange[]>('resolveDns', { name: 'host.test', type: 'MX', server });
    assert.ok(exchange);
    assert.deepEqual(
      answers(exchange).map((record) => formatRecord(record).toLowerCase()),
      ['host.test. 3600 in mx 10 mail.host.test.'],
    );
    await tabNamed('Names: host.test MX');
  });

  it('show their answers in the tab that came back with the window, and in no second one', async () => {
    const names = await (await wirebench()).names();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const restored = (label: string) =>
      vscode.window.createWebviewPanel('wirebench.names', label, vscode.ViewColumn.Active);
    const panel = restored('Names: old.test A');
    const second = restored('Names');
    const gone = new Promise<void>((resolve) => second.onDidDispose(resolve));
    names.restore(panel);
    names.restore(second);
    await gone;
    await settles(
      () => Promise.resolve(panel.webview.html),
      (html) => assert.match(html, /names\.js/),
    );
    await command('resolveDns', { name: 'mail.host.test', type: 'A', server });
    assert.equal(panel.title, 'Names: mail.host.test A');
  });

  it('show the messages as DNS in the traffic', async () => {
    const { engine } = await wirebench();
    // Other tests' traffic is in the journal too.
    const seen = (await rows(engine, `peer:${server}`)).filter(({ kind }) => kind === 'data');
    assert.ok(seen.length >= 2);
    for (const { seq } of seen) {
      const { dissector, fields } = await engine.request('journal.dissect', { seq, dissector: 'auto' });
      assert.equal(dissector, 'dns');
      assert.equal(fields[0]?.name, 'header');
    }
  });

  it('trace from a server in place of the root', async () => {
    const port = Number(server.split(':')[1]);
    const hints = [{ name: 'ns1.host.test.', addresses: ['127.0.0.1'] }];
    const found = await command<Trace>('traceDns', { name: 'mail.host.test', hints, port });
    assert.equal(found.steps[0]?.outcome, 'answer');
  });

  it('look up what the system says beside DNS', async () => {
    const found = await command<LookupAnswer>('lookUpName', {
      what: 'host',
      subject: 'localhost',
      withDns: true,
      server,
    });
    assert.ok(found.system);
    assert.ok(found.differences.length > 0);
  });

  it('refuse what is no name, with a sentence', async () => {
    const { engine } = await wirebench();
    const resolve = (spec: { name: string; type?: string }) =>
      engine.request('dns.resolve', { spec: { ...spec, server } });
    await assert.rejects(resolve({ name: 'a..b' }), /empty label/);
    await assert.rejects(resolve({ name: 'host.test', type: 'NONSENSE' }), /record type/);
  });
});
