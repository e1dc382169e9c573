// What a person does now and then, in a whole workbench: TLS, more options, messages written in an editor, odd names.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { becomes } from '../helpers/becomes.ts';
import { certificate } from '../helpers/certificates.ts';
import { PythonProgram } from '../helpers/python.ts';
import { startWorkbench, until, type Workbench } from '../helpers/workbench.ts';

/** Trusts one certificate alone: the one in a file, or the one that the server shows. Says what it hears; ends with its input. */
const tlsClient = `
import socket, ssl, sys
port, file = int(sys.argv[1]), sys.argv[2]
pem = open(file).read() if file else ssl.get_server_certificate(("127.0.0.1", port))
context = ssl.create_default_context(cadata=pem)
with socket.create_connection(("127.0.0.1", port), 30) as plain:
    with context.wrap_socket(plain, server_hostname="localhost") as secure:
        secure.sendall("gr\\u00fc\\u00dfe".encode())
        print(secure.recv(1024).decode(), flush=True)
        sys.stdin.read()
`;
/** A mark that turns text around, HTML, a command link and an icon; and how it is to be seen. */
const hostile = '\u202e<b>x</b>[y](command:z)$(flame)';
const shownHostile = '\\u202e<b>x</b>[y](command:z)$(flame)';

describe('the shell, now and then', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await startWorkbench({
      // What is typed into an editor is what is there: nothing is completed on the way.
      settings: { 'editor.quickSuggestions': false, 'editor.autoClosingBrackets': 'never' },
    });
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench.showEndpoints();
  });
  after(() => workbench.dispose());
  afterEach(async function () {
    await workbench.afterEach(this);
    await workbench.page.keyboard.press('Escape');
    await workbench.closeNotifications();
  });

  /** The list keeps rows of the one before, hidden. */
  const says = (text: string | RegExp) =>
    workbench.quickInput.getByText(text).locator('visible=true').first().waitFor();

  /** Starts a server with options: where, what it answers, and what is done in the list of options. */
  async function startWithOptions(kind: string, behaviour: string, options: () => Promise<void>): Promise<void> {
    await workbench.runCommand(`Wirebench: Start ${kind} Server…`);
    await workbench.answer('127.0.0.1:0');
    await says('Sends back every byte');
    await workbench.quickInput.locator('input[type="text"]').first().fill(behaviour);
    await workbench.pickIsOn(behaviour);
    await workbench.quickInput.getByRole('button', { name: 'More Options…' }).click();
    await says('The name in the tree');
    await options();
    await choose(`Start ${kind} Server`);
  }

  /** Answers a long list, of which not all is on screen. */
  async function choose(text: string): Promise<void> {
    await workbench.quickInput.locator('input[type="text"]').first().fill(text);
    await workbench.pick(text);
  }

  /** Chooses a file in the editor's dialog, which takes no answer while it looks around. */
  async function chooseFile(option: string, file: string): Promise<void> {
    await choose(option);
    const input = workbench.quickInput.locator('input[type="text"]').first();
    await becomes(async () => (await input.inputValue()).startsWith('/'), true);
    const listed = workbench.quickInput.locator('.monaco-list-row', { hasText: file });
    await until(
      `${file} as ${option}`,
      async () => {
        if ((await listed.count()) > 0) return true;
        const limit = { timeout: 5000 };
        if ((await input.inputValue().catch(() => '')).startsWith('/')) {
          await input.fill(file, limit).catch(() => undefined);
          await input.press('Enter', limit).catch(() => undefined);
        }
        await listed
          .first()
          .waitFor({ timeout: 3000 })
          .catch(() => undefined);
        return undefined;
      },
      workbench.page,
    );
  }

  async function asksOverTls(port: number, file = ''): Promise<void> {
    const python = new PythonProgram(['-c', tlsClient, String(port), file]);
    try {
      assert.equal(await python.line(), 'GRÜSSE');
      assert.equal(await python.finish(), 0);
    } finally {
      await python.dispose();
    }
  }

  it('starts a TLS server for localhost, whose plain bytes show, and frees its port', async () => {
    await workbench.runCommand('Wirebench: Start TLS Server…');
    await workbench.answer('127.0.0.1:0');
    await workbench.pick('uppercase');
    const port = await workbench.portOf('uppercase');
    await workbench.treeRow(/^uppercase, TLS server, running/).waitFor();
    await asksOverTls(port);
    await workbench.runCommand('Wirebench: Show Traffic');
    const traffic = await workbench.traffic();
    for (const name of [/\bin (?:data )?7 grüße$/, /\bout (?:data )?6 GRÜSSE$|\bout (?:data )?7 GRÜSSE$/])
      await traffic.getByRole('row', { name }).first().waitFor();

    await workbench.runCommand('Wirebench: Connect to TLS Server…');
    await workbench.answer(`127.0.0.1:${port}`);
    const untrusted = /The certificate of 127\.0\.0\.1:\d+ is not signed by an authority this machine trusts/;
    await workbench.notification(untrusted);
    const said = workbench.page.locator('.notification-toast', { hasText: untrusted });
    assert.equal(await said.count(), 1, 'said once');
    await workbench.screenshot('further-1-tls-untrusted');
    await workbench.pressInNotification(untrusted, 'Change Options…');
    await choose('A certificate that cannot be verified is an error');
    await workbench.pick('No');
    await says('The name in the tree');
    await choose('Connect to TLS Server');
    await workbench.treeRow(/^tls to 127\.0\.0\.1:\d+, TLS client, running/).waitFor();
    assert.equal(await workbench.treeRow(/TLS client/).count(), 1, 'the one that failed is gone');

    await workbench.inTree(/^uppercase, TLS server/, 'Stop');
    await workbench.treeRow(/^uppercase, TLS server, stopped/).waitFor();
    const holder = net.createServer().listen(port, '127.0.0.1');
    await once(holder, 'listening');
    await new Promise((resolve) => holder.close(resolve));
  });

  it('starts a TLS server with a given certificate, from the list of options', async () => {
    const authority = await certificate({ name: 'an authority', authority: true });
    const { cert, key } = await certificate({ by: authority });
    const file = async (name: string, text: string) => {
      const place = path.join(workbench.workspace, name);
      await fs.writeFile(place, text);
      return place;
    };
    const files = { cert: await file('cert.pem', cert), key: await file('key.pem', key) };
    const trusted = await file('authority.pem', authority.cert);
    await startWithOptions('TLS', 'uppercase', async () => {
      await choose('The name in the tree');
      await workbench.answer('with a certificate');
      await chooseFile('A PEM file. Without one', files.cert);
      await chooseFile('The PEM file of the key', files.key);
      await workbench.screenshot('further-2-options');
    });
    await asksOverTls(await workbench.portOf('with a certificate'), trusted);
  });

  it('writes a message of many lines in an editor, and sends it or what is selected of it', async () => {
    await workbench.runCommand('Wirebench: Stop All');
    await workbench
      .treeRow(/, running,/)
      .first()
      .waitFor({ state: 'detached' });
    await workbench.runCommand('Wirebench: Start TCP Server…');
    await workbench.answer('127.0.0.1:0');
    await workbench.pick('none');
    const socket = net.connect(await workbench.portOf('tcp server'), '127.0.0.1').setEncoding('utf8');
    let received = '';
    socket.on('data', (text: string) => (received += text));
    try {
      await workbench.treeRow(/^tcp server, TCP server, running.*1 connection/).waitFor();
      await workbench.runCommand('Wirebench: Compose in Editor…');
      const editor = workbench.page.locator('.editor-instance .monaco-editor').first();
      const lens = editor.locator('.codelens-decoration a', { hasText: 'Send to tcp server, 1 connection' });
      await lens.waitFor();
      await type(editor, 'first line', 'Enter', 'the second, schön');
      await workbench.screenshot('further-3-editor');
      await workbench.page.keyboard.press('ControlOrMeta+Enter');
      await becomes(() => Promise.resolve(received), 'first line\nthe second, schön');
      // The cursor is at the end of the last line.
      await workbench.page.keyboard.press('Shift+Home');
      await editor.locator('.selected-text').first().waitFor();
      await lens.click();
      await becomes(() => Promise.resolve(received), 'first line\nthe second, schönthe second, schön');
    } finally {
      socket.destroy();
      await once(socket, 'close');
    }
  });

  /** Types into an editor, and waits for each text to be there. */
  async function type(editor: Locator, ...parts: string[]): Promise<void> {
    await editor.locator('.view-lines').click();
    await workbench.page.locator('.monaco-editor.focused').waitFor();
    for (const part of parts) {
      if (part === 'Enter') await workbench.page.keyboard.press('Enter');
      else {
        await workbench.page.keyboard.type(part);
        await editor.locator('.view-line', { hasText: part }).waitFor();
      }
    }
  }

  it('shows a name in the status bar, its hover, lists and messages as text, whatever is in it', async () => {
    const { page, statusBar } = workbench;
    const plain = async (place: Locator, shown = shownHostile) => {
      assert.ok((await place.innerText()).includes(shown), await place.innerText());
      assert.equal(await place.locator('b, a[href], .codicon-flame').count(), 0);
    };
    const said = statusBar.locator('.statusbar-item', { hasText: 'is running on' });
    // It shows for five seconds.
    const announced = said.evaluate((item) => [item.textContent, item.querySelectorAll('b, .codicon-flame').length]);
    await startWithOptions('UDP', 'echo', async () => {
      await choose('The name in the tree');
      await workbench.answer(hostile);
      await says(shownHostile);
    });
    const [text, marks] = await announced;
    assert.ok(String(text).includes(`${shownHostile} is running on 127.0.0.1:`), String(text));
    assert.equal(marks, 0);

    await plain(await workbench.hover(statusBar.getByText(/\d running/), 'UDP server'));
    await workbench.screenshot('further-4-status-bar');

    await workbench.runCommand('Wirebench: Show Running Endpoints');
    await says(shownHostile);
    await plain(workbench.quickInput.locator('.monaco-list-row', { hasText: 'UDP' }).first());
    await page.keyboard.press('Escape');
    await workbench.quickInput.waitFor({ state: 'hidden' });

    const copy = await workbench.contextMenu(/flame\), UDP server, running/, 'Copy as Python');
    await workbench.chooseInMenu(copy);
    const message = (await workbench.notification('is on the clipboard')).locator('.notification-list-item-message');
    await plain(message, shownHostile.replace('](', '] ('));
    assert.ok(!(await page.locator('.monaco-workbench').innerText()).includes('\u202e'));
  });
});
