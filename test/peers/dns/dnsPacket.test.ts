import assert from 'node:assert/strict';
import packet from 'dns-packet';
import { encodeMessage } from '../../../src/protocol/dns/encode.ts';
import { ednsOf, type Message } from '../../../src/protocol/dns/message.ts';
import { formatName, parseName } from '../../../src/protocol/dns/name.ts';
import { formatRdata } from '../../../src/protocol/dns/recordText.ts';
import { TYPES } from '../../../src/protocol/dns/typeCodes.ts';
import { goodMessages, HOSTILE, makeRecord } from '../../helpers/dnsHostile.ts';
import { RDATA_VECTORS } from '../../helpers/dnsVectors.ts';
import { decodeStrict } from '../../helpers/dnsText.ts';

/** dnsPacket.md says why. */
const LOST = new Set(['CNAME a\\.b.example.net.', 'CNAME \\000\\255.x.', 'CAA 255 tag "a b\\"c"']);

/** What dnspython and Wirebench refuse and dns-packet takes. */
const TAKEN = [
  'RDLENGTH beyond the end',
  'RDLENGTH too small for an address',
  'RDLENGTH too large for an address',
  'RDLENGTH that takes the next record in',
  'RDLENGTH too large for a name',
  'trailing bytes',
  'two OPT records',
  'OPT among the answers',
  'SvcParams out of order',
  'one question fewer claimed than there is',
];

const origin = parseName('wirebench.test.');
const throughDnsPacket = (bytes: Uint8Array) =>
  decodeStrict(Uint8Array.from(packet.encode(packet.decode(Buffer.from(bytes)))));

describe('the DNS codec and dns-packet', () => {
  it('hand each other the records of every type', () => {
    let count = 0;
    for (const [type, texts] of Object.entries(RDATA_VECTORS)) {
      // It stands at the end of a message or nowhere.
      if (type === 'TSIG') continue;
      for (const text of texts) {
        if (LOST.has(`${type} ${text}`)) continue;
        const record = makeRecord(type, text);
        const message = throughDnsPacket(encodeMessage({ id: 1, response: true, answers: [record] }));
        assert.deepEqual(
          rows(message),
          [[formatName(origin), 300, 1, record.type, formatRdata(record)]],
          `${type} ${text}`,
        );
        count++;
      }
    }
    assert.ok(count > 100);
  });

  it('loses what its notes say, and no more', () => {
    for (const vector of LOST) {
      const [type = '', ...text] = vector.split(' ');
      const record = makeRecord(type, text.join(' '));
      const [answer] = throughDnsPacket(encodeMessage({ id: 1, response: true, answers: [record] })).answers;
      assert.notEqual(formatRdata(answer!), formatRdata(record), vector);
    }
  });

  it('hand each other whole messages with EDNS', () => {
    for (const bytes of goodMessages()) {
      const ours = decodeStrict(bytes);
      if (ours.questions[0]!.type === TYPES.CNAME || ours.questions[0]!.type === TYPES.CAA) continue;
      const theirs = throughDnsPacket(bytes);
      assert.deepEqual(rows(theirs), rows(ours));
      assert.deepEqual(
        [theirs.id, theirs.questions.map(question), ednsOf(theirs.additionals)],
        [ours.id, ours.questions.map(question), ednsOf(ours.additionals)],
      );
    }
  });

  it('take wrong messages that Wirebench refuses: it is no oracle for those', () => {
    for (const name of TAKEN) assert.doesNotThrow(() => packet.decode(Buffer.from(HOSTILE[name]!)), name);
  });
});

function rows(message: Message): unknown[] {
  return [...message.answers, ...message.authorities, ...message.additionals]
    .filter((record) => record.type !== TYPES.OPT)
    .map((record) => [formatName(record.name), record.ttl, record.class, record.type, formatRdata(record)]);
}

function question({ name, type, class: questionClass }: Message['questions'][number]): unknown {
  return [formatName(name), type, questionClass];
}
