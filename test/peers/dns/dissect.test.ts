import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { DissectedField } from '../../../src/protocol/dissect.ts';
import { dissectDns } from '../../../src/protocol/dns/dissect.ts';
import { encodeMessage } from '../../../src/protocol/dns/encode.ts';
import { ednsRecord } from '../../../src/protocol/dns/message.ts';
import { parseName } from '../../../src/protocol/dns/name.ts';
import { typeCode } from '../../../src/protocol/dns/typeCodes.ts';
import { RDATA_VECTORS } from '../../helpers/dnsVectors.ts';
import { pcapFile } from '../../helpers/pcap.ts';
import { parseRdata } from '../../helpers/dnsText.ts';

/** A field with its bytes, and its value where that is a number. */
interface Part {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const origin = parseName('wirebench.test.');
const HEADERS = 28;
const HEADER_LENGTH = 12;

/** Each message in a datagram over IPv4 from or to port 53. */
function capture(messages: readonly Uint8Array[]): Buffer {
  const datagrams = messages.map((message) => {
    const before = Buffer.alloc(HEADERS);
    const size = HEADERS + message.length;
    before.set([0x45, 0, size >> 8, size & 255, 0, 0, 0, 0, 64, 17, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1]);
    before.writeUInt16BE(53, 20);
    before.writeUInt16BE(40_000, 22);
    before.writeUInt16BE(8 + message.length, 24);
    return Buffer.concat([before, message]);
  });
  return pcapFile(datagrams);
}

/** What tshark makes of each message, behind its header. */
async function theirsOf(messages: readonly Uint8Array[]): Promise<Part[][]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'wirebench-tshark-'));
  try {
    const file = path.join(folder, 'messages.pcap');
    await writeFile(file, capture(messages));
    const { stdout } = await promisify(execFile)('tshark', ['-n', '-r', file, '-T', 'pdml'], {
      maxBuffer: 64 * 2 ** 20,
      timeout: 60_000,
    });
    return stdout
      .split('<packet>')
      .slice(1)
      .map((packet) => {
        const dns = packet.slice(packet.indexOf('<proto name="dns"'));
        return [...dns.matchAll(/<field name="(dns\.[^"]*)".*? size="(\d+)" pos="(\d+)" show="([^"]*)"/g)]
          .map(([, name, size, pos, show]): Part => {
            const start = Number(pos) - HEADERS;
            return { name: name!, start, end: start + Number(size), text: show! };
          })
          .filter(({ start, end }) => start >= HEADER_LENGTH && end > start);
      });
  } finally {
    await rm(folder, { recursive: true });
  }
}

const flat = (fields: readonly DissectedField[]): DissectedField[] =>
  fields.flatMap((field) => [field, ...flat(field.children ?? [])]);

/** What tshark knows as bytes only, or as two of our fields in one. */
const COARSER = new Set([
  'dns.data',
  'dns.opt.data',
  'dns.caa.issue',
  'dns.caa.iodef',
  'dns.caa.unknown',
  'dns.dhcid.rdata',
]);

/** Numbers that tshark shows as they are on the wire and we as what they mean, or a bit alone. */
const OTHERWISE = /^dns\.loc\.|\.flags\.|\.z\.|keepalive/;

/** Whether a field of ours has these bytes: the same, or with the length byte that it begins with, which tshark has as a field of its own. */
function isOurs({ name, start, end }: Part, ours: readonly DissectedField[]): boolean {
  if (ours.some((field) => field.end === end && (field.start === start || field.start === start - 1))) return true;
  return /length$/.test(name) && end === start + 1 && ours.some((field) => field.start === start);
}

/** tshark writes numbers as they are or as `0x…`; ours go before a word of explanation. */
function number(text: string): number | undefined {
  return /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : undefined;
}

describe('our dissector beside tshark', function () {
  this.timeout(60_000);
  const name = parseName('host', origin);
  const cases = [
    ...Object.entries(RDATA_VECTORS).flatMap(([type, texts]) =>
      texts.map((text) => {
        const question = { name, type: typeCode(type)!, class: 1 };
        const answer = { ...question, ttl: 3600, data: parseRdata(question.type, text, origin) };
        return {
          title: `${type} ${text}`,
          bytes: encodeMessage({ id: 1, response: true, questions: [question], answers: [answer] }),
        };
      }),
    ),
    ...(
      [
        ['NSID', 3, [0x6e, 0x73, 0x31]],
        ['client subnet', 8, [0, 1, 24, 0, 192, 0, 2]],
        ['expire', 9, [0, 0, 1, 0]],
        ['cookie', 10, [1, 2, 3, 4, 5, 6, 7, 8]],
        ['keepalive', 11, [0, 100]],
        ['padding', 12, [0, 0, 0]],
        ['extended error', 15, [0, 18, 0x61, 0x62]],
        ['unknown', 65001, [1, 2]],
      ] as const
    ).map(([title, code, data]) => ({
      title: `EDNS ${title}`,
      bytes: encodeMessage({
        id: 1,
        response: true,
        questions: [{ name, type: 1, class: 1 }],
        additionals: [ednsRecord({ dnssecOk: true, options: [{ code, data: Uint8Array.from(data) }] })],
      }),
    })),
  ];

  it('finds each field at the bytes where tshark finds it, and the same numbers in it', async () => {
    const all = await theirsOf(cases.map(({ bytes }) => bytes));
    assert.equal(all.length, cases.length);
    const wrong: string[] = [];
    let numbers = 0;
    for (const [i, { title, bytes }] of cases.entries()) {
      const ours = flat(dissectDns(bytes));
      const theirs = all[i]!.filter((part) => !COARSER.has(part.name));
      assert.ok(theirs.length > 5, `${title}: tshark took it apart`);
      for (const part of theirs) {
        const where = `${title.slice(0, 60)}: ${part.name} ${part.start}-${part.end} "${part.text}"`;
        if (!isOurs(part, ours)) wrong.push(`${where} is no field of ours`);
        const value = number(part.text);
        const same = ours.filter(({ start, end }) => start === part.start && end === part.end);
        const written = same.flatMap(({ text }) =>
          [...text.matchAll(/0x[0-9a-f]+|\d+/gi)].map(([digits]) => Number(digits)),
        );
        if (value === undefined || written.length === 0 || OTHERWISE.test(part.name)) continue;
        numbers++;
        if (!written.includes(value)) wrong.push(`${where} is ${same.map(({ text }) => text).join(' and ')} to us`);
      }
    }
    assert.ok(numbers > 500, `${numbers} numbers were compared`);
    assert.deepEqual(wrong, []);
  });
});
