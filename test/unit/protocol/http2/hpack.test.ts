import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HeaderTable } from '../../../../src/protocol/http2/headerTable.ts';
import { decodeBlock } from '../../../../src/protocol/http2/hpack.ts';
import { decodeHuffman, SYMBOLS_BY_LENGTH } from '../../../../src/protocol/http2/huffman.ts';
import { STATIC_TABLE } from '../../../../src/protocol/http2/staticTable.ts';
import { hex, incremental, indexed, integer, join, literal, string } from '../../../helpers/http2Frames.ts';

type Pair = readonly [name: string | undefined, value: string | undefined];

function decoded(block: Uint8Array, table = new HeaderTable(true), isWhole = true) {
  const { fields, end, problem } = decodeBlock(block, table, isWhole);
  return {
    fields,
    end,
    problem,
    pairs: fields.filter(({ form }) => form !== 'size update').map(({ name, value }): Pair => [name, value]),
    problems: fields.flatMap((field) => field.problem ?? field.nameString?.problem ?? field.valueString?.problem ?? []),
  };
}

function entries(table: HeaderTable): Pair[] {
  return Array.from({ length: table.dynamicEntries }, (_, i) => {
    const entry = table.at(62 + i);
    assert.ok(entry !== undefined && entry !== 'unknown');
    return [entry.name, entry.value];
  });
}

const example = [
  [':method', 'GET'],
  [':scheme', 'http'],
  [':path', '/'],
  [':authority', 'www.example.com'],
] as const;
const second = [...example, ['cache-control', 'no-cache']] as const;
const third = [
  [':method', 'GET'],
  [':scheme', 'https'],
  [':path', '/index.html'],
  [':authority', 'www.example.com'],
  ['custom-key', 'custom-value'],
] as const;
const date = 'Mon, 21 Oct 2013 20:13:21 GMT';
const later = 'Mon, 21 Oct 2013 20:13:22 GMT';
const cookie = 'foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1';
const found = (status: string) => [
  [':status', status],
  ['cache-control', 'private'],
  ['date', date],
  ['location', 'https://www.example.com'],
];
const last = [
  [':status', '200'],
  ['cache-control', 'private'],
  ['date', later],
  ['location', 'https://www.example.com'],
  ['content-encoding', 'gzip'],
  ['set-cookie', cookie],
];

