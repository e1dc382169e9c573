import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeMessage } from '../../../../src/protocol/dns/decode.ts';
import { encodeMessage, encodeRdata } from '../../../../src/protocol/dns/encode.ts';
import { DnsError } from '../../../../src/protocol/dns/error.ts';
import {
  ednsRecord,
  isRecord,
  SECTIONS,
  type DecodedMessage,
  type Message,
} from '../../../../src/protocol/dns/message.ts';
import { displayName, parseName } from '../../../../src/protocol/dns/name.ts';
import { dissectDns } from '../../../../src/protocol/dns/dissect.ts';
import { messageJson } from '../../../../src/protocol/dns/recordText.ts';
import { decodeRdata } from '../../../../src/protocol/dns/rdata.ts';
import { recordType } from '../../../../src/protocol/dns/recordTypes.ts';
import { TYPES } from '../../../../src/protocol/dns/typeCodes.ts';
import { arbitraryData, arbitraryMessage, KNOWN_TYPES } from '../../../helpers/dnsArbitraries.ts';
import {
  goodMessages,
  HOSTILE,
  LONG_CHAIN,
  makeRecord,
  NAME,
  ODD_BUT_RIGHT,
  pointerChain,
  raw,
  rawRecord,
} from '../../../helpers/dnsHostile.ts';
import { decodeStrict } from '../../../helpers/dnsText.ts';

const origin = parseName('wirebench.test.');

/** As plain objects, which compare by value. */
function plain(message: Message): unknown {
  const {
    id,
    response,
    opcode,
    authoritative,
    truncated,
    recursionDesired,
    recursionAvailable,
    reserved,
    authenticData,
    checkingDisabled,
    rcode,
  } = message;
  const header = {
    id,
    response,
    opcode,
    authoritative,
    truncated,
    recursionDesired,
    recursionAvailable,
    reserved,
    authenticData,
    checkingDisabled,
    rcode,
  };
  const sections = SECTIONS.map((section) =>
    message[section].map((item) =>
      'data' in item
        ? [item.name, item.type, item.class, item.ttl, { ...item.data }]
        : [item.name, item.type, item.class],
    ),
  );
  return { header, sections };
}

/** Everything that there is to read of a message. */
function readAll(message: DecodedMessage): void {
  messageJson(message);
  for (const section of SECTIONS)
    for (const item of message[section])
      Object.values(item.ranges).forEach(({ start, end }) => assert.ok(start <= end));
  assert.equal(Object.keys(message.counts).length + Number(message.edns === undefined) > 0, true);
}

