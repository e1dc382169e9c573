import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseLsof, parseNetstatOwner, parseProcNet, parseTasklist } from '../../../src/net/portOwnerParse.ts';

const fixture = (name: string) =>
  readFileSync(path.join(import.meta.dirname, '../../fixtures/netstat', name), 'latin1');

describe('who has a port, from what systems print', () => {
  it("reads Linux's table of TCP sockets: only those that listen", () => {
    const rows = parseProcNet(fixture('linux-proc__net_tcp'), 'tcp');
    assert.deepEqual(rows.slice(0, 3), [
      { host: '127.0.0.53', port: 53, inode: '34000' },
      { host: '127.0.0.1', port: 35_303, inode: '140054' },
      { host: '127.0.0.1', port: 631, inode: '34523' },
    ]);
    assert.ok(!rows.some((row) => row.inode === '149098'), 'a socket that does not listen');
  });

  it('reads IPv6 addresses as they are written', () => {
    assert.deepEqual(parseProcNet(fixture('linux-proc__net_tcp6'), 'tcp')[0], { host: '::', port: 22, inode: '23556' });
    const line = (address: string) => `sl\n 0: ${address}:1F90 0:0 0A 0:0 00:0 0 0 0 77 1 0\n`;
    const host = (address: string) => parseProcNet(line(address), 'tcp')[0]!.host;
    assert.equal(host('00000000000000000000000001000000'), '::1');
    assert.equal(host('0000000000000000FFFF00000100007F'), '127.0.0.1');
    assert.equal(host('B80D0120000000000000000001000000'), '2001:db8::1');
    assert.equal(host('B80D0120010000000200000003000000'), '2001:db8:0:1:0:2:0:3');
  });

  it("reads Windows' netstat -ano, the very address before the wildcard", () => {
    const text = fixture('windows__windows-10__netstat-aon.out');
    assert.equal(parseNetstatOwner(text, 'tcp', '0.0.0.0', 135), 1712);
    assert.equal(parseNetstatOwner(text, 'tcp', '127.0.0.1', 135), 1712);
    assert.equal(parseNetstatOwner(text, 'tcp', '127.0.0.1', 2), undefined);
    const two = '  TCP    0.0.0.0:80   0.0.0.0:0   LISTENING  1\n  TCP    127.0.0.1:80   0.0.0.0:0   ABHÖREN  2\n';
    assert.equal(parseNetstatOwner(two, 'tcp', '127.0.0.1', 80), 2);
    assert.equal(parseNetstatOwner(two, 'tcp', '10.0.0.1', 80), 1);
    assert.equal(parseNetstatOwner('  UDP    [::1]:53   *:*    9\n', 'udp', '::1', 53), 9);
  });

  it("reads lsof's fields and tasklist's table", () => {
    assert.deepEqual(parseLsof('p4242\ncpython3\nf5\n'), { name: 'python3', pid: 4242 });
    assert.equal(parseLsof(''), undefined);
    assert.equal(parseTasklist('"python.exe","4242","Console","1","9,876 K"\r\n'), 'python.exe');
    assert.equal(parseTasklist('INFO: No tasks are running which match the specified criteria.\r\n'), undefined);
  });
});
