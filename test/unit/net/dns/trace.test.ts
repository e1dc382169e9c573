import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DnsResolver } from '../../../../src/net/dns/resolver.ts';
import { trace, type Trace, type TraceStep } from '../../../../src/net/dns/trace.ts';
import { FakeRecorder } from '../../../helpers/fakeRecorder.ts';
import { assertNoneLeft, createNet, handles, settled } from '../../../helpers/nets.ts';

const head = (serial = 1) => `$TTL 100\n@ SOA ns h ${serial} 2 3 4 50\n`;

/** Who has which zones: an Internet on loopback, all of it at one port. */
const world: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '127.0.0.2': {
    '.': `$TTL 100\n. SOA a. h. 1 2 3 4 5\n. NS a.\na. A 127.0.0.2\ntest. NS ns.test.\nns.test. A 127.0.0.3\n`,
  },
  '127.0.0.3': {
    test: `${head()}@ NS ns\nns A 127.0.0.3
wirebench NS ns1.wirebench
wirebench NS ns2.wirebench
wirebench NS ns3.wirebench
ns1.wirebench A 127.0.0.4
ns2.wirebench A 127.0.0.5
ns3.wirebench A 127.0.0.6
other NS ns.hosts
hosts NS ns.hosts
ns.hosts A 127.0.0.7
far NS dns.other
lost NS ns.lost
`,
  },
  '127.0.0.4': {
    'wirebench.test': `${head()}@ NS ns1\n@ NS ns2\n@ NS ns3\nns1 A 127.0.0.4\nns2 A 127.0.0.5\nns3 A 127.0.0.6
www A 192.0.2.1\nsame A 192.0.2.9\nalias CNAME www.other.test.\n`,
  },
  // It is named, and has something else.
  '127.0.0.5': { 'elsewhere.test': `${head()}@ NS ns\nns A 127.0.0.5\n` },
  '127.0.0.6': {
    'wirebench.test': `${head(2)}@ NS ns1\n@ NS ns2\n@ NS ns3\nns1 A 127.0.0.4\nns2 A 127.0.0.5\nns3 A 127.0.0.6
www A 192.0.2.2\nsame A 192.0.2.9\n`,
  },
  '127.0.0.7': {
    'other.test': `${head()}@ NS ns.hosts.test.\nwww A 192.0.2.7\ndns A 127.0.0.8\n`,
    'hosts.test': `${head()}@ NS ns\nns A 127.0.0.7\n`,
  },
  '127.0.0.8': { 'far.test': `${head()}@ NS dns.other.test.\nwww A 192.0.2.8\n` },
};

const flat = (steps: readonly TraceStep[], depth = 0): string[] =>
  steps.flatMap((step) => [
    `${'  '.repeat(depth)}${step.zone} ${step.address} ${step.outcome}`,
    ...flat(step.next, depth + 1),
  ]);

