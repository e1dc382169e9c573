import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { temporaryFolder } from '../scripts/processes.mjs';
import { root } from '../scripts/root.mjs';
import { startServer, workbenchUrl } from '../scripts/server.mjs';
import { launchBrowser } from '../test/helpers/browser.ts';
import { Workbench } from '../test/helpers/workbench.ts';
import type { EndpointSnapshot, RegistrySnapshot } from '../src/engine/messages.ts';
import { HostLink } from './host/link.ts';
import { firstRows, scrollThrough, typeFilter } from './host/page.ts';
import { measure, median } from './processes.ts';
import type { Aim, Judged, Section, Settings, Table } from './report.ts';

const clients = path.join(import.meta.dirname, 'clients');
const events = 1_000_000;
/** Bytes of each of the million events: what the server reads at once. */
const eventBytes = 60;

const aims = {
  activation: {
    figure: 'loading and `activate`',
    atMost: 30,
    unit: 'ms',
    heldBackBy:
      'An extension that does nothing but register as many commands takes as long: read twelve times in turns with ours on a busy machine, its median was 222 ms and ours 217 ms, the least 65 ms and 52 ms. By marks in the code, loading takes about 11 ms, 8 of them the making of the API by the editor, and `activate` 8, half of them a message to the editor for each command; the rest passes in the editor between its readings of the clock, with everything else that starts.',
  },
  delay: { figure: 'p99 of the delay', atMost: 20, unit: 'ms' },
  firstRows: {
    figure: 'first rows, from the start of the page,',
    atMost: 200,
    unit: 'ms',
    heldBackBy:
      "Half of it is the editor's: the page's script and style come through its service worker, one after the page has begun. The rest is the script, one question to the host and one drawing.",
  },
  frames: {
    figure: 'frames a second',
    atLeast: 50,
    heldBackBy: 'Without a graphics processor the browser paints on the cores that the editor and the engine use.',
  },
  filter: {
    figure: 'filter',
    atMost: 500,
    unit: 'ms',
    heldBackBy:
      'The scan itself is in the table of the journal; the rest is that it gives way to traffic every 4 ms, and the page.',
  },
} satisfies Record<string, Aim>;

/** A real VS Code with the production build in it, and a line to its extension host. */
export interface Host {
  readonly workbench: Workbench;
  readonly link: HostLink;
  /** Starts the page, and so the extension host, anew. */
  reload(): Promise<void>;
}

export async function withHost<T>(run: (host: Host) => Promise<T>): Promise<T> {
  const link = new HostLink();
  const folder = await temporaryFolder('bench');
  const undo: (() => unknown)[] = [() => folder.remove(), () => link.close()];
  try {
    const workspace = path.join(folder.path, 'sample');
    await fs.cp(path.join(root, 'test', 'fixtures', 'workspace'), workspace, { recursive: true });
    const port = await link.listen();
    const server = await startServer({
      version: 'latest',
      tests: true,
      env: { WIREBENCH_BENCH_PORT: String(port) },
    });
    undo.unshift(() => server.dispose());
    const browser = await launchBrowser();
    undo.unshift(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(60_000);
    // The smoke-test driver expects its caller to take these.
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.exposeFunction('codeAutomationExit', () => undefined);
    // tsx marks the names of functions in functions; their text runs where nobody knows that.
    await page.addInitScript('globalThis.__name = (marked) => marked');
    await page.addInitScript(firstRows);
    const workbench = new Workbench({ editor: 'latest', page, workspace, server });
    const tests = path.join(import.meta.dirname, 'host', 'probe.cjs');
    const reload = async (): Promise<void> => {
      const connected = link.connected();
      await page.goto(workbenchUrl(server.url, { folder: workspace, extension: root, tests }));
      await connected;
    };
    await reload();
    return await run({ workbench, link, reload });
  } finally {
    for (const step of undo) await step();
  }
}

/** What "Developer: Show Running Extensions" says: loading the code and the call of `activate`. Milliseconds. */
async function activationTime({ workbench }: Host): Promise<number> {
  await workbench.runCommand('Developer: Show Running Extensions');
  const row = workbench.page.locator('.runtime-extensions-editor .extension', { hasText: 'Wirebench' }).first();
  const time = row.locator('.activation-time');
  await time.getByText(/\d+ms/).waitFor();
  return Number(/(\d+)ms/.exec(await time.innerText())?.[1]);
}

async function activation(host: Host, rounds: number): Promise<Table> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round > 0) await host.reload();
    times.push(await activationTime(host));
  }
  return {
    title: 'Activation',
    columns: ['', 'median ms', 'least ms', 'most ms'],
    rows: [
      ['loading and `activate`, as the editor measures it', median(times), Math.min(...times), Math.max(...times)],
    ],
    judged: [{ aim: aims.activation, value: median(times) }],
  };
}

async function flooded({ link }: Host, seconds: number): Promise<Table> {
  const server = await start(link, { behaviour: { name: 'echo' }, maxConnections: 4096, backlog: 1024 });
  const port = String(server.local!.port);
  const rows: (string | number)[][] = [];
  const judged: Judged[] = [];
  for (const [name, args] of [
    ['idle', undefined],
    ['64 KiB chunks, one connection', ['bulk', '1']],
    ['64-byte messages, 50 connections', ['messages', '50']],
    ['64-byte messages, 500 connections', ['messages', '500']],
  ] as const) {
    await link.ask('delayStart');
    if (args) await measure(1, process.execPath, [path.join(clients, 'tcp.mjs'), port, ...args, String(seconds)]);
    else await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const { p50, p99, max } = await link.ask<{ p50: number; p99: number; max: number }>('delayStop');
    rows.push([name, p50.toFixed(1), p99.toFixed(1), max.toFixed(1)]);
    if (args) judged.push({ aim: { ...aims.delay, figure: `${aims.delay.figure}, ${name},` }, value: p99 });
  }
  await stop(link, server);
  return {
    title: 'Event-loop delay of the extension host while a server is flooded',
    columns: ['', 'p50 ms', 'p99 ms', 'max ms'],
    rows,
    judged,
  };
}

