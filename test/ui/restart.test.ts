// The extension host ends and starts again with its window. (The command that restarts it alone is not in a browser.)
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import fs from 'node:fs/promises';
import path from 'node:path';
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

    it('frees the port, and offers to start what ran on the same one', async () => {
      await workbench.showEndpoints();
      await workbench.runCommand('Wirebench: Start TCP Server…');
      await workbench.answer('127.0.0.1:0');
      await workbench.pick('echo');
      const port = await workbench.portOf('echo');
      // It is stored when it runs, within moments; a person does not reload within those.
      await until(
        'what ran, in the storage',
        async () => (await stored(workbench)).includes(`"port":${port}`) || undefined,
        workbench.page,
      );
      const client = net.connect(port, '127.0.0.1');
      await once(client, 'connect');
      const closed = once(client.on('error', () => undefined).resume(), 'close');

      await workbench.page.reload();
      await closed;
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

/** What the extension stored about what runs. */
async function stored({ server }: Workbench): Promise<string> {
  const folder = path.join(server.dataDir, 'data', 'User', 'workspaceStorage');
  const files = await fs.readdir(folder, { recursive: true });
  const file = files.find((name) => path.basename(name) === 'running.json');
  return file === undefined ? '' : fs.readFile(path.join(folder, file), 'utf8').catch(() => '');
}
