// What a person does day by day, in a whole workbench: messages, terminals, saved servers, errors, the keyboard.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { root } from '../../scripts/root.ts';
import { PythonProgram } from '../helpers/python.ts';
import { startWorkbench, until, type Workbench } from '../helpers/workbench.ts';

const listener = path.join(root, 'test', 'fixtures', 'clients', 'listen.py');
/** Has a port on which nothing listens, prints it, and keeps it until it is ended. */
const bound = `
import socket, sys
held = socket.socket()
held.bind(("127.0.0.1", 0))
print(held.getsockname()[1], flush=True)
sys.stdin.read()
`;
/** What a peer may send: a clear screen, a title, a link, a mark that turns text around, HTML and a command link. */
const hostile = '\x1b[2J\x1b]0;pwned\x07\u202e<b>x</b>[y](command:z)';
const shownHostile = '\\x1b[2J\\x1b]0;pwned\\x07\\u202e<b>x</b>[y](command:z)';

/** A client of a server under test, and what it received. */
class Client {
  readonly socket: net.Socket;
  received = '';

  private constructor(socket: net.Socket) {
    this.socket = socket;
    socket.setEncoding('latin1').on('data', (text: string) => (this.received += text));
  }

  static async connect(port: number): Promise<Client> {
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    return new Client(socket);
  }

  async until(text: string): Promise<void> {
    while (!this.received.includes(text)) await once(this.socket, 'data');
  }

  async close(): Promise<void> {
    if (this.socket.closed) return;
    this.socket.destroy();
    await once(this.socket, 'close');
  }
}

