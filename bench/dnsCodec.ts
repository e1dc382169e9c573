import packet from 'dns-packet';
import { decodeMessage } from '../src/protocol/dns/decode.ts';
import { encodeMessage } from '../src/protocol/dns/encode.ts';
import { ednsRecord, SECTIONS, type DecodedMessage, type MessageParts } from '../src/protocol/dns/message.ts';
import { parseName } from '../src/protocol/dns/name.ts';
import { TYPES, type TypeName } from '../src/protocol/dns/typeCodes.ts';
import type { Judged, Section } from './report.ts';
import { repeated } from './timing.ts';
import { parseRdata } from '../test/helpers/dnsText.ts';

const count = 20_000;
const origin = parseName('wirebench.test');

function record(owner: string, type: TypeName, text: string) {
  const data = parseRdata(TYPES[type], text, origin);
  return { name: owner === '@' ? origin : parseName(owner, origin), type: TYPES[type], class: 1, ttl: 300, data };
}

const question = (owner: string, type: TypeName) => {
  const { name } = record(owner, 'A', '192.0.2.1');
  return [{ name, type: TYPES[type], class: 1 }];
};

const messages: Readonly<Record<string, MessageParts>> = {
  'a query with EDNS': { id: 1, recursionDesired: true, questions: question('www', 'A'), additionals: [ednsRecord()] },
  'an answer with one address': {
    id: 1,
    response: true,
    questions: question('www', 'A'),
    answers: [record('www', 'A', '192.0.2.10')],
    additionals: [ednsRecord()],
  },
  'two MX, two NS, three addresses': {
    id: 1,
    response: true,
    authoritative: true,
    questions: question('@', 'MX'),
    answers: [record('@', 'MX', '10 mail'), record('@', 'MX', '20 backup')],
    authorities: [record('@', 'NS', 'ns1'), record('@', 'NS', 'ns2')],
    additionals: [
      record('mail', 'A', '192.0.2.25'),
      record('mail', 'AAAA', '2001:db8::25'),
      record('backup', 'A', '192.0.2.26'),
      ednsRecord(),
    ],
  },
};

/** Creates every name and value, as dns-packet does when it decodes; `ranges`: every byte range too. */
function readAll(message: DecodedMessage, ranges: boolean): number {
  let read = message.id + message.rcode;
  for (const section of SECTIONS) {
    for (const item of message[section]) {
      read += item.name.length;
      if ('data' in item) read += item.ttl + (typeof item.data).length;
      if (ranges && item.ranges['name'] !== undefined) read++;
    }
  }
  return read;
}

export const dnsCodec: Section = {
  name: 'dns-codec',
  title: 'DNS messages: decode and encode',
  note: `In one process, ${count.toLocaleString('en')} messages a round. dns-packet makes all names and values when it decodes, and keeps no byte ranges. Wirebench checks everything and keeps the ranges when it decodes, and makes names, values and ranges when they are asked for.`,
  async run({ rounds }) {
    const rows: (string | number)[][] = [];
    const judged: Judged[] = [];
    for (const [name, parts] of Object.entries(messages)) {
      const bytes = encodeMessage(parts);
      const buffer = Buffer.from(bytes);
      const theirs = packet.decode(buffer);
      const contenders = [
        () => packet.decode(buffer),
        () => decodeMessage(bytes),
        () => readAll(decodeMessage(bytes), false),
        () => readAll(decodeMessage(bytes), true),
        () => packet.encode(theirs),
        () => encodeMessage(parts),
      ];
      const [packetDecode, decode, values, ranges, packetEncode, encode] = await rates(rounds, contenders);
      rows.push([name, ...[packetDecode!, decode!, values!, ranges!, packetEncode!, encode!].map(Math.round)]);
      const figure = `decode of ${name} with every name and value made, beside dns-packet`;
      judged.push({ aim: { figure, atLeast: 1 }, value: values! / packetDecode! });
    }
    const columns = [
      'messages a second',
      'dns-packet decode',
      'decode',
      'every name and value made',
      'every range made too',
      'dns-packet encode',
      'encode',
    ];
    return [{ title: 'Messages a second', columns, rows, judged }];
  },
};

/** Messages a second of each; the first round warms up. */
async function rates(rounds: number, contenders: readonly (() => unknown)[]): Promise<number[]> {
  const found: number[] = [];
  for (const run of contenders) {
    const many = () => {
      for (let i = 0; i < count; i++) run();
    };
    many();
    found.push((count / (await repeated(rounds, many))) * 1000);
  }
  return found;
}
