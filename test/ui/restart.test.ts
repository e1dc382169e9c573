// The extension host ends and starts again with its window. (The command that restarts it alone is not in a browser.)
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import fs from 'node:fs/promises';
import path from 'node:path';
import { activationEvent, extensionHostLogs } from '../helpers/editorLog.ts';
import { startWorkbench, until, type Workbench } from '../helpers/workbench.ts';

for (const version of ['floor', 'latest'] as const) {
  describe(`a restart of the extension host (${version})`, () => {
    let workbench: Workbench;

    before(async () => {
      workbench = await startWorkbench({ version });
    });
    after(() => workbench.dispose());
    afterEach(function () {
      return workbench.afterEach(this);
    });

    it('wakes nothing of ours in a window that uses nothing of it', async () => {
      const [log] = await until('the end of the start', () => started(workbench, 1), workbench.page);
      await workbench.runCommand('Developer: Show Running Extensions');
      const running = workbench.page.locator('.runtime-extensions-editor .extension');
      await running.filter({ hasText: 'Merge Conflict' }).first().waitFor();
      assert.equal(await running.filter({ hasText: 'Wirebench' }).count(), 0);
      // The newest editor shows the list over everything else.
      await workbench.page.keyboard.press('Escape');
      assert.equal(activationEvent(log!), undefined);
    });

    it('frees the port, and offers to start what ran on the same one once it is needed', async () => {
      await workbench.runCommand('Wirebench: Start TCP Server…');
      await workbench.answer('127.0.0.1:0');
      await workbench.pick('echo');
      // It is stored when it runs, within moments; a person does not reload within those.
      const port = await until('what ran, in the storage', () => storedPort(workbench), workbench.page);
      const client = net.connect(port, '127.0.0.1');
      await once(client, 'connect');
      const closed = once(client.on('error', () => undefined).resume(), 'close');

      await workbench.page.reload();
      await closed;
      const logs = await until('the end of the second start', () => started(workbench, 2), workbench.page);
      assert.deepEqual(logs.map(activationEvent).sort(), ['onCommand:wirebench.startTcpServer', undefined]);

      await workbench.showEndpoints();
      const offered = /1 endpoint was running/;
      await workbench.notification(offered);
      const holder = net.createServer().listen(port, '127.0.0.1');
      await once(holder, 'listening');
      await new Promise((resolve) => holder.close(resolve));

      await workbench.pressInNotification(offered, 'Start Again');
      await workbench.showEndpoints();
      assert.equal(await workbench.portOf('echo'), port);
      const again = net.connect(port, '127.0.0.1');
      const answer = once(again, 'data') as Promise<[Buffer]>;
      again.end('still the same');
      assert.equal(String((await answer)[0]), 'still the same');
    });
  });
}

/** The logs of so many extension hosts, once in each an extension was woken that waits for the end of the start. */
async function started({ server }: Workbench, hosts: number): Promise<string[] | undefined> {
  const logs = await extensionHostLogs(server.dataDir);
  return logs.length === hosts && logs.every((log) => /merge-conflict.*'onStartupFinished'/.test(log))
    ? logs
    : undefined;
}

/** The port of the one endpoint that the extension stored as running. */
async function storedPort({ server }: Workbench): Promise<number | undefined> {
  const folder = path.join(server.dataDir, 'data', 'User', 'workspaceStorage');
  const files = await fs.readdir(folder, { recursive: true }).catch(() => []);
  const file = files.find((name) => path.basename(name) === 'running.json');
  const text = file === undefined ? '' : await fs.readFile(path.join(folder, file), 'utf8').catch(() => '');
  return Number(/"port":([1-9]\d*)/.exec(text)?.[1]) || undefined;
}
