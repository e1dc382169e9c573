import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nearest } from '../../../src/base/nearest.ts';
import { compileFilter, FilterError, parseFilter, printFilter, type Filter } from '../../../src/traffic/filter.ts';
import { filterKeys } from '../../../src/traffic/filterKeys.ts';
import { globMatches } from '../../../src/traffic/glob.ts';
import { Journal } from '../../../src/traffic/journal.ts';

const local = { host: '127.0.0.1', port: 9000 };
const noNames = new Journal({ memoryBytes: 4096, blockBytes: 1024, memoryEvents: 64, blockEvents: 32 });

/** A journal of a few events of every sort, and the numbers of those that a filter picks. */
function example(): Journal {
  const journal = new Journal({ memoryBytes: 65_536, blockBytes: 4096, memoryEvents: 64, blockEvents: 32 });
  const echo = journal.addEndpoint('echo');
  const clock = journal.addEndpoint('time server');
  const a = journal.addConnection(echo, 'tcp', local, { host: '127.0.0.1', port: 5555 }).id;
  const b = journal.addConnection(clock, 'udp', local, { host: '::1', port: 5556 }).id;
  journal.append('opened', 'none', { endpoint: echo, id: 0 });
  journal.append('opened', 'in', { endpoint: echo, id: a });
  const hello = journal.append('data', 'in', { endpoint: echo, id: a }, Buffer.from('Hello, World\r\n'));
  journal.appendShared('data', 'out', { endpoint: echo, id: a }, hello, 0, Buffer.from('Hello, World\r\n'));
  journal.append('data', 'in', { endpoint: clock, id: b }, Buffer.from('what time is it? grüße'));
  journal.append('error', 'none', { endpoint: clock, id: 0 }, Buffer.from('{"code":"x","message":"boom"}'));
  journal.append('data', 'in', { endpoint: clock, id: b }, Buffer.alloc(0));
  return journal;
}

function picked(journal: Journal, filter: string): number[] {
  const matcher = compileFilter(filter, journal);
  const found: number[] = [];
  const segment = journal.segmentInMemory(journal.first)!;
  for (let seq = segment.first; seq < segment.end; seq++)
    if (!matcher || matcher.matches(segment, seq - segment.base)) found.push(seq);
  return found;
}

const picks: readonly (readonly [filter: string, seqs: readonly number[]])[] = [
  ['', [0, 1, 2, 3, 4, 5, 6]],
  ['   ', [0, 1, 2, 3, 4, 5, 6]],
  ['endpoint:echo', [0, 1, 2, 3]],
  ['endpoint:ECHO', [0, 1, 2, 3]],
  ['endpoint:2', [4, 5, 6]],
  ['endpoint:"time server"', [4, 5, 6]],
  ['endpoint:t*r', [4, 5, 6]],
  ['endpoint:nobody', []],
  ['conn:0', [0, 5]],
  ['conn:1,2', [1, 2, 3, 4, 6]],
  ['peer:127.0.0.1', [1, 2, 3]],
  ['peer:127.0.0.1:5555', [1, 2, 3]],
  ['peer:*:5555', [1, 2, 3]],
  ['peer:*:555?', [1, 2, 3, 4, 6]],
  ['peer:*:*', [1, 2, 3, 4, 6]],
  ['peer:::1', [4, 6]],
  ['peer:[::1]:5556', [4, 6]],
  ['dir:in', [1, 2, 4, 6]],
  ['dir:out', [3]],
  ['-dir:none', [1, 2, 3, 4, 6]],
  ['kind:data,error', [2, 3, 4, 5, 6]],
  ['kind:DATA', [2, 3, 4, 6]],
  ['len:14', [2, 3]],
  ['len:>14', [4]],
  ['len:>0', [2, 3, 4]],
  ['len:0', [6]],
  ['len:<=14 kind:data', [2, 3, 6]],
  ['len:1..14', [2, 3]],
  ['len:20..', [4]],
  ['seq:2..3', [2, 3]],
  ['since:1h', [0, 1, 2, 3, 4, 5, 6]],
  ['until:1h', []],
  ['hello', [2, 3]],
  ['Hello', [2, 3]],
  ['HELLO', []],
  ['text:"world\\r\\n"', [2, 3]],
  ['"o, w"', [2, 3]],
  ['grüße', [4]],
  ['boom', [5]],
  ['text:hello,time', [2, 3, 4]],
  ['hex:0d0a', [2, 3]],
  ['hex:"0d ?a"', [2, 3]],
  ['hex:"48 6? 6c"', [2, 3]],
  ['hex:"?? 0a"', [2, 3]],
  ['hex:7b', []],
  ['text:boom', [5]],
  ['dir:in hello or kind:error', [2, 5]],
  ['dir:in (hello | time)', [2, 4]],
  ['not (kind:data or kind:error)', [0, 1]],
  ['--kind:error', [5]],
  ['kind:data and -dir:in', [3]],
  ['KIND:data NOT dir:in', [3]],
];

const mistakes: readonly (readonly [filter: string, part: string, sentence: RegExp])[] = [
  ['dir:in knd:data', 'knd', /Did you mean kind:\?/],
  ['port:5', 'port', /no key "port"/],
  ['len:abc', 'abc', /not a number/],
  ['len:20..10', '20..10', /empty/],
  ['dir:sideways', 'sideways', /none, in, out/],
  ['kind:data,dta', 'dta', /not a kind/],
  ['hex:abc', 'abc', /pairs of hex/],
  ['hex:""', '""', /pairs of hex/],
  ['(dir:in', '(', /no "\)"/],
  ['dir:in)', ')', /no "\("/],
  ['dir:in or', '', /missing/],
  ['or dir:in', 'o', /missing/],
  ['"abc', '"abc', /no end/],
  ['"a\\q"', '\\q', /not an escape/],
  ['text:""', '""', /missing/],
  ['since:yesterday', 'yesterday', /not a time/],
  [`text:${'a'.repeat(300)}`, 'a'.repeat(300), /at most 256/],
  ['('.repeat(200), '(', /nested/],
];

