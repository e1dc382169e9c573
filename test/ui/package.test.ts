import assert from 'node:assert/strict';
import { makePackage } from '../../scripts/package.mjs';
import { temporaryFolder, type TemporaryFolder } from '../../scripts/processes.mjs';
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

  it('works from there', async () => {
    assert.ok(workbench);
    await workbench.runCommand('Wirebench: Start Server…');
    await workbench.quickInput.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.expectNoErrors();
  });
});
