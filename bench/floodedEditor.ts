import path from 'node:path';
import { inTheEditor, start, stop, withHost, type Host } from './host/host.ts';
import { measure } from './processes.ts';
import type { Aim, Judged, Section, Table } from './report.ts';

const clients = path.join(import.meta.dirname, 'clients');
const delay: Aim = { figure: 'p99 of the delay', atMost: 20, unit: 'ms' };

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
    if (args) judged.push({ aim: { ...delay, figure: `${delay.figure}, ${name},` }, value: p99 });
  }
  await stop(link, server);
  return {
    title: 'Event-loop delay of the extension host while a server is flooded',
    columns: ['', 'p50 ms', 'p99 ms', 'max ms'],
    rows,
    judged,
  };
}

export const floodedEditor: Section = {
  name: 'floodedEditor',
  title: 'The editor while a server is flooded',
  note: `${inTheEditor} So does the flood's client.`,
  run: ({ seconds }) => withHost(async (host) => [await flooded(host, seconds * 2)]),
};
