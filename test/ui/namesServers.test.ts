// Name servers as a person starts and asks them, in a whole workbench: what goes wrong on demand and by itself, several side by
// side, what is called off, and who has the focus when an answer comes late.
import assert from 'node:assert/strict';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { decodeMessage } from '../../src/protocol/dns/decode.ts';
import { encodeMessage } from '../../src/protocol/dns/encode.ts';
import type { DecodedMessage } from '../../src/protocol/dns/message.ts';
import { parseName } from '../../src/protocol/dns/name.ts';
import { TYPES } from '../../src/protocol/dns/typeCodes.ts';
import { becomes, settles } from '../helpers/becomes.ts';
import { addressAnswer } from '../helpers/dnsServers.ts';
import { startWorkbench, until, type Workbench } from '../helpers/workbench.ts';

/** What `navigator` has in a page: the tests' own types are Node's. */
interface Clipboarded {
  readonly clipboard: { readText(): Promise<string> };
}

const zone = 'wirebench.test.zone';
/** The sample zone's names with another mail server. */
const second = `$ORIGIN wirebench.test.
$TTL 1h
@ IN SOA ns1 hostmaster 7 1h 15m 2w 5m
  NS ns1
  MX 10 mail
  MX 30 elsewhere
ns1 A 192.0.2.1
mail A 192.0.2.25
`;

