// Look-ups one after the other, of our resolver (its journal on) and of Node's, in turns: milliseconds each, the median of the turns.
// Arguments: the server's port, rounds, look-ups a round.
import { Resolver } from 'node:dns/promises';
import { DnsResolver } from '../../src/net/dns/resolver.ts';
import { Journal } from '../../src/traffic/journal.ts';

const [port, rounds, count] = process.argv.slice(2).map(Number) as [number, number, number];
const journal = new Journal();
const ours = new DnsResolver({ recorder: journal });
const theirs = new Resolver();
theirs.setServers([`127.0.0.1:${port}`]);
const spec = { name: 'www.wirebench.test', type: 'A', server: `127.0.0.1:${port}` };

const contenders = {
  wirebench: async () => {
    const [exchange] = await ours.resolve(spec);
    if (exchange!.error !== undefined) throw new Error(exchange!.error.message);
  },
  node: () => theirs.resolve4('www.wirebench.test'),
};
const times: Record<string, number[]> = { wirebench: [], node: [] };
for (let round = 0; round <= rounds; round++) {
  for (const [name, look] of Object.entries(contenders)) {
    const began = performance.now();
    for (let i = 0; i < count; i++) await look();
    // The first round warms up.
    if (round > 0) times[name]!.push((performance.now() - began) / count);
  }
}
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
console.log(JSON.stringify({ wirebench: median(times['wirebench']!), node: median(times['node']!) }));
ours.close();
theirs.cancel();
await journal.close();
