// The Endpoints tree with many connections, and the menus of servers by kind, in a whole workbench.
import { once } from 'node:events';
import net from 'node:net';
import { becomes } from '../helpers/becomes.ts';
import { startWorkbench, type Theme, type Workbench } from '../helpers/workbench.ts';

describe('the menus of Endpoints', () => {
  let workbench: Workbench;
  const sockets: net.Socket[] = [];

  before(async () => {
    workbench = await startWorkbench();
  });
  after(async () => {
    for (const socket of sockets) socket.destroy();
    await workbench.dispose();
  });
  afterEach(function () {
    return workbench.afterEach(this);
  });

  it('show twenty connections by themselves, and the others on demand', async () => {
    await workbench.showEndpoints();
    await workbench.runCommand('Wirebench: Start TCP Server…');
    await workbench.answer('127.0.0.1:0');
    await workbench.pick('echo');
    const port = await workbench.portOf('echo');
    for (let made = 0; made < 23; made++) {
      const socket = net.connect(port, '127.0.0.1');
      sockets.push(socket);
      await once(socket, 'connect');
    }
    const connections = workbench.treeRow(/connection, open of echo/);
    await workbench.treeRow('and 3 more').waitFor();
    await becomes(() => connections.count(), 20);
    await workbench.treeRow('and 3 more').click();
    await becomes(() => connections.count(), 23);
    for (const socket of sockets.splice(0)) socket.destroy();
    await becomes(() => connections.count(), 0);
  });

  it('connect to a server, and send a GET to one that speaks HTTP', async () => {
    const connect = await workbench.contextMenu(/^echo, TCP server/, 'Connect');
    await workbench.chooseInMenu(connect);
    await workbench.treeRow(/TCP client, (?:open|running|connected)/).waitFor();

    await workbench.runCommand('Wirebench: Start HTTP Server…');
    await workbench.answer('127.0.0.1:0');
    await workbench.pick('bin');
    const get = await workbench.contextMenu(/^http bin, HTTP server/, 'Send GET');
    await workbench.chooseInMenu(get);
    const response = await workbench.webview('.response .verdict');
    await response.locator('.verdict', { hasText: '200 OK' }).waitFor();
  });

  it('are there in every theme, wide and narrow', async () => {
    for (const theme of ['dark', 'highContrast', 'light'] satisfies Theme[]) {
      await workbench.setTheme(theme);
      for (const width of [1040, 1600]) {
        await workbench.page.setViewportSize({ width, height: 800 });
        await workbench.treeRow(/^http bin, HTTP server, running/).waitFor();
        await workbench.screenshot(`endpoints-${theme}-${width}`);
      }
    }
  });
});
