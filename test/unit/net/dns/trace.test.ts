import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DnsResolver } from '../../../../src/net/dns/resolver.ts';
import { Registry } from '../../../../src/net/registry.ts';
import { trace, type Trace, type TraceStep } from '../../../../src/net/dns/trace.ts';
import { MadeUpServer } from '../../../helpers/dnsServers.ts';
import { startInternet, zoneHead as head, type World } from '../../../helpers/internet.ts';
import { encodeMessage } from '../../../../src/protocol/dns/encode.ts';
import { parseName } from '../../../../src/protocol/dns/name.ts';
import { TYPES } from '../../../../src/protocol/dns/typeCodes.ts';
import { FakeRecorder } from '../../../helpers/fakeRecorder.ts';
import { freshNet } from '../../../helpers/freshNet.ts';

/** Aliases that go to and fro, c0 to c12. */
const chain = (other: string) =>
  Array.from({ length: 12 }, (_, i) => `c${i} CNAME c${i + 1}.${other}.test.\n`).join('');

/** Who has which zones: an Internet on loopback, all of it at one port. */
const world: World = {
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
one NS ns.one
ns.one A 127.0.0.10
two NS ns.two
ns.two A 127.0.0.11
x NS ns.y
y NS ns.x
up NS ns.up
ns.up A 127.0.0.2
again NS ns.again
ns.again A 127.0.0.3
slow NS ns1.slow
slow NS ns2.slow
ns1.slow A 127.0.0.12
ns2.slow A 127.0.0.13
`,
  },
  '127.0.0.4': {
    'wirebench.test': `${head()}@ NS ns1\n@ NS ns2\n@ NS ns3\nns1 A 127.0.0.4\nns2 A 127.0.0.5\nns3 A 127.0.0.6
www A 192.0.2.1\nsame A 192.0.2.9\nalias CNAME www.other.test.\ngone CNAME nothing\n`,
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
  '127.0.0.10': {
    'one.test': `${head()}@ NS ns\nns A 127.0.0.10\nloop CNAME loop.two.test.\nself CNAME self\na CNAME b\nb CNAME c\nc CNAME a\n${chain('two')}`,
  },
  '127.0.0.11': { 'two.test': `${head()}@ NS ns\nns A 127.0.0.11\nloop CNAME loop.one.test.\n${chain('one')}` },
  '127.0.0.8': { 'far.test': `${head()}@ NS dns.other.test.\nwww A 192.0.2.8\n` },
};

const flat = (steps: readonly TraceStep[], depth = 0): string[] =>
  steps.flatMap((step) => [
    `${'  '.repeat(depth)}${step.zone} ${step.address} ${step.outcome}`,
    ...flat(step.next, depth + 1),
  ]);

describe('a trace from the root', function () {
  const net = freshNet(async () => {
    await registry.stopAll();
    await rm(folder, { recursive: true });
  });
  let registry: Registry;
  let resolver: DnsResolver;
  let folder: string;
  let port: number;

  beforeEach(async () => {
    registry = new Registry({ recorder: new FakeRecorder() });
    resolver = new DnsResolver({ registry });
    folder = await mkdtemp(path.join(tmpdir(), 'wirebench-'));
    port = await startInternet(net.registry, folder, world);
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

  const circles: readonly [name: string, queries: number, finding: RegExp][] = [
    ['self.one.test', 3, /^Aliases lead in a circle, self\.one\.test → self\.one\.test, and never to A records/],
    ['a.one.test', 3, /circle, a\.one\.test → b\.one\.test → c\.one\.test → a\.one\.test, /],
    ['loop.one.test', 6, /circle, loop\.one\.test → loop\.two\.test → loop\.one\.test, /],
    [
      'c0.one.test',
      27,
      /^c0\.one\.test is an alias of an alias, more than 8 in a row: the trace stops at c9\.two\.test\.$/,
    ],
  ];
  for (const [name, queries, finding] of circles) {
    it(`ends where aliases do not: ${name}`, async () => {
      for (const all of [false, true]) {
        const found = await run(name, all);
        assert.equal(found.findings.length, 1);
        assert.match(found.findings[0]!, finding);
        assert.equal(found.queries, queries);
      }
    });
  }

  it('ends where zones are delegated to names in each other, and says so', async () => {
    for (const all of [false, true]) {
      const { findings, queries } = await run('www.x.test', all);
      assert.match(
        findings.join('\n'),
        /addresses of ns\.y\.test, then ns\.x\.test, then ns\.y\.test depend on each other in a circle/,
      );
      assert.match(findings.join('\n'), /No server of x\.test gave an answer for www\.x\.test/);
      assert.ok(queries < 20, `${queries} questions`);
    }
  });

  for (const zone of ['up', 'again']) {
    it(`calls a server lame that sends back up or to itself: ${zone}`, async () => {
      for (const all of [false, true]) {
        const { steps, findings, queries } = await run(`www.${zone}.test`, all);
        assert.match(flat(steps).at(-1)!, new RegExp(`^    ${zone}\\.test\\. 127\\.0\\.0\\.\\d lame$`));
        assert.match(findings[0]!, /is lame: .* it refers to no zone further down and is not an authority itself\.$/);
        assert.equal(queries, 3);
      }
    });
  }

  it('goes past a lame server that comes first, and names it, on one path too', async () => {
    const hints = [
      { name: 'lame.', addresses: ['127.0.0.5'] },
      { name: 'a.', addresses: ['127.0.0.2'] },
    ];
    for (const allPaths of [false, true]) {
      const { steps, findings } = await trace(resolver, { name: 'same.wirebench.test', allPaths, port, hints });
      assert.deepEqual(flat(steps).slice(0, 2), ['. 127.0.0.5 lame', '. 127.0.0.2 referral']);
      assert.match(
        findings[0]!,
        /^lame\. \(127\.0\.0\.5\) is lame: it is named as a server of the root, and it answers REFUSED\.$/,
      );
    }
  });

  it('says nothing of servers it did not ask: on one path there is nobody to disagree', async () => {
    const one = await run('www.wirebench.test', false);
    assert.deepEqual(one.findings, []);
    assert.ok((await run('www.wirebench.test', true)).findings.some((text) => text.includes('disagree')));
  });

  it('says which name does not exist where an alias leads to it', async () => {
    const { steps } = await run('gone.wirebench.test', false);
    const { outcome, text } = steps[0]!.next[0]!.next[0]!;
    assert.equal(outcome, 'no-name');
    assert.equal(text, 'gone.wirebench.test is an alias of nothing.wirebench.test, which does not exist (NXDOMAIN).');
  });

  it('writes names as they are, not in the letters of the question', async () => {
    const texts = (list: readonly TraceStep[]): string[] => list.flatMap(({ text, next }) => [text, ...texts(next)]);
    // Many servers compress the names of a referral into those of the question, whose letters have any case.
    const root = await MadeUpServer.start(
      (query) => {
        const zone = query.questions[0]!.name.slice(1);
        const target = [Buffer.from('ns1'), ...zone];
        return [
          encodeMessage({
            id: query.id,
            response: true,
            questions: query.questions,
            authorities: [{ name: zone, type: TYPES.NS, class: 1, ttl: 1, data: { target } }],
            additionals: [{ name: target, type: TYPES.A, class: 1, ttl: 1, data: { address: '127.0.0.4' } }],
          }),
        ];
      },
      { host: '127.0.0.14', port, tcp: false },
    );
    try {
      const hints = [{ name: 'a.', addresses: ['127.0.0.14'] }];
      const { steps } = await trace(resolver, { name: 'www.wirebench.test', port, hints });
      assert.notDeepEqual(root.queries[0]!.message.questions[0]!.name, parseName('www.wirebench.test'));
      assert.deepEqual(texts(steps), [
        'wirebench.test is delegated to ns1.wirebench.test.',
        'www.wirebench.test has 1 A record.',
      ]);
    } finally {
      await root.close();
    }
  });

  it('ends at a server that answers with what was not asked for', async () => {
    const address = (text: string) => ({
      name: parseName(text),
      type: TYPES.A,
      class: 1,
      ttl: 1,
      data: { address: '192.0.2.1' },
    });
    const text = {
      name: parseName('www.wirebench.test'),
      type: TYPES.TXT,
      class: 1,
      ttl: 1,
      data: { strings: [Uint8Array.of(0x78)] },
    };
    for (const answers of [[text], [address('other.test')], [text, address('x.www.wirebench.test')]]) {
      const root = await MadeUpServer.start(
        ({ id, questions }) => [encodeMessage({ id, response: true, authoritative: true, questions, answers })],
        { host: '127.0.0.14', port },
      );
      try {
        const hints = [{ name: 'a.', addresses: ['127.0.0.14'] }];
        const { steps, findings, queries } = await trace(resolver, { name: 'www.wirebench.test', port, hints });
        assert.deepEqual(flat(steps), ['. 127.0.0.14 lame']);
        assert.equal(queries, 1);
        assert.match(findings.join('\n'), /127\.0\.0\.14\) is lame: .* records that were not asked for/);
      } finally {
        await root.close();
      }
    }
  });

  it('is called off on its way: the steps so far are its answer, and nobody is asked any more', async () => {
    const silent = await MadeUpServer.start(() => [], { host: '127.0.0.12', port });
    try {
      const abort = new AbortController();
      const asked: number[] = [];
      const running = trace(
        resolver,
        { name: 'www.slow.test', allPaths: true, port, hints: [{ name: 'a.', addresses: ['127.0.0.2'] }] },
        { signal: abort.signal, onStep: ({ queries }) => asked.push(queries) },
      );
      await silent.heard();
      abort.abort();
      const { steps, queries, findings } = await running;
      // The server that was called off said nothing yet, good or bad.
      assert.deepEqual(flat(steps), ['. 127.0.0.2 referral', '  test. 127.0.0.3 referral']);
      assert.equal(queries, 3);
      assert.equal(silent.queries.length, 1);
      assert.deepEqual(findings, []);
    } finally {
      await silent.close();
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
