// Names as a person asks for them, in a whole workbench: a DNS server from the palette, an answer, its bytes.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { root } from '../../scripts/root.ts';
import { startWorkbench, type Workbench } from '../helpers/workbench.ts';

const zone = 'wirebench.test.zone';

describe('names in a whole workbench', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await startWorkbench();
    await fs.copyFile(path.join(root, 'samples', zone), path.join(workbench.workspace, zone));
  });
  after(() => workbench.dispose());
  afterEach(function () {
    return workbench.afterEach(this);
  });

  const names = (): Promise<Frame> => workbench.webview('.names');
  const verdict = (frame: Frame, text: string) => frame.locator('.verdict', { hasText: text }).waitFor();

  async function ask(name: string, type: string): Promise<Frame> {
    await workbench.runCommand('Wirebench: Resolve DNS Record…');
    await workbench.answer(name);
    await workbench.choose('The type of record', type);
    await workbench.choose('The server to ask', 'running here');
    return names();
  }

  it('starts the embedded server, resolves MX, and shows what a field’s bytes are', async () => {
    await workbench.showEndpoints();
    await workbench.runCommand('Wirebench: Start DNS Server…');
    await workbench.answer('127.0.0.1:0');
    await workbench.choose('The zone file that the server answers from', zone);
    await workbench.treeRow(/^dns zone, DNS server, running/).waitFor();

    const frame = await ask('wirebench.test', 'MX');
    await verdict(frame, 'NOERROR');
    const answer = frame.getByRole('table', { name: 'Answer records' });
    await answer.getByRole('button', { name: /^10 mail\.wirebench\.test\.$/ }).waitFor();
    assert.match((await frame.locator('.facts').textContent()) ?? '', /aa.*The server is an authority/);
    await frame.getByRole('table', { name: 'Additional records' }).waitFor();

    // A cell of the table lights its bytes, and the field in the tree.
    await answer.getByRole('button', { name: /^10 mail/ }).click();
    await frame.locator('.byte.selected').first().waitFor();
    // A field lights its bytes: the ID is the first two.
    const tree = frame.getByRole('tree');
    await tree.getByRole('treeitem', { name: /^id/ }).click();
    await frame.locator('.byte.selected[data-start="1"]').waitFor();
    assert.deepEqual(
      await frame.locator('.byte.selected').evaluateAll((all) => all.map((one) => one.getAttribute('data-start'))),
      ['0', '1'],
    );
    // By keyboard on to the next, and from a byte to its field.
    await tree.press('ArrowDown');
    await frame.locator('.byte.selected[data-start="2"]').waitFor();
    await frame.locator('.byte[data-start="7"]').click();
    await tree.locator('[aria-selected="true"]', { hasText: 'answer count' }).waitFor();

    for (const theme of ['light', 'dark', 'highContrast'] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`names-${theme}`);
    }
  });

  it('copies the answer, keeps a history, and says what is wrong', async () => {
    const frame = await ask('nowhere.wirebench.test', 'AAAA');
    await verdict(frame, 'NXDOMAIN, 0 answers');
    await frame.getByRole('table', { name: 'Authority records' }).waitFor();
    await workbench.screenshot('names-nxdomain');
    await frame.getByRole('button', { name: 'Copy' }).click();
    await frame.getByRole('menuitem', { name: 'As dig Prints It' }).click();
    await frame.getByRole('status').getByText('Copied').waitFor();
    await frame.getByRole('button', { name: 'History' }).click();
    await frame.getByRole('menuitem', { name: /^wirebench\.test MX: NOERROR/ }).click();
    await verdict(frame, 'NOERROR');
    await frame.getByRole('button', { name: 'Ask Again' }).click();
    await frame.getByRole('button', { name: /^10 mail\.wirebench\.test\.$/ }).waitFor();
  });

  it('tells the server any EDNS size that is typed, and says which can be', async () => {
    await workbench.runCommand('Wirebench: Resolve DNS Record…');
    await workbench.answer('wirebench.test');
    await workbench.choose('The type of record', 'MX');
    const { quickInput } = workbench;
    await quickInput.getByPlaceholder('The server to ask').waitFor();
    await quickInput.getByRole('button', { name: 'More Options…' }).click();
    await quickInput.getByPlaceholder('How to ask').fill('EDNS size');
    await quickInput.locator('.quick-input-list .monaco-list-row', { hasText: 'EDNS size…' }).click();
    await quickInput.getByText('1 Selected').waitFor();
    await quickInput.getByRole('button', { name: 'OK' }).click();
    const size = quickInput.getByPlaceholder('4096');
    await size.fill('511');
    await quickInput.getByText('"511" is not a whole number from 512 to 65535.').waitFor();
    await workbench.answer('1400');
    await workbench.choose('The server to ask', 'running here');
    const frame = await names();
    await verdict(frame, 'NOERROR, 2 answers');
    await frame.getByRole('button', { name: 'Query' }).click();
    const tree = frame.getByRole('tree', { name: 'Fields' });
    await tree.getByRole('treeitem', { name: /^OPT/ }).click();
    await tree.locator('[aria-selected="true"]', { hasText: 'OPT' }).waitFor();
    await tree.press('ArrowRight');
    await tree.getByRole('treeitem', { name: /^UDP size\s*1400 bytes/ }).waitFor();
  });

  it('asks the operating system', async () => {
    await workbench.runCommand('Wirebench: Look Up Host, Address, Service or Port…');
    await workbench.pickIsOn('Host');
    await workbench.choose('The kind of look-up', 'Service');
    await workbench.quickInput.getByPlaceholder('https, https/tcp').waitFor();
    await workbench.answer('https/tcp');
    const frame = await names();
    await frame.getByRole('row', { name: /Port 443\/tcp/ }).waitFor();
    await workbench.screenshot('names-lookup');
  });

  it('traces from the server, and shows each step', async () => {
    await workbench.runCommand('Wirebench: Trace DNS Name…');
    await workbench.answer('www.wirebench.test');
    await workbench.choose('The type of record', 'A');
    await workbench.choose('Where to begin', 'running here');
    const frame = await names();
    await frame.getByRole('treeitem', { name: /www\.wirebench\.test has 2 A records/ }).waitFor();
    await workbench.screenshot('names-trace');
  });
});
