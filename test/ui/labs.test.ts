import fs from 'node:fs/promises';
import path from 'node:path';
import assert from 'node:assert/strict';
import { startWorkbench, type Workbench } from '../helpers/workbench.ts';

/** A lab in a whole workbench, as a student has it. */
describe('a lab in the workbench', () => {
  let workbench: Workbench;
  const lab = [
    '# A first server',
    '',
    'It answers in capitals.',
    '',
    '```http',
    '### the program',
    'RUN python3 -c "print(1); int(str())"',
    'ready: exit',
    '',
    '?? exitCode == 0',
    '```',
    '',
    '```http',
    '### the server',
    '# @name echo',
    'SERVE tcp://127.0.0.1:0',
    'behaviour: echo',
    '',
    '### capitals',
    'TCP 127.0.0.1:{{echo.port}}',
    '',
    'hello\\n',
    '',
    '?? received text == HELLO\\n',
    '```',
    '',
  ].join('\n');

  before(async () => {
    workbench = await startWorkbench({ viewport: { width: 1100, height: 1300 } });
  });
  after(() => workbench.dispose());

  it('is a notebook that asks before it starts a program, and shows why a check fails', async () => {
    const { page } = workbench;
    const file = path.join(workbench.workspace, 'first.lab.md');
    await fs.writeFile(file, lab);
    await workbench.openFile(file);
    await page
      .getByRole('button', { name: /Run All/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Run Programs' }).click();
    const frame = await workbench.webview('.wb-outcome .wb-difference');
    const failed = frame.locator('.wb-outcome', { hasText: 'capitals' });
    await failed.locator('mark.first').first().waitFor();
    assert.match(
      await failed.locator('.wb-difference').innerText(),
      /Expected\s+HELLO\\n[^]*Came\s+hello\\n[^]*differ first at byte 0/,
    );
    const program = frame.locator('.wb-outcome', { hasText: 'the program' });
    assert.match(await program.locator('.wb-output').innerText(), /ValueError/);
    assert.equal(await fs.readFile(file, 'utf8'), lab);
    assert.deepEqual(workbench.pageErrors, []);
  });
});
