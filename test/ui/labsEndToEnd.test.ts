// Labs of the course that ships, from end to end, as a student does them: with a real Python.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/root.ts';
import { temporaryFolder } from '../../scripts/processes.ts';
import { startWorkbench, type Workbench } from '../helpers/workbench.ts';

const shipped = path.join(root, 'courses', 'sockets');

/** Labs with a faulty program, the step that it fails, and the beginning of the sentence that is told. */
const labs = [
  {
    ...{ name: '02-first-server-and-client', title: 'A first TCP server and client', fault: 'bytes-shown.py' },
    ...{ file: 'server.py', step: 'It answers a client by name', told: /b'Ada/ },
  },
  {
    ...{ name: '03-streams-are-not-messages', title: 'Streams are not messages', fault: 'one-recv.py' },
    ...{ file: 'reader.py', step: 'Your client prints the whole log', told: /called recv\(1024\) once/ },
  },
  {
    ...{ name: '05-udp-hello', title: 'UDP hello', fault: 'small-buffer.py' },
    ...{ file: 'server.py', step: 'A long name arrives whole', told: /recvfrom\(\)/ },
  },
] as const;

describe('a student in the workbench', () => {
  let workbench: Workbench;

  before(async () => {
    const empty = await temporaryFolder('student');
    workbench = await startWorkbench({ workspace: empty.path });
    await empty.remove();
  });
  after(() => workbench.dispose());
  afterEach(function () {
    return workbench.afterEach(this);
  });

  /** Writes the solution of a lab beside it, with a faulty program in the place of one file. */
  async function write(name: string, fault?: { readonly file: string; readonly fault: string }): Promise<void> {
    const folder = path.join(workbench.workspace, 'sockets', name);
    const solutions = path.join(shipped, 'solutions', name);
    for (const file of await fs.readdir(solutions))
      if (file.endsWith('.py')) await fs.copyFile(path.join(solutions, file), path.join(folder, file));
    if (fault) await fs.copyFile(path.join(shipped, 'faulty', name, fault.fault), path.join(folder, fault.file));
  }

  it('gets from the walkthrough to a passing first check', async () => {
    const { page } = workbench;
    await workbench.runCommand('Wirebench: Open Walkthrough');
    await page.getByRole('button', { name: 'Get the Course', exact: true }).click();
    await workbench.quickInput.getByPlaceholder('The languages that you will write in').press('Enter');
    await workbench.choose('The place of the course', 'sockets');
    await workbench.treeRow(/^Addresses and ports, lab, not begun/).waitFor();
    await page.locator('.tab', { hasText: '01-addresses-and-ports' }).waitFor();
    // The walkthrough is there still, and its next step is about the lab that is open.
    await page.locator('.tab', { hasText: 'Welcome' }).first().click();
    const step = page.locator('.getting-started-step', { hasText: 'Pass your first check' }).first();
    await step.click();
    await page.getByRole('button', { name: 'Check the Lab', exact: true }).click();
    await workbench.treeRow(/^Addresses and ports, lab, begun, [1-9] of 9 points/).waitFor();
    await step.locator('.complete').first().waitFor();
    // All labs have room.
    await page.locator('.pane-header', { hasText: 'Endpoints' }).click();
  });

  for (const { name, title, step, told, ...fault } of labs) {
    it(`is told by ${name} why a program is wrong, and passes with the right one`, async () => {
      await write(name, fault);
      const lab = new RegExp(`^${title}, lab, `);
      await workbench.treeRow(lab).click();
      await workbench.webview('.wb-lab');
      await workbench.inTree(lab, 'Check Lab');
      await workbench.treeRow(new RegExp(`^${title}, lab, begun, [1-9]`)).waitFor();
      await workbench.closeNotifications();
      await workbench.treeRow(lab).locator('.monaco-tl-twistie').click();
      const row = workbench.treeRow(new RegExp(`^${step}, step, failed, `));
      await row.waitFor();
      assert.match((await row.getAttribute('aria-label'))!, told);
      // The results of the check stand in the open notebook too: there is something to clear.
      const { page } = workbench;
      await page.locator('.action-item:not(.disabled)', { hasText: 'Clear All Outputs' }).first().waitFor();
      await workbench.screenshot(`labs-${name}-failed`);
      await write(name);
      await workbench.inTree(lab, 'Check Lab');
      await workbench.treeRow(new RegExp(`^${title}, lab, done, `)).waitFor();
      await workbench.closeNotifications();
      await workbench.treeRow(lab).locator('.monaco-tl-twistie').click();
    });
  }
});
