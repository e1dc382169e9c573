import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { python } from '../../../../scripts/python.ts';
import type { DecodedMessage } from '../../../../src/protocol/dns/message.ts';
import { formatName } from '../../../../src/protocol/dns/name.ts';
import { TYPES } from '../../../../src/protocol/dns/typeCodes.ts';
import type { RequestOutcome } from '../../../../src/requests/run/outcome.ts';
import { addressAnswer, MadeUpServer } from '../../../helpers/dnsServers.ts';
import { freePort } from '../../../helpers/nets.ts';
import { bench, brief, states, type Bench } from './running.ts';

const programs = path.resolve(import.meta.dirname, '../../../fixtures/programs');
const here = { path: path.join(programs, 'x.http') };
async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const open = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  socket.destroy();
  return open;
}

describe('a run of a request file', () => {
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  const echo = '# @name echo\nSERVE tcp://127.0.0.1:0\nbehaviour: echo\n';
  const hello = 'TCP 127.0.0.1:{{echo.port}}\n\nhello\n\n?? received text == hello\n';

  it('starts what it serves under its name, and stops it at the end', async () => {
    let port = 0;
    const names: string[] = [];
    const { outcomes } = await the.run(
      `### a server\n${echo}\n?? port > 0\n\n###\n${hello}`,
      {},
      {
        onOutcome: ({ result }) => {
          if (result?.kind === 'serve') port = result.port;
          names.push(...the.registry.snapshot().map(({ name }) => name));
        },
      },
    );
    assert.deepEqual(outcomes.map(brief), ['passed', 'passed']);
    assert.deepEqual([outcomes[0]!.label, outcomes[1]!.label], ['echo', 'TCP 127.0.0.1:{{echo.port}}']);
    assert.ok(names.includes('echo'));
    assert.deepEqual(the.registry.snapshot(), []);
    assert.equal(await answers(port), false);
  });

  it('tells each request as it begins and as it ends', async () => {
    const told: string[] = [];
    await the.run(`${echo}\n###\n${hello}`, {}, { onOutcome: ({ label, state }) => told.push(`${label}: ${state}`) });
    const [first] = told;
    assert.equal(first, 'echo: running');
    assert.ok(told.indexOf('echo: passed') < told.indexOf('TCP 127.0.0.1:{{echo.port}}: running'));
    assert.equal(told.at(-1), 'TCP 127.0.0.1:{{echo.port}}: passed');
  });

  it('runs what a request needs by name, and only that', async () => {
    const text = `${echo}\n###\n# @name other\nSERVE tcp://127.0.0.1:0\n\n###\n@there = 127.0.0.1:{{echo.port}}\nTCP {{there}}\n\nhello\n\n?? received text == hello\n`;
    const { outcomes } = await the.run(text, { regions: [2] });
    assert.deepEqual(
      outcomes.map(({ label, state }) => `${label} ${state}`),
      ['echo passed', 'TCP {{there}} passed'],
    );
  });

  it('keeps servers and results between the sends of a session', async () => {
    const text = `${echo}\n###\n${hello}`;
    const session = { session: 'file:a' };
    const first = await the.run(text, { ...session, regions: [1] });
    assert.deepEqual(states(first), ['passed', 'passed']);
    const [server] = the.registry.snapshot();
    assert.equal(server!.state, 'running');
    // The same file with a line more before it: the server is not started again.
    const second = await the.run(`# edited\n${text}`, { ...session, regions: [1] });
    assert.deepEqual(states(second), ['passed']);
    // Sent by itself, it is started anew.
    const third = await the.run(text, { ...session, regions: [0] });
    assert.deepEqual(states(third), ['passed']);
    assert.equal(the.registry.snapshot().length, 1);
    assert.notEqual(the.registry.snapshot()[0]!.id, server!.id);
    await the.runner.endSession('file:a');
    assert.deepEqual(the.registry.snapshot(), []);
    await the.runner.endSession('file:a');
  });

  it('starts a server of the session again that was stopped by hand', async () => {
    const session = { session: 'file:a' };
    const text = `${echo}\n###\n${hello}`;
    await the.run(text, { ...session, regions: [1] });
    await the.registry.stopAll();
    const again = await the.run(text, { ...session, regions: [1] });
    assert.deepEqual(states(again), ['passed', 'passed']);
  });

  it('skips what needs something that did not go through', async () => {
    const { outcomes, exitCode } = await the.run(
      `# @name s\nSERVE tcp://127.0.0.1:0\nbehaviour: no-such\n\n###\nTCP 127.0.0.1:{{s.port}}\n`,
    );
    assert.equal(outcomes[0]!.state, 'error');
    assert.equal(brief(outcomes[1]!), 'skipped needs-failed');
    assert.equal(exitCode, 2);
  });

  it('runs the rest of a file when one request is wrong', async () => {
    const { outcomes, exitCode } = await the.run(
      `###\nSERVE tcp://127.0.0.1:0\nbehavior: eccho\n\n###\nTCP nowhere\n\n###\n${echo}\n###\n${hello}`,
    );
    assert.deepEqual(
      outcomes.map(({ state, fault }) => [state, fault]),
      [
        ['error', 'file'],
        ['error', 'file'],
        ['passed', undefined],
        ['passed', undefined],
      ],
    );
    assert.equal(exitCode, 2);
  });

  it('says which variable is unknown, and where it stands', async () => {
    const text = 'TCP 127.0.0.1:{{prot}}\n\nhello {{who}}\n';
    const { outcomes, exitCode } = await the.run(text);
    const { code, facts } = outcomes[0]!.error!;
    assert.equal(code, 'unknown-variable');
    assert.equal(text.slice(Number(facts!['start']), Number(facts!['end'])), '{{prot}}');
    assert.equal(exitCode, 2);
  });

  it('asks for values, and takes no answer as a cancel', async () => {
    const text = `${echo}\n###\n# @prompt what Say what\nTCP 127.0.0.1:{{echo.port}}\n\n{{what}}\n\n?? received text == typed\n`;
    const asked: unknown[] = [];
    const answered = await the.run(
      text,
      {},
      { onPrompt: (question) => (asked.push(question), Promise.resolve('typed')) },
    );
    assert.deepEqual(states(answered), ['passed', 'passed']);
    assert.deepEqual(asked, [{ name: 'what', description: 'Say what', secret: false }]);
    const refused = await the.run(text, {}, { onPrompt: () => Promise.resolve(null) });
    assert.equal(brief(refused.outcomes[1]!), 'skipped cancelled');
    const nobody = await the.run(text);
    assert.equal(brief(nobody.outcomes[1]!), 'error file no-prompt');
  });

  it('stops everything when it is cancelled', async () => {
    const abort = new AbortController();
    const started = (outcome: RequestOutcome): void => {
      if (outcome.label === 'program' && outcome.state === 'passed') abort.abort();
    };
    const text = `${echo}\n###\n# @name program\nRUN ${python} stubborn.py\nready: output pids\n\n###\n${hello}`;
    const summary = await the.run(text, here, { signal: abort.signal, onOutcome: started });
    assert.deepEqual(states(summary), ['passed', 'passed', 'skipped']);
    assert.equal(summary.cancelled, true);
    const { result } = summary.outcomes[1]!;
    assert.ok(result?.kind === 'run');
    assert.throws(() => process.kill(result.pid, 0), { code: 'ESRCH' });
    assert.deepEqual(the.registry.snapshot(), []);
  });

  it('runs nothing that is cancelled before it begins', async () => {
    const { outcomes } = await the.run(echo, {}, { signal: AbortSignal.abort() });
    assert.deepEqual(outcomes.map(brief), ['skipped cancelled']);
  });

  it('closes while it runs, and waits for what it stops', async () => {
    const running = the.run(`${echo}\n###\nTCP 127.0.0.1:{{echo.port}}\ntimeout: 60s\n\n?? received text == never\n`);
    await the.runner.close();
    const summary = await running;
    assert.equal(summary.cancelled, true);
    assert.deepEqual(the.registry.snapshot(), []);
    await assert.rejects(the.run(echo), { code: 'engine-stopped' });
  });

  it('executes nothing in an untrusted workspace', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'wirebench-test-'));
    try {
      const script = path.join(folder, 'b.mjs');
      await writeFile(script, 'throw new Error("executed");');
      const text = `RUN ${python} -c pass\n\n###\nSERVE tcp://127.0.0.1:0\nbehaviour: script\nfile: ${script}\n\n###\n${echo}\n###\n${hello}`;
      const { outcomes } = await the.run(text, { trusted: false });
      assert.deepEqual(outcomes.map(brief), [
        'error file untrusted-workspace',
        'error file untrusted-workspace',
        'passed',
        'passed',
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('leaves out what is disabled, unless it is asked for', async () => {
    const text = `# @disabled\n${echo}`;
    assert.deepEqual(states(await the.run(text)), []);
    assert.deepEqual(states(await the.run(text, { regions: [0] })), ['passed']);
  });
});

describe('servers of a request file', () => {
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  it('take options of their own and of their behaviour, and a body in their place', async () => {
    const talk = (name: string, message: string, check: string): string =>
      `###\nTCP 127.0.0.1:{{${name}.port}}\n\n${message}\n\n?? received text == ${check}\n`;
    const { outcomes } = await the.run(
      [
        '# @name fixed\nSERVE tcp://127.0.0.1:0\nbehaviour: fixed\nreply: ok\\n\n',
        talk('fixed', 'x', 'ok\\n'),
        '###\n@path = C:\\\\new\n# @name body\nSERVE tcp://127.0.0.1:0\nbehaviour: fixed\n\nfrom the\\r\\n{{path}}\n',
        talk('body', 'x', 'from the\\r\\nC:\\\\new'),
        '###\n# @name rules\nSERVE tcp://127.0.0.1:0\nbehaviour: rules\n\nhello => hi\n* => what?\n',
        talk('rules', 'hello', 'hi'),
        '###\n# @name framed\nSERVE tcp://127.0.0.1:0\nbehaviour: uppercase\nframing: line\nreceiveBuffer: 3\nmaxConnections: 2\n',
        talk('framed', 'hello\\n', 'HELLO\\n'),
      ].join('\n'),
    );
    assert.deepEqual(
      outcomes.map(brief),
      Array.from({ length: 8 }, () => 'passed'),
    );
  });

  it('speak HTTP: the folder of the file, answers of httpbin, and routes of the body', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'wirebench-serve-'));
    try {
      await writeFile(path.join(folder, 'page.txt'), 'from the folder');
      const { outcomes } = await the.run(
        [
          '# @name files\nSERVE http://127.0.0.1:0\nbehaviour: static\n',
          '###\nGET http://127.0.0.1:{{files.port}}/page.txt\n\n?? status == 200\n?? body == from the folder\n',
          '###\n# @name bin\nSERVE http://127.0.0.1:0\n',
          '###\nGET http://127.0.0.1:{{bin.port}}/get?a=b\n\n?? body $.args.a == b\n',
          '###\n# @name mock\nSERVE http://127.0.0.1:0\nbehaviour: mock\n\nGET /users/{id}\nHTTP/1.1 200 OK\n\nuser {{id}}\n',
          '###\nGET http://127.0.0.1:{{mock.port}}/users/7\n\n?? body includes user 7\n',
        ].join('\n'),
        { path: path.join(folder, 'lab.http') },
      );
      assert.deepEqual(
        outcomes.map(brief),
        Array.from({ length: 6 }, () => 'passed'),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('answer for a zone, which the resolver then asks', async () => {
    const { outcomes } = await the.run(
      [
        `# @name names\nSERVE dns://127.0.0.1:0\nzone: wirebench.test.zone\nfault: servfail broken.wirebench.test\n`,
        '###\nDNS wirebench.test MX\nserver: 127.0.0.1:{{names.port}}\n\n?? status == NOERROR\n?? answers[0].exchange == mail.wirebench.test\n?? answers[0].name == wirebench.test\n?? flags.aa == true\n',
        '###\nDNS broken.wirebench.test\nserver: 127.0.0.1:{{names.port}}\ntransport: tcp\n\n?? status == SERVFAIL\n',
        '###\nDNS a..b\nserver: 127.0.0.1:{{names.port}}\n',
        '###\nSERVE dns://127.0.0.1:0\nzone: none.zone\n',
        '###\nSERVE dns://127.0.0.1:0\nzone: wirebench.test.zone\nfault: lazy\n',
      ].join('\n'),
      { path: path.resolve(import.meta.dirname, '../../../../samples/lab.http') },
    );
    assert.deepEqual(outcomes.map(brief), [
      ...['passed', 'passed', 'passed', 'error file dns-empty-label'],
      ...['error file no-such-file', 'error file bad-fault'],
    ]);
  });

  it('answer for a zone that includes a file beside the request file, or where it is told', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'wirebench-'));
    try {
      await mkdir(path.join(folder, 'labs', 'zones'), { recursive: true });
      const zone = '$TTL 1\n@ SOA ns h 1 1 1 1 1\n@ NS ns\nns A 192.0.2.1\n';
      await writeFile(path.join(folder, 'labs', 'zones', 'a.test.zone'), `${zone}$INCLUDE ../b.inc\n`);
      await writeFile(path.join(folder, 'labs', 'zones', 'c.test.zone'), `${zone}$INCLUDE ../../d.inc\n`);
      for (const name of ['labs/b.inc', 'd.inc']) await writeFile(path.join(folder, name), 'x A 192.0.2.2\n');
      const { outcomes } = await the.run(
        [
          'SERVE dns://127.0.0.1:0\nzone: zones/a.test.zone\n',
          'SERVE dns://127.0.0.1:0\nzone: zones/c.test.zone\n',
          'SERVE dns://127.0.0.1:0\nzone: zones/c.test.zone\nincludes: ..\n',
        ].join('\n###\n'),
        { path: path.join(folder, 'labs', 'lab.http') },
      );
      assert.deepEqual(outcomes.map(brief), ['passed', 'error file bad-zone', 'passed']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('ask a name server with every option that the resolver has', async () => {
    const asked: DecodedMessage[] = [];
    const server = await MadeUpServer.start((query, via) => {
      asked.push(query);
      return [addressAnswer(query, via === 'udp' ? { truncated: true } : {})];
    });
    const text = [
      'DNS Www.wirebench.test\nchecking-disabled: true\nauthenticData: true\nrecursion: false\ncaseRandom: false\nkeepTruncated: true\n\n?? transport == udp\n?? flags.tc == true\n?? edns.udpSize == 1232\n?? notes[0] isFalse\n?? problem isFalse\n',
      'DNS 192.0.2.10 PTR\n\n?? transport == tcp\n?? notes[0] contains truncated\n',
      'DNS 2001:db8::10 PTR\nedns: off\ntransport: tcp\n',
      'DNS wirebench.test IXFR\nserial: 7\ntimeout: 100ms\nretries: 0\n',
    ].join('\n###\n');
    try {
      const { outcomes } = await the.run(text.replaceAll(/^(DNS .*)$/gm, `$1\nserver: ${server.address}`));
      assert.deepEqual(outcomes.slice(0, 3).map(brief), ['passed', 'passed', 'passed']);
    } finally {
      await server.close();
    }
    const [first, second, , third, last] = asked;
    const name = (message: DecodedMessage) => formatName(message.questions[0]!.name);
    assert.equal(name(first!), 'Www.wirebench.test.');
    assert.deepEqual(
      [first!.checkingDisabled, first!.authenticData, first!.recursionDesired, second!.checkingDisabled],
      [true, true, false, false],
    );
    assert.equal(name(second!).toLowerCase(), '10.2.0.192.in-addr.arpa.');
    assert.match(name(third!).toLowerCase(), /^0\.1\.0\..*\.8\.b\.d\.0\.1\.0\.0\.2\.ip6\.arpa\.$/);
    assert.equal(third!.edns, undefined);
    assert.equal(last!.authorities[0]!.data['serial'], 7);
  });

  it('say what is wrong with a message of a name server', async () => {
    const server = await MadeUpServer.start((query) => {
      const answer = Uint8Array.from(addressAnswer(query));
      answer[7] = 9;
      return [answer];
    });
    try {
      const { outcomes } = await the.run(
        `DNS www.wirebench.test\nserver: ${server.address}\nedns: off\n\n?? status == NOERROR\n?? problem contains claims 9 answers\n`,
      );
      assert.deepEqual(outcomes.map(brief), ['passed']);
    } finally {
      await server.close();
    }
  });

  it('say which option is wrong, and where', async () => {
    const cases = [
      ['SERVE tcp://127.0.0.1:0\nbehaviour: echo\nfoo: 1\n', 'foo'],
      ['SERVE tcp://127.0.0.1:0\nmaxConnections: many\n', 'many'],
      ['SERVE tcp://127.0.0.1:0\nframing: odd\n', 'odd'],
      ['SERVE tcp://127.0.0.1:{{p}}\n', 'tcp://127.0.0.1:{{p}}'],
    ] as const;
    for (const [text, place] of cases) {
      const { outcomes } = await the.run(text, { variables: { p: '99999' } });
      const { fault, error } = outcomes[0]!;
      assert.equal(fault, 'file', text);
      assert.ok(text.slice(Number(error!.facts!['start']), Number(error!.facts!['end'])).includes(place), text);
    }
  });

  it('say that the port is taken, and by whom', async () => {
    const { outcomes, exitCode } = await the.run(
      '# @name a\nSERVE tcp://127.0.0.1:0\n\n###\nSERVE tcp://127.0.0.1:{{a.port}}\n',
    );
    assert.equal(brief(outcomes[1]!), 'error network port-in-use');
    assert.match(outcomes[1]!.error!.message, /already in use by Wirebench's own server a\./);
    assert.equal(exitCode, 3);
  });

  it('are clear about what is not there yet', async () => {
    const { outcomes } = await the.run('RELAY tcp://127.0.0.1:0 -> tcp://127.0.0.1:1\n');
    assert.deepEqual(outcomes.map(brief), ['error file not-supported']);
  });
});

describe('programs of a request file', () => {
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  it('are ready before the next request goes, and are ended with the run', async () => {
    const port = await freePort();
    const { outcomes, exitCode } = await the.run(
      `# @name server\nRUN ${python} udpCalculator.py ${port}\nready: udp 127.0.0.1:${port}\n\n###\nUDP 127.0.0.1:${port}\n\n5+6\n\n?? received text == 11\n`,
      here,
    );
    assert.deepEqual(outcomes.map(brief), ['passed', 'passed']);
    assert.equal(exitCode, 0);
    const { result } = outcomes[0]!;
    assert.ok(result?.kind === 'run');
    assert.throws(() => process.kill(result.pid, 0), { code: 'ESRCH' });
  });

  it('are waited for where their exit status or output is checked', async () => {
    const script = 'import os,sys;print(os.environ["X"],sys.stdin.read());sys.exit(3)';
    const text = `RUN ${python} -c '${script}'\nenv: X=1\nstdin: a\\nb\n\n?? exitCode == 3\n?? output == 1 a\\nb\\n\n`;
    const { outcomes } = await the.run(text, here);
    assert.equal(brief(outcomes[0]!), 'passed');
  });

  it('say that they ended before they were ready, with what they printed last', async () => {
    const text = `RUN ${python} -c 'print("no port")'\nready: tcp 127.0.0.1:1\n`;
    const { outcomes, exitCode } = await the.run(text, here);
    assert.equal(brief(outcomes[0]!), 'error network program-ended');
    assert.match(outcomes[0]!.error!.message, /exit status 0.*before it was ready \(tcp 127\.0\.0\.1:1\).*no port/s);
    assert.equal(exitCode, 3);
  });

  it('say that they were not ready in time, and are ended', async () => {
    const text = `RUN ${python} stubborn.py\nready: output never\ntimeout: 100ms\n`;
    const { outcomes } = await the.run(text, here);
    assert.equal(brief(outcomes[0]!), 'error network program-not-ready');
  });

  it('say that they are not there', async () => {
    const { outcomes } = await the.run('RUN no-such-program x\n', here);
    assert.equal(brief(outcomes[0]!), 'error file program-not-found');
  });
});

describe('a DNS request', () => {
  it('fails with a truncated answer that TCP does not complete, and keeps it', async () => {
    const the = bench();
    const server = await MadeUpServer.start((query) => [addressAnswer(query, { truncated: true, answers: [] })], {
      tcp: false,
    });
    try {
      const { outcomes, exitCode } = await the.run(
        `DNS www.wirebench.test\nserver: ${server.address}\n\n?? status == NOERROR\n`,
      );
      assert.equal(brief(outcomes[0]!), 'error network dns-truncated');
      assert.equal(exitCode, 3);
      const { result } = outcomes[0]!;
      assert.ok(result?.kind === 'dns' && result.exchange?.messages.length === 1);
    } finally {
      await server.close();
      await the.close();
    }
  });
});

describe('look-ups of a request file', () => {
  it('ask the system', async () => {
    const the = bench();
    try {
      const text = [
        'LOOKUP service https/tcp\n\n?? port == 443\n?? service == https\n',
        'LOOKUP port 53/udp\n\n?? service == domain\n',
        'LOOKUP host localhost\nfamily: 4\n\n?? addresses contains 127.0.0.1\n?? address == 127.0.0.1\n',
        'LOOKUP address 127.0.0.1\n\n?? host == localhost\n',
        'LOOKUP service no-such-service\n',
        'LOOKUP host no-such-host.invalid\n',
        '@nothing =\nLOOKUP host {{nothing}}\n',
        'LOOKUP port {{nothing}}\n',
      ].join('\n###\n');
      const { outcomes, exitCode } = await the.run(text);
      assert.deepEqual(
        outcomes.slice(0, 4).map(brief),
        Array.from({ length: 4 }, () => 'passed'),
      );
      assert.equal(outcomes[4]!.error!.code, 'service-not-found');
      // No name server within reach may take longer than the time there is.
      assert.match(outcomes[5]!.error!.code, /^(name-|timeout$)/);
      assert.deepEqual(outcomes.slice(6).map(brief), ['error file bad-value', 'error file bad-value']);
      assert.match(outcomes[6]!.error!.message, /^LOOKUP host has nothing to look up: /);
      assert.equal(exitCode, 2);
    } finally {
      await the.close();
    }
  });

  it('say where the system has it from, and what DNS says beside it', async () => {
    const the = bench();
    const server = await MadeUpServer.start((query) => [
      addressAnswer(query, query.questions[0]!.type === TYPES.A ? {} : { rcode: 3, answers: [] }),
    ]);
    try {
      const dns = `dns: ${server.address}`;
      const text = [
        'LOOKUP service https/tcp\n\n?? source == /etc/services\n?? aliases isArray\n',
        'LOOKUP host localhost\nfamily: 4\n\n?? source startsWith /etc/hosts, line\n?? hosts[0].text contains localhost\n',
        `LOOKUP host localhost\nfamily: 4\n${dns}\n\n?? address == 127.0.0.1\n?? dns[0] == 192.0.2.1\n?? differences[0] contains /etc/hosts, line\n?? problem isFalse\n`,
        `LOOKUP host no-such-host.invalid\nfamily: 4\n${dns}\n\n?? address isFalse\n?? dns[0] == 192.0.2.1\n?? problem contains no-such-host.invalid\n?? differences[0] contains DNS returns 192.0.2.1\n`,
        `LOOKUP address 127.0.0.1\n${dns}\n\n?? host == localhost\n?? dns[0] isFalse\n?? differences[0] contains /etc/hosts, line\n`,
        `LOOKUP port 53/udp\n${dns}\n`,
        'LOOKUP host localhost\ndns: 300.1.1.1\n',
      ].join('\n###\n');
      const { outcomes } = await the.run(text);
      assert.deepEqual(outcomes.map(brief), [
        ...Array.from({ length: 5 }, () => 'passed'),
        'error file bad-value',
        'error file bad-server',
      ]);
      const [, , beside] = outcomes;
      assert.equal(beside!.result?.kind === 'lookup' && beside!.result.lookup?.dns?.length, 1);
    } finally {
      await server.close();
      await the.close();
    }
  });
});