describe('a trace from the root', function () {
  let before: ReturnType<typeof handles>;
  let net: ReturnType<typeof createNet>;
  let resolver: DnsResolver;
  let folder: string;
  let port: number;

  beforeEach(async () => {
    await settled();
    before = handles();
    net = createNet();
    resolver = new DnsResolver({ recorder: new FakeRecorder() });
    folder = await mkdtemp(path.join(tmpdir(), 'wirebench-'));
    port = 0;
    for (const [host, zones] of Object.entries(world)) {
      const files: string[] = [];
      for (const [origin, text] of Object.entries(zones)) {
        const file = path.join(folder, `${host}-${origin === '.' ? 'root' : origin}.zone`);
        await writeFile(file, `$ORIGIN ${origin === '.' ? '.' : `${origin}.`}\n${text}`);
        files.push(file);
      }
      const server = await net.registry.start({
        role: 'server',
        transport: 'udp',
        application: 'dns',
        host,
        port,
        behaviour: { name: 'zone', options: { zone: files.join(',') } },
      });
      port = server.local!.port;
    }
  });

  afterEach(async () => {
    resolver.close();
    await net.registry.stopAll();
    await rm(folder, { recursive: true });
    await assertNoneLeft(before);
  });

  const run = (name: string, allPaths: boolean): Promise<Trace> =>
    trace(resolver, { name, allPaths, port, hints: [{ name: 'a.', addresses: ['127.0.0.2'] }], timeout: 2000 });

  it('follows the delegations to the answer, at the first server that has it', async () => {
    const { steps, findings, queries } = await run('www.wirebench.test', false);
    assert.deepEqual(flat(steps), [
      '. 127.0.0.2 referral',
      '  test. 127.0.0.3 referral',
      '    wirebench.test. 127.0.0.4 answer',
    ]);
    assert.deepEqual(findings, []);
    assert.equal(queries, 3);
  });

  it('asks all servers where it is told to, and names who is lame and who disagrees', async () => {
    const { steps, findings } = await run('www.wirebench.test', true);
    assert.deepEqual(flat(steps), [
      '. 127.0.0.2 referral',
      '  test. 127.0.0.3 referral',
      '    wirebench.test. 127.0.0.4 answer',
      '    wirebench.test. 127.0.0.5 lame',
      '    wirebench.test. 127.0.0.6 answer',
    ]);
    assert.equal(findings.length, 2);
    assert.match(findings[0]!, /^ns2\.wirebench\.test\. \(127\.0\.0\.5\) is lame: .*wirebench\.test.*REFUSED/);
    assert.match(
      findings[1]!,
      /ns1\.wirebench\.test\. \(127\.0\.0\.4\) and ns3\.wirebench\.test\. \(127\.0\.0\.6\).*disagree/,
    );
  });

  it('finds nothing wrong where the servers agree', async () => {
    const { findings } = await run('same.wirebench.test', true);
    assert.equal(findings.filter((one) => one.includes('disagree')).length, 0);
  });

  it('goes around a lame server, and through the zone of a name server without an address', async () => {
    for (const all of [false, true]) {
      const { steps, findings } = await run('www.far.test', all);
      const lines = flat(steps);
      assert.equal(lines.at(-1), '    far.test. 127.0.0.8 answer');
      assert.deepEqual(findings, []);
    }
  });

  it('goes on where an alias leads', async () => {
    const { steps } = await run('alias.wirebench.test', false);
    assert.deepEqual(flat(steps).slice(2), [
      '    wirebench.test. 127.0.0.4 alias',
      '      . 127.0.0.2 referral',
      '        test. 127.0.0.3 referral',
      '          other.test. 127.0.0.7 answer',
    ]);
  });

  it('says that nobody can find a server whose address is missing', async () => {
    for (const all of [false, true]) {
      const { findings } = await run('www.lost.test', all);
      assert.match(
        findings.join('\n'),
        /lost\.test.* is delegated to ns\.lost\.test\., a name inside it, without its address/,
      );
      assert.match(findings.join('\n'), /No server of lost\.test.* gave an answer/);
    }
  });

  it('says that a name or a record is not there', async () => {
    assert.equal(
      flat((await run('nothing.wirebench.test', false)).steps).at(-1),
      '    wirebench.test. 127.0.0.4 no-name',
    );
    const { steps } = await trace(resolver, {
      name: 'www.wirebench.test',
      type: 'MX',
      port,
      hints: [{ name: 'a.', addresses: ['127.0.0.2'] }],
    });
    assert.equal(flat(steps).at(-1), '    wirebench.test. 127.0.0.4 no-data');
  });

  it('says that a server does not answer, and stops where it is called off', async () => {
    const hints = [{ name: 'gone.', addresses: ['127.0.0.9'] }];
    const { steps, findings } = await trace(resolver, { name: 'a.test', port, hints, timeout: 500 });
    assert.equal(steps[0]!.outcome, 'error');
    assert.match(findings[0]!, /gone\. \(127\.0\.0\.9\), a server of the root: .*127\.0\.0\.9/);
    const abort = new AbortController();
    abort.abort();
    const stopped = await trace(resolver, { name: 'a.test', port, hints }, { signal: abort.signal });
    assert.equal(stopped.queries, 0);
  });

  it('tells its steps while it goes', async () => {
    const counts: number[] = [];
    await trace(
      resolver,
      { name: 'www.wirebench.test', port, hints: [{ name: 'a.', addresses: ['127.0.0.2'] }] },
      { onStep: ({ queries }) => counts.push(queries) },
    );
    assert.deepEqual(counts, [1, 2, 3]);
  });
});
