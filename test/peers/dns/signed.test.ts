import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeMessage } from '../../../src/protocol/dns/decode.ts';
import { encodeMessage } from '../../../src/protocol/dns/encode.ts';
import { ednsRecord, type DecodedMessage } from '../../../src/protocol/dns/message.ts';
import { parseName } from '../../../src/protocol/dns/name.ts';
import { typeCode } from '../../../src/protocol/dns/typeCodes.ts';
import { askOverTcp, DatagramAsker, startNameServer, type NameServer } from '../../helpers/nameServers.ts';
import { createNet } from '../../helpers/nets.ts';
import { unlike, type Mode } from './answerParts.ts';

/** The same names in each: what is not there is shown by NSEC, by NSEC3, and by NSEC3 with opt-out. */
const zones = ['signed.test', 'hashed.test', 'optout.test'] as const;
const fileOf = (zone: string) => path.resolve(import.meta.dirname, `zones/${zone}.zone`);

/** Below the zone's top. */
const names = `
  @ ns1 mail UPPER a.b.c b.c c z.c a.b.z.c e.b.c f.b.c _dns._udp.deep.er _udp.deep.er deep.er er x.deep.er
  *.wild wild x.wild a.b.wild host.wild y.host.wild sub.ent.wild ent.wild other.ent.wild x.wild q.x.wild q.r.x.wild *.x.wild
  one.aliases a.b.aliases aliases q.chain q.dangling q.towild a.b.towild q.loops q.away below empty.below q.empty.below
  www alias alias2 dangling toempty towild2 tosub tosigned away self loop1 todname todnameless old www.old alias.old nothing.old a.b.old
  new www.new nothing.new x.oldwild host.oldwild y.host.oldwild www.oldaway oldaway
  sub host.sub ns.sub a.b.sub secure host.secure ns.secure outside x.outside inzone x.inzone cut under.cut deep.under.cut x.deep.under.cut
  other.under.cut secure.under.cut x.secure.under.cut without alone.without x.alone.without other.without
  unknown odd\\.label odd.label \\000.nul \\001.nul nul \\255 \\254 zzz zzzz a 0 nothing no.such.name *.nothing * a.*.wild
`
  .trim()
  .split(/\s+/);
const types = [
  'A',
  'AAAA',
  'MX',
  'NS',
  'SOA',
  'CNAME',
  'DS',
  'DNAME',
  'ANY',
  'NSEC',
  'RRSIG',
  'DNSKEY',
  'NSEC3',
  'NSEC3PARAM',
  'TYPE65280',
];

const modes: Readonly<Record<string, Mode>> = {
  'that asks for signatures': { over: 'tcp', udpSize: 4096, dnssecOk: true },
  'that asks for none': { over: 'tcp', udpSize: 4096 },
};

describe('our DNS server with signed zones beside bind9, knot and nsd', function () {
  this.timeout(120_000);
  const peers: NameServer[] = [];
  const net = createNet();
  const asker = new DatagramAsker();
  let ours: number;

  before(async () => {
    const texts: Record<string, string> = {};
    for (const zone of zones) texts[zone] = await readFile(fileOf(zone), 'utf8');
    for (const program of ['named', 'knotd', 'nsd'] as const) peers.push(await startNameServer(program, texts));
    const server = await net.registry.start({
      role: 'server',
      transport: 'udp',
      application: 'dns',
      port: 0,
      behaviour: { name: 'zone', options: { zone: zones.map(fileOf).join(',') } },
    });
    ours = server.local!.port;
  });

  after(async () => {
    asker.close();
    await net.registry.stopAll();
    await Promise.all(peers.map((peer) => peer.stop()));
  });

  let id = 0;
  const ask = async (port: number, query: Uint8Array, mode: Mode): Promise<DecodedMessage> =>
    decodeMessage(await (mode.over === 'tcp' ? askOverTcp(port, query) : asker.ask(port, query)));

  for (const zone of zones) {
    for (const [title, mode] of Object.entries(modes)) {
      it(`answers each question of ${zone} ${title} as one of them does`, async () => {
        const wrong: string[] = [];
        for (const text of names) {
          await Promise.all(
            types.map(async (type) => {
              const name = text === '@' ? parseName(zone) : parseName(text, parseName(zone));
              const query = encodeMessage({
                id: (id = (id + 1) & 0xffff),
                questions: [{ name, type: typeCode(type)!, class: 1 }],
                additionals: [ednsRecord({ udpSize: mode.udpSize!, dnssecOk: mode.dnssecOk ?? false })],
              });
              const theirs = await Promise.all(
                peers.map(async ({ program, port }) => ({ program, message: await ask(port, query, mode) })),
              );
              wrong.push(...unlike({ name: text, type }, theirs, await ask(ours, query, mode)));
            }),
          );
        }
        if (wrong.length > 0) assert.fail(`${wrong.length} parts differ:\n${wrong.slice(0, 400).join('\n')}`);
      });
    }
  }
});
