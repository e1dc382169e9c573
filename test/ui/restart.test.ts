// The extension host ends and starts again with its window. (The command that restarts it alone is not in a browser.)
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { startWorkbench, type Workbench } from '../helpers/workbench.ts';

for (const version of ['latest'] as const) {
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
      again.end('still the same');
      assert.equal(String((await once(again, 'data'))[0]), 'still the same');
    });
  });
}
