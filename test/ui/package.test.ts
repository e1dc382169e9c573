import assert from 'node:assert/strict';
import dgram from 'node:dgram';
import { once } from 'node:events';
import { makePackage } from '../../scripts/package.ts';
import { temporaryFolder, type TemporaryFolder } from '../../scripts/processes.ts';
import { startWorkbench, type Workbench } from '../helpers/workbench.ts';

describe('the package, installed', () => {
  let folder: TemporaryFolder;
  let workbench: Workbench | undefined;

  before(async () => {
    folder = await temporaryFolder('vsix');
    workbench = await startWorkbench({ vsix: await makePackage(folder.path) });
  });
  after(async () => {
    await workbench?.dispose();
    await folder.remove();
  });
  afterEach(function () {
    return workbench?.afterEach(this);
  });

  it('starts a server that answers a datagram', async () => {
    assert.ok(workbench);
    await workbench.showEndpoints();
    await workbench.runCommand('Wirebench: Start UDP Server…');
    await workbench.answer('127.0.0.1:0');
    await workbench.pick('echo');
    await workbench.statusBar.getByText('1 running').waitFor();
    const port = await workbench.portOf('echo');
    const client = dgram.createSocket('udp4');
    try {
      client.send('hello', port, '127.0.0.1');
      const [reply] = (await once(client, 'message')) as [Buffer];
      assert.equal(reply.toString(), 'hello');
    } finally {
      client.close();
    }
  });
});
