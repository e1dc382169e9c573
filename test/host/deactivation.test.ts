import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { EndpointSpec } from '../../src/endpoints/spec.ts';
import { settles } from '../helpers/becomes.ts';
import { filesIn, openFiles, socketsOf } from '../helpers/leftovers.ts';
import { command, removeAll, startServer, wirebench } from './api.ts';

const pidScript = 'export function onReceived() { return String(process.pid); }\n';

/** The last of the suites: it ends the extension as the editor does when the window closes. */
describe('the end of the extension', () => {
  it('leaves no socket, file, thread or process, and remembers what ran', async () => {
    await removeAll();
    const before = await socketsOf(process.pid);
    const { engine, shell } = await wirebench();
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    const file = path.join(workspace!.uri.fsPath, 'pid.mjs');
    await fs.writeFile(file, pidScript);
    const tcp = await startServer({ transport: 'tcp', port: 0, behaviour: { name: 'chargen' } });
    const tls = await startServer({ transport: 'tls', port: 0, behaviour: { name: 'echo' } });
    const udp = await startServer({ transport: 'udp', port: 0, behaviour: { name: 'echo' } });
    const script = await startServer({
      transport: 'tcp',
      port: 0,
      behaviour: { name: 'script', options: { file } },
    });
    // One client that reads nothing, so that bytes wait for it, and one that learns the script's process.
    const stuck = net.connect(tcp.port, '127.0.0.1').pause();
    await once(stuck, 'connect');
    stuck.on('error', () => undefined);
    const asking = net.connect(script.port, '127.0.0.1');
    asking.on('error', () => undefined);
    asking.write('?');
    const pid = Number(String((await once(asking, 'data'))[0]));
    await command('connectTcp', { host: '127.0.0.1', port: tls.port });
    await settles(runningBefore, (specs) => assert.equal(specs.length, 5));
    const closed = Promise.all([once(asking, 'close'), once(stuck.resume(), 'close')]);

    // The module that the editor activated: the same file, from the same cache.
    const extension = module.require(
      path.join(vscode.extensions.getExtension('wirebench.wirebench')!.extensionPath, 'dist', 'extension.cjs'),
    ) as { deactivate(): Promise<void> };
    await Promise.all([extension.deactivate(), extension.deactivate()]);

    await closed;
    assert.deepEqual(await socketsOf(process.pid), before);
    assert.deepEqual(await openFiles(process.pid, os.tmpdir()), []);
    assert.deepEqual(await filesIn(os.tmpdir()), []);
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' }, "the script's process is left");
    assert.ok(!process.getActiveResourcesInfo().some((kind) => /Worker/.test(kind)), 'a thread is left');
    await assert.rejects(engine.request('registry.get', null), { code: 'engine-stopped' });
    assert.deepEqual(
      (await runningBefore()).map((spec) => `${spec.role} ${spec.transport} ${spec.port}`).sort(),
      [
        `client tcp ${tls.port}`,
        `server tcp ${script.port}`,
        `server tcp ${tcp.port}`,
        `server tls ${tls.port}`,
        `server udp ${udp.port}`,
      ].sort(),
    );

    async function runningBefore(): Promise<EndpointSpec[]> {
      const stored = path.join(shell.context.storageUri!.fsPath, 'running.json');
      return JSON.parse(await fs.readFile(stored, 'utf8').catch(() => '[]')) as EndpointSpec[];
    }
  });
});