describe('the shell', () => {
  let workbench: Workbench;
  let port: number;
  let client: Client;

  before(async () => {
    // Drawn as text, a terminal can be read.
    workbench = await startWorkbench({ settings: { 'terminal.integrated.gpuAcceleration': 'off' } });
    await workbench.showEndpoints();
    port = await startTcp('none', 'tcp server');
    client = await Client.connect(port);
  });
  after(async () => {
    await client.close();
    await workbench.dispose();
  });
  afterEach(async function () {
    await workbench.afterEach(this);
    await workbench.page.keyboard.press('Escape');
    await workbench.closeNotifications();
  });

  async function startTcp(behaviour: string, name = behaviour): Promise<number> {
    await workbench.runCommand('Wirebench: Start TCP Server…');
    await workbench.answer('127.0.0.1:0');
    await workbench.pick(behaviour);
    return workbench.portOf(name);
  }

  const box = (): Locator => workbench.quickInput.locator('input[type="text"]').first();
  const button = (name: RegExp): Locator => workbench.quickInput.getByRole('button', { name });
  const says = (text: string | RegExp): Promise<void> => workbench.quickInput.getByText(text).waitFor();

  async function sendTyped(text: string): Promise<void> {
    await box().fill(text);
    await box().press('Enter');
  }

  async function openMessageBox(): Promise<void> {
    await workbench.inTree(/^tcp server, TCP server/, 'Send Message');
    await says('Up and down recall messages');
  }

  it('sends text, macros and escapes from the message box, and goes back through what was sent', async () => {
    await openMessageBox();
    await sendTyped('hello');
    await client.until('hello');
    await says('Sent 5 bytes');
    await sendTyped('n{{$counter}} {{name}}');
    await client.until('n1 {{name}}');
    await says('Sent 11 bytes');

    await button(/^Kind: text/).click();
    await workbench.pick('Text with');
    await says(/escapes, utf-8/);
    await box().fill('a\\x00\\u00e9\\n');
    await says('5 bytes: 61 00 c3 a9 0a');
    await workbench.screenshot('shell-1-escapes');
    await box().press('Enter');
    await client.until('a\x00\xc3\xa9\n');
    // It says so after the client has it, and selects the text for the next.
    await says('Sent 5 bytes');

    await box().fill('half typed');
    await says('10 bytes');
    for (const [key, text] of [
      ['ArrowUp', 'a\\x00\\u00e9\\n'],
      ['ArrowUp', 'n{{$counter}} {{name}}'],
      ['ArrowUp', 'hello'],
      ['ArrowDown', 'n{{$counter}} {{name}}'],
      ['ArrowDown', 'a\\x00\\u00e9\\n'],
      ['ArrowDown', 'half typed'],
    ] as const) {
      await box().press(key);
      await valueIs(text);
    }
  });

  async function valueIs(text: string): Promise<void> {
    await until(
      `the text ${text}`,
      async () => ((await box().inputValue()) === text ? true : undefined),
      workbench.page,
    );
  }

  it('says under the text what is wrong with it, and loses nothing', async () => {
    await openMessageBox();
    await button(/^Kind: /).click();
    await workbench.pick('hex');
    // The list of kinds has a hex too: the box is back when it says this.
    await says(/^hex\. Up and down/);
    await sendTyped('48 65 6c 6');
    await says('At offset 9: the digit 6 is alone');
    await workbench.screenshot('shell-2-hex-error');
    await valueIs('48 65 6c 6');
    const before = client.received;
    await sendTyped('48 65 6c 6f');
    await says('Sent 4 bytes');
    await client.until('Helo');
    assert.equal(client.received.slice(before.length), 'Helo');
    await button(/^Kind: /).click();
    await workbench.pick('Sent as typed');
    await says('text, utf-8');
    await sendTyped('back to text');
    await client.until('back to text');
  });

  it('asks for the rules of a server that answers by rules, and says what is wrong with one', async () => {
    await workbench.runCommand('Wirebench: Start TCP Server…');
    await workbench.answer('127.0.0.1:0');
    await workbench.choose('The answers of the server', 'rules');
    await workbench.choose('Typed here, or in a file', 'Write It…');
    await says(/one on each line: .*\(Press/);
    await box().fill('ping');
    await says('a rule is written PATTERN => REPLY');
    await workbench.answer('ping => pong');
    const one = await Client.connect(await workbench.portOf('rules'));
    try {
      one.socket.write('ping\n');
      await one.until('pong');
    } finally {
      await one.close();
    }
    await workbench.inTree(/^rules, TCP server, running/, 'Stop');
    await workbench.inTree(/^rules, TCP server, stopped/, 'Remove');
  });

  it('repeats a message until it is told to stop', async () => {
    await openMessageBox();
    await button(/^Repeat/).click();
    await says('How often to send it');
    // Longer than any machine takes to stop it.
    await sendTyped('1000 every 200');
    await says('1000 times every 200 ms');
    await sendTyped('tick{{$counter}};');
    await client.until('tick3;');
    await workbench.page.keyboard.press('Escape');
    await workbench.quickInput.waitFor({ state: 'hidden' });
    // The sentence shows for three seconds.
    const stopped = workbench.statusBar.getByText('Stopped 1 send').waitFor();
    await Promise.all([stopped, workbench.runCommand('Wirebench: Stop Repeating')]);
    assert.ok(!client.received.includes('tick1000;'));
  });

  it('shows what a peer sends as text, whatever is in it', async () => {
    const name = '\u202e<b>x</b>[y](command:z)$(flame)';
    const shown = '\\u202e<b>x</b>[y](command:z)$(flame)';
    const servers = [{ name, transport: 'tcp', port: 0, behaviour: { name: 'echo' } }];
    const row = workbench.treeRow(/saved TCP server, not running/);
    await workbench.setSettings({ 'wirebench.servers': servers }, (limit) => row.waitFor(limit));
    // A long name leaves room for the port: the row's own text is cut, its spoken name is whole.
    await row.getByText(`${shown.slice(0, 23)}…`).waitFor();
    assert.ok((await row.getAttribute('aria-label'))?.includes(shown));
    await workbench.inTree(/saved TCP server/, 'Start Saved Server');
    const running = workbench.treeRow(/flame\), TCP server, running/);
    await running.waitFor();
    const hover = await workbench.hover(running.locator('.label-name'), 'Address: ');
    await workbench.screenshot('shell-3-hostile');
    assert.ok((await hover.innerText()).includes(shown));
    assert.equal(await hover.locator('a, b').count(), 0);
    const page = workbench.page.locator('.monaco-workbench');
    assert.ok(!(await page.innerText()).includes('\u202e'));
    await workbench.inTree(/flame\), TCP server, running/, 'Stop');
    await workbench.inTree(/flame\), TCP server, stopped/, 'Remove');
    await workbench.setSettings({ 'wirebench.servers': [] }, (limit) => row.waitFor({ state: 'detached', ...limit }));
  });

  it('talks through a terminal: lines, replies, escape sequences as text, and a half-close', async () => {
    await chooseProfile('Wirebench: Connect');
    const terminal = workbench.panel.locator('.xterm-rows');
    await terminal.getByText('Connect to:').waitFor();
    const { keyboard } = workbench.page;
    const type = async (text: string) => {
      await keyboard.type(text);
      await terminal.getByText(text).last().waitFor();
    };
    await workbench.panel.locator('.xterm-helper-textarea').focus();
    await type('70000');
    await keyboard.press('Enter');
    await terminal
      .getByText(/70000.* not a port|65535/)
      .first()
      .waitFor();
    await keyboard.press('Control+u');
    // A server of another program, which keeps its direction open when ours ends.
    const server = net.createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port: other } = server.address() as net.AddressInfo;
    const accepted = once(server, 'connection') as Promise<[net.Socket]>;
    await type(String(other));
    await keyboard.press('Enter');
    const [peer] = await accepted;
    try {
      await terminal.getByText(`Connected to 127.0.0.1:${other}`).waitFor();
      await type('hello there');
      const heard = once(peer, 'data') as Promise<[Buffer]>;
      await keyboard.press('Enter');
      const [line] = await heard;
      assert.equal(line.toString(), 'hello there\n');
      peer.write(`${hostile}\n`);
      await terminal.getByText(shownHostile).waitFor();
      const ended = once(peer.resume(), 'end');
      await keyboard.press('Control+d');
      await ended;
      await terminal.getByText('Our direction has ended').waitFor();
      peer.end('a last word\n');
      await terminal.getByText('a last word').waitFor();
      await terminal.getByText('The connection was closed').waitFor();
      await workbench.screenshot('shell-4-terminal');
    } finally {
      peer.destroy();
      server.close();
    }
  });

  /** The editor may make its list of profiles before it read those of extensions; a change of the settings makes it anew. */
  async function chooseProfile(name: string): Promise<void> {
    const row = workbench.quickInput.locator('.monaco-list-row', { hasText: name });
    let tries = 0;
    await until(
      `the terminal profile ${name}`,
      async () => {
        const profiles = { [`attempt ${++tries}`]: { path: 'bash' } };
        if (tries > 1) await workbench.setSettings({ 'terminal.integrated.profiles.linux': profiles });
        await workbench.runCommand('Create New Terminal (With Profile)');
        await workbench.quickInput.locator('.monaco-list-row', { hasText: 'bash' }).first().waitFor();
        if ((await row.count()) > 0) return true;
        await workbench.page.keyboard.press('Escape');
        await workbench.quickInput.waitFor({ state: 'hidden' });
        return undefined;
      },
      workbench.page,
      100_000,
    );
    await row.first().click();
  }

  it('names the program that has a port, and offers another port or to end it', async () => {
    const python = new PythonProgram([listener]);
    try {
      const taken = await python.line();
      const sentence = new RegExp(
        `Port ${taken} on 127\\.0\\.0\\.1 is already in use by python3 \\(pid ${python.pid}\\)`,
      );
      await tryToStart(taken);
      const toast = await workbench.notification(sentence);
      assert.equal(await workbench.page.locator('.notification-toast', { hasText: taken }).count(), 1, 'said once');
      await toast.getByRole('button', { name: 'Use Another Port' }).click();
      await says('Another port, or 0');
      await workbench.answer('0');
      await workbench.portOf('discard');
      assert.equal(await workbench.treeRow(/^discard, TCP server/).count(), 1);

      await tryToStart(taken);
      await workbench.pressInNotification(sentence, 'Stop That Server');
      const dialog = workbench.page.locator('.monaco-dialog-box', { hasText: `End python3 (pid ${python.pid})` });
      await dialog.waitFor();
      await workbench.screenshot('shell-5-end-program');
      await dialog.getByRole('button', { name: 'End It' }).click();
      await python.ended();
      await workbench.treeRow(new RegExp(`^discard 2, TCP server, running, 127.0.0.1:${taken}`)).waitFor();
    } finally {
      await python.dispose();
    }
  });

  async function tryToStart(taken: string): Promise<void> {
    await workbench.runCommand('Wirebench: Start TCP Server…');
    await workbench.answer(`127.0.0.1:${taken}`);
    await workbench.pick('discard');
  }

  it('says why it could not connect', async () => {
    // Bound by a program that does not listen: nobody else can take the port meanwhile.
    const holder = new PythonProgram(['-c', bound]);
    try {
      const nobody = await holder.line();
      await workbench.runCommand('Wirebench: Connect to TCP Server…');
      await workbench.answer(`127.0.0.1:${nobody}`);
      const toast = await workbench.notification(`127.0.0.1:${nobody} refused the connection`);
      await toast.getByRole('button', { name: 'Retry' }).waitFor();
      assert.equal(await workbench.page.locator('.notification-toast').count(), 1, 'said once');
    } finally {
      await holder.dispose();
    }
  });

  it('keeps a server in the settings and starts it by a click', async () => {
    const saveServer = await workbench.contextMenu(/^tcp server, TCP server/, 'Save Server');
    await workbench.screenshot('shell-6-context-menu');
    await workbench.chooseInMenu(saveServer);
    await workbench.answer('my server');
    const file = path.join(workbench.workspace, '.vscode', 'settings.json');
    const saved = await until(
      'the saved server',
      async () => {
        // It may be read while it is written.
        const settings = parsed(await fs.readFile(file, 'utf8')) as
          { 'wirebench.servers'?: { name: string }[] } | undefined;
        return settings?.['wirebench.servers']?.find(({ name }) => name === 'my server');
      },
      workbench.page,
    );
    assert.deepEqual(saved, {
      name: 'my server',
      transport: 'tcp',
      host: '127.0.0.1',
      port: 0,
      encoding: 'utf-8',
      behaviour: { name: 'none' },
    });
    await workbench.inTree(/^my server, saved TCP server/, 'Start Saved Server');
    const running = workbench.treeRow(/^my server, TCP server, running/);
    await running.waitFor();
    const another = await Client.connect(await workbench.portOf('my server'));
    await workbench.treeRow(/connection, open of my server/).waitFor();
    const ended = once(another.socket, 'end');
    await workbench.inTree(/connection, open of my server/, 'Close Connection');
    await ended;
    await another.close();
  });

  it('does all of it by the keyboard', async () => {
    const { keyboard } = workbench.page;
    await workbench.runCommand('Wirebench: Stop All');
    await workbench
      .treeRow(/, running,/)
      .first()
      .waitFor({ state: 'detached' });
    await workbench.runCommand('Wirebench: Remove Stopped Endpoints');
    await workbench
      .treeRow(/stopped/)
      .first()
      .waitFor({ state: 'detached' });
    await until(
      'the command in the palette',
      async () => {
        // A palette closes when something else takes the focus, and keys then go there.
        await keyboard.press('Escape');
        await keyboard.press('F1');
        const limit = { timeout: 10_000 };
        await box()
          .and(workbench.page.locator(':focus'))
          .waitFor(limit)
          .catch(() => undefined);
        await keyboard.type('Wirebench: Start UDP Server');
        const row = workbench.quickInput.locator('.monaco-list-row.focused', { hasText: 'Start UDP Server' });
        return row
          .first()
          .waitFor(limit)
          .then(
            () => true,
            () => undefined,
          );
      },
      workbench.page,
    );
    await keyboard.press('Enter');
    await says('The address to listen on');
    await keyboard.type('127.0.0.1:0');
    await valueIs('127.0.0.1:0');
    await keyboard.press('Enter');
    await says('Sends back every byte');
    await keyboard.type('uppercase');
    await workbench.pickIsOn('uppercase');
    await keyboard.press('Enter');
    await workbench.treeRow(/^uppercase, UDP server, running/).waitFor();
    await workbench.statusBar.getByText('1 running').waitFor();

    await workbench.runCommand('Wirebench: Open UDP Socket…');
    await workbench.pickIsOn('uppercase');
    await keyboard.press('Enter');
    const socket = workbench.treeRow(/UDP socket, running/);
    await socket.waitFor();
    await workbench.goToTreeRow(/UDP socket, running/);
    await keyboard.press('Control+Enter');
    await says('Up and down recall messages');
    await keyboard.type('shout');
    await valueIs('shout');
    await keyboard.press('Enter');
    await says('Sent 5 bytes');
    await keyboard.press('Escape');
    await workbench.quickInput.waitFor({ state: 'hidden' });
    await workbench.treeRow(/UDP socket, running.*received 5 B/).waitFor();

    await workbench.goToTreeRow(/^uppercase, UDP server/);
    await keyboard.press('Delete');
    await workbench.treeRow(/^uppercase, UDP server, stopped/).waitFor();
    await workbench.goToTreeRow(/^uppercase, UDP server/);
    await keyboard.press('Enter');
    await workbench.treeRow(/^uppercase, UDP server, running/).waitFor();
  });
});

/** JSON, or nothing where it is cut off. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
