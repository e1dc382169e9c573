import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { enginePath } from './bundle.ts';
import { startEngine } from '../src/engine/client.ts';
import { measure } from './processes.ts';
import type { Aim, Judged, Section } from './report.ts';

const client = path.join(import.meta.dirname, 'clients/tcp.mjs');

const delayAim: Aim = { figure: 'p99 of the delay', atMost: 20, unit: 'ms' };

/**
 * The thread that stands for the extension host: it holds the engine's client and hears its notices while other
 * processes flood a server at full speed. `npm run bench -- editor` measures the same inside the real one.
 */
export const flood: Section = {
  name: 'flood',
  title: 'The shell while a server is flooded',
  note: 'Event-loop delay of the thread that holds the engine (sampled every millisecond), idle and while a client in a process of its own loads an echo server as fast as it answers. Nothing is pinned: the engine, the client and this thread share two cores.',
  async run({ seconds }) {
    const engine = startEngine({ workerPath: enginePath });
    let notices = 0;
    engine.onNotice(() => notices++);
    const server = await engine.request('endpoint.start', {
      trusted: true,
      spec: {
        role: 'server',
        transport: 'tcp',
        port: 0,
        behaviour: { name: 'echo' },
        backlog: 1024,
        maxConnections: 4096,
      },
    });
    const { view } = await engine.request('view.open', { filter: 'text:"never there"' });
    const port = String(server.local!.port);
    const rows: (string | number)[][] = [];
    const judged: Judged[] = [];
    for (const [name, args] of [
      ['idle', undefined],
      ['64 KiB chunks, one connection', ['bulk', '1']],
      ['64-byte messages, 50 connections', ['messages', '50']],
    ] as const) {
      const delay = monitorEventLoopDelay({ resolution: 1 });
      notices = 0;
      delay.enable();
      const began = performance.now();
      if (args) await measure(1, process.execPath, [client, port, ...args, String(seconds * 2)]);
      else await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      delay.disable();
      const took = (performance.now() - began) / 1000;
      if (args)
        judged.push({
          aim: { ...delayAim, figure: `${delayAim.figure}, ${name},` },
          value: delay.percentile(99) / 1e6,
        });
      const ms = (nanoseconds: number): string => (nanoseconds / 1e6).toFixed(1);
      rows.push([name, ms(delay.percentile(50)), ms(delay.percentile(99)), ms(delay.max), (notices / took).toFixed(1)]);
    }
    await engine.request('view.close', { view });
    await engine.stop();
    return [{ title: 'Event-loop delay', columns: ['', 'p50 ms', 'p99 ms', 'max ms', 'notices/s'], rows, judged }];
  },
};
