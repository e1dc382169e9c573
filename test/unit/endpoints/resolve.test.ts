import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WirebenchError } from '../../../src/base/errors.ts';
import { resolveSpec } from '../../../src/endpoints/resolve.ts';

const server = { role: 'server', transport: 'tcp', port: 9000 };
const client = { role: 'client', transport: 'tcp', host: 'localhost', port: 9000 };

describe('resolveSpec', () => {
  it('fills in everything that a server leaves out, on the loopback interface', () => {
    assert.deepEqual(resolveSpec(server), {
      role: 'server',
      transport: 'tcp',
      name: 'tcp server',
      host: '127.0.0.1',
      family: 4,
      port: 9000,
      encoding: 'utf-8',
      framing: { kind: 'none' },
      behaviour: { name: 'none' },
      receiveBuffer: 65_536,
      backlog: 511,
      maxConnections: 10_000,
      idleTimeout: 0,
      halfOpen: false,
    });
    assert.equal(resolveSpec({ ...server, family: 6 }).host, '::1');
  });

  it('listens on every interface only where that is written', () => {
    assert.equal(resolveSpec({ ...server, host: '0.0.0.0' }).host, '0.0.0.0');
    assert.equal(resolveSpec({ ...server, host: '::' }).host, '::');
  });

  it('keeps what is given, and is its own fixed point', () => {
    const specs = [
      {
        ...server,
        transport: 'tls',
        tls: { passphrase: 'x', alpn: ['h2'] },
        idleTimeout: 5,
        behaviour: { name: 'echo' },
      },
      { ...server, transport: 'udp', multicast: [{ group: 'ff02::1', interface: '::%lo' }], reuse: true, host: '::' },
      { ...client, localPort: 7, framing: { kind: 'length-prefix', bytes: 2, endian: 'little', includesPrefix: true } },
      { ...client, transport: 'tls', tls: { verify: false, servername: 'a.test' } },
      { ...client, transport: 'udp', broadcast: true, host: '255.255.255.255' },
    ];
    for (const spec of specs) {
      const complete = resolveSpec(spec);
      assert.deepEqual({ ...complete, ...spec }, complete);
      assert.deepEqual(resolveSpec(complete), complete);
    }
  });

  it('takes an IPv6 host in brackets, and names in their ASCII form', () => {
    assert.equal(resolveSpec({ ...client, host: '[::1]' }).host, '::1');
    assert.equal(resolveSpec({ ...client, host: 'bücher.test' }).host, 'xn--bcher-kva.test');
    assert.equal(resolveSpec({ ...client, host: '_dns.a-b.test.' }).host, '_dns.a-b.test.');
  });

  const bad: readonly (readonly [string, object, string, string])[] = [
    ['a port above 65535', { ...server, port: 65_536 }, 'bad-port', 'port'],
    ['a negative port', { ...server, port: -1 }, 'bad-port', 'port'],
    ['half a port', { ...server, port: 80.5 }, 'bad-port', 'port'],
    ['a port in text', { ...server, port: '80' }, 'bad-port', 'port'],
    ['no port', { role: 'server', transport: 'tcp' }, 'bad-port', 'port'],
    ['port 0 for a client', { ...client, port: 0 }, 'bad-port', 'port'],
    ['no host for a client', { ...client, host: undefined }, 'bad-host', 'host'],
    ['an empty host', { ...client, host: '' }, 'bad-host', 'host'],
    ['a host with a space', { ...client, host: 'a b' }, 'bad-host', 'host'],
    ['an address that went wrong', { ...client, host: '127.0.0.256' }, 'bad-host', 'host'],
    ['an address with a port', { ...client, host: '127.0.0.1:80' }, 'bad-host', 'host'],
    ['a URL', { ...client, host: 'http://localhost' }, 'bad-host', 'host'],
    ['a host of 300 characters', { ...client, host: `${'a.'.repeat(150)}a` }, 'bad-host', 'host'],
    ['a host with a line break', { ...client, host: 'a\nb' }, 'bad-host', 'host'],
    ['a wrong family', { ...server, family: 5 }, 'bad-spec', 'family'],
    ['a family that is not the address’s', { ...server, host: '127.0.0.1', family: 6 }, 'bad-spec', 'family'],
    ['an encoding with a blank', { ...server, encoding: 'utf 8' }, 'unknown-encoding', 'encoding'],
    ['an empty name', { ...server, name: ' ' }, 'bad-spec', 'name'],
    ['a name of two lines', { ...server, name: 'a\nb' }, 'bad-spec', 'name'],
    ['a wrong role', { ...server, role: 'both' }, 'bad-spec', 'role'],
    ['a wrong transport', { ...server, transport: 'sctp' }, 'bad-spec', 'transport'],
    ['an unknown option', { ...server, colour: 'red' }, 'bad-spec', 'colour'],
    ['an option of another kind', { ...server, broadcast: true }, 'bad-spec', 'broadcast'],
    ['no backlog', { ...server, backlog: 0 }, 'bad-spec', 'backlog'],
    ['a receive buffer of nothing', { ...server, receiveBuffer: 0 }, 'bad-spec', 'receiveBuffer'],
    ['a receive buffer above 64 KiB', { ...server, receiveBuffer: 65_537 }, 'bad-spec', 'receiveBuffer'],
    ['a negative timeout', { ...server, idleTimeout: -1 }, 'bad-spec', 'idleTimeout'],
    ['a timeout that is no number', { ...server, idleTimeout: Number.NaN }, 'bad-spec', 'idleTimeout'],
    ['a flag in text', { ...server, halfOpen: 'yes' }, 'bad-spec', 'halfOpen'],
    ['an unknown framing', { ...server, framing: { kind: 'json' } }, 'bad-spec', 'framing.kind'],
    ['a framing without its length', { ...server, framing: { kind: 'fixed' } }, 'bad-spec', 'framing.length'],
    ['a behaviour without a name', { ...server, behaviour: {} }, 'bad-spec', 'behaviour.name'],
    [
      'a behaviour option that is a list',
      { ...server, behaviour: { name: 'x', options: { a: [] } } },
      'bad-spec',
      'behaviour.options.a',
    ],
    ['a certificate without its key', { ...server, transport: 'tls', tls: { cert: 'x' } }, 'bad-spec', 'tls.key'],
    [
      'a group that is none',
      { ...server, transport: 'udp', multicast: [{ group: '10.0.0.1' }] },
      'bad-spec',
      'multicast[0].group',
    ],
    ['a local name', { ...client, localAddress: 'localhost' }, 'bad-host', 'localAddress'],
  ];
  for (const [what, spec, code, field] of bad) {
    it(`refuses ${what}, naming ${field}`, () => {
      assert.throws(
        () => resolveSpec(spec),
        (error: unknown) => {
          assert.ok(error instanceof WirebenchError);
          assert.equal(error.code, code);
          assert.equal(error.facts.field, field);
          assert.ok(error.message.toLowerCase().startsWith(field.toLowerCase()), error.message);
          return true;
        },
      );
    });
  }

  it('either completes or refuses whatever it is given, in one line', function () {
    this.timeout(20_000);
    fc.assert(
      fc.property(
        fc.anything(),
        fc.record({ name: fc.anything(), port: fc.anything(), host: fc.string({ unit: 'binary' }) }),
        (value, mixed) => {
          for (const spec of [value, { ...client, host: mixed.host }, { ...server, ...mixed }]) {
            try {
              resolveSpec(spec);
            } catch (error) {
              assert.ok(error instanceof WirebenchError, String(error));
              assert.doesNotMatch(error.message, /[\u0000-\u001f\u202a-\u202e]/u);
            }
          }
        },
      ),
    );
  });
});
