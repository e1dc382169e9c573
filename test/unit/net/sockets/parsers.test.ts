import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parseLsof } from '../../../../src/net/sockets/darwin.ts';
import { parseProcNet } from '../../../../src/net/sockets/linux.ts';
import type { SocketRow } from '../../../../src/net/sockets/row.ts';
import { hasAddress, plainAddress } from '../../../../src/net/sockets/row.ts';
import { parseNetstat, parseTasklist } from '../../../../src/net/sockets/win32.ts';

const fixture = (name: string) =>
  readFileSync(path.join(import.meta.dirname, '../../../fixtures/netstat', name), 'latin1');

describe('sockets, as systems print them', () => {
  it("reads Linux's table of TCP sockets, with states and queues", () => {
    const rows = parseProcNet(fixture('linux-proc__net_tcp'), 'tcp');
    assert.deepEqual(rows[0], {
      transport: 'tcp',
      local: { host: '127.0.0.53', port: 53 },
      state: 'LISTEN',
      receiveQueue: 0,
      sendQueue: 0,
      inode: '34000',
    });
    const connected = rows.find(({ inode }) => inode === '149098')!;
    assert.notEqual(connected.state, 'LISTEN');
    assert.ok(connected.peer !== undefined);
  });

  it('reads which end of a connection waits for bytes, and what is left of one', () => {
    const line = '1: 0100007F:1F90 0100007F:9524 01 00000007:0000000C 00:00000000 00000000 0 0 77 1 0';
    const [row] = parseProcNet(line, 'tcp');
    assert.deepEqual(row!.peer, { host: '127.0.0.1', port: 0x9524 });
    assert.deepEqual([row!.sendQueue, row!.receiveQueue, row!.state], [7, 12, 'ESTABLISHED']);
    const states = ['05', '06', '08', 'FF'].map(
      (state) => parseProcNet(line.replace(' 01 ', ` ${state} `), 'tcp')[0]!.state,
    );
    assert.deepEqual(states, ['FIN_WAIT_2', 'TIME_WAIT', 'CLOSE_WAIT', 'UNKNOWN']);
    const udp = ['01', '07'].map((state) => parseProcNet(line.replace(' 01 ', ` ${state} `), 'udp')[0]!.state);
    assert.deepEqual(udp, ['CONNECTED', 'BOUND']);
  });

  it('reads IPv6 addresses as they are written', () => {
    const [ssh] = parseProcNet(fixture('linux-proc__net_tcp6'), 'tcp');
    assert.deepEqual([ssh!.local, ssh!.inode], [{ host: '::', port: 22 }, '23556']);
    const nobody = `${'0'.repeat(32)}:0000`;
    const host = (address: string) =>
      parseProcNet(` 0: ${address}:1F90 ${nobody} 0A 0:0 00:0 0 0 0 77 1 0\n`, 'tcp')[0]!.local.host;
    assert.equal(host('00000000000000000000000001000000'), '::1');
    assert.equal(host('0000000000000000FFFF00000100007F'), '127.0.0.1');
    assert.equal(host('B80D0120000000000000000001000000'), '2001:db8::1');
    assert.equal(host('B80D0120010000000200000003000000'), '2001:db8:0:1:0:2:0:3');
  });

  it("reads Windows' netstat -ano, in any language", () => {
    const rows = parseNetstat(fixture('windows__windows-10__netstat-aon.out'));
    assert.deepEqual(rows[0], { transport: 'tcp', local: { host: '0.0.0.0', port: 135 }, state: 'LISTEN', pid: 1712 });
    assert.ok(rows.some(({ state, peer }) => state === 'ESTABLISHED' && peer !== undefined));
    assert.ok(rows.some(({ transport, state }) => transport === 'udp' && state === 'BOUND'));
    const german =
      '  TCP    127.0.0.1:80   0.0.0.0:0   ABH\xd6REN  2\n  TCP    127.0.0.1:80   127.0.0.1:9   HERGESTELLT  2\n';
    assert.deepEqual(
      parseNetstat(german).map(({ state }) => state),
      ['LISTEN', 'UNKNOWN'],
    );
    assert.deepEqual(parseNetstat('  UDP    [fe80::1%12]:53   *:*    9\n'), [
      { transport: 'udp', local: { host: 'fe80::1', port: 53 }, state: 'BOUND', pid: 9 },
    ]);
    assert.equal(parseNetstat('  TCP  127.0.0.1:80  127.0.0.1:9  TIME_WAIT  0\n')[0]!.pid, undefined);
  });

  it("reads lsof's fields: listeners, clients, queues, and names with spaces", () => {
    const rows = parseLsof(fixture('lsof.txt'));
    const short = ({ program, transport, local, peer, state }: SocketRow) =>
      [program, transport, local.host, local.port, peer?.port ?? '-', state].join(' ');
    assert.deepEqual(rows.map(short), [
      'ControlCe tcp 0.0.0.0 5000 - LISTEN',
      'ControlCe tcp :: 5000 - LISTEN',
      'mDNSResponder udp 0.0.0.0 5353 - BOUND',
      'Google Chrome H udp 10.0.0.7 60111 443 CONNECTED',
      'Google Chrome H tcp 2001:db8::7 60112 443 ESTABLISHED',
      'python3 tcp 127.0.0.1 5000 - LISTEN',
      'python3 tcp 127.0.0.1 5000 60200 CLOSE_WAIT',
      'python3 tcp ::1 5001 - LISTEN',
    ]);
    assert.deepEqual([rows[6]!.receiveQueue, rows[6]!.sendQueue, rows[6]!.pid], [5, 7, 4242]);
    assert.deepEqual(parseLsof(''), []);
  });

  it("reads tasklist's table", () => {
    const names = parseTasklist('"python.exe","4242","Console","1","9,876 K"\r\n"System","4","Services","0","1 K"\r\n');
    assert.deepEqual(
      [...names],
      [
        [4242, 'python.exe'],
        [4, 'System'],
      ],
    );
    assert.equal(parseTasklist('INFO: No tasks are running which match the specified criteria.\r\n').size, 0);
  });

  it('never throws, and makes up no port', () => {
    const word = fc.constantFrom(
      '0100007F:1F90',
      'tcp',
      'UDP',
      '0.0.0.0:0',
      '[::1]:99999',
      'p1',
      'n*:80',
      'PTCP',
      '01',
      '\n',
      ' ',
    );
    const text = fc
      .array(fc.oneof(word, fc.string({ maxLength: 8 })), { maxLength: 40 })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(text, (given) => {
        const lsof = parseLsof(given.replaceAll(' ', '\n'));
        for (const { local } of [...parseProcNet(given, 'tcp'), ...parseNetstat(given), ...lsof])
          assert.ok(local.port >= 0 && Number.isInteger(local.port) && local.host !== '');
      }),
    );
  });
});

describe('whether a socket has the port of an address', () => {
  it('knows wildcards of each family', () => {
    const cases: [string, string, boolean][] = [
      ['127.0.0.1', '127.0.0.1', true],
      ['127.0.1.1', '127.0.0.1', false],
      ['0.0.0.0', '127.0.0.1', true],
      ['::', '127.0.0.1', true],
      ['0.0.0.0', '::1', false],
      ['::1', '0.0.0.0', false],
      ['10.0.0.1', '0.0.0.0', true],
    ];
    for (const [bound, asked, has] of cases) assert.equal(hasAddress(bound, asked), has, `${bound} ${asked}`);
  });

  it('compares addresses however they are written', () => {
    assert.equal(plainAddress('fe80::1%eth0'), 'fe80::1');
    assert.equal(plainAddress('::ffff:127.0.0.1'), '127.0.0.1');
    assert.equal(plainAddress('0:0:0:0:0:0:0:1'), '::1');
    assert.equal(plainAddress('127.0.0.1'), '127.0.0.1');
  });
});
