// HTTP requests one after the other over kept connections, from a process of its own. Arguments: port, 'bare', 'ours' or 'curl',
// connections, seconds, and perhaps a path. Prints "measuring" once it is warm, then one JSON line: requests, also a second, and percentiles of the time from
// sending a request to the first byte of its answer, in microseconds.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { HttpClient } from '../../src/net/http/client.ts';
import { Registry } from '../../src/net/registry.ts';
import { Journal } from '../../src/traffic/journal.ts';

const [port, mode, connections, seconds] = [
  process.argv[2]!,
  process.argv[3]!,
  Number(process.argv[4]),
  Number(process.argv[5]),
];
const url = `http://127.0.0.1:${port}${process.argv[6] ?? '/'}`;

/** Sends one request, reads the whole answer, and returns the milliseconds to its first byte. */
type Send = () => Promise<number>;

function bare(): Send {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return () =>
    new Promise((resolve, reject) => {
      const began = performance.now();
      const sent = request(url, { agent }, (response) => {
        const firstByte = performance.now() - began;
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(firstByte));
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end();
    });
}

function ours(): Send {
  const client = new HttpClient({ registry: new Registry({ recorder: new Journal() }), environment: {} });
  return async () => {
    const { body, error, hops } = await client.send({ method: 'GET', url, headers: [] });
    if (error !== undefined) throw new Error(error.message);
    void client.bodies.forget([body!.id]);
    return hops[0]!.timings.firstByte!;
  };
}

function report(times: number[], took: number): void {
  const sorted = Float64Array.from(times).sort();
  const at = (fraction: number) => Math.round(sorted[Math.floor(fraction * (sorted.length - 1))]! * 1000);
  console.log(JSON.stringify({ rate: times.length / took, total: times.length, p50: at(0.5), p99: at(0.99) }));
}

/**
 * The least requests of the warm-up, besides its seconds: just-in-time compilers count calls, and a busy machine makes
 * few in a second.
 */
const warmRequests = 6000;
const longestWarmUp = 20_000;

async function run(send: Send): Promise<void> {
  let times: number[] = [];
  const warmUp = Math.max(1, 0.3 * seconds) * 1000;
  const began = performance.now();
  let end = Infinity;
  const loop = async () => {
    while (performance.now() < end) times.push(await send());
  };
  const loops = Array.from({ length: connections }, loop);
  const isWarm = () => {
    const took = performance.now() - began;
    return took >= longestWarmUp || (took >= warmUp && times.length >= warmRequests);
  };
  while (!isWarm()) await new Promise((resolve) => setTimeout(resolve, 20));
  times = [];
  console.log('measuring');
  const measured = performance.now();
  end = measured + seconds * 1000;
  await Promise.all(loops);
  report(times, (performance.now() - measured) / 1000);
  process.exit(0);
}

/** One curl with repeated requests, including its own start. */
async function curl(): Promise<void> {
  const count = Math.round(4000 * seconds);
  const format = '%{time_starttransfer} %{time_pretransfer}\n';
  const parallel = connections > 1 ? ['--parallel', '--parallel-max', String(connections)] : [];
  console.log('measuring');
  const began = performance.now();
  const args = [
    '--silent',
    '--noproxy',
    '*',
    ...parallel,
    '--write-out',
    format,
    '--output',
    '/dev/null',
    `${url}[1-${count}]`,
  ];
  const child = spawn('curl', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await once(child, 'close');
  const took = (performance.now() - began) / 1000;
  const times = text
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number))
    .map(([first, before]) => (first! - before!) * 1000);
  report(times, took);
}

if (mode === 'curl') await curl();
else await run(mode === 'bare' ? bare() : ours());
