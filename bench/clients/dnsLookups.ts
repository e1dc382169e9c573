// Look-ups one after the other, of our resolver (its journal on) and of Node's: milliseconds each.
// Arguments: the server's port, then `warm`, rounds and look-ups a round, for both of them in turns after each has warmed up;
// or `cold`, `wirebench` or `node`, and how many look-ups from the first of the process on.
import { Resolver } from 'node:dns/promises';
import { DnsResolver } from '../../src/net/dns/resolver.ts';
import { Registry } from '../../src/net/registry.ts';
import { Journal } from '../../src/traffic/journal.ts';

/** Look-ups until V8 has compiled the code: ours is JavaScript, Node's is C. */
const warmUp = 4000;
/** Look-ups between two changes of the resolver. */
const turn = 50;

const [port, mode, ...rest] = process.argv.slice(2);
const journal = new Journal();
const registry = new Registry({ recorder: journal });
const ours = new DnsResolver({ registry });
const theirs = new Resolver();
theirs.setServers([`127.0.0.1:${port}`]);
const spec = { name: 'www.wirebench.test', type: 'A', server: `127.0.0.1:${port}` };

const contenders: Readonly<Record<string, () => Promise<unknown>>> = {
  wirebench: async () => {
    const [exchange] = await ours.resolve(spec);
    if (exchange!.error !== undefined) throw new Error(exchange!.error.message);
  },
  node: () => theirs.resolve4('www.wirebench.test'),
};

async function timeOf(look: () => Promise<unknown>, count: number): Promise<number> {
  const began = performance.now();
  for (let i = 0; i < count; i++) await look();
  return (performance.now() - began) / count;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;

async function warm(rounds: number, count: number): Promise<Record<string, number>> {
  for (const look of Object.values(contenders)) await timeOf(look, warmUp);
  const times = new Map(Object.keys(contenders).map((name) => [name, [] as number[]]));
  for (let done = 0; done < rounds * count; done += turn) {
    for (const [name, look] of Object.entries(contenders)) times.get(name)!.push(await timeOf(look, turn));
  }
  return Object.fromEntries([...times].map(([name, found]) => [name, median(found)]));
}

const [first, second] = rest as [string, string];
const figures =
  mode === 'warm'
    ? await warm(Number(first), Number(second))
    : { [first]: await timeOf(contenders[first]!, Number(second)) };
console.log(JSON.stringify(figures));
await registry.stopAll();
theirs.cancel();
await journal.close();
