// What a person meets first, in a whole workbench: a table of points, of each of which there is a picture in every theme and width.
import { once } from 'node:events';
import fs from 'node:fs/promises';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { generate } from 'selfsigned';
import { runPython } from '../../helpers/python.ts';
import { until, type Workbench } from '../../helpers/workbench.ts';

export interface Stage {
  readonly workbench: Workbench;
  /** Done when the pictures are taken. */
  readonly later: (() => void)[];
}

/** The pictures of one thing; the points follow one another in one workbench, and each builds on those before. */
export interface Point {
  /** In a window without a folder, which is another one in each theme. */
  readonly noFolder?: boolean;
  /** What it shows is beside the side bar, which is hidden where the window has no room for both. */
  readonly beside?: boolean;
  /** Once, before the first picture. */
  readonly set?: (stage: Stage) => Promise<unknown>;
  /** Before each picture, once its theme and width are there: for what goes away by itself, as a menu and a tooltip. */
  readonly act?: (stage: Stage) => Promise<unknown>;
  /** After each picture, the keys that take away what `act` opened. */
  readonly undo?: readonly string[];
}

const listenAt = '127.0.0.1:0';

const doubtful = [
  '### Marks while it is written',
  'POST http://127.0.0.1:8080/{{nobody}}/items',
  'Contnet-Type: application/json',
  '',
  '{"price": {{prise}}}',
  '',
  '?? status = 200',
  '',
].join('\n');

async function startServer({ workbench }: Stage, kind: string, behaviour: string, name = behaviour): Promise<number> {
  await workbench.runCommand(`Wirebench: Start ${kind} Server…`);
  await workbench.answer(listenAt);
  await workbench.choose('The answers of the server. The gear has more options.', behaviour);
  return workbench.portOf(name);
}

async function openText({ workbench }: Stage, name: string, text: string): Promise<void> {
  const file = path.join(workbench.workspace, name);
  await fs.writeFile(file, text);
  await workbench.openFile(file);
}

async function connections({ later }: Stage, port: number, count: number, text?: string): Promise<void> {
  for (let made = 0; made < count; made++) {
    const socket = net.connect(port, '127.0.0.1');
    later.push(() => socket.destroy());
    await once(socket, 'connect');
    if (text !== undefined) socket.write(text);
  }
}

async function lens({ workbench }: Stage, title: string, nth = 0): Promise<void> {
  await workbench.page.locator('.codelens-decoration a', { hasText: title }).nth(nth).click();
}

/** Clicks into a word of the editor, where the keyboard then is. */
async function goToWord({ workbench }: Stage, line: number, column: number): Promise<void> {
  await workbench.page.locator('.monaco-editor').first().waitFor();
  await workbench.page.keyboard.press('ControlOrMeta+G');
  await workbench.quickInput.locator('input[type="text"]').first().fill(`:${line}:${column}`);
  await workbench.page.keyboard.press('Enter');
  await workbench.quickInput.waitFor({ state: 'hidden' });
}

const fixesOf =
  (line: number, column: number) =>
  async (stage: Stage): Promise<void> => {
    await goToWord(stage, line, column);
    await stage.workbench.page.keyboard.press('ControlOrMeta+.');
    await stage.workbench.page.locator('.action-widget').first().waitFor();
  };

async function hidePanel({ workbench }: Stage): Promise<void> {
  if (await workbench.panel.isVisible()) await workbench.runCommand('View: Hide Panel');
}

async function onlyEditor(stage: Stage): Promise<void> {
  await hidePanel(stage);
  await stage.workbench.runCommand('View: Close All Editors');
}

