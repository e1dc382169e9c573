import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isLoopback } from '../../../src/net/loopback.ts';
import { addressText, parseAddress } from '../../../src/vscode/address.ts';

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
