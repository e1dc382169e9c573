import assert from 'node:assert/strict';
import { runningTable } from '../../../../src/vscode/endpoints/runningTable.ts';
import { failedBefore } from '../../../../src/vscode/actions/failedBefore.ts';
import { endpointSnapshot, noTraffic } from '../snapshots.ts';

describe('the table of what runs', () => {
  it('has a row for each endpoint: name, kind, address, connections, totals', () => {
    const counters = { ...noTraffic, bytesIn: 1234, bytesOut: 35_100_000 };
    const lines = runningTable([endpointSnapshot({ counters, connectionCount: 1300 })]).split('\n');
    assert.equal(
      lines[2]!.replaceAll(' &nbsp;&nbsp;', ' ').replaceAll('&nbsp;', ' '),
      '| echo | TCP server | 127\\.0\\.0\\.1\\:9000 | 1,300 | 1\\.2 KB | 35\\.1 MB |',
    );
  });

  it('keeps names text: no markup, no cell, no line of their own', () => {
    const name = 'a|b\n[x](command:y) <img src=x> `c` **d** $(zap) ![](http://e) \u202e \\';
    const lines = runningTable([endpointSnapshot({ name })]).split('\n');
    assert.equal(lines.length, 3);
    const unescaped = lines[2]!.replaceAll(/\\.|&nbsp;/g, '');
    assert.equal(unescaped.split('|').length, 8);
    assert.doesNotMatch(unescaped, /[<>[\]()`*_!$\u202e]/);
  });

  it('keeps each cell on one line', () => {
    const [, , row] = runningTable([endpointSnapshot({ name: 'a b' })]).split('\n');
    assert.match(row!, /a&nbsp;b .*TCP&nbsp;server /);
  });

  it('says how many more there are', () => {
    const lines = runningTable(Array.from({ length: 300 }, () => endpointSnapshot())).split('\n');
    assert.equal(lines.at(-1), 'and 288 more');
  });
});

describe('what failed before', () => {
  const spec = {
    role: 'server',
    transport: 'tcp',
    host: '127.0.0.1',
    port: 9000,
    behaviour: { name: 'echo' },
  } as const;
  const failed = endpointSnapshot({ id: 4, state: 'failed', spec: { ...spec, name: 'echo' } });

  it('is the same at the same place', () => {
    assert.equal(failedBefore([failed], spec)?.id, 4);
    assert.equal(failedBefore([failed], { ...spec, name: 'echo' })?.id, 4);
    const client = { role: 'client', transport: 'tcp', host: '127.0.0.1', port: 1 } as const;
    const refused = endpointSnapshot({ id: 5, state: 'failed', spec: { ...client, name: 'tcp to 127.0.0.1:1' } });
    assert.equal(failedBefore([failed, refused], client)?.id, 5);
  });

  it('is nothing else: another port, kind, behaviour or name, or one that runs', () => {
    for (const other of [
      { port: 9001 },
      { host: '0.0.0.0' },
      { transport: 'udp' },
      { application: 'http' },
      { behaviour: { name: 'daytime' } },
      { name: 'mine' },
    ])
      assert.equal(failedBefore([failed], { ...spec, ...other } as never), undefined);
    assert.equal(failedBefore([{ ...failed, state: 'running' }], spec), undefined);
  });

  it('say what is wrong with one that runs with a problem, as text', () => {
    const error = { code: 'bad-zone', message: 'The zone [x](command:y) cannot be served.' } as const;
    const table = runningTable([
      endpointSnapshot({ name: 'dns', isTroubled: true, error }),
      endpointSnapshot({ error }),
    ]);
    const told = table.split('\n').filter((line) => line.includes('cannot be served'));
    assert.equal(told.length, 1);
    assert.match(told[0]!, /^dns: /);
    assert.doesNotMatch(told[0]!, /\[x\]\(/);
  });
});
