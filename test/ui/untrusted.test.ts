// A folder from somewhere, opened without trust: what it brings is neither run nor listened to.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { root } from '../../scripts/root.ts';
import { temporaryFolder, type TemporaryFolder } from '../../scripts/processes.ts';
import { startWorkbench, type Workbench } from '../helpers/workbench.ts';

describe('an untrusted workspace', () => {
  let folder: TemporaryFolder;
  let workbench: Workbench;

  before(async () => {
    folder = await temporaryFolder('untrusted');
    await fs.cp(path.join(root, 'test', 'fixtures', 'workspace'), folder.path, { recursive: true });
    await fs.mkdir(path.join(folder.path, '.vscode'));
    const servers = [{ name: 'theirs', transport: 'tcp', port: 0, behaviour: { name: 'echo' } }];
    await fs.writeFile(
      path.join(folder.path, '.vscode', 'settings.json'),
      JSON.stringify({ 'wirebench.servers': servers }),
    );
    workbench = await startWorkbench({ workspace: folder.path, untrusted: true });
  });
  after(async () => {
    await workbench.dispose();
    await folder.remove();
  });
  afterEach(async function () {
    await workbench.afterEach(this);
    await workbench.closeNotifications();
  });

  it('shows no saved server, and says why', async () => {
    await workbench.showEndpoints();
    await workbench.sideBar.getByText('This workspace is not trusted, so its saved servers are not shown.').waitFor();
    assert.equal(await workbench.treeRow(/theirs/).count(), 0);
    await workbench.screenshot('untrusted-1-tree');
    await workbench.runCommand('Wirebench: Start Saved Server…');
    const toast = await workbench.notification('its saved servers are neither read nor written');
    await toast.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
  });

  it('starts what is typed by hand, but no script', async () => {
    await workbench.runCommand('Wirebench: Start UDP Server…');
    await workbench.answer('127.0.0.1:0');
    await workbench.pick('echo');
    await workbench.portOf('echo');
    await workbench.runCommand('Wirebench: Start TCP Server…');
    await workbench.answer('127.0.0.1:0');
    await workbench.quickInput.getByText('Answers by your own JavaScript').first().click();
    await workbench.notification('The behaviour script runs a script, and this workspace is not trusted');
    await workbench.screenshot('untrusted-2-script');
  });

  it('sends nothing of the machine with a request file, says so, and offers trust', async () => {
    let heard = '';
    const server = createServer((socket) => {
      socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
      socket.on('error', () => undefined).end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const env = { dev: { token: 'WB-SECRET' } };
    await fs.writeFile(path.join(folder.path, 'http-client.private.env.json'), JSON.stringify(env));
    const send = async (name: string, text: string): Promise<void> => {
      const file = path.join(folder.path, name);
      await fs.writeFile(file, text);
      await workbench.openFile(file);
      await workbench.page.locator('.codelens-decoration a', { hasText: 'Send' }).first().click();
    };
    try {
      await send('body.http', `POST ${url}\n\n< /etc/passwd\n`);
      const refused = async (text: string) => {
        const frame = await workbench.webview('.response .verdict');
        await frame.locator('.banner.error', { hasText: text }).waitFor();
        return frame.getByRole('button', { name: 'Manage Workspace Trust' });
      };
      const offered = await refused('The body reads a file, and this workspace is not trusted: nothing was sent.');
      await offered.waitFor();
      await workbench.screenshot('untrusted-3-body');
      await workbench.runCommand('View: Close All Editors');
      await send('token.http', `POST ${url}\nX-Token: {{token}}\n`);
      const again = await refused('Environments are not read while the workspace is not trusted.');
      assert.equal(heard, '');
      await again.click();
      await workbench.page.getByText('You are in Restricted Mode').first().waitFor();
    } finally {
      server.close();
    }
  });
});