const wordOf = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
  fc.constantFrom('or', 'and', 'not', 'a b', '-x', '\\', '"', 'kind:', '\n', ')'),
);
const termOf: fc.Arbitrary<Filter> = fc.oneof(
  fc.array(wordOf, { minLength: 1, maxLength: 3 }).map((values) => ({ kind: 'term' as const, key: 'text', values })),
  fc.constantFrom('5', '>5', '1..9', '..3').map((value) => ({ kind: 'term' as const, key: 'len', values: [value] })),
  fc.constantFrom('in', 'out').map((value) => ({ kind: 'term' as const, key: 'dir', values: [value] })),
);
const { filterOf } = fc.letrec<{ filterOf: Filter }>((tie) => ({
  filterOf: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    termOf,
    tie('filterOf').map((part) => ({ kind: 'not' as const, part })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('filterOf'), { minLength: 2, maxLength: 3 }))
      .map(([kind, parts]) => ({ kind, parts })),
  ),
}));

describe('the filter language', () => {
  for (const [filter, seqs] of picks)
    it(`picks with ${filter === '' ? 'nothing' : filter}`, () => {
      assert.deepEqual(picked(example(), filter), seqs);
    });

  for (const [filter, part, sentence] of mistakes)
    it(`says where ${filter.slice(0, 24)} is wrong`, () => {
      assert.throws(
        () => compileFilter(filter, noNames),
        (error) => {
          assert.ok(error instanceof FilterError);
          assert.equal(error.code, 'bad-filter');
          assert.match(error.message, sentence);
          assert.equal(filter.slice(error.start, error.end), part);
          return true;
        },
      );
    });

  it('prints a filter so that it reads the same again', () => {
    fc.assert(
      fc.property(filterOf, (filter) => {
        const once = parseFilter(printFilter(filter))!;
        assert.deepEqual(parseFilter(printFilter(once)), once);
        assert.deepEqual(once, filter);
      }),
      { numRuns: 500 },
    );
  });

  it('takes any text, and says no in no other way than with a FilterError inside the text', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom(
        '(',
        ')',
        '-',
        ' or ',
        ' and ',
        'not ',
        '|',
        '"',
        'kind:',
        'len:>',
        'hex:',
        'text:',
        'peer:',
        ',',
        '\\x',
        ' ',
        'since:',
        '..',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30, size: 'max' }), (pieces) => {
        const text = pieces.join('');
        try {
          compileFilter(text, noNames);
        } catch (error) {
          assert.ok(error instanceof FilterError, String(error));
          assert.ok(error.start >= 0 && error.start <= error.end && error.end <= text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('has a working example for every key', () => {
    for (const key of filterKeys) {
      assert.doesNotThrow(() => compileFilter(key.example, noNames), key.name);
      assert.ok(key.example.startsWith(`${key.name}:`));
      assert.match(key.sentence, /^[A-Z].*\.$/);
    }
  });

  it('finds patterns wherever a naive search of each payload finds them', () => {
    const alphabet = fc.constantFrom('a', 'A', 'b', 'ab', 'B');
    const textOf = fc.array(alphabet, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.array(fc.record({ text: textOf, share: fc.boolean(), start: fc.nat(5) }), { maxLength: 60, size: 'max' }),
        fc.array(alphabet, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
        (events, pattern) => {
          const journal = new Journal({ memoryBytes: 256, blockBytes: 32, memoryEvents: 64, blockEvents: 32 });
          const texts: string[] = [];
          for (const { text, share, start } of events) {
            const earlier = texts.at(-1)?.slice(start) ?? '';
            if (share && earlier !== '') {
              journal.appendShared(
                'frame',
                'in',
                { endpoint: 1, id: 0 },
                texts.length - 1,
                start,
                Buffer.from(earlier),
              );
              texts.push(earlier);
            } else {
              journal.append('data', 'in', { endpoint: 1, id: 0 }, Buffer.from(text));
              texts.push(text);
            }
          }
          if (journal.first === journal.next) return;
          const folds = pattern === pattern.toLowerCase();
          const wanted = texts.flatMap((text, seq) =>
            seq >= journal.first && (folds ? text.toLowerCase() : text).includes(pattern) ? [seq] : [],
          );
          assert.deepEqual(picked(journal, `text:${pattern}`), wanted);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('globs', () => {
  it('fit as a regular expression made from them does', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b', 'A'), maxLength: 8 }), (pattern, text) => {
        const regex = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
        assert.equal(globMatches(pattern, text), regex.test(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the nearest name', () => {
  it('is one that was begun, or one slip away', () => {
    const names = filterKeys.map((key) => key.name);
    assert.equal(nearest('end', names), 'endpoint');
    assert.equal(nearest('knid', names), 'kind');
    assert.equal(nearest('length', names), 'len');
    assert.equal(nearest('zzzz', names), undefined);
    assert.equal(nearest('hots', ['h', 'hostname', 'host']), 'host');
    assert.equal(nearest('HOST', ['port', 'host']), 'host');
  });
});
