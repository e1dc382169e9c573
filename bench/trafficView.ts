import net from 'node:net';
import type { Frame } from 'playwright-core';
import type { RegistrySnapshot } from '../src/engine/messages.ts';
import { inTheEditor, start, stop, withHost, type Host } from './host/host.ts';
import type { HostLink } from './host/link.ts';
import { scrollThrough, typeFilter } from './host/page.ts';
import { median } from './processes.ts';
import type { Aim, Judged, Section, Settings, Table } from './report.ts';

const events = 1_000_000;
/** Bytes of each of the million events: the server's receive size. */
const eventBytes = 60;

const aims = {
  firstRows: {
    figure: 'first rows, from the start of the page,',
    atMost: 200,
    unit: 'ms',
    heldBackBy:
      "More than half of it is the editor's: it loads an empty page, and writes ours into that. Ours comes in one piece with its first rows; the rest is its script and one drawing.",
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

/** Opens the view again, as a person who looks for an event does. Returns the time of its first rows. */
async function opened({ workbench, link }: Host): Promise<{ frame: Frame; page: number; command: number }> {
  await link.ask('command', 'workbench.action.closePanel');
  await workbench.page.locator('.part.panel').waitFor({ state: 'hidden' });
  const asked = Date.now();
  await link.ask('command', 'wirebench.showTraffic');
  const frame = await workbench.webview('.events .rows');
  await frame.locator('.events .rows .row[aria-busy="false"]').first().waitFor({ state: 'attached' });
  const { page, wall } = await frame.evaluate<{ page: number; wall: number }>('globalThis.wirebenchFirstRows');
  return { frame, page, command: wall - asked };
}

async function shown(host: Host, { seconds, rounds }: Settings): Promise<Table[]> {
  const { link } = host;
  await fill(link);
  const first = await opened(host);
  const again: (typeof first)[] = [];
  for (let round = 0; round < rounds; round++) again.push(await opened(host));
  const { frame } = again.at(-1) ?? first;
  const scrolled = await frame.evaluate(scrollThrough, { seconds: Math.max(2, seconds), perFrame: 0 });
  const rows: (string | number)[][] = [
    ['first rows when it is opened first, from the start of the page', milliseconds([first.page])],
    ['first rows when it is opened again, from the start of the page', milliseconds(again.map(({ page }) => page))],
    [
      'first rows when it is opened first, from the command (the editor makes its webview meanwhile)',
      milliseconds([first.command]),
    ],
    ['first rows when it is opened again, from the command', milliseconds(again.map(({ command }) => command))],
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

/** One figure, or the median of several with the least and the most. */
function milliseconds(of: readonly number[]): string {
  const all = of.length > 1 ? ` (${Math.min(...of).toFixed(0)} to ${Math.max(...of).toFixed(0)})` : '';
  return `${median(of).toFixed(0)} ms${all}`;
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

/** A figure, or a note that it took longer than the limit. */
function known(ms: number): string | number {
  return Number.isNaN(ms) ? 'not seen within 3,000' : Math.round(ms);
}

export const trafficView: Section = {
  name: 'trafficView',
  title: 'The Traffic view',
  note: inTheEditor,
  run: (settings) => withHost((host) => shown(host, settings)),
};
