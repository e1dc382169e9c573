// What a newcomer does first, in a whole workbench, with Python programs of their own.
import assert from 'node:assert/strict';
import dgram from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { root } from '../../scripts/root.ts';
import { PythonProgram, runPython } from '../helpers/python.ts';
import { becomes } from '../helpers/becomes.ts';
import { startWorkbench, until, type Workbench } from '../helpers/workbench.ts';

const pieces = path.join(root, 'test', 'fixtures', 'clients', 'pieces.py');

describe('a newcomer', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await startWorkbench();
  });
  after(() => workbench.dispose());
  afterEach(function () {
    return workbench.afterEach(this);
  });

  it('is told what to do by the empty view, and starts a server from there', async () => {
    await workbench.showEndpoints();
    await workbench.sideBar.getByText('The Traffic view shows every byte').waitFor();
    await workbench.screenshot('newcomer-1-empty');
    await workbench.sideBar.getByRole('button', { name: 'Start a Server' }).click();
    await workbench.choose('The kind of server', 'UDP');
    await workbench.quickInput.getByText('The address to listen on').waitFor();
    await workbench.quickInput.locator('input[type="text"]').first().press('Escape');
    await workbench.quickInput.waitFor({ state: 'hidden' });
  });

  it('asks a UDP calculator from Python, sees the datagrams and their bytes, and has the port back', async () => {
    await workbench.showEndpoints();
    await workbench.runCommand('Wirebench: Start UDP Server…');
    await workbench.answer('127.0.0.1:0');
    await workbench.pick('calculator');
    const port = await workbench.portOf('calculator');
    await workbench.runCommand('Wirebench: Show Traffic');
    const traffic = await workbench.traffic();
    await traffic.getByRole('row', { name: 'listening' }).waitFor();

    const answers: string[] = [];
    for (const question of ['5 + 6', '(+, 5, 6)', '5 / 0']) {
      answers.push(await runPython([path.join(workbench.workspace, 'client.py'), '127.0.0.1', String(port), question]));
    }
    assert.match(answers[0]!, /^5\+6 = 11 from \('127\.0\.0\.1', \d+\)\n$/);
    assert.match(answers[1]!, /^5\+6 = 11 /);
    assert.match(answers[2]!, /division by zero/);

    for (const name of [
      /\bin (?:data )?5 5 \+ 6$/,
      /\bout (?:data )?8 5\+6 = 11$/,
      /\bin (?:data )?9 \(\+, 5, 6\)$/,
      /\bout (?:data )?\d+ .*division by zero$/,
    ])
      await traffic.getByRole('row', { name }).first().waitFor();
    await workbench.treeRow(/^calculator, UDP server, running.*3 peers, received 19 B in 3 datagrams/).waitFor();
    // The server's peers show up under it without a click.
    await workbench.treeRow(/^127\.0\.0\.1:\d+, peer of calculator, received 5 B, sent 8 B$/).waitFor();

    // Rows are reused: one that was found may show another event when it is clicked.
    const answer = traffic.getByRole('row', { name: /\bout (?:data )?8 5\+6 = 11$/ }).first();
    await until(
      'the bytes of the answer',
      async () => {
        await answer.click();
        const wanted = { hex: '35 2b 36 20 3d 20 31 31', text: '5+6 = 11' };
        return becomes(() => shownBytes(traffic), wanted, 5000).then(
          () => true,
          () => undefined,
        );
      },
      workbench.page,
    );
    await workbench.screenshot('newcomer-2-datagram');

    await workbench.inTree(/^calculator, UDP server/, 'Stop');
    await workbench.treeRow(/^calculator, UDP server, stopped/).waitFor();
    await bindUdp(port);
    await workbench.screenshot('newcomer-3-stopped');
  });

  it('serves four Python clients at once over TCP, one with a 1 MB text in pieces', async () => {
    await workbench.runCommand('Wirebench: Start TCP Server…');
    await workbench.answer('127.0.0.1:0');
    await workbench.pick('echo');
    const port = await workbench.portOf('echo');
    const start = (text: string, times: number, piece: number) =>
      new PythonProgram([pieces, '127.0.0.1', String(port), text, String(times), String(piece)]);
    const clients = [
      start('ten bytes ', 100_000, 10_000),
      start('hello', 1, 5),
      start('Grüße, 世界\n', 3, 4),
      start('byte by byte', 1, 1),
    ];
    try {
      const said = await Promise.all(clients.map((client) => client.line()));
      assert.deepEqual(said, ['same 1000000', 'same 5', 'same 48', 'same 12']);

      await workbench.treeRow(/^echo, TCP server, running.*4 connections, received 1\.0 MB .*sent 1\.0 MB/).waitFor();
      await workbench.treeRow(/connection, open of echo, received 1\.0 MB, sent 1\.0 MB$/).waitFor();
      await workbench.treeRow(/connection, open of echo, received 5 B, sent 5 B$/).waitFor();
      const children = workbench.treeRow(/connection, open of echo/);
      await becomes(() => children.count(), 4);

      const traffic = await workbench.traffic();
      await filter(traffic, 'endpoint:echo dir:in hello');
      await traffic.getByRole('row', { name: /\bin (?:data )?5 hello$/ }).waitFor();
      await workbench.screenshot('newcomer-4-four-clients');
      await filter(traffic, '');

      for (const client of clients) assert.equal(await client.finish(), 0);
    } finally {
      await Promise.all(clients.map((client) => client.dispose()));
    }
    await workbench.treeRow(/^echo, TCP server, running.*0 connections/).waitFor();
    await workbench.inTree(/^echo, TCP server/, 'Stop');
    await workbench.treeRow(/^echo, TCP server, stopped/).waitFor();
    await bindTcp(port);
  });
});

async function filter(traffic: Frame, text: string): Promise<void> {
  const box = traffic.getByRole('combobox', { name: 'Filter' });
  await box.fill(text);
  await box.press('Enter');
}

/** The bytes of the selected event as its view shows them. */
async function shownBytes(traffic: Frame): Promise<{ hex: string; text: string }> {
  const bytes = traffic.locator('.byte');
  return {
    hex: (await bytes.allInnerTexts()).join(' '),
    text: (await traffic.locator('.char').allTextContents()).join(''),
  };
}

async function bindUdp(port: number): Promise<void> {
  const socket = dgram.createSocket('udp4');
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  socket.close();
  await once(socket, 'close');
}

async function bindTcp(port: number): Promise<void> {
  const server = net.createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}
