import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toAscii, typedName } from '../../../src/net/dns/names.ts';
import { formatName } from '../../../src/protocol/dns/name.ts';
import { reverseName } from '../../../src/protocol/dns/reverse.ts';
import { askDnspython, type Answer } from '../../helpers/dnspython.ts';

const fails = (answer: Answer) => answer.error !== undefined;

describe('names and dnspython', () => {
  it('are the same for the PTR records of any address', () => {
    const byte = fc.nat(255);
    const v4 = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'));
    const addresses = [
      ...['0.0.0.0', '255.255.255.255', '127.0.0.1', '192.0.2.10'],
      ...['::', '::1', '2001:db8::1', 'fe80::1', '::ffff:192.0.2.1', '1:2:3:4:5:6:7:8', '2001:0DB8:0:0:0:0:0:1'],
      ...fc.sample(v4, { numRuns: 100, seed: 1 }),
      ...fc.sample(fc.ipV6(), { numRuns: 300, seed: 1 }),
    ];
    const theirs = askDnspython(addresses.map((address) => ['reverse', address]));
    for (const [i, address] of addresses.entries()) {
      // dnspython takes an IPv4 address inside an IPv6 one for what it holds; the name of the address as it is has 32 digits.
      const answer = theirs[i]!.ok as string | undefined;
      if (answer?.endsWith('in-addr.arpa.') === true && address.includes(':'))
        assert.match(reverseName(address)!, /^([0-9a-f]\.){32}ip6\.arpa\.$/, address);
      else assert.equal(reverseName(address), answer, address);
    }
  });

  it('are none of what is no address', () => {
    const texts = [
      '',
      '1.2.3',
      '1.2.3.4.5',
      '256.1.1.1',
      '1.2.3.-4',
      '1::2::3',
      '12345::',
      ':::',
      'g::',
      '1:2:3',
      'localhost',
    ];
    const theirs = askDnspython(texts.map((text) => ['reverse', text]));
    assert.deepEqual(
      texts.map((text) => reverseName(text) === undefined),
      theirs.map(fails),
    );
  });

  it('are the same in their xn-- form as IDNA 2008 makes them', () => {
    const names = [
      'bücher.example',
      'BÜCHER.Example',
      '例え.テスト',
      'straße.de',
      'faß.test',
      'ΣΊΣΥΦΟΣ.gr',
      'βόλος.com',
      'ﬁsh.example',
      'İstanbul.tr',
      'नेपाल.test',
      'نامه\u200cای.test',
      'o\u0308ko.test',
      'www。例え。jp',
      'a_b.ü.test',
      'københavn.dk',
      '한국.kr',
      'правда.рф',
      'xn--bcher-kva.ü.test',
    ];
    const theirs = askDnspython(names.map((name) => ['idna', name]));
    for (const [i, name] of names.entries()) {
      if (fails(theirs[i]!)) assert.throws(() => toAscii(name), { code: 'dns-bad-name' }, name);
      else assert.equal(formatName(typedName(name)), theirs[i]!.ok, name);
    }
    assert.ok(theirs.filter(fails).length < 3);
  });

  it('are the same in their xn-- form for words of many scripts', () => {
    const letters = ['äöüßéèñçøåłžšč', 'αβγδεζηθ', 'абвгдежзий', 'あいうえおカキ', '中文字名網域', '가나다라', 'กขคง'];
    const word = fc
      .constantFrom(...letters)
      .chain((script) =>
        fc.array(fc.constantFrom(...Array.from(script)), { minLength: 1, maxLength: 8 }).map((chars) => chars.join('')),
      );
    const names = fc.sample(
      fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => `${words.join('.')}.test`),
      { numRuns: 300, seed: 1 },
    );
    const theirs = askDnspython(names.map((name) => ['idna', name]));
    for (const [i, name] of names.entries()) assert.equal(formatName(typedName(name)), theirs[i]!.ok, name);
  });

  it('with a letter that no script allows are no names', () => {
    const names = ['a\u200cb.test', '\u202eü.test', 'ü\u0000.test', 'ü ü.test', '\ufffd.test', '\ud800.test'];
    for (const name of names) assert.throws(() => typedName(name), { code: 'dns-bad-name' }, JSON.stringify(name));
  });
});
