// npm run screenshots: pictures of the whole workbench with servers at work, for the README.
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { PythonProgram, runPython } from '../test/helpers/python.ts';
import { startWorkbench } from '../test/helpers/workbench.ts';
import { build } from './build.ts';
import { root } from './root.ts';

const pictures = path.join(root, 'docs', 'images');
const themes = { light: 'light', dark: 'dark', highContrast: 'high-contrast' } as const;
/** The most bytes of a picture: everyone who reads the README downloads them. */
const budget = 300_000;
const talker = path.join(root, 'test', 'fixtures', 'clients', 'pieces.py');

const messages = ['Hello World !!\n', 'Grüße, Καλημέρα, 5 €\r\n', '{"sensor": 7, "temperature": 21.5}\n'];

await build();
await fs.mkdir(pictures, { recursive: true });
const workbench = await startWorkbench({
  viewport: { width: 1440, height: 900 },
  settings: { 'breadcrumbs.enabled': false, 'editor.minimap.enabled': false },
});
const clients: PythonProgram[] = [];
try {
  await scene();
  for (const [theme, name] of Object.entries(themes) as [keyof typeof themes, string][]) {
    await workbench.setTheme(theme);
    await take(`workbench-${name}`);
  }
  await workbench.setTheme('light');
  await requestScene();
  await take('requests-light');
  await namesScene();
  await take('names-dark');
  console.log(`Wrote ${path.relative(root, pictures)}.`);
} finally {
  await Promise.all(clients.map((client) => client.dispose()));
  await workbench.dispose();
}

/** A calculator with answers, an echo server with clients, their traffic, and one event's bytes. */
async function scene(): Promise<void> {
  const { page } = workbench;
  await workbench.openFile(path.join(workbench.workspace, 'client.py'));
  await workbench.showEndpoints();
  await workbench.runCommand('Wirebench: Show Traffic');
  const traffic = await workbench.traffic();
  await start('UDP', '127.0.0.1:0', 'calculator');
  await start('TCP', '127.0.0.1:0', 'echo');
  await arrange(page);

  const calculator = String(await workbench.portOf('calculator'));
  const ask = path.join(workbench.workspace, 'client.py');
  for (const question of ['5 + 6', '(*, 7, 8)', '5 / 0']) await runPython([ask, '127.0.0.1', calculator, question]);
  const echo = String(await workbench.portOf('echo'));
  for (const text of messages) {
    const client = new PythonProgram([talker, '127.0.0.1', echo, text, '1', '65536']);
    clients.push(client);
    await client.line();
  }
  const total = Buffer.byteLength(messages.join(''));
  await workbench.treeRow(new RegExp(`^echo, .*3 connections, .*sent ${total} B`)).waitFor();
  await workbench
    .treeRow(/connection, open of echo, received 3/)
    .first()
    .waitFor();

  await traffic.getByRole('row', { name: /out .*Grüße/ }).click();
  const bytes = traffic.locator('.byte');
  await bytes.nth(9).click();
  await bytes.nth(24).click({ modifiers: ['Shift'] });
}

/** A request file with a check that does not hold, and the answer beside it. */
async function requestScene(): Promise<void> {
  const { page } = workbench;
  const text = await fs.readFile(path.join(root, 'samples', 'requests.http'), 'utf8');
  await fs.writeFile(
    path.join(workbench.workspace, 'requests.http'),
    text.replace('== Hello World !!', '== Hello World'),
  );
  await workbench.runCommand('View: Hide Panel');
  await workbench.runCommand('View: Close All Editors');
  await workbench.runCommand('View: Show Explorer');
  await workbench.openFile(path.join(workbench.workspace, 'requests.http'));
  await page.locator('.codelens-decoration a', { hasText: 'Send' }).nth(1).click();
  const answer = await workbench.webview('.response .verdict');
  await answer.locator('.text-row', { hasText: 'Hello World !!' }).first().waitFor();
  await page.locator('.squiggly-warning').first().waitFor();
}

/** The sample zone in the editor, and an answer of its server, with a record's bytes. */
async function namesScene(): Promise<void> {
  const zone = 'wirebench.test.zone';
  await fs.copyFile(path.join(root, 'samples', zone), path.join(workbench.workspace, zone));
  await workbench.setTheme('dark');
  await workbench.runCommand('View: Close All Editors');
  await workbench.openFile(path.join(workbench.workspace, zone));
  await workbench.showEndpoints();
  await workbench.runCommand('Wirebench: Start DNS Server…');
  await workbench.answer('127.0.0.1:0');
  await workbench.pick(zone);
  await workbench.treeRow(/^dns zone, DNS server, running/).waitFor();
  await workbench.runCommand('Wirebench: Resolve DNS Record…');
  await workbench.answer('wirebench.test');
  await workbench.pickIsOn('A');
  await workbench.quickInput.locator('input[type="text"]').first().fill('MX');
  await workbench.pick('MX');
  await workbench.pick('running here');
  const answer = (await workbench.webview('.names')).getByRole('table', { name: 'Answer records' });
  await answer.getByRole('button', { name: /^10 mail/ }).click();
  await (await workbench.webview('.names')).locator('.byte.selected').first().waitFor();
}

async function start(transport: string, address: string, behaviour: string): Promise<void> {
  await workbench.runCommand(`Wirebench: Start ${transport} Server…`);
  await workbench.answer(address);
  await workbench.pick(behaviour);
  await workbench.treeRow(new RegExp(`^${behaviour}, .*running`)).waitFor();
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Gives the panel half of the window, and the side bar enough width for its counters. */
async function arrange(page: Page): Promise<void> {
  const panel = (await workbench.panel.boundingBox())!;
  const middle = panel.x + panel.width / 2;
  await drag(page, { x: middle, y: panel.y - 1 }, { x: middle, y: 440 });
  const side = (await workbench.sideBar.boundingBox())!;
  await drag(page, { x: side.x + side.width + 1, y: 450 }, { x: 385, y: 450 });
}

async function drag(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
}

async function take(name: string): Promise<void> {
  const file = path.join(pictures, `${name}.png`);
  // No moving or temporary part of the window may be in the picture.
  await workbench.page.mouse.move(720, 5);
  await workbench.statusBar.getByText('is running on').waitFor({ state: 'hidden' });
  await workbench.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  const { size } = await fs.stat(file);
  console.log(`  ${path.relative(root, file)}  ${(size / 1000).toFixed(0)} kB`);
  if (size > budget) throw new Error(`${name}.png has ${size} bytes; at most ${budget} are wanted.`);
}