describe('header fields of HTTP/2 (RFC 7541)', () => {
  it('has integers of any length up to a limit (C.1)', () => {
    const size = (bytes: Uint8Array) => decoded(bytes).fields[0]?.index;
    assert.equal(size(hex('2a')), 10);
    assert.equal(size(hex('3f9a0a')), 1337);
    fc.assert(
      fc.property(fc.nat(), (value) => {
        assert.equal(size(Uint8Array.from(integer(value, 5, 0x20))), value);
      }),
    );
    for (const tooMuch of ['3fffffffff7f', '3f808080808000', `3f${'ff'.repeat(100)}`])
      assert.match(decoded(hex(tooMuch)).problem!, /whole number/);
  });

  it('has representations (C.2)', () => {
    const table = new HeaderTable(true);
    assert.deepEqual(decoded(hex('400a637573746f6d2d6b65790d637573746f6d2d686561646572'), table).pairs, [
      ['custom-key', 'custom-header'],
    ]);
    assert.deepEqual(entries(table), [['custom-key', 'custom-header']]);
    const without = new HeaderTable(true);
    assert.deepEqual(decoded(hex('040c2f73616d706c652f70617468'), without).pairs, [[':path', '/sample/path']]);
    const never = decoded(hex('100870617373776f726406736563726574'), without);
    assert.deepEqual([never.pairs, never.fields[0]!.form], [[['password', 'secret']], 'never indexed']);
    assert.deepEqual(decoded(hex('82'), without).pairs, [[':method', 'GET']]);
    assert.deepEqual(entries(without), []);
  });

  const requests = {
    'as they are (C.3)': [
      '828684410f7777772e6578616d706c652e636f6d',
      '828684be58086e6f2d6361636865',
      '828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565',
    ],
    'in Huffman code (C.4)': [
      '828684418cf1e3c2e5f23a6ba0ab90f4ff',
      '828684be5886a8eb10649cbf',
      '828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf',
    ],
  };
  for (const [name, blocks] of Object.entries(requests)) {
    it(`reads requests ${name}`, () => {
      const table = new HeaderTable(true);
      assert.deepEqual(
        blocks.map((block) => decoded(hex(block), table).pairs),
        [example, second, third],
      );
      assert.deepEqual(entries(table), [
        ['custom-key', 'custom-value'],
        ['cache-control', 'no-cache'],
        [':authority', 'www.example.com'],
      ]);
    });
  }

  const responses = {
    'as they are (C.5)': [
      `4803333032580770726976617465611d${Buffer.from(date).toString('hex')}6e17${Buffer.from('https://www.example.com').toString('hex')}`,
      '4803333037c1c0bf',
      `88c1611d${Buffer.from(later).toString('hex')}c05a04677a69707738${Buffer.from(cookie).toString('hex')}`,
    ],
    'in Huffman code (C.6)': [
      '488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3',
      '4883640effc1c0bf',
      '88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007',
    ],
  };
  for (const [name, blocks] of Object.entries(responses)) {
    it(`reads responses ${name}, of which the table drops the oldest`, () => {
      const table = new HeaderTable(true);
      table.resize(256);
      assert.deepEqual(
        blocks.map((block) => decoded(hex(block), table).pairs),
        [found('302'), found('307'), last],
      );
      assert.deepEqual(entries(table), [
        ['set-cookie', cookie],
        ['content-encoding', 'gzip'],
        ['date', later],
      ]);
    });
  }

  it('has a complete Huffman code, of which every byte has a place', () => {
    const symbols = SYMBOLS_BY_LENGTH.flatMap(([, list]) => list);
    assert.deepEqual(
      [...symbols].sort((a, b) => a - b),
      Array.from({ length: 257 }, (_, symbol) => symbol),
    );
    assert.equal(
      SYMBOLS_BY_LENGTH.reduce((sum, [bits, list]) => sum + list.length / 2 ** bits, 0),
      1,
    );
    for (const [, list] of SYMBOLS_BY_LENGTH)
      assert.deepEqual(
        list,
        [...list].sort((a, b) => a - b),
      );
    assert.equal(STATIC_TABLE.length, 61);
  });

  it('says what is wrong with a string in Huffman code', () => {
    const problem = (text: string) => decodeHuffman(hex(text), 0, hex(text).length, 100).problem;
    // "0" is 00000; the rest are ones. Nine bits of a longer code are no padding, nor are zeros.
    assert.equal(problem('07'), undefined);
    assert.match(problem('00')!, /not all 1/);
    assert.match(problem('07ff')!, /seven bits/);
    assert.match(problem('ff')!, /seven bits/);
    assert.match(problem('ffffffff')!, /end of a string/);
    assert.equal(decodeHuffman(new Uint8Array(1000), 0, 1000, 10).text, '0'.repeat(10));
    assert.equal(decodeHuffman(new Uint8Array(1000), 0, 1000, 10).length, 1600);
  });

  it('goes on behind what is wrong, as far as it can be told where that ends', () => {
    const beyond = decoded(join(indexed(70), indexed(2)));
    assert.match(beyond.problems[0]!, /no entry 70: the dynamic table, which begins at 62, has no entries/);
    assert.deepEqual(beyond.pairs, [
      [undefined, undefined],
      [':method', 'GET'],
    ]);
    assert.match(decoded(Uint8Array.of(0x80)).problems[0]!, /no entry 0/);
    assert.match(decoded(join(indexed(2), [0x20])).problems[0]!, /beginning of a header block/);
    const cut = decoded(join(indexed(2), [0x40, 5, 97]));
    assert.match(cut.problem!, /ends 3 bytes into a field/);
    assert.deepEqual([cut.pairs.length, cut.end], [1, 1]);
    // What may still come is no problem.
    assert.equal(decoded(join(indexed(2), [0x40, 5, 97]), new HeaderTable(true), false).problem, undefined);
  });

  it('knows what was entered since, where the beginning of the table is missing', () => {
    const table = new HeaderTable(false);
    const { fields } = decodeBlock(
      join(incremental('a', '1'), indexed(62), indexed(63), indexed(2), [0x40 | 63, ...[0x24], ...string('x')]),
      table,
      true,
    );
    assert.deepEqual(
      fields.map(({ name, value, isUnknown = false }) => [name, value, isUnknown]),
      [
        ['a', '1', false],
        ['a', '1', false],
        [undefined, undefined, true],
        [':method', 'GET', false],
        [undefined, 'x', true],
      ],
    );
    // An empty table is known again.
    const after = decoded(join([0x20], indexed(62)), table);
    assert.match(after.problems[0]!, /no entry 62/);
    table.lose();
    assert.equal(decoded(indexedBlock(62), table).fields[0]!.isUnknown, true);
  });

  const indexedBlock = (index: number) => Uint8Array.from(indexed(index));

  it('keeps as many entries as fit, whatever is entered', () => {
    const pair = fc.tuple(fc.stringMatching(/^[a-z]{1,20}$/), fc.stringMatching(/^[ -~]{0,60}$/));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 60 }), fc.nat(600), (pairs, most) => {
        const table = new HeaderTable(true);
        const block = join(integer(most, 5, 0x20), ...pairs.map(([name, value]) => incremental(name, value)));
        assert.deepEqual(decoded(block, table).pairs, pairs);
        let left = most;
        const fits = [...pairs].reverse().filter(([name, value]) => {
          left -= left < 0 ? 0 : name.length + value.length + 32;
          return left >= 0;
        });
        assert.deepEqual(entries(table), fits);
      }),
    );
  });

  it('has bounded memory: a table that may be larger than it is here knows less', () => {
    const table = new HeaderTable(true);
    const long = join(incremental('a', 'v'.repeat(60_000)));
    decodeBlock(join(integer(2 ** 31 - 1, 5, 0x20)), table, true);
    for (let i = 0; i < 100; i++) decodeBlock(long, table, true);
    assert.ok(table.dynamicEntries < 20);
    assert.equal(table.at(62 + 50), 'unknown');
    const bomb = decodeBlock(new Uint8Array(1_000_000).fill(0x82), table, true);
    assert.deepEqual([bomb.count, bomb.fields.length, bomb.end], [1_000_000, 10_000, 1_000_000]);
  });

  it('never throws, and reads to the end or says why not', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(incremental('a', 'b'), literal('c', 'd'), indexed(62), indexed(3), [0x3f, 0xe1, 0x1f], [0x20]),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.boolean(), fc.boolean(), (pieces, isComplete, isWhole) => {
        const block = join(...pieces);
        const { fields, end, problem } = decodeBlock(block, new HeaderTable(isComplete), isWhole);
        let at = 0;
        for (const field of fields) {
          assert.equal(field.start, at);
          assert.ok(field.end > at);
          at = field.end;
        }
        assert.equal(at, end);
        assert.ok(end === block.length || !isWhole || problem !== undefined);
      }),
    );
  });
});