export const points: Readonly<Record<string, Point>> = {
  emptyWindow: {
    noFolder: true,
    set: ({ workbench }) => workbench.showEndpoints(),
    act: ({ workbench }) => workbench.sideBar.getByRole('button', { name: 'Start a Server' }).waitFor(),
  },
  walkthrough: {
    beside: true,
    set: async ({ workbench }) => {
      await workbench.runCommand('Wirebench: Open Walkthrough');
      await workbench.page.getByRole('heading', { name: 'Get Started with Wirebench', level: 2 }).waitFor();
    },
    act: async ({ workbench }) => {
      // In a wide window there is a picture beside the steps.
      if ((workbench.page.viewportSize()?.width ?? 0) < 1200) return;
      await (await workbench.webview('svg[aria-label]')).locator('svg').waitFor({ state: 'visible' });
    },
  },
  emptySidebar: {
    set: async ({ workbench }) => {
      await workbench.runCommand('View: Close All Editors');
      await workbench.showEndpoints();
    },
  },
  kinds: {
    act: async ({ workbench }) => {
      await workbench.runCommand('Wirebench: Start Server…');
      await workbench.pickIsOn('TCP');
    },
    undo: ['Escape'],
  },
  behaviours: {
    act: async ({ workbench }) => {
      await workbench.runCommand('Wirebench: Start TCP Server…');
      await workbench.answer(listenAt);
      await workbench.pickIsOn('echo');
    },
    undo: ['Escape'],
  },
  afterStart: {
    set: (stage) => startServer(stage, 'TCP', 'echo'),
    act: async ({ workbench }) => {
      await workbench.runCommand('Notifications: Show Notifications');
      await workbench.page
        .getByText(/echo is running on/)
        .first()
        .waitFor();
    },
    undo: ['Escape'],
  },
  trafficOfTwo: {
    beside: true,
    set: async (stage) => {
      const { workbench } = stage;
      await workbench.closeNotifications();
      await connections(stage, await workbench.portOf('echo'), 2, 'Grüße, Καλημέρα\n');
      const port = await startServer(stage, 'UDP', 'calculator');
      const ask = path.join(workbench.workspace, 'client.py');
      for (const question of ['5 + 6', '(*, 7, 8)', '5 / 0'])
        await runPython([ask, '127.0.0.1', String(port), question]);
      await workbench.closeNotifications();
      await workbench.runCommand('Wirebench: Show Traffic');
      await (
        await workbench.traffic()
      )
        .getByRole('row', { name: /5 \+ 6/ })
        .first()
        .waitFor();
    },
  },
  trafficMenu: {
    beside: true,
    act: async ({ workbench }) => {
      const row = (await workbench.traffic()).getByRole('row', { name: /\bin .*5 \+ 6/ }).first();
      await until(
        'the menu',
        async () => {
          await row.click({ button: 'right' });
          return workbench.page
            .getByRole('menuitem', { name: 'Show Only This Peer' })
            .waitFor({ timeout: 4000 })
            .then(
              () => true,
              () => undefined,
            );
        },
        workbench.page,
      );
    },
    undo: ['Escape'],
  },
  trafficChosen: {
    beside: true,
    set: async ({ workbench }) => {
      const traffic = await workbench.traffic();
      await traffic
        .getByRole('row', { name: /\bin .*5 \+ 6/ })
        .first()
        .click();
      await traffic.locator('.byte').first().waitFor();
    },
  },
  endpoints: {
    set: async (stage) => {
      const { workbench } = stage;
      await hidePanel(stage);
      const file = path.join(workbench.workspace, '.vscode', 'settings.json');
      const before = JSON.parse(await fs.readFile(file, 'utf8').catch(() => '{}')) as object;
      const servers = [
        { name: 'kept', transport: 'tcp', port: 9000, behaviour: { name: 'echo' } },
        { name: 'misspelt', transport: 'tcp', port: 9001, behaviour: { name: 'ecko' } },
      ];
      await fs.mkdir(path.dirname(file), { recursive: true });
      await fs.writeFile(file, JSON.stringify({ ...before, 'wirebench.servers': servers }, undefined, 2));
      await workbench.treeRow(/^kept, saved/).waitFor();
      await startServer(stage, 'HTTP', 'bin', 'http bin');
      await fs.copyFile(
        path.join(import.meta.dirname, '..', '..', '..', 'samples', 'wirebench.test.zone'),
        path.join(workbench.workspace, 'wirebench.test.zone'),
      );
      const taken = net.createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      stage.later.push(() => taken.close());
      await workbench.runCommand('Wirebench: Start TCP Server…');
      await workbench.answer(`127.0.0.1:${(taken.address() as AddressInfo).port}`);
      await workbench.choose('The answers of the server. The gear has more options.', 'uppercase');
      await workbench.treeRow(/^uppercase, TCP server, .*failed/).waitFor();
      await workbench.closeNotifications();
      await workbench.runCommand('Wirebench: Start DNS Server…');
      await workbench.answer(listenAt);
      await workbench.pick('wirebench.test.zone');
      await workbench.treeRow(/^dns zone, DNS server, running/).waitFor();
      await workbench.closeNotifications();
    },
  },
  savedProblem: {
    act: async ({ workbench }) => {
      await workbench.hover(workbench.treeRow(/^misspelt/).locator('.label-name'), 'ecko');
    },
    undo: ['Escape'],
  },
  failedStart: {
    act: async ({ workbench }) => {
      await workbench.hover(workbench.treeRow(/^uppercase, TCP server/).locator('.label-name'), 'uppercase');
    },
    undo: ['Escape'],
  },
  serverMenu: {
    act: ({ workbench }) => workbench.contextMenu(/^http bin, HTTP server/, 'Send GET'),
    undo: ['Escape'],
  },
  picker: {
    act: async ({ workbench }) => {
      await workbench.runCommand('Wirebench: Connect to TCP Server…');
      await workbench.quickInput.locator('.monaco-list-row', { hasText: 'echo' }).first().waitFor();
    },
    undo: ['Escape'],
  },
  statusBar: {
    act: ({ workbench }) => workbench.hover(workbench.statusBar.getByText(/\d running/).first(), 'calculator'),
    undo: ['Escape'],
  },
  manyConnections: {
    set: async (stage) => {
      const { workbench } = stage;
      await connections(stage, await workbench.portOf('echo'), 298);
      await workbench.treeRow(/and 280 more/).waitFor();
    },
  },
  dnsAnswer: {
    beside: true,
    set: async (stage) => {
      const { workbench } = stage;
      stage.later.splice(0).forEach((end) => end());
      await workbench.runCommand('Wirebench: Resolve DNS Record…');
      await workbench.answer('wirebench.test');
      await workbench.pickIsOn('A');
      await workbench.quickInput.locator('input[type="text"]').first().fill('MX');
      await workbench.pick('MX');
      await workbench.pick('running here');
      const names = await workbench.webview('.names');
      await names.getByRole('button', { name: /^10 mail/ }).click();
      await names.locator('.byte.selected').first().waitFor();
    },
  },
  marks: {
    beside: true,
    set: async (stage) => {
      await onlyEditor(stage);
      await openText(stage, 'marks.http', doubtful);
      await stage.workbench.page.locator('.squiggly-warning').first().waitFor();
    },
  },
  fixes: { beside: true, act: fixesOf(3, 4), undo: ['Escape'] },
  testExplorer: {
    set: async (stage) => {
      const { workbench } = stage;
      await onlyEditor(stage);
      const port = await workbench.portOf('http bin');
      const request = `GET http://127.0.0.1:${port}/get?text=one\n\n?? status == 200\n`;
      await openText(
        stage,
        'told.http',
        `### holds\n${request}\n### does not hold\n${request}?? body $.args.text == two\n`,
      );
      await lens(stage, 'Run All');
      await workbench.statusBar.getByText(/2 requests/).waitFor();
      await workbench.runCommand('Testing: Focus on Test Explorer View');
      await workbench.page
        .getByRole('treeitem', { name: /told\.http.*Failed/ })
        .first()
        .waitFor();
    },
  },
  response: {
    beside: true,
    set: async (stage) => {
      await lens(stage, 'Send', 1);
      const response = await stage.workbench.webview('.response .verdict');
      await response.locator('.verdict', { hasText: '200 OK' }).waitFor();
    },
  },
  compare: {
    beside: true,
    set: async ({ workbench }) => {
      const response = await workbench.webview('.response .verdict');
      await response
        .getByRole('button', { name: /Compare/ })
        .first()
        .click();
      await workbench.page.locator('.monaco-diff-editor').first().waitFor();
    },
  },
  certificate: {
    beside: true,
    set: async (stage) => {
      await onlyEditor(stage);
      const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
      const server = https.createServer({ key, cert }, (_request, answer) => answer.end('secret'));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      stage.later.push(() => server.close());
      await openText(stage, 'tls.http', `GET https://127.0.0.1:${(server.address() as AddressInfo).port}/\n`);
      await lens(stage, 'Send');
      const response = await stage.workbench.webview('.response .verdict');
      await response.getByRole('alert').first().waitFor();
      await stage.workbench.page.locator('.squiggly-warning').first().waitFor();
    },
  },
  certificateFixes: {
    beside: true,
    set: ({ workbench }) => workbench.page.locator('.tab', { hasText: 'tls.http' }).first().click(),
    act: fixesOf(1, 6),
    undo: ['Escape'],
  },
};