/** The bytes as they are, and how often one of them was read. */
function counted(bytes: Uint8Array): { bytes: Uint8Array; reads: () => number } {
  let reads = 0;
  const proxy = new Proxy(bytes, {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { bytes: proxy, reads: () => reads };
}

describe('DNS messages', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(arbitraryMessage, (message) => {
        const decoded = decodeMessage(encodeMessage(message));
        assert.deepEqual(decoded.problems, []);
        assert.deepEqual(plain(decoded), plain(message));
        readAll(decoded);
      }),
      { numRuns: 150 },
    );
  });

  for (const type of KNOWN_TYPES) {
    it(`keep the data of ${type}`, () => {
      fc.assert(
        fc.property(arbitraryData(type), (data) => {
          const rdata = encodeRdata({ type: TYPES[type], class: 1, data });
          assert.deepEqual({ ...decodeRdata(TYPES[type], 1, rdata) }, { ...data });
        }),
        { numRuns: 60 },
      );
    });
  }

  it('have a byte range for every field', () => {
    const bytes = encodeMessage({
      id: 0x1234,
      questions: [{ name: origin, type: TYPES.MX, class: 1 }],
      answers: [makeRecord('MX', '10 mail'), makeRecord('SOA', 'ns1 hostmaster 1 2 3 4 5')],
    });
    const message = decodeStrict(bytes);
    assert.deepEqual(message.questions[0]!.ranges, {
      name: { start: 12, end: 28 },
      type: { start: 28, end: 30 },
      class: { start: 30, end: 32 },
    });
    const [mx, soa] = message.answers;
    assert.deepEqual(mx!.ranges, {
      name: { start: 32, end: 34 },
      type: { start: 34, end: 36 },
      class: { start: 36, end: 38 },
      ttl: { start: 38, end: 42 },
      rdlength: { start: 42, end: 44 },
      rdata: { start: 44, end: 53 },
      preference: { start: 44, end: 46 },
      exchange: { start: 46, end: 53 },
    });
    assert.ok(isRecord(mx!, 'MX'));
    assert.equal(displayName(mx.data.exchange), 'mail.wirebench.test');
    const names = recordType(TYPES.SOA).fields.map(({ name }) => name);
    assert.deepEqual(Object.keys(soa!.ranges).slice(6), names);
    assert.equal(soa!.ranges['minimum']!.end, bytes.length);
  });

  it('are refused where they are hostile, and read as far as they can be', () => {
    for (const [what, bytes] of Object.entries({ ...HOSTILE, 'a chain of 8,000 pointers': LONG_CHAIN })) {
      assert.throws(() => decodeStrict(bytes), DnsError, what);
      const message = decodeMessage(bytes);
      assert.ok(message.problem, what);
      assert.match(message.problem.message, /\.$/u, what);
      assert.ok(
        message.problem.offset >= 0 && message.problem.offset <= bytes.length,
        `${what}: offset ${message.problem.offset}`,
      );
      readAll(message);
      dissectDns(bytes);
    }
    for (const [what, bytes] of Object.entries(ODD_BUT_RIGHT)) assert.doesNotThrow(() => decodeStrict(bytes), what);
  });

  it('say where and why reading stopped', () => {
    const cases: [string, string, number][] = [
      ['a pointer to itself', 'dns-pointer', 12],
      ['a pointer forward', 'dns-pointer', 12],
      ['a pointer to before it that comes back to it', 'dns-pointer', 14],
      ['label bits 01', 'dns-label-type', 12],
      ['a name of 257 bytes', 'dns-name-too-long', 12 + 3 * 64],
      ['RDLENGTH too small for an address', 'dns-rdata-short', 32],
      ['RDLENGTH too large for an address', 'dns-rdata-long', 36],
      ['RDLENGTH beyond the end', 'dns-rdata-short', 30],
      ['trailing bytes', 'dns-trailing', 26],
      ['two OPT records', 'dns-opt', 23],
      ['65,535 answers claimed', 'dns-count', 6],
      ['eleven bytes', 'dns-short', 11],
    ];
    for (const [what, code, offset] of cases) {
      const { problem } = decodeMessage(HOSTILE[what]!);
      assert.deepEqual([what, problem?.code, problem?.offset], [what, code, offset]);
    }
  });

  it('give the records before and after one whose data is wrong', () => {
    const bytes = raw([0, 3, 0, 0], rawRecord(1, [1, 2, 3, 4]), rawRecord(15, [0, 10]), rawRecord(16, [1, 0x61]));
    const message = decodeMessage(bytes);
    assert.equal(message.answers.length, 3);
    assert.deepEqual(
      message.answers.map((record) => record.problem?.code),
      [undefined, 'dns-short', undefined],
    );
    assert.deepEqual(message.answers[1]!.data, { preference: 10 });
    assert.deepEqual(
      message.problems.map(({ code }) => code),
      ['dns-short'],
    );
  });

  it('keep any byte in a label, and show it escaped', () => {
    const message = decodeStrict(ODD_BUT_RIGHT['a dot and a backslash in a label']!);
    assert.deepEqual(message.questions[0]!.name, [Uint8Array.of(0x2e, 0x5c, 0x2e)]);
    assert.equal(displayName(message.questions[0]!.name), '\\.\\\\\\.');
    assert.equal(
      displayName(decodeStrict(ODD_BUT_RIGHT['control characters in a label']!).questions[0]!.name),
      '\\000\\010\\013\\027\\127\\255',
    );
  });

  it('never throw anything but a DnsError, whatever the bytes', () => {
    const good = goodMessages();
    const mutated = fc
      .tuple(fc.nat(good.length - 1), fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 8 }), fc.nat(2000))
      .map(([index, changes, cut]) => {
        const bytes = good[index]!.slice();
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        return cut < bytes.length ? bytes.slice(0, cut) : bytes;
      });
    const any = fc.oneof(mutated, fc.uint8Array({ maxLength: 300 }));
    fc.assert(
      fc.property(any, (bytes) => {
        const { bytes: watched, reads } = counted(bytes);
        const message = decodeMessage(watched);
        assert.ok(reads() <= 64 * bytes.length + 64, `${reads()} reads for ${bytes.length} bytes`);
        readAll(message);
        dissectDns(bytes);
        try {
          decodeStrict(bytes);
          assert.equal(message.problem, undefined);
        } catch (error) {
          assert.ok(error instanceof DnsError);
          assert.equal(error.code, message.problem?.code);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('take bounded work: reads of bytes grow with the length, not with its square', () => {
    for (const [what, bytes] of Object.entries(laborious())) {
      const { bytes: watched, reads } = counted(bytes);
      decodeMessage(watched);
      assert.ok(bytes.length > 40_000, what);
      assert.ok(reads() <= 40 * bytes.length, `${what}: ${reads()} reads for ${bytes.length} bytes`);
    }
  });

  it('are read without going deeper for each pointer', () => {
    const limit = Error.stackTraceLimit;
    const depths = [1, 3, 16, 8000].map((links) => {
      let deepest = 0;
      const watched = new Proxy(pointerChain(links), {
        get(target, key) {
          Error.stackTraceLimit = Infinity;
          if (typeof key === 'string' && /^\d+$/.test(key))
            deepest = Math.max(deepest, new Error().stack!.split('\n').length);
          Error.stackTraceLimit = limit;
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
      readAll(decodeMessage(watched));
      return deepest;
    });
    assert.ok(depths[0]! > 0);
    assert.ok(Math.max(...depths) <= depths[0]! + 1, `${depths.join(', ')} calls deep`);
  });

  it('are cut by whole sets of records when they do not fit, and say so', () => {
    const answers = [1, 2, 3].map((last) => makeRecord('A', `192.0.2.${last}`));
    const authorities = [makeRecord('NS', 'ns1'), makeRecord('NS', 'ns2')];
    const additionals = [
      makeRecord('A', '192.0.2.1', parseName('ns1', origin)),
      makeRecord('A', '192.0.2.2', parseName('ns2', origin)),
      ednsRecord(),
    ];
    const message = {
      id: 1,
      response: true,
      questions: [{ name: origin, type: 1, class: 1 }],
      answers,
      authorities,
      additionals,
    };
    const whole = encodeMessage(message);
    const shape = (maxSize: number, glue = false) => {
      const bytes = encodeMessage(message, { maxSize, glue });
      assert.ok(bytes.length <= maxSize);
      const cut = decodeStrict(bytes);
      assert.equal(cut.edns?.udpSize, 1232);
      return [cut.answers.length, cut.authorities.length, cut.additionals.length - 1, cut.truncated];
    };
    assert.deepEqual(shape(whole.length), [3, 2, 2, false]);
    assert.deepEqual(shape(whole.length - 1), [3, 2, 1, false]);
    assert.deepEqual(shape(whole.length - 1, true), [3, 2, 1, true]);
    assert.deepEqual(shape(whole.length - 33), [3, 0, 0, true]);
    assert.deepEqual(shape(70), [0, 0, 0, true]);
    assert.deepEqual(encodeMessage(message, { maxSize: 65535 }), whole);
  });

  it('refuse to be written with what they can’t have', () => {
    const record = makeRecord('A', '192.0.2.1');
    const write = (change: object) => () => encodeMessage({ answers: [{ ...record, ...change }] });
    assert.throws(write({ data: { address: '192.0.2.256' } }), { code: 'dns-bad-field' });
    assert.throws(write({ data: {} }), { code: 'dns-bad-field' });
    assert.throws(write({ name: [new Uint8Array(64)] }), { code: 'dns-label-too-long' });
    assert.throws(write({ name: [new Uint8Array(0)] }), { code: 'dns-empty-label' });
    assert.throws(write({ name: new Array(5).fill(new Uint8Array(63)) }), { code: 'dns-name-too-long' });
    assert.throws(() => encodeMessage({ rcode: 16 }), { code: 'dns-bad-field' });
    const txt = makeRecord('TXT', `"${'x'.repeat(255)}"`);
    assert.throws(() => encodeMessage({ answers: new Array<typeof txt>(300).fill(txt) }), { code: 'dns-too-large' });
  });

  it('compress names only where other programs expect it, and never beyond what they follow', () => {
    const mx = encodeMessage({ answers: [makeRecord('MX', '10 wirebench.test.')] });
    const srv = encodeMessage({ answers: [makeRecord('SRV', '0 0 1 wirebench.test.')] });
    assert.equal(mx.length, 12 + 16 + 10 + 2 + 2);
    assert.equal(srv.length, 12 + 16 + 10 + 6 + 16);
    // Each name is the one before with a label in front: a chain of pointers that grows.
    const names = Array.from({ length: 60 }, (_, i) =>
      parseName(Array.from({ length: i + 1 }, (__, k) => `n${i - k}`).join('.')),
    );
    const decoded = decodeStrict(encodeMessage({ questions: names.map((name) => ({ name, type: 1, class: 1 })) }));
    assert.deepEqual(
      decoded.questions.map(({ name }) => displayName(name)),
      names.map(displayName),
    );
  });
});

/** Messages that cost the most work that their length can. */
function laborious(): Record<string, Uint8Array> {
  const labels = Array.from({ length: 127 }, () => [1, 0x61]).flat();
  const long = rawRecord(65280, [...labels, 0]);
  const at = 12 + NAME.length + 10;
  const pointer = [0xc0 | (at >> 8), at & 0xff];
  const many = (record: readonly number[]) => Array.from({ length: 4000 }, () => record).flat();
  return {
    'thousands of pointers to a long name': raw([0, 4001, 0, 0], long, many(rawRecord(65280, [], 0, pointer))),
    'thousands of names in data that are long': raw([0, 4001, 0, 0], long, many(rawRecord(5, pointer, 2, pointer))),
    'thousands of names through the longest chain': manyThroughChain(),
    'thousands of records whose data is wrong': raw([0, 4000, 0, 0], many(rawRecord(1, [1], 1, [0]))),
    'thousands of empty strings': raw([0, 1, 0, 0], rawRecord(16, new Array<number>(60_000).fill(0))),
    'thousands of questions': raw([65535, 0, 0, 0], Array.from({ length: 9000 }, () => [0, 0, 1, 0, 1]).flat()),
  };
}

function manyThroughChain(): Uint8Array {
  const start = 12 + NAME.length + 10;
  const chain = [0];
  for (let i = 0; i < 16; i++) {
    const target = i === 0 ? start : start + 1 + 2 * (i - 1);
    chain.push(0xc0 | (target >> 8), target & 0xff);
  }
  const last = start + 1 + 2 * 14;
  const record = rawRecord(65280, [], 0, [0xc0 | (last >> 8), last & 0xff]);
  return raw([0, 4001, 0, 0], rawRecord(65280, chain), Array.from({ length: 4000 }, () => record).flat());
}
