import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { addressText, familyOf, isLoopback, parseAddress, plainHost } from '../../../src/endpoints/address.ts';

const server = { defaultHost: '127.0.0.1', lowestPort: 0 } as const;
const client = { defaultHost: '127.0.0.1', lowestPort: 1 } as const;

describe('parseAddress', () => {
  const right: [string, string, number][] = [
    ['9000', '127.0.0.1', 9000],
    [' 9000 ', '127.0.0.1', 9000],
    [':0', '127.0.0.1', 0],
    ['0', '127.0.0.1', 0],
    ['127.0.0.1:9000', '127.0.0.1', 9000],
    ['[::1]:9000', '::1', 9000],
    ['[fe80::1%eth0]:1', 'fe80::1%eth0', 1],
    ['localhost:80', 'localhost', 80],
    ['my-host.example:65535', 'my-host.example', 65_535],
    ['bücher.example:80', 'bücher.example', 80],
  ];
  for (const [text, host, port] of right) {
    it(`reads ${text}`, () => {
      const parsed = parseAddress(text, server);
      assert.ok(parsed.ok);
      assert.deepEqual([parsed.host, parsed.port], [host, port]);
    });
  }

  const wrong: [string, RegExp][] = [
    ['', /Type a port/],
    ['localhost', /Add a port: localhost:9000/],
    ['::1', /brackets: \[::1\]:9000/],
    ['[::1]', /Add a port: \[::1\]:9000/],
    ['[nonsense]:80', /not an IPv6 address/],
    ['127.0.0.1:65536', /too large/],
    ['127.0.0.1:http', /"http" is not a port/],
    ['127.0.0.1:-1', /"-1" is not a port/],
    ['127.0.0.256:80', /not an IPv4 address/],
    ['a b:80', /not a host name/],
    ['../etc:80', /not a host name/],
    [`${'a'.repeat(64)}:80`, /too long/],
  ];
  for (const [text, message] of wrong) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      const parsed = parseAddress(text, server);
      assert.ok(!parsed.ok);
      assert.match(parsed.message, message);
    });
  }

  it('refuses port 0 where a real port is needed', () => {
    assert.equal(parseAddress('127.0.0.1:0', client).ok, false);
  });

  it('reads back what addressText writes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: 0, max: 65_535 }), (host, port) => {
        const parsed = parseAddress(addressText(host, port), server);
        return parsed.ok && parsed.host === host && parsed.port === port;
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseAddress(text, server).ok === 'boolean'));
  });
});

describe('isLoopback', () => {
  it('knows what only this machine reaches', () => {
    assert.deepEqual(['127.0.0.1', '127.8.8.8', '::1', 'localhost'].map(isLoopback), [true, true, true, true]);
    assert.deepEqual(['0.0.0.0', '::', '128.0.0.1', '127.evil.example'].map(isLoopback), [false, false, false, false]);
  });
});

describe('addresses and names', () => {
  it('are told as the system tells them', () => {
    const odd = fc.string({ unit: fc.constantFrom(...Array.from('0123456789.:abcf%[]-_xé')) });
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV4Extended(), fc.ipV6(), odd), (text) => {
        assert.equal(familyOf(text) ?? 0, isIP(text), text);
      }),
      { numRuns: 2000 },
    );
    for (const text of ['fe80::1%eth0', '::%lo', '1.2.3', '01.2.3.4', '::1%', '::ffff:127.0.0.1', '1::2::3'])
      assert.equal(familyOf(text) ?? 0, isIP(text), text);
  });

  it('have the ASCII form that the system gives them', () => {
    const name = fc.string({ unit: fc.constantFrom(...Array.from('abcÄöß日本語。-_.9\u0301\u00ad@:/# ')) });
    fc.assert(
      fc.property(name, (text) => {
        const plain = plainHost(text);
        const ascii = /^[\u0000-\u007f]*$/.test(text) ? text : domainToASCII(text);
        if (plain !== undefined) assert.equal(plain, ascii);
        // Whatever the system makes a right name of is one, but for what would be more than a name in a URL.
        else if (/^[\w.-]+$/.test(ascii) && /^[\w.\u0080-\u{10ffff}-]+$/u.test(text))
          assert.equal(plainHost(ascii), undefined);
      }),
      { numRuns: 2000 },
    );
    assert.equal(plainHost('bücher.test'), 'xn--bcher-kva.test');
    for (const text of ['', '.', 'a b', 'a..b', '[127.0.0.1]', 'ü/x', 'ü:80', 'ü@b', 'a.1', 'http://localhost'])
      assert.equal(plainHost(text), undefined, text);
  });
});
