import fs from 'node:fs/promises';
import path from 'node:path';
import assert from 'node:assert/strict';
import { freePort } from '../helpers/nets.ts';
import { startWorkbench, type Theme, type Workbench } from '../helpers/workbench.ts';

/** A lab in a whole workbench, as a student has it. */
describe('a lab in the workbench', () => {
  let workbench: Workbench;
  const lab = [
    '---',
    'title: A first server',
    'teaches: [print, capitals]',
    'time: 10 min',
    '---',
    '',
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
    '# @hint 1 Look at upper().',
    '# @hint 2 A later hint.',
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
    // The cause is known, so the lab's hints wait for one more failure.
    assert.doesNotMatch(await failed.innerText(), /Hint/);
    await page
      .getByRole('button', { name: /Run All/ })
      .first()
      .click();
    await failed.filter({ hasText: 'Hint: Look at upper().' }).waitFor();
    assert.doesNotMatch(await failed.innerText(), /A later hint/);
    const card = frame.locator('.wb-lab');
    assert.match(await card.innerText(), /^A first server\s+Teaches\s+print, capitals\s+Time\s+10 min$/);
    assert.equal(await fs.readFile(file, 'utf8'), lab);
    assert.deepEqual(workbench.pageErrors, []);
  });

  for (const theme of ['light', 'dark', 'highContrast'] satisfies Theme[]) {
    it(`is readable in ${theme}, and in a narrow editor`, async () => {
      await workbench.setTheme(theme);
      const frame = await workbench.webview('.wb-outcome .wb-difference');
      await workbench.page.setViewportSize({ width: 1100, height: 1300 });
      await frame.locator('.wb-difference').last().scrollIntoViewIfNeeded();
      await workbench.screenshot(`lab-${theme}`);
      await workbench.page.setViewportSize({ width: 560, height: 1300 });
      const wide = await frame
        .locator('.wb-outcome')
        .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent));
      assert.deepEqual(wide, []);
      await workbench.screenshot(`lab-${theme}-narrow`);
      await workbench.page.setViewportSize({ width: 1100, height: 1300 });
    });
  }

  it('shows the output of a program while it runs, and of a server after its cell is done', async () => {
    const { page } = workbench;
    const port = await freePort();
    const slow = [
      'import os, sys, time',
      'print("\\x1b[31mone\\x1b[0m \\x1b]0;title\\x07\\x1b[2J", flush=True)',
      'while not os.path.exists("go"): time.sleep(0.05)',
      'print("two", flush=True)',
    ];
    const server = [
      'import socket',
      `server = socket.create_server(("127.0.0.1", ${port}))`,
      'while True:',
      '    conn, peer = server.accept()',
      '    print("a client came", flush=True)',
      '    conn.close()',
    ];
    await fs.writeFile(path.join(workbench.workspace, 'slow.py'), slow.join('\n'));
    await fs.writeFile(path.join(workbench.workspace, 'server.py'), server.join('\n'));
    const file = path.join(workbench.workspace, 'second.lab.md');
    const blocks = [
      ['### slow', 'RUN python3 slow.py', 'ready: exit', 'timeout: 60s', '', '?? exitCode == 0'],
      ['### serving', '# @name serving', 'RUN python3 server.py', `ready: tcp 127.0.0.1:${port}`],
      ['### calling', '# @needs serving', `TCP 127.0.0.1:${port}`, 'timeout: 5s'],
    ];
    await fs.writeFile(file, blocks.map((lines) => `\`\`\`http\n${lines.join('\n')}\n\`\`\`\n`).join('\n'));
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile(file);
    await page
      .getByRole('button', { name: /Run All/ })
      .first()
      .click();
    const frame = await workbench.webview('.wb-outcome.running .wb-output');
    const output = (label: string) => frame.locator('.wb-outcome', { hasText: label }).locator('.wb-output');
    await output('slow').getByText('one').waitFor();
    assert.equal((await output('slow').innerText()).trim(), 'one');
    assert.equal(await output('slow').locator('.wb-fg1').innerText(), 'one');
    await fs.writeFile(path.join(workbench.workspace, 'go'), '');
    await frame.locator('.wb-outcome.passed', { hasText: 'slow' }).waitFor();
    assert.match(await output('slow').innerText(), /^one ?\s+two\s*$/);
    // The server's cell is done before the client comes.
    await output('serving').getByText('a client came').first().waitFor();
    await frame.locator('.wb-outcome.passed', { hasText: 'calling' }).waitFor();
    assert.deepEqual(workbench.pageErrors, []);
  });
});
