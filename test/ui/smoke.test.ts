import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { startWorkbench, type Workbench } from '../helpers/workbench.ts';

describe('Wirebench in a whole workbench', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await startWorkbench();
  });
  after(() => workbench.dispose());
  afterEach(function () {
    return workbench.afterEach(this);
  });

  it('answers a command from the palette', async () => {
    await workbench.runCommand('Wirebench: Start Server…');
    await workbench.quickInput.getByText('Datagrams, no connections').waitFor();
    await workbench.screenshot('smoke-start-server');
    await workbench.page.keyboard.press('Escape');
  });

  it('can be looked at in light, dark and high contrast', async () => {
    for (const theme of ['light', 'dark', 'highContrast'] as const) {
      await workbench.setTheme(theme);
      const file = await workbench.screenshot(`smoke-${theme}`);
      assert.ok((await fs.stat(file)).size > 10_000);
    }
  });
});
