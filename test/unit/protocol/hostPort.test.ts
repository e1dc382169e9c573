import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitAddress } from '../../../src/endpoints/address.ts';
import { bracketed, hostPort, unbracketed } from '../../../src/protocol/hostPort.ts';

describe('a host and a port', () => {
  it('are read with a port or without, an IPv6 address in its brackets', () => {
    const cases: [string, string, string | undefined][] = [
      ['localhost', 'localhost', undefined],
      ['localhost:80', 'localhost', '80'],
      ['localhost:', 'localhost', ''],
      [':80', '', '80'],
      ['[::1]', '::1', undefined],
      ['[fe80::1%eth0]:53', 'fe80::1%eth0', '53'],
    ];
    for (const [text, host, port] of cases) {
      const { host: found, port: at, isBracketed } = hostPort(text)!;
      assert.deepEqual([found, at, isBracketed], [host, port, text.startsWith('[')], text);
    }
  });

  it('are not read from any other text', () => {
    for (const text of [
      '::1',
      '::1:80',
      '[localhost]:80',
      '[::1',
      '::1]',
      '[::1]80',
      'a b:1',
      'a/b:1',
      'u@a:1',
      'a:1 ',
    ])
      assert.equal(hostPort(text), undefined, text);
  });

  it('are read as they were written, whichever they are', () => {
    const hosts = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
    fc.assert(
      fc.property(hosts, fc.integer({ min: 0, max: 65_535 }), (host, port) => {
        assert.deepEqual(splitAddress(`${bracketed(host)}:${port}`), { host, port });
        assert.equal(unbracketed(bracketed(host)), host);
      }),
    );
  });

  it('never throw', () => {
    fc.assert(fc.property(fc.string(), (text) => void hostPort(text)));
  });
});
