import assert from 'node:assert/strict';
import { systemError, type Attempt } from '../../../src/net/systemErrors.ts';

const said = (code: string) => Object.assign(new Error(`connect ${code}`), { code });
const attempt: Attempt = { action: 'connect', transport: 'tcp', host: '::1', port: 9000 };
const listen: Attempt = { ...attempt, action: 'listen', host: '127.0.0.1' };

describe("the system's errors", () => {
  const cases: readonly (readonly [string, Attempt, string, string])[] = [
    ['EADDRINUSE', listen, 'port-in-use', 'Port 9000 on 127.0.0.1 is already in use.'],
    [
      'EADDRINUSE',
      { ...listen, owner: 'python3 (pid 4242)' },
      'port-in-use',
      'Port 9000 on 127.0.0.1 is already in use by python3 (pid 4242).',
    ],
    [
      'EACCES',
      { ...listen, port: 80 },
      'no-permission',
      'No permission to listen on port 80 on 127.0.0.1: ports below 1024 are kept for the administrator. Use a port from 1024 to 65535.',
    ],
    [
      'EADDRNOTAVAIL',
      { ...listen, host: '192.0.2.1' },
      'address-not-available',
      'Could not listen on 192.0.2.1:9000: this machine does not have the address 192.0.2.1. Use 127.0.0.1, ::1 or an address of this machine.',
    ],
    [
      'ECONNREFUSED',
      attempt,
      'refused',
      '[::1]:9000 refused the connection: no program listens there. Start the server and try again.',
    ],
    [
      'ECONNRESET',
      attempt,
      'reset',
      '[::1]:9000 reset the connection. A program does that if it closes the connection before it has read everything.',
    ],
    ['ETIMEDOUT', attempt, 'timeout', 'Could not connect to [::1]:9000: no answer came in time.'],
    [
      'EHOSTUNREACH',
      attempt,
      'unreachable',
      'Could not connect to [::1]:9000: no route leads to that host. Check the address and the network.',
    ],
    [
      'ENOTFOUND',
      { ...attempt, host: 'nowhere.test' },
      'name-not-found',
      'The name nowhere.test was not found. Check the spelling, or use an address such as 127.0.0.1.',
    ],
    [
      'EMFILE',
      attempt,
      'too-many-open',
      'Could not connect to [::1]:9000: too many sockets and files are open. Close some connections, or raise the limit (ulimit -n).',
    ],
    ['EWEIRD', attempt, 'system-error', 'Could not connect to [::1]:9000: the system says EWEIRD.'],
  ];
  for (const [system, tried, code, message] of cases) {
    it(`${system} while ${tried.action}ing${tried.owner ? ' with an owner' : ''} is ${code}`, () => {
      const error = systemError(said(system), tried);
      assert.deepEqual([error.code, error.message, error.system], [code, message, system]);
    });
  }

  it('speak for all addresses of a name through the last', () => {
    const all = new AggregateError([said('ENETUNREACH'), said('ECONNREFUSED')]);
    assert.equal(systemError(all, attempt).code, 'refused');
  });

  it('offer to stop the owner of a port only where it is known', () => {
    assert.deepEqual(systemError(said('EADDRINUSE'), listen).remedies, ['useAnotherPort']);
    const both = ['stopThatServer', 'useAnotherPort'];
    const ours = { ...listen, owner: 'ours', facts: { owningEndpoint: 3 } };
    assert.deepEqual(systemError(said('EADDRINUSE'), ours).remedies, both);
    const another = { ...listen, owner: 'python3 (pid 42)', facts: { pid: 42 } };
    assert.deepEqual(systemError(said('EADDRINUSE'), another).remedies, both);
  });
});
