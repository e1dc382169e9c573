// A window with no folder: everything that needs none works.
import { startWorkbench, type Workbench } from '../helpers/workbench.ts';

describe('a window with no folder', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await startWorkbench({ noFolder: true, settings: { 'editor.minimap.enabled': false } });
  });
  after(() => workbench.dispose());
  afterEach(function () {
    return workbench.afterEach(this);
  });

  it('says one thing to do first, and starts a server from there', async () => {
    await workbench.showEndpoints();
    const { sideBar } = workbench;
    await sideBar.getByText('Open the walkthrough').waitFor();
    await workbench.screenshot('no-folder-1-empty');
    await sideBar.getByRole('button', { name: 'Start a Server' }).click();
    await workbench.choose('The kind of server', 'TCP');
    await workbench.answer('127.0.0.1:0');
    await workbench.choose('The answers of the server. The gear has more options.', 'echo');
    await workbench.treeRow(/^echo, TCP server, running/).waitFor();
  });

  it('keeps a server in the settings of the user', async () => {
    await workbench.runCommand('Wirebench: Save Server…');
    await workbench.answer('kept');
    await workbench.inTree(/^echo, TCP server/, 'Stop');
    await workbench.treeRow(/^kept, saved/).waitFor();
  });

  it('runs the example of a new request file', async () => {
    await workbench.runCommand('Wirebench: New Request File');
    await workbench.page.locator('.codelens-decoration a', { hasText: 'Run All' }).first().click();
    await workbench.statusBar.getByText(/\d+ requests, \d+ checks passed/).waitFor();
    await workbench.screenshot('no-folder-2-requests');
  });

  it('serves the sample zone, and resolves a name of it', async () => {
    await workbench.runCommand('Wirebench: Start DNS Server…');
    await workbench.answer('127.0.0.1:0');
    await workbench.pick('Sample Zone');
    await workbench
      .treeRow(/DNS server, running/)
      .first()
      .waitFor();
    await workbench.runCommand('Wirebench: Resolve DNS Record…');
    await workbench.answer('wirebench.test');
    await workbench.pick('MX');
    await workbench.pick('zone');
    const names = await workbench.webview('.names');
    await names.getByRole('button', { name: /^10 mail\.wirebench\.test\.$/ }).waitFor();
    await workbench.screenshot('no-folder-3-names');
  });
});
