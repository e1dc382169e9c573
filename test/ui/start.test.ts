// npm start, where no desktop editor is: the workbench served to a browser, as a newcomer meets it.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Frame } from 'playwright-core';
import { root } from '../../scripts/root.ts';
import { becomes } from '../helpers/becomes.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { processesWith } from '../helpers/leftovers.ts';
import { Workbench } from '../helpers/workbench.ts';

const requests = `# @name bin
SERVE http://127.0.0.1:0
behaviour: bin

###
GET http://127.0.0.1:{{bin.port}}/get?text=Hello

###
# @name names
SERVE dns://127.0.0.1:0
zone: wirebench.test.zone

###
DNS wirebench.test MX
server: 127.0.0.1:{{names.port}}
`;

describe('npm start', () => {
  const run = randomUUID();
  let child: ChildProcess;
  let ended: Promise<unknown[]>;
  let url = '';
  let browser: Browser;
  let workbench: Workbench;

  before(async () => {
    // The suite has built it: others of its tests may be reading that now.
    const args = [path.join(root, 'scripts', 'run.mjs'), 'start', '--no-open', '--no-build'];
    child = spawn(process.execPath, args, {
      env: { ...process.env, WIREBENCH_RUN: run },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    ended = once(child, 'exit');
    browser = await launchBrowser();
    for await (const line of createInterface({ input: child.stdout! }))
      if ((url = /^ *(http:\/\/127\.0\.0\.1:\d+\/\S*)$/.exec(line)?.[1] ?? '')) break;
    assert.ok(url, 'no address was printed');
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(60_000);
    await page.goto(url);
    workbench = new Workbench({ editor: 'latest', page, workspace: new URL(url).searchParams.get('folder')! });
  });
  after(async () => {
    await browser.close();
    child.kill();
    await ended;
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-start');
  });

  it('opens the walkthrough with its picture beside the README of the samples', async () => {
    const { page } = workbench;
    await page.locator('.activitybar').getByRole('tab', { name: 'Wirebench' }).waitFor();
    await page.getByRole('heading', { name: 'Get Started with Wirebench', level: 2 }).waitFor();
    const readme = await workbench.webview('h1:text("A workspace to try Wirebench in")');
    await readme.getByRole('link', { name: 'tour.http' }).waitFor();
    const picture = await workbench.webview('svg[aria-label^="The list of labs"]');
    await picture.locator('svg').waitFor({ state: 'visible' });
    await workbench.screenshot('start-1-first');
  });

  it('leads from the walkthrough to the first lab of the course', async () => {
    const { page, workspace } = workbench;
    await page.getByRole('button', { name: 'Get the Course', exact: true }).click();
    // Python is checked already.
    await workbench.quickInput.getByPlaceholder('The languages that you will write in').press('Enter');
    await workbench.choose('The place of the course', 'sockets');
    await workbench.treeRow(/^sockets, course, 0 of 15 labs done/).waitFor();
    await workbench.treeRow(/^Addresses and ports, lab, not begun/).waitFor();
    await workbench.screenshot('start-2-course');
    const labs = (await fs.readdir(path.join(workspace, 'sockets'))).filter((name) => /^\d\d-/.test(name));
    assert.equal(labs.length, 15);
    // The lab took the place of the walkthrough.
    await workbench.runCommand('Wirebench: Open Walkthrough');
  });

  it('starts a server from the walkthrough, says what to do next, and ticks the step', async () => {
    const { page } = workbench;
    const ticked = page.locator('.getting-started-step', { hasText: 'Start a server' }).locator('.complete');
    await page.locator('.getting-started-step', { hasText: 'Start a server' }).first().click();
    await page.getByRole('button', { name: 'Start TCP Server' }).click();
    await workbench.answer('127.0.0.1:0');
    assert.equal(await ticked.count(), 0);
    await workbench.choose('The answers of the server. The gear has more options.', 'echo');
    const toast = await workbench.notification(/echo is running on 127\.0\.0\.1:\d+/);
    for (const name of ['Connect a Terminal', 'Copy as Python'])
      await toast.getByRole('button', { name, exact: true }).waitFor();
    await workbench.screenshot('start-2-next');
    await ticked.first().waitFor();
    await workbench.pressInNotification('echo is running', 'Show Traffic');
  });

  it('shows the bytes of the traffic', async () => {
    await workbench.showEndpoints();
    const socket = net.connect(await workbench.portOf('echo'), '127.0.0.1');
    try {
      socket.write('hello');
      const traffic = await workbench.traffic();
      await traffic
        .getByRole('row', { name: /\bin (?:data )?5 hello$/ })
        .first()
        .click();
      await becomes(() => bytesIn(traffic), '68 65 6c 6c 6f');
      await workbench.screenshot('start-3-bytes');
    } finally {
      socket.destroy();
    }
  });

  it('shows the body and the raw bytes of an HTTP answer, and those of a DNS answer', async () => {
    const file = path.join(workbench.workspace, 'first.http');
    await fs.writeFile(file, requests);
    await workbench.openFile(file);
    const send = workbench.page.locator('.codelens-decoration a', { hasText: 'Send' });
    await send.nth(0).click();
    const response = await workbench.webview('.response .verdict');
    await response.locator('.text-row', { hasText: '"text": "Hello"' }).waitFor();
    await response.getByRole('tab', { name: 'Raw Bytes' }).click();
    await response.locator('.text-row', { hasText: 'HTTP/1.1 200 OK\\r\\n' }).waitFor();
    await workbench.screenshot('start-4-response');
    await send.nth(1).click();
    const names = await workbench.webview('.names');
    await names.getByRole('button', { name: /^10 mail\.wirebench\.test\.$/ }).click();
    await names.locator('.byte').first().waitFor();
    await workbench.screenshot('start-5-names');
  });

  it('leaves nothing behind', async () => {
    child.kill('SIGINT');
    assert.deepEqual(await ended, [0, null]);
    await becomes(() => processesWith(`WIREBENCH_RUN=${run}`), []);
    await assert.rejects(fetch(url));
  });
});

async function bytesIn(traffic: Frame): Promise<string> {
  return (await traffic.locator('.byte').allInnerTexts()).join(' ');
}
