// Request files as a person uses them, in a whole workbench: send, read the answer, see checks, and what may go wrong.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { generate } from 'selfsigned';
import { settles } from '../helpers/becomes.ts';
import { startWorkbench, type Workbench } from '../helpers/workbench.ts';

const hostileBody = '<!doctype html><img src=x onerror="document.title=1"><script>document.title=2</script>\u202e';

/** As WCAG 2 has it, of a colour as `getComputedStyle` gives it; what is transparent has none to tell it by. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (color.match(/[\d.]+/gu) ?? []).map(Number);
  if (alpha === 0) return Number.NaN;
  const linear = [red, green, blue].map((one) =>
    one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}

describe('request files in a whole workbench', () => {
  let workbench: Workbench;
  const servers: http.Server[] = [];

  before(async () => {
    workbench = await startWorkbench({ settings: { 'editor.minimap.enabled': false } });
  });
  after(async () => {
    await workbench.dispose();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });
  afterEach(function () {
    return workbench.afterEach(this);
  });

  async function listen(server: http.Server): Promise<number> {
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  /** Opens a new request file in an editor. */
  async function open(name: string, text: string): Promise<void> {
    const file = path.join(workbench.workspace, name);
    await fs.writeFile(file, text);
    await workbench.openFile(file);
  }

  const lens = (title: string): Locator => workbench.page.locator('.codelens-decoration a', { hasText: title });
  const response = (): Promise<Frame> => workbench.webview('.response .verdict');
  const verdict = (frame: Frame, text: string) => frame.locator('.verdict', { hasText: text }).waitFor();
  const bodyRow = (frame: Frame, text: string) => frame.locator('.text-row', { hasText: text });

  /** Leaves one empty group of editors. */
  async function closeAll(): Promise<void> {
    await workbench.runCommand('View: Close All Editors');
    await workbench.page.locator('.editor-group-container .tab').first().waitFor({ state: 'detached' });
  }

  it('sends a GET and a JSON POST to bin, and marks the check that does not hold', async () => {
    await open(
      'bin.http',
      [
        '# @name bin',
        'SERVE http://127.0.0.1:0',
        'behaviour: bin',
        '',
        '### a GET',
        'GET http://127.0.0.1:{{bin.port}}/get?text=Hello',
        '',
        '?? status == 200',
        '',
        '### a JSON post',
        'POST http://127.0.0.1:{{bin.port}}/post',
        'Content-Type: application/json',
        '',
        '{"text": "Hello World !!"}',
        '',
        '?? status == 200',
        '?? body $.json.text == something else',
        '',
      ].join('\n'),
    );
    await lens('Start').first().waitFor();
    await lens('Send').nth(1).waitFor();
    await lens('Send').nth(0).click();
    const frame = await response();
    await verdict(frame, '200 OK');
    await bodyRow(frame, '"text": "Hello"').waitFor();
    await lens('Send').nth(1).click();
    await bodyRow(frame, '"text": "Hello World !!"').first().waitFor();
    await frame.getByRole('tab', { name: 'Checks' }).click();
    await frame.locator('.check.failed', { hasText: 'something else' }).waitFor();
    await frame.locator('.check.passed').waitFor();
    // After its line, and among the problems.
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    await workbench.page.waitForFunction(() =>
      [...document.querySelectorAll('.view-line span')].some((one) =>
        getComputedStyle(one, '::after').content.includes('found Hello World !!'),
      ),
    );
    await workbench.screenshot('requests-bin');
    for (const theme of ['dark', 'highContrast', 'highContrastLight', 'light'] as const) {
      await workbench.setTheme(theme);
      await settles(leastContrastOfMarks, (contrast) => assert.ok(contrast >= 4, `${theme}: ${contrast}`));
    }
    await closeAll();
  });

  /** Of the marks after the lines, with what is behind them: 1, the same colour or none, to 21. */
  async function leastContrastOfMarks(): Promise<number> {
    const colors = await workbench.page.evaluate(() => [
      getComputedStyle(document.querySelector('.monaco-editor-background')!).backgroundColor,
      ...[...document.querySelectorAll('.view-line span')]
        .map((one) => getComputedStyle(one, '::after'))
        .filter(({ content }) => /[✓✗]/u.test(content))
        .map(({ color }) => color),
    ]);
    const [background, ...marks] = colors.map(luminance);
    if (marks.length < 2) return Number.NaN;
    return Math.min(
      ...marks.map((mark) => (Math.max(mark, background!) + 0.05) / (Math.min(mark, background!) + 0.05)),
    );
  }

  it('runs the whole file, and says how it went', async () => {
    const port = await listen(http.createServer((_request, answer) => answer.end('pong')));
    const request = `GET http://127.0.0.1:${port}/\n\n?? body == pong\n`;
    await open('all.http', `### one\n${request}\n### two\n${request}`);
    await lens('Run All').click();
    await workbench.statusBar.getByText('2 requests, 2 checks passed').waitFor();
    await closeAll();
  });

  it('says after a whole run that what it started has stopped', async () => {
    await open(
      'serves.http',
      '### a server\nSERVE tcp://127.0.0.1:0\nbehaviour: echo\n\n### and another\nSERVE udp://127.0.0.1:0\nbehaviour: echo\n',
    );
    await lens('Start').first().click();
    await workbench.page.getByText('Started on 127.0.0.1:').first().waitFor();
    await lens('Stop Servers and Programs').click();
    await workbench.page
      .getByText(/Ran on 127\.0\.0\.1:\d+, has stopped/)
      .first()
      .waitFor();
    await lens('Run All').click();
    await workbench.statusBar.getByText(/2 requests/).waitFor();
    await workbench.page
      .getByText(/Ran on 127\.0\.0\.1:\d+, has stopped/)
      .first()
      .waitFor();
    await workbench.screenshot('requests-stopped');
    await closeAll();
  });

  it('tells the Test Explorer what was sent by a lens', async () => {
    const port = await listen(http.createServer((_request, answer) => answer.end('pong')));
    await open('told.http', `### ping\nGET http://127.0.0.1:${port}/\n\n?? body == pong\n?? body == ping\n`);
    await lens('Send').click();
    await verdict(await response(), '200 OK');
    await workbench.runCommand('Testing: Focus on Test Explorer View');
    const item = (name: RegExp) => workbench.page.getByRole('treeitem', { name }).first();
    await item(/told\.http.*Failed/).waitFor();
    await workbench.screenshot('requests-test-explorer');
    await closeAll();
    await workbench.showEndpoints();
  });

  it('shows what a program did, why it ended, and what was not checked', async () => {
    const server = path.join(workbench.workspace, 'server.py');
    await fs.writeFile(
      server,
      'import socket\n\nserver = socket.create_server(("127.0.0.1", 0))\nprint(server.getsockname()[1])\nwhile True:\n    client, _ = server.accept()\n    word = client.recv(100)\n    client.send(len(word) if word == b"kiwi" else word)\n    client.close()\n',
    );
    const request = (name: string) =>
      `### ${name}\nTCP 127.0.0.1:{{server.output}}\n\n${name}\n\n?? received text == ${name}\n\n`;
    await open(
      'program.http',
      `# @name server\nRUN python3 server.py\n\n?? output matches ^\\d+\\n\n\n${request('fig')}${request('kiwi')}${request('plum')}### what it did\nCHECK server\n?? running isTrue\n`,
    );
    await lens('Run All').click();
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    // What is behind a line is drawn by its style.
    await settles(
      () =>
        workbench.page
          .locator('.view-line span')
          .evaluateAll((spans) => spans.map((span) => getComputedStyle(span, '::after').content).join('\n')),
      (texts) => {
        assert.match(texts, /found\s\\?"\\?"/u);
        assert.match(texts, /TypeError\sin\sline\s8\sof\sserver\.py/u);
        assert.match(texts, /Not\schecked,\sbecause\sserver\shas\sended:\ssee\skiwi/u);
      },
    );
    await lens('Check').waitFor();
    for (const theme of ['dark', 'highContrast', 'light'] as const) {
      await workbench.setTheme(theme);
      await settles(leastContrastOfMarks, (contrast) => assert.ok(contrast >= 4, `${theme}: ${contrast}`));
      await workbench.screenshot(`requests-program-${theme}`);
    }
    await closeAll();
  });

  it('sends to a server with a certificate of its own once the person says so', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
    const port = await listen(https.createServer({ key, cert }, (_request, answer) => answer.end('secret')));
    await open('tls.http', `GET https://127.0.0.1:${port}/\n`);
    await lens('Send').click();
    const frame = await response();
    await frame
      .getByRole('alert')
      .getByText('Above the request, # @no-reject-unauthorized sends all the same, and # @ca FILE names an authority')
      .waitFor();
    const mark = workbench.page.locator('.squiggly-warning').first();
    await mark.waitFor();
    await workbench.screenshot('requests-certificate');
    await frame.getByRole('button', { name: 'Send Anyway, Once' }).click();
    await verdict(frame, '200 OK');
    await bodyRow(frame, 'secret').waitFor();
    await frame.getByRole('tab', { name: 'Certificates' }).click();
    await frame.getByRole('row', { name: /Subject.*localhost/ }).waitFor();
    await closeAll();
  });

  it('shows a hostile body as text, and its bytes', async () => {
    const port = await listen(
      http.createServer((_request, answer) => {
        answer.setHeader('Content-Type', 'text/html');
        answer.setHeader('X-Mark', '<b>x</b>');
        answer.end(hostileBody);
      }),
    );
    await open('hostile.http', `GET http://127.0.0.1:${port}/\n`);
    await lens('Send').click();
    const frame = await response();
    await verdict(frame, '200 OK');
    await bodyRow(frame, 'document.title=2').waitFor();
    await frame.locator('.escape', { hasText: '\\u202e' }).waitFor();
    assert.equal(await frame.locator('img').count(), 0);
    await frame.getByRole('tab', { name: 'Headers' }).click();
    await frame.getByRole('row', { name: 'X-Mark <b>x</b>' }).waitFor();
    await frame.getByRole('tab', { name: 'Raw Bytes' }).click();
    await bodyRow(frame, 'HTTP/1.1 200 OK\\r\\n').waitFor();
    await closeAll();
  });

  it('asks for an address in the palette, sends, and makes a file of it', async () => {
    const port = await listen(http.createServer((request, answer) => request.pipe(answer)));
    await workbench.runCommand('Wirebench: Send HTTP POST…');
    await workbench.answer(`http://127.0.0.1:${port}/palette`);
    await workbench.pick('JSON');
    await workbench.answer('{"from": "palette"}');
    const frame = await response();
    await verdict(frame, '200 OK');
    await bodyRow(frame, '"from": "palette"').waitFor();
    await frame.getByRole('button', { name: 'Save as request file' }).click();
    await workbench.page.locator('.view-line', { hasText: '/palette' }).first().waitFor();
  });
});
