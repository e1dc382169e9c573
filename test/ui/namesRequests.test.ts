// DNS and LOOKUP requests of a file, in a whole workbench: the answer comes in the Names view, with what became of the checks.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { root } from '../../scripts/root.ts';
import { startWorkbench, type Workbench } from '../helpers/workbench.ts';

const zone = 'wirebench.test.zone';
const requests = `# @name names
SERVE dns://127.0.0.1:0
zone: ${zone}

### mail
DNS wirebench.test MX
server: 127.0.0.1:{{names.port}}

?? status == NOERROR
?? answers[0].exchange == mail.wirebench.test
?? answers[0].preference == 99

### a port
LOOKUP service https/tcp

?? port == 443

### no such name
DNS nowhere.wirebench.test A
server: 127.0.0.1:{{names.port}}

?? status == NXDOMAIN
`;

describe('names in request files, in a whole workbench', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await startWorkbench({ settings: { 'editor.minimap.enabled': false } });
    await fs.copyFile(path.join(root, 'samples', zone), path.join(workbench.workspace, zone));
    const file = path.join(workbench.workspace, 'names.http');
    await fs.writeFile(file, requests);
    await workbench.openFile(file);
  });
  after(() => workbench.dispose());
  afterEach(function () {
    return workbench.afterEach(this);
  });

  const lens = (title: string): Locator => workbench.page.locator('.codelens-decoration a', { hasText: title });
  const names = (): Promise<Frame> => workbench.webview('.names');
  const verdict = (frame: Frame, text: string) => frame.locator('.verdict', { hasText: text }).waitFor();

  it('show a DNS answer with the check that does not hold, and leave the focus in the file', async () => {
    await lens('Send').nth(0).click();
    const frame = await names();
    await verdict(frame, 'NOERROR, 2 answers, 1 of 3 checks failed');
    await frame.getByRole('button', { name: /^10 mail\.wirebench\.test\.$/ }).waitFor();
    const failed = frame.locator('.check.failed');
    await failed.getByText('answers[0].preference == 99').waitFor();
    assert.match((await failed.textContent()) ?? '', /Expected99Found10/);
    assert.equal(await frame.locator('.check.passed').count(), 2);
    await frame.getByRole('status').getByText('1 of 3 checks failed').waitFor();
    assert.equal(await frame.evaluate(() => document.hasFocus()), false);
    for (const theme of ['light', 'dark', 'highContrast'] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`names-request-${theme}`);
    }
  });

  it('show what the system says, an answer that is as wished, and the way back to the file', async () => {
    await lens('Send').nth(1).click();
    const frame = await names();
    await verdict(frame, 'Answered, 1 check passed');
    await frame.getByRole('row', { name: /Port 443\/tcp/ }).waitFor();
    await workbench.screenshot('names-request-lookup');
    await lens('Send').nth(2).click();
    await verdict(frame, 'NXDOMAIN, 0 answers, 1 check passed');
    await frame.locator('.verdict.good').waitFor();
    // Sent again from the view, and back to where it stands in the file.
    await frame.getByRole('button', { name: 'Ask Again' }).click();
    await frame.getByRole('button', { name: 'History' }).click();
    await frame
      .getByRole('menuitem', { name: /^DNS nowhere\.wirebench\.test A: NXDOMAIN/ })
      .nth(1)
      .waitFor();
    await workbench.page.keyboard.press('Escape');
    await frame.getByRole('button', { name: 'Go to the request in names.http:19' }).click();
    await workbench.statusBar.getByText(/Ln 19, Col 1/).waitFor();
  });

  it('are in a run of the whole file', async () => {
    await lens('Run All').click();
    await workbench.statusBar.getByText('4 requests, 1 of 5 checks failed').waitFor();
    const frame = await names();
    await frame.getByRole('button', { name: 'History' }).click();
    await frame
      .getByRole('menuitem', { name: /^LOOKUP service https\/tcp: Answered, 1 check passed/ })
      .nth(1)
      .waitFor();
    await workbench.page.keyboard.press('Escape');
  });
});