/** A name server that keeps its queries, and answers when the test says so. */
class HeldServer {
  readonly #socket: Socket;
  readonly #queries: { readonly message: DecodedMessage; readonly peer: RemoteInfo }[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (bytes, peer) => {
      this.#queries.push({ message: decodeMessage(Uint8Array.from(bytes)), peer });
    });
  }

  static async start(): Promise<HeldServer> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new HeldServer(socket);
  }

  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  /** Waits until it has been asked. */
  async asked(): Promise<void> {
    if (this.#queries.length === 0) await once(this.#socket, 'message');
  }

  /** Answers all that it was asked, and forgets it. */
  answer(answerTo: (query: DecodedMessage) => Uint8Array = addressAnswer): void {
    for (const { message, peer } of this.#queries.splice(0))
      this.#socket.send(answerTo(message), peer.port, peer.address);
  }

  close(): void {
    this.#socket.close();
  }
}

/** A referral to a server of `test` at the same address. */
function referral({ id, questions }: DecodedMessage): Uint8Array {
  const test = parseName('test.');
  const server = parseName('ns.test.');
  return encodeMessage({
    id,
    response: true,
    questions,
    authorities: [{ name: test, type: TYPES.NS, class: 1, ttl: 60, data: { target: server } }],
    additionals: [{ name: server, type: TYPES.A, class: 1, ttl: 60, data: { address: '127.0.0.1' } }],
  });
}

describe('name servers in a whole workbench', () => {
  let workbench: Workbench;
  let held: HeldServer;
  let sample = '';

  before(async () => {
    held = await HeldServer.start();
    workbench = await startWorkbench({ unprivileged: true });
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await fs.mkdir(path.join(workbench.workspace, 'second'));
    await fs.writeFile(path.join(workbench.workspace, 'second', zone), second);
    await workbench.showEndpoints();
  });
  after(async () => {
    await workbench.dispose();
    held.close();
  });
  afterEach(function () {
    return workbench.afterEach(this);
  });

  const names = (): Promise<Frame> => workbench.webview('.names');
  const verdict = (frame: Frame, text: string) => frame.locator('.verdict', { hasText: text }).waitFor();
  const screenshots = async (name: string) => {
    for (const theme of ['light', 'dark', 'highContrast'] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`${name}-${theme}`);
    }
  };

  /** The question that has this placeholder: one that was there before must not be taken for it. */
  const question = (placeholder: string) => workbench.quickInput.getByPlaceholder(placeholder);
  const questions = {
    type: 'The type of record',
    server: 'The server to ask',
    compared: 'The DNS server to compare with',
    begin: 'Where to begin',
    zone: 'The zone file that the server answers from',
    options: 'Change an option, or start',
    fault: 'A fault on demand',
    address: '127.0.0.1:5353, [::1]:53',
    listen: '9000, 127.0.0.1:9000',
  } as const;

  async function answerTo(placeholder: string, text: string): Promise<void> {
    await question(placeholder).waitFor();
    await workbench.answer(text);
  }

  const choose = (placeholder: string, text: string) => workbench.choose(placeholder, text);

  async function nameAndType(command: string, name: string, type: string): Promise<void> {
    await workbench.runCommand(command);
    await answerTo('wirebench.test, bücher.example', name);
    await choose(questions.type, type);
  }

  /** Starts a server from the second zone, or from the one that is named, and gives its address. */
  async function startServer(name: string, fromZone: string): Promise<string> {
    await workbench.runCommand('Wirebench: Start DNS Server…');
    await answerTo(questions.listen, '127.0.0.1:0');
    await choose(questions.zone, fromZone);
    return addressOf(name);
  }

  async function addressOf(name: string): Promise<string> {
    await workbench.treeRow(new RegExp(`^${name}, DNS server, running`)).waitFor();
    return `127.0.0.1:${await workbench.portOf(name)}`;
  }

  /** Asks the server whose answers the test holds back. */
  async function askHeld(): Promise<Frame> {
    await nameAndType('Wirebench: Resolve DNS Record…', 'www.wirebench.test', 'AAAA');
    await choose(questions.server, 'Another Server…');
    await answerTo(questions.address, held.address);
    return names();
  }

  it('port 53 without permission: says so and offers another port; the sample zone comes into the folder', async () => {
    await workbench.runCommand('Wirebench: Start DNS Server…');
    await answerTo(questions.listen, '127.0.0.1:53');
    await choose(questions.zone, 'Sample Zone wirebench.test');
    await workbench.notification('No permission to listen on port 53 on 127.0.0.1');
    await workbench.screenshot('names-port-53');
    await workbench.pressInNotification('No permission to listen on port 53 on 127.0.0.1', 'Use Another Port');
    await workbench.answer('127.0.0.1:0');
    sample = await addressOf('dns zone');
    assert.match(await fs.readFile(path.join(workbench.workspace, zone), 'utf8'), /SOA/);
    assert.match(await fs.readFile(path.join(workbench.workspace, '2.0.192.in-addr.arpa.zone'), 'utf8'), /PTR/);
  });

  it('copies an answer as dig prints it, as JSON and as Python', async () => {
    await nameAndType('Wirebench: Resolve DNS Record…', 'wirebench.test', 'MX');
    await choose(questions.server, sample);
    const frame = await names();
    await verdict(frame, 'NOERROR, 2 answers');
    const clipboard = () => workbench.page.evaluate(() => (navigator as unknown as Clipboarded).clipboard.readText());
    const copies = [
      [
        'As dig Prints It',
        /;; ->>HEADER<<- opcode: QUERY, status: NOERROR[^]*wirebench\.test\.\s+\d+\s+IN\s+MX\s+10 mail/,
      ],
      ['As JSON', /^\{[^]*"exchange": "mail\.wirebench\.test\.?"/],
      ['As Python (dnspython)', /^import dns\.[^]*"?MX"?[^]*127\.0\.0\.1/],
    ] as const;
    for (const [label, expected] of copies) {
      await frame.getByRole('button', { name: 'Copy' }).click();
      await frame.getByRole('menuitem', { name: label }).click();
      await settles(clipboard, (text) => assert.match(text, expected));
    }
  });

  it('a fault chosen from the list: SERVFAIL', async () => {
    await workbench.runCommand('Wirebench: Start DNS Server…');
    await answerTo(questions.listen, '127.0.0.1:0');
    await question(questions.zone).fill('second');
    await workbench.pickIsOn('second');
    await workbench.quickInput.getByRole('button', { name: 'More Options…' }).click();
    await choose(questions.options, 'A fault on demand');
    await question(questions.fault).waitFor();
    await workbench.pickIsOn('none');
    // The list comes softly.
    await workbench.page.waitForFunction(
      () => getComputedStyle(document.querySelector('.quick-input-widget')!).opacity === '1',
    );
    await workbench.screenshot('names-faults');
    await choose(questions.fault, 'servfail');
    await choose(questions.options, 'Start DNS Server');
    const failing = await addressOf('dns zone 2');
    await nameAndType('Wirebench: Resolve DNS Record…', 'wirebench.test', 'MX');
    await choose(questions.server, failing);
    const frame = await names();
    await verdict(frame, 'SERVFAIL, 0 answers');
    await workbench.screenshot('names-servfail');
    await workbench.inTree(/^dns zone 2, DNS server/, 'Stop');
    await workbench.treeRow(/^dns zone 2, DNS server, stopped/).waitFor();
  });

  it('two servers side by side, with what they do not agree on marked', async () => {
    const other = await startServer('dns zone 3', 'second');
    await nameAndType('Wirebench: Resolve DNS Record…', 'wirebench.test', 'MX');
    await choose(questions.server, 'Several, Side by Side…');
    const rows = workbench.quickInput.locator('.quick-input-list .monaco-list-row');
    for (const server of [sample, other]) {
      await question('The servers to ask').fill(server);
      await becomes(() => rows.count(), 1);
      await rows.filter({ hasText: server }).click();
      await rows.locator('[aria-checked=true], :checked').first().waitFor();
    }
    await workbench.quickInput.getByRole('button', { name: 'OK' }).click();
    const frame = await names();
    await verdict(frame, 'They differ');
    const row = (text: string) => frame.getByRole('row', { name: text });
    await row('MX 10 mail.wirebench.test. yes yes').waitFor();
    await row('MX 20 backup.wirebench.test. yes no').waitFor();
    await row('MX 30 elsewhere.wirebench.test. no yes').waitFor();
    assert.equal(await frame.locator('tr.differs', { hasText: 'MX' }).count(), 2);
    await screenshots('names-compared');
    await frame.getByRole('table', { name: 'Servers side by side' }).getByRole('button', { name: other }).click();
    await frame.getByRole('button', { name: '30 elsewhere.wirebench.test.' }).waitFor();
  });

  it('servers that are typed as a list, by Enter alone; and those of a row that Enter is pressed on', async () => {
    const other = await addressOf('dns zone 3');
    const { quickInput, page } = workbench;
    await nameAndType('Wirebench: Resolve DNS Record…', 'wirebench.test', 'MX');
    await choose(questions.server, 'Several, Side by Side…');
    await question('The servers to ask').fill(`${sample}, ${other}`);
    await page.keyboard.press('Enter');
    await verdict(await names(), 'They differ');
    // What cannot be read is put right where it was typed.
    await nameAndType('Wirebench: Resolve DNS Record…', 'wirebench.test', 'MX');
    await choose(questions.server, 'Several, Side by Side…');
    await question('The servers to ask').fill(`${sample}, 127.0.0.1:99999`);
    await page.keyboard.press('Enter');
    await question(questions.address).waitFor();
    await quickInput.getByText('"127.0.0.1:99999" is not a DNS server').waitFor();
    await question(questions.address).fill(`${sample}, ${other}`);
    await page.keyboard.press('Enter');
    await verdict(await names(), 'They differ');
    // Nothing is checked and nothing typed: that is said, and then the row that Enter is pressed on is taken.
    await nameAndType('Wirebench: Resolve DNS Record…', 'wirebench.test', 'NS');
    await choose(questions.server, 'Several, Side by Side…');
    await question('The servers to ask').waitFor();
    await page.keyboard.press('Enter');
    await quickInput.getByText('nothing is checked yet').waitFor();
    await page.keyboard.press('ArrowDown');
    await quickInput.locator('.quick-input-list .monaco-list-row.focused').waitFor();
    await page.keyboard.press('Enter');
    await verdict(await names(), 'NOERROR');
    // An address that is typed where one is asked for.
    await nameAndType('Wirebench: Resolve DNS Record…', 'wirebench.test', 'TXT');
    await question(questions.server).fill(`tcp://${sample}`);
    await page.keyboard.press('Enter');
    await (await names()).locator('.facts dd', { hasText: `tcp://${sample}` }).waitFor();
  });

  it('an answer that comes late leaves the focus in the palette', async () => {
    const frame = await askHeld();
    await verdict(frame, 'Asking…');
    await held.asked();
    await workbench.page.keyboard.press('F1');
    await workbench.paletteIsOpen();
    const input = workbench.quickInput.locator('input[type="text"]').first();
    await input.fill('>typed meanwhile');
    held.answer((query) => addressAnswer(query));
    await verdict(frame, 'NOERROR, 1 answer');
    await frame.getByRole('status').getByText('www.wirebench.test AAAA: NOERROR, 1 answer').waitFor();
    assert.equal(await input.inputValue(), '>typed meanwhile');
    assert.equal(await input.evaluate((one) => one === document.activeElement), true);
    assert.equal(await frame.evaluate(() => document.hasFocus()), false);
    await workbench.page.keyboard.press('Escape');
  });

  it('an answer to a person who waits comes where the focus is', async () => {
    const frame = await askHeld();
    await held.asked();
    held.answer();
    await verdict(frame, 'NOERROR, 1 answer');
    await frame.locator('main.names:focus').waitFor();
  });

  it('cancels a trace, and keeps the steps that it has', async () => {
    await nameAndType('Wirebench: Trace DNS Name…', 'www.wirebench.test', 'A');
    await choose(questions.begin, 'From Another Server…');
    await answerTo(questions.address, held.address);
    const frame = await names();
    await held.asked();
    held.answer(referral);
    await frame.getByRole('treeitem', { name: /test is delegated to ns\.test/ }).waitFor();
    await held.asked();
    await verdict(frame, 'Asking…');
    await frame.getByRole('button', { name: 'Cancel' }).click();
    await verdict(frame, 'Cancelled');
    assert.equal(await frame.getByRole('tree', { name: 'Steps' }).getByRole('treeitem').count(), 1);
    await frame.getByRole('button', { name: 'Ask Again' }).waitFor();
    await workbench.screenshot('names-trace-cancelled');
    held.answer();
  });

  it('cancels a look-up, and the person waits no longer', async () => {
    await workbench.runCommand('Wirebench: Look Up Host, Address, Service or Port…');
    await workbench.pickIsOn('Host');
    await workbench.page.keyboard.press('Enter');
    await answerTo('localhost, www.wirebench.test', 'localhost');
    await choose(questions.compared, 'Another Server…');
    await answerTo(questions.address, held.address);
    const frame = await names();
    await held.asked();
    await verdict(frame, 'Asking…');
    await frame.getByRole('button', { name: 'Cancel' }).click();
    await verdict(frame, 'Cancelled');
    await frame.getByText('The look-up of host localhost was cancelled.').waitFor();
    assert.equal(await workbench.page.locator('.notification-toast').count(), 0);
  });

  it('a zone with errors keeps the last good one, and says so where it was saved', async () => {
    await workbench.openFile(path.join(workbench.workspace, zone));
    const { page } = workbench;
    const editor = page.locator('.editor-instance .monaco-editor.focused');
    await editor.waitFor();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type('\nwrong A 192.0.2.300\n');
    await page.locator('.squiggly-error').first().waitFor();
    await page.keyboard.press('ControlOrMeta+S');
    await workbench.notification(/wirebench\.test\.zone:\d+:\d+: .*The server keeps serial \d+, the last valid one/);
    await workbench.screenshot('names-zone-error');
    const row = (said: string) => workbench.treeRow(new RegExp(`^dns zone, DNS server, ${said}, `));
    await row('running with a problem').waitFor();
    assert.match((await row('running with a problem').getAttribute('aria-label')) ?? '', /the last valid one/);
    await row('running with a problem').locator('.codicon-warning').waitFor();
    await workbench.statusBar.getByRole('button', { name: /with a problem/ }).waitFor();
    await workbench.closeNotifications();
    await nameAndType('Wirebench: Resolve DNS Record…', 'right.wirebench.test', 'A');
    await choose(questions.server, sample);
    await verdict(await names(), 'NXDOMAIN, 0 answers');
    // Put right, it is taken.
    await page.getByRole('tab', { name: zone }).click();
    await editor.waitFor();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.type('right A 192.0.2.77\n');
    await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    await page.keyboard.press('ControlOrMeta+S');
    await row('running').locator('.codicon-broadcast').waitFor();
    assert.doesNotMatch((await row('running').getAttribute('aria-label')) ?? '', /problem|last valid one/);
    await workbench.statusBar.getByRole('button', { name: /running, [^,]*\/s$/ }).waitFor();
    await workbench.screenshot('names-zone-mended');
    await page.getByRole('tab', { name: 'Names:' }).click();
    const frame = await names();
    await until(
      'the zone that was put right',
      async () => {
        await frame.getByRole('button', { name: 'Ask Again' }).click();
        return frame
          .getByRole('button', { name: '192.0.2.77' })
          .waitFor({ timeout: 2000 })
          .then(
            () => true,
            () => undefined,
          );
      },
      page,
    );
  });
});
