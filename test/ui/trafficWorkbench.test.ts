import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { python as pythonPath } from '../../scripts/python.ts';
import { becomes, settles } from '../helpers/becomes.ts';
import { startWorkbench, until, type Workbench } from '../helpers/workbench.ts';

interface Clipboarded {
  readonly clipboard: { readText(): Promise<string> };
}

/** The Traffic view as a person has it: in VS Code, before the engine, with a server and programs that talk to it. */
describe('the Traffic view in the workbench', () => {
  let workbench: Workbench;
  let view: FrameLocator;
  let port: number;

  before(async function () {
    this.timeout(180_000);
    workbench = await startWorkbench();
    workbench.page.setDefaultTimeout(40_000);
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench.showEndpoints();
    await workbench.runCommand('Wirebench: Start TCP Server…');
    await workbench.answer('127.0.0.1:0');
    await workbench.pick('echo');
    port = await workbench.portOf('echo');
    await workbench.runCommand('Wirebench: Show Traffic');
    view = workbench.onlyWebview;
    await view.locator('.rows').waitFor();
  });
  beforeEach(async () => {
    await filter('');
    await view.getByText(/^[\d,]+ events?$/).waitFor();
    // A row that was selected before keeps the list where it is.
    await follow();
  });
  after(() => workbench.dispose());
  afterEach(function () {
    return workbench.afterEach(this);
  });

  const rows = () => view.locator('.row:not([hidden])[aria-busy=false]');
  const row = (text: string) => rows().filter({ hasText: text });
  const button = (name: string | RegExp) => view.getByRole('button', { name });
  const hexIs = (bytes: string[]) => becomes(() => view.locator('.pane.hex .byte.selected').allInnerTexts(), bytes);
  const textIs = (characters: string[]) =>
    becomes(() => view.locator('.pane.text .char.selected').allInnerTexts(), characters);
  const byte = (index: number) => view.locator('.pane.hex .byte').nth(index);
  const clipboard = () => workbench.page.evaluate(() => (navigator as unknown as Clipboarded).clipboard.readText());
  const rowCount = async () => Number(await view.locator('.rows').getAttribute('aria-rowcount'));

  /** Sends each payload once the one before has come back; returns the client's port. */
  async function talk(...payloads: (string | Uint8Array)[]): Promise<number> {
    const client = net.connect(port, '127.0.0.1');
    await once(client, 'connect');
    const { localPort } = client;
    for (const payload of payloads) {
      const wanted = Buffer.from(payload);
      client.write(wanted);
      for (let got = 0; got < wanted.length;) got += ((await once(client, 'data')) as [Buffer])[0].length;
    }
    client.end();
    await once(client, 'close');
    return localPort!;
  }

  async function filter(text: string): Promise<void> {
    await view.getByRole('combobox', { name: 'Filter' }).fill(text);
  }

  async function follow(): Promise<void> {
    const pressed = () => button('Follow').getAttribute('aria-pressed');
    if ((await pressed()) === 'false') await button('Follow').click();
    await becomes(pressed, 'true');
  }

  /** Clicks the first row with the text. Rows are reused: one that was found may show another event when it is clicked. */
  async function click(text: string): Promise<void> {
    const current = view.locator('.row.current', { hasText: text });
    await settles(
      async () => {
        // Another row under the pointer would be selected, and hold the list where it is.
        await follow();
        await row(text)
          .first()
          .click({ timeout: 3000 })
          .catch(() => undefined);
        await current.waitFor({ timeout: 2000 }).catch(() => undefined);
        return current.count();
      },
      (count) => assert.equal(count, 1, `the row ${text} is selected`),
    );
  }

  /** Selects the first row with the text, and waits for its bytes. */
  async function select(text: string, length: number): Promise<void> {
    await click(text);
    await view.locator('.facts', { hasText: `${length} byte` }).waitFor();
    await view
      .locator('.pane.hex .byte')
      .nth(Math.min(length, 8) - 1)
      .waitFor();
  }

  async function read(encoding: string, errors: string): Promise<void> {
    await view.getByLabel('Encoding').selectOption(encoding);
    await view.getByLabel('Error handler').selectOption(errors);
  }

  it('shows what a Python program sends as it arrives', async () => {
    const script = `import socket
with socket.create_connection(("127.0.0.1", ${port})) as s:
    s.sendall(b"hello from python\\n")
    print(s.recv(1024))`;
    const python = spawn(pythonPath, ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const output = (await once(python.stdout, 'data')) as [Buffer];
    assert.match(output[0].toString(), /hello from python/);
    if (python.exitCode === null) await once(python, 'exit');
    await row('hello from python\\n').nth(1).waitFor();
    await becomes(() => row('hello from python\\n').locator('.direction').allInnerTexts(), ['in', 'out']);
    await becomes(() => row('hello from python\\n').locator('.length').allInnerTexts(), ['18', '18']);
  });

  it('filters by text, bytes and peer', async () => {
    const first = await talk('an apple', new Uint8Array([0xff, 0xad, 0x01, 0xef]));
    const second = await talk('a pear');
    await filter('apple');
    await view.getByText(/^2 of \d+ events$/).waitFor();
    await row('an apple').nth(1).waitFor();
    await filter('hex:"ff ad ?? ef"');
    await row('\\xff').nth(1).waitFor();
    await becomes(() => rows().locator('.length').allInnerTexts(), ['4', '4']);
    await filter(`peer:127.0.0.1:${second}`);
    await row('a pear').nth(1).waitFor();
    const peers = async () => [...new Set(await rows().locator('.peer').allInnerTexts())];
    await becomes(peers, [`127.0.0.1:${second}`]);
    assert.notEqual(first, second);
  });

  it('underlines what is wrong in a filter, says why, and keeps the list', async () => {
    const before = await rowCount();
    await filter('dir:in nope:3');
    await becomes(() => view.locator('.squiggle').allInnerTexts(), ['nope']);
    await view.locator('.filter-error', { hasText: 'There is no key "nope"' }).waitFor();
    await becomes(rowCount, before);
    await filter('');
    await view.locator('.squiggle').waitFor({ state: 'detached' });
    await view.getByText(/^\d+ events$/).waitFor();
  });

  it('has a menu on rows, by mouse and by keyboard: filters, copies, sends again, shows the endpoint', async () => {
    const { page } = workbench;
    const client = net.connect(port, '127.0.0.1');
    await once(client, 'connect');
    const peer = `127.0.0.1:${client.localPort}`;
    let heard = '';
    client.on('data', (chunk) => (heard += String(chunk)));
    client.write('once more');
    const sent = row('once more').filter({ hasText: 'out' }).first();
    await sent.waitFor();
    const item = (name: string) => page.getByRole('menuitem', { name });
    /** Opens the menu until the item is there: a menu may be closed again by what the workbench does meanwhile. */
    const menu = async (open: () => Promise<unknown>, name: string) => {
      await settles(async () => {
        await open();
        return item(name)
          .waitFor({ timeout: 4000 })
          .then(
            () => true,
            () => page.keyboard.press('Escape').then(() => false),
          );
      }, assert.ok);
      return item(name);
    };
    const byMouse = (name: string) => menu(() => sent.click({ button: 'right' }), name);

    await byMouse('Send Event Again');
    await workbench.screenshot('traffic-menu');
    await workbench.chooseInMenu(item('Send Event Again'));
    await becomes(() => Promise.resolve(heard), 'once moreonce more');

    await workbench.chooseInMenu(await byMouse('Show Only This Peer'));
    await becomes(() => view.locator('.filter input').inputValue(), `peer:${peer}`);

    await view.locator('.row.current').waitFor();
    await view.locator('.rows').focus();
    await workbench.chooseInMenu(await menu(() => page.keyboard.press('Shift+F10'), 'Hide This Endpoint'));
    await becomes(() => view.locator('.filter input').inputValue(), `peer:${peer} -endpoint:echo`);
    await filter('');
    await sent.waitFor();

    await workbench.chooseInMenu(await byMouse('Show Event in Endpoints'));
    await page.locator('.monaco-list-row.selected', { hasText: peer }).waitFor();
    await sent.click();
    await workbench.runCommand('Wirebench: Copy Event as Python Bytes');
    await becomes(clipboard, "b'once more'");
    client.destroy();
  });

  it('pauses and resumes, follows and holds still', async () => {
    await button('Pause').click();
    await button('Resume').waitFor();
    await talk('said while paused');
    await view.getByText(/Paused, \d+ new/).waitFor();
    assert.equal(await row('said while paused').count(), 0);
    await button('Resume').click();
    await row('said while paused').nth(1).waitFor();
    await talk(...Array.from({ length: 40 }, (_, i) => `message ${i}`));
    await row('message 39').nth(1).waitFor();
    await view.locator('.rows').focus();
    await workbench.page.keyboard.press('Home');
    await row('listening').waitFor();
    await becomes(() => button('Follow').getAttribute('aria-pressed'), 'false');
    const before = await rowCount();
    await talk('not followed');
    await settles(rowCount, (now) => assert.ok(now > before));
    await becomes(() => row('listening').count(), 1);
    assert.equal(await row('not followed').count(), 0);
    await button('Follow').click();
    await row('not followed').nth(1).waitFor();
  });

  it('selects the same bytes in hex and in text', async () => {
    const text = 'Grüße, 東京 🚀';
    await talk(text);
    await select('Grüße, ', Buffer.byteLength(text));
    await view.locator('.pane.text .char', { hasText: 'ü' }).click();
    await hexIs(['c3', 'bc']);
    await view.locator('.pane.text .char', { hasText: '🚀' }).click();
    await hexIs(['f0', '9f', '9a', '80']);
    // The second byte of 東.
    await byte(10).click();
    await hexIs(['9d']);
    await textIs(['東']);
    await byte(12).click({ modifiers: ['Shift'] });
    await textIs(['東', '京']);
  });

  it('selects bytes by dragging the mouse', async () => {
    const text = 'Grüße von der Maus';
    await talk(text);
    await select(text, Buffer.byteLength(text));
    const { mouse } = workbench.page;
    await byte(0).hover();
    await mouse.down();
    await byte(2).hover();
    await byte(3).hover();
    await mouse.up();
    await view.locator('.inspector', { hasText: '4 bytes' }).waitFor();
    await hexIs(['47', '72', 'c3', 'bc']);
    await textIs(['G', 'r', 'ü']);
  });

  it('reads the bytes in the chosen encoding, and says why that fails as Python does', async () => {
    await talk(Buffer.from('Gr\xfc\xdfe\x81', 'latin1'));
    await select('Gr\\xfc', 6);
    await read('latin-1', 'strict');
    await view.locator('.pane.text .char', { hasText: 'ü' }).waitFor();
    await row('Grüße').first().waitFor();
    await read('utf-8', 'strict');
    await view.getByText("'utf-8' codec can't decode byte 0xfc in position 2: invalid start byte").first().waitFor();
    await becomes(() => view.locator('.pane.hex .byte.bad').allInnerTexts(), ['fc']);
    await button('Select these bytes').click();
    await hexIs(['fc']);
    // Without a mark bytes.decode takes the machine's order; a stream decoder would refuse.
    await read('utf-16', 'replace');
    await view.locator('.pane.text .char', { hasText: '\u7247' }).waitFor();
    const characters = async () => (await view.locator('.pane.text .char').allInnerTexts()).join('');
    await becomes(characters, '\u7247\ufffd\u8165');
    await row('\u7247\ufffd\u8165').first().waitFor();
    await becomes(() => view.locator('.notice.error').count(), 0);
    await read('utf-8', 'backslashreplace');
  });

  it('copies bytes as Python writes them', async () => {
    await talk(Buffer.from('copied Gr\xfc\xdfe\x81', 'latin1'));
    await select('copied Gr', 13);
    await button('Copy the selected bytes').click();
    await view.getByRole('menuitem', { name: 'Copy as Python Bytes' }).click();
    await view.getByText('Copied 13 bytes').waitFor({ state: 'attached' });
    await becomes(clipboard, String.raw`b'copied Gr\xfc\xdfe\x81'`);
  });

  it('saves what the filter leaves, as JSON lines and as text in the chosen encoding', async () => {
    await talk(Buffer.from('saved Gr\xfc\xdfe', 'latin1'));
    await filter('saved dir:in');
    await view.getByText(/^1 of \d+ events$/).waitFor();
    await click('saved Gr');
    await read('latin-1', 'backslashreplace');
    for (const name of ['traffic.jsonl', 'traffic.txt']) {
      const file = path.join(workbench.workspace, name);
      await button('Save as text or JSON lines').click();
      const box = workbench.quickInput.locator('input[type="text"]').first();
      await until(
        'the file dialog',
        async () => ((await box.inputValue()).endsWith('/traffic.txt') ? true : undefined),
        workbench.page,
      );
      await box.fill(file);
      await becomes(() => box.inputValue(), file);
      await until(
        `the end of the dialog for ${name}`,
        async () => {
          // The dialog takes no answer while it looks around.
          await box.press('Enter', { timeout: 3000 }).catch(() => undefined);
          return workbench.quickInput.waitFor({ state: 'hidden', timeout: 3000 }).then(
            () => true,
            () => undefined,
          );
        },
        workbench.page,
      );
      await workbench.pressInNotification('Saved 1 event.', 'Open');
      await workbench.page.locator('.tab', { hasText: name }).waitFor();
      const saved = await fs.readFile(file, 'utf8');
      if (name.endsWith('.jsonl')) {
        const lines = saved.trim().split('\n');
        assert.equal(lines.length, 1);
        assert.equal(typeof JSON.parse(lines[0]!), 'object');
        assert.match(saved, /saved Grüße/);
      } else
        assert.match(saved, /^#\d+ .*<- 127\.0\.0\.1:\d+ data, 11 bytes\n0+  73 61 76 65 64 .*\|saved Gr\.\.e\|\n$/);
    }
    await read('utf-8', 'backslashreplace');
    await filter('');
  });

  it('shows hostile payloads as harmless, visible text', async () => {
    const hostile = [
      '<img src=x onerror="window.hacked=1"><b>bold</b>',
      '[run](command:workbench.action.quit)',
      '\u202egnp.exe\u2066',
      '\u001b[31mred\u0007',
      '"><script>window.hacked=1</script>',
    ];
    await filter('kind:data dir:in');
    await talk(...hostile);
    await click('<script>');
    for (const part of ['<img src=x onerror="window.hacked=1">', '(command:', '\\u202egnp.exe', '\\x1b[31mred\\x07'])
      await row(part).first().waitFor();
    assert.equal(await view.locator('img, a, b, .traffic script').count(), 0);
    assert.doesNotMatch(await view.locator('.traffic').innerText(), /[\u202a-\u202e\u2066-\u2069\u001b\u0007]/);
    const frame = await workbench.webview('.traffic');
    assert.equal(await frame.evaluate(() => 'hacked' in globalThis), false);
  });

  it('copies rows, and clears', async () => {
    await select('<script>', 34);
    await view.locator('.rows').press('Shift+ArrowDown');
    await view.locator('.row[aria-selected=true]').nth(1).waitFor();
    await workbench.page.keyboard.press('Control+c');
    await view.getByText('Copied 2 rows').waitFor({ state: 'attached' });
    const copied = await settles(clipboard, (text) => assert.match(text, /\tin\tdata\t34\t"><script>/));
    assert.equal(copied.trimEnd().split('\n').length, 2);
    await button('Clear all traffic').click();
    await view.getByText('No traffic yet.').waitFor();
  });

  it('is an editor tab too, and as it was after it was hidden', async () => {
    await talk('kept in the tab', 'something else');
    await workbench.runCommand('View: Toggle Panel Visibility');
    await workbench.panel.waitFor({ state: 'hidden' });
    await workbench.runCommand('Wirebench: Open Traffic in Editor');
    const tab = workbench.page.getByRole('tab', { name: 'Traffic', exact: true }).and(workbench.page.locator('.tab'));
    await tab.waitFor();
    await row('kept in the tab').first().waitFor();
    await filter('kept');
    await view.getByText(/^2 of \d+ events$/).waitFor();
    await select('kept in the tab', 15);
    await read('cp437', 'backslashreplace');
    await workbench.openFile(path.join(workbench.workspace, 'client.py'));
    await view.locator('.rows').waitFor({ state: 'hidden' });
    await tab.click();
    await row('kept in the tab').nth(1).waitFor();
    await view.locator('.row.current').waitFor();
    await becomes(() => view.getByRole('combobox', { name: 'Filter' }).inputValue(), 'kept');
    await becomes(() => view.getByLabel('Encoding').inputValue(), 'cp437');
    await talk('kept as it goes on');
    await row('kept as it goes on').nth(1).waitFor();
  });
});