/** A million events of 60 bytes: a server that reads 60 bytes at a time is sent 60 MB. One event in a thousand is marked. */
export async function fill(link: HostLink, count = events): Promise<void> {
  await link.ask('command', 'wirebench.clearTraffic');
  const server = await start(link, { behaviour: { name: 'discard' }, receiveBuffer: eventBytes });
  const plain = Buffer.alloc(eventBytes, 'the quick brown fox jumps over the lazy dog. ');
  const block = Buffer.concat(Array.from({ length: 1000 }, () => plain));
  block.write('needle');
  const socket = net.connect(server.local!.port, '127.0.0.1');
  for (let i = 0; i < count / 1000; i++) {
    if (!socket.write(block)) await new Promise((resolve) => socket.once('drain', resolve));
  }
  await new Promise<void>((resolve) => socket.end(resolve));
  socket.destroy();
  let held = 0;
  while (held < count) {
    const { journal } = await link.ask<RegistrySnapshot>('registry');
    held = journal.next - journal.first;
  }
  await stop(link, server);
}

async function trafficView({ workbench, link }: Host, { seconds, rounds }: Settings): Promise<Table[]> {
  await fill(link);
  const asked = Date.now();
  await link.ask('command', 'wirebench.showTraffic');
  const frame = await workbench.webview('.events .rows');
  await frame.locator('.events .rows .row[aria-busy="false"]').first().waitFor({ state: 'attached' });
  const first = await frame.evaluate<{ page: number; wall: number }>('globalThis.wirebenchFirstRows');
  const scrolled = await frame.evaluate(scrollThrough, { seconds: Math.max(2, seconds), perFrame: 0 });
  const rows: (string | number)[][] = [
    ['first rows, from the start of the page', `${first.page.toFixed(0)} ms`],
    ['first rows, from the command (the editor makes its webview meanwhile)', `${(first.wall - asked).toFixed(0)} ms`],
    ['frames a second at rest: what this browser can do', scrolled.rate.toFixed(0)],
  ];
  const judged: Judged[] = [{ aim: aims.firstRows, value: first.page }];
  for (const [name, perFrame] of [
    ['scrolled slowly (3 rows a frame)', 66],
    ['scrolled fast (a page a frame)', 600],
    ['dragged through all of them', -1],
  ] as const) {
    const run = await frame.evaluate(scrollThrough, { seconds: Math.max(2, seconds), perFrame });
    rows.push([`frames a second, ${name}`, run.rate.toFixed(0)]);
    rows.push([`longest frame, ${name}`, `${run.longest.toFixed(0)} ms`]);
    judged.push({ aim: { ...aims.frames, figure: `${aims.frames.figure}, ${name},` }, value: run.rate });
  }
  return [
    { title: 'Traffic view with 1,000,000 events', columns: ['', 'figure'], rows, judged },
    await filters(link, frame, rounds),
  ];
}

async function filters(link: HostLink, frame: Frame, rounds: number): Promise<Table> {
  const rows: (string | number)[][] = [];
  const judged: Judged[] = [];
  for (const filter of ['text:needle', 'x', 'hex:"6e 65 65 64"', 'len:>10 dir:in', '-text:fox']) {
    const inEngine: number[] = [];
    const inPage: number[] = [];
    let matches = 0;
    for (let i = 0; i < Math.min(3, rounds); i++) {
      const { took, rows: found } = await link.ask<{ took: number; rows: number }>('filter', filter);
      inEngine.push(took);
      matches = found;
      inPage.push(await frame.evaluate(typeFilter, filter));
      await frame.evaluate(typeFilter, '');
    }
    rows.push([`\`${filter}\``, Math.round(median(inEngine)), known(median(inPage)), matches]);
    judged.push({ aim: { ...aims.filter, figure: `filter \`${filter}\`, typed,` }, value: median(inPage) });
  }
  return {
    title: 'A filter over 1,000,000 events, in the editor',
    columns: ['filter', 'ms, asked by the extension host', 'ms, from Enter to the last row on screen', 'matches'],
    rows,
    judged,
  };
}

/** A figure, or that it took longer than was waited for. */
function known(ms: number): string | number {
  return Number.isNaN(ms) ? 'not seen within 3,000' : Math.round(ms);
}

function start(link: HostLink, spec: Record<string, unknown>): Promise<EndpointSnapshot> {
  const all = { role: 'server', transport: 'tcp', host: '127.0.0.1', port: 0, ...spec };
  return link.ask<EndpointSnapshot>('command', 'wirebench.startServer', all);
}

function stop(link: HostLink, { id }: EndpointSnapshot): Promise<unknown> {
  return link.ask('command', 'wirebench.stop', id);
}

export const editor: Section = {
  name: 'editor',
  title: 'In the editor',
  note: "The production build in the real workbench and its extension host, in headless Chromium without a graphics processor. Browser, workbench, extension host and the flood's client share the cores of this machine.",
  run: (settings) =>
    withHost(async (host) => {
      const tables: Table[] = [];
      // What was measured is said at once: a run that ends early has not been for nothing.
      const add = (...measured: Table[]): void => {
        for (const { title, rows } of measured) console.error(`  ${title}: ${JSON.stringify(rows)}`);
        tables.push(...measured);
      };
      add(await activation(host, Math.min(3, settings.rounds)));
      add(await flooded(host, settings.seconds * 2));
      add(...(await trafficView(host, settings)));
      return tables;
    }),
};
