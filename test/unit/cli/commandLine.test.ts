import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { python } from '../../../scripts/python.ts';
import { becomes } from '../../helpers/becomes.ts';
import { allGone, isRunning } from '../../helpers/processes.ts';
import { builtCommandLine, type Built, type Ended } from './built.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const echo = '# @name echo\nSERVE tcp://127.0.0.1:0\nbehaviour: echo\n';
const hello = '### say hello\nTCP 127.0.0.1:{{echo.port}}\n\nhello\n\n?? received text == hello\n';
const wrong =
  '### not what it says\nTCP 127.0.0.1:{{echo.port}}\ntimeout: 1s\n\nhello\n\n?? received text == <"hallo" & co>\n';

describe('wirebench in a terminal', () => {
  let the: Built;
  let folder: string;
  let cli: string;

  before(async () => {
    the = await builtCommandLine();
    ({ folder, cli } = the);
  });
  after(() => the.remove());

  const write = (name: string, text: string): string => the.write(name, text);
  const start = (args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
    spawn(process.execPath, [cli, ...args], { cwd: folder, env: { ...process.env, ...env }, stdio: 'pipe' });
  const ended = async (child: ChildProcess): Promise<Ended> => {
    let stdout = '';
    let stderr = '';
    child.stdout!.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [status] = (await once(child, 'close')) as [number | null];
    return { status, stdout, stderr };
  };
  const run = (...args: string[]): Promise<Ended> => {
    const child = start(args);
    child.stdin!.end();
    return ended(child);
  };

  it('says that its output cannot be written, and that is no success', () => {
    const { status, stderr } = spawnSync('sh', ['-c', 'exec "$0" "$1" --version > /dev/full', process.execPath, cli], {
      encoding: 'utf8',
    });
    assert.deepEqual([status, stderr], [2, 'The output could not be written: ENOSPC.\n']);
  });

  it('tells the likely reason of a check as text, JSON and JUnit', async () => {
    const why = 'The line end was counted.';
    const file = write(
      'reason.http',
      `${echo}\n###\nTCP 127.0.0.1:{{echo.port}}\n\nhi\n\n?? received text == ho\n!! == hi  ${why}\n`,
    );
    assert.ok((await run('run', file)).stdout.includes(`        ${why}\n`));
    const { files } = JSON.parse((await run('run', '--json', file)).stdout) as {
      files: { requests: { checks: { why?: string }[] }[] }[];
    };
    assert.deepEqual(
      files[0]!.requests.flatMap(({ checks }) => checks.map((check) => check.why)),
      [why],
    );
    const out = path.join(folder, 'reason.xml');
    await run('run', '--junit', out, file);
    assert.ok(readFileSync(out, 'utf8').includes(`  ${why}\n`));
  });

  it('goes on as soon as the output of a program that runs on cannot become the expected one', async () => {
    const program = 'import time; print("hallo", flush=True); time.sleep(600)';
    const one = `RUN ${python} -c '${program}'\ntimeout: 60s\n\n?? output == hello\n`;
    const file = write('early.http', `${one}\n###\n${one}?? running isTrue\n`);
    const { status, stdout } = await run('run', '--json', file);
    assert.equal(status, 1);
    const [{ requests }] = (
      JSON.parse(stdout) as {
        files: [{ requests: { duration: number; result: { pid: number }; checks: { state: string }[] }[] }];
      }
    ).files;
    assert.deepEqual(
      requests.map(({ checks }) => checks.map(({ state }) => state)),
      [['failed'], ['failed', 'passed']],
    );
    assert.ok(requests.every(({ duration }) => duration < 30_000));
    await allGone(requests.map(({ result }) => result.pid));
  });

  it('says what it can do, and its version', async () => {
    const help = await run('--help');
    assert.equal(help.status, 0);
    assert.match(help.stdout, /^Usage: wirebench run FILE\.\.\. \[options\]/);
    const version = await run('--version');
    const { version: expected } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    assert.equal(version.stdout, `${expected}\n`);
  });

  it('ends with 2 for arguments it does not know', async () => {
    for (const args of [['run'], ['walk', 'x.http'], ['run', 'x.http', '--jsn'], ['run', 'x.http', '--seed', '-1']]) {
      const { status, stdout, stderr } = await run(...args);
      assert.equal(status, 2, args.join(' '));
      assert.equal(stdout, '');
      assert.match(stderr, /wirebench --help shows the usage/);
    }
  });

  it('ends with 0 when every check holds; progress goes to standard error', async () => {
    write('good.http', `${echo}\n${hello}`);
    const { status, stdout, stderr } = await run('run', 'good.http');
    assert.equal(status, 0);
    assert.match(
      stdout,
      /^good\.http\n✓ echo \([\d.]+ ms\)\n✓ say hello \([\d.]+ ms\)\n2 requests: 2 passed; 1 check: 1 holds; /,
    );
    assert.equal(stderr, 'running echo\nrunning say hello\n');
  });

  it('ends with 1 when a check does not hold, and says what it found and where', async () => {
    write('failing.http', `${echo}\n${wrong}`);
    const { status, stdout } = await run('run', 'failing.http');
    assert.equal(status, 1);
    assert.match(stdout, /✗ \?\? received text == <"hallo" & co> failing\.http:11\n/);
    assert.match(stdout, /actual: {3}hello\n/);
  });

  it('ends with 2 when the file is wrong, which counts more than the network', async () => {
    write('wrong.http', 'TCP 127.0.0.1:{{nowhere}}\n\n###\nTCP 127.0.0.1:1\n');
    const { status, stdout } = await run('run', 'wrong.http');
    assert.equal(status, 2);
    assert.match(stdout, /There is no variable nowhere\..* wrong\.http:1\n/);
  });

  it('ends with 2 when a file cannot be read or has nothing to run', async () => {
    write('empty.http', '# nothing\n');
    const missing = await run('run', 'missing.http');
    assert.equal(missing.status, 2);
    assert.match(missing.stdout, /the file does not exist/);
    assert.equal((await run('run', 'empty.http')).status, 2);
  });

  it('ends with 3 when the network fails, which counts more than a check', async () => {
    write('refused.http', `${echo}\n${wrong}\n###\nTCP 127.0.0.1:1\n`);
    assert.equal((await run('run', 'refused.http')).status, 3);
  });

  it('runs several files, one by name with what it needs, and standard input', async () => {
    write(
      'named.http',
      `${echo}\n###\n# @name one\nTCP 127.0.0.1:{{echo.port}}\nexpect: 0\n\n###\n# @name two\nTCP 127.0.0.1:1\n`,
    );
    const named = await run('run', 'named.http', '--name', 'one');
    assert.equal(named.status, 0);
    assert.match(named.stdout, /✓ echo .*\n✓ one /);
    assert.ok(!named.stdout.includes('two'));
    const unknown = await run('run', 'named.http', '-n', 'three');
    assert.equal(unknown.status, 2);
    assert.match(unknown.stdout, /no request named "three"\. There are: echo, one, two\./);
    const both = await run('run', 'good.http', 'failing.http');
    assert.equal(both.status, 1);
    const child = start(['run', '-']);
    child.stdin!.end(`${echo}\n${hello}`);
    assert.equal((await ended(child)).status, 0);
  });

  it('takes the environment from the files beside and above', async () => {
    write('http-client.env.json', '{"dev": {"word": "outer", "port": 1}, "$shared": {"shared": "yes"}}');
    write('deep/http-client.env.json', '{"dev": {"word": "inner"}}');
    write('deep/http-client.private.env.json', '{"dev": {"secret": "hush"}}');
    write(
      'deep/env.http',
      `${echo}\n###\nTCP 127.0.0.1:{{echo.port}}\n\n{{word}} {{port}} {{secret}} {{shared}}\n\n?? received text == inner 1 hush yes\n`,
    );
    assert.equal((await run('run', 'deep/env.http', '--env', 'dev')).status, 0);
    const unknown = await run('run', 'deep/env.http', '--env', 'prod');
    assert.equal(unknown.status, 2);
    assert.match(unknown.stdout, /no environment "prod"\. There are: dev\./);
  });

  it('tells the seed of all that was drawn, in each report, and repeats a run by it', async () => {
    const drawn = '@id = {{$guid}}\n';
    const server = '# @name echo\nSERVE udp://127.0.0.1:0\nbehaviour: echo\n\n###\n';
    const text = `${drawn}${server}UDP 127.0.0.1:{{echo.port}}\n\n{{id}} {{$randomInt}}\n\n?? received text == {{id}}`;
    for (const name of ['chance.http', 'chance2.http'])
      write(name, text.replace('\n\n{{id}}', '\ntimeout: 1s\n\n{{id}}'));
    interface Report {
      seed?: number;
      files: { requests: { checks: { actual: string }[] }[] }[];
    }
    const report = async (...args: string[]): Promise<Report> =>
      JSON.parse((await run('run', ...args, '--json')).stdout) as Report;
    const values = ({ files }: Report): string[] => files.map(({ requests }) => requests[1]!.checks[0]!.actual);
    const first = await report('chance.http', 'chance2.http', '--junit', 'chance.xml');
    const [one, two] = values(first);
    assert.match(one!, /^[0-9a-f-]{36} \d+$/);
    // Two files are two runs: what one has drawn must not come again in the other.
    assert.notEqual(one, two);
    const junit = readFileSync(path.join(folder, 'chance.xml'), 'utf8');
    assert.equal(junit.match(new RegExp(`<property name="seed" value="${first.seed}"/>`, 'g'))?.length, 2);
    const again = await report('chance2.http', '--seed', String(first.seed));
    assert.deepEqual([again.seed, values(again)], [first.seed, [two]]);
    assert.notDeepEqual(values(await report('chance2.http')), [two]);
    const { stdout } = await run('run', 'chance.http', '--seed', '7');
    assert.match(stdout, /\nseed 7: the same values are drawn with --seed 7\n$/);
    assert.equal((await report('good.http', '--seed', '7')).seed, undefined);
  });

  it('writes JSON, and nothing else to standard output', async () => {
    const { status, stdout } = await run('run', 'failing.http', '--json');
    assert.equal(status, 1);
    const report = JSON.parse(stdout) as {
      version: number;
      exitCode: number;
      files: {
        file: string;
        requests: { label: string; line: number; state: string; checks: unknown[]; result: unknown }[];
      }[];
    };
    assert.deepEqual([report.version, report.exitCode, report.files[0]!.file], [1, 1, 'failing.http']);
    const [server, failing] = report.files[0]!.requests;
    assert.deepEqual([server!.state, server!.line], ['passed', 2]);
    assert.deepEqual([failing!.label, failing!.state, failing!.line], ['not what it says', 'failed', 6]);
    assert.deepEqual(failing!.checks, [
      {
        line: 11,
        text: 'received text == <"hallo" & co>',
        state: 'failed',
        expected: '<"hallo" & co>',
        actual: 'hello',
        message: 'received text has to be "<\\"hallo\\" & co>", but it is "hello".',
      },
    ]);
  });

  it('takes a broken answer for an error, in text, JSON and JUnit, and not where the file insists', async () => {
    const gzip = gzipSync('{"a": 1}'.repeat(20_000));
    gzip[gzip.length - 8]! ^= 0xff;
    const server = createServer((request, response) => {
      response.writeHead(200, { 'content-encoding': request.url === '/odd' ? 'rot13' : 'gzip' }).end(gzip);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const tail = '\n\n?? status == 200\n';
    try {
      const requests = [`GET ${url}/`, `GET ${url}/odd`, `# @insist\nGET ${url}/${tail}`, 'GET http://127.0.0.1:1/'];
      write('broken.http', requests.map((one) => `###\n${one}\n`).join('\n'));
      const { status, stdout } = await run('run', 'broken.http', '--json', '--junit', 'broken.xml');
      assert.equal(status, 3);
      const report = JSON.parse(stdout) as {
        files: { requests: { state: string; error?: { code: string }; result: Result }[] }[];
      };
      interface Result {
        readonly sent: boolean;
        readonly status?: number;
        readonly bodyBytes?: number;
        readonly bodyProblem?: string;
      }
      const found = report.files[0]!.requests.map(({ state, error, result }) => {
        const { sent, status: answered, bodyBytes, bodyProblem } = result;
        return [state, error?.code, sent, answered, bodyBytes, bodyProblem !== undefined];
      });
      assert.deepEqual(found, [
        ['error', 'broken-coding', true, 200, 160_000, true],
        ['error', 'unknown-coding', true, 200, gzip.length, true],
        ['passed', undefined, true, 200, 160_000, true],
        ['error', 'refused', false, undefined, undefined, false],
      ]);
      assert.equal(readFileSync(path.join(folder, 'broken.xml'), 'utf8').match(/<error /g)?.length, 3);
      const verbose = await run('run', 'broken.http', '--verbose');
      assert.match(verbose.stdout, /The gzip coding of the body is broken \(incorrect data check\)\. The 160000 bytes/);
      assert.match(verbose.stdout, /# @insist above the request sends it as written/);
      assert.match(verbose.stdout, /\* Nothing was sent: no connection for GET http:\/\/127\.0\.0\.1:1\/ was made\./);
      assert.doesNotMatch(verbose.stdout, /> GET http:\/\/127\.0\.0\.1:1\//);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('writes JUnit XML that an XML parser reads, whatever was received', async () => {
    const hostile =
      '### <&"\u0001 title\nTCP 127.0.0.1:{{echo.port}}\ntimeout: 1s\n\n\\x00\\x1b]]>\\ufffe\\r\\n&\n\n?? received text == x\n';
    write(
      'report.http',
      `${echo}\n${hello}\n${wrong}\n${hostile}\n###\nTCP 127.0.0.1:1\n\n###\nTCP 127.0.0.1:{{none.port}}\n`,
    );
    assert.equal((await run('run', 'report.http', '--junit', 'out.xml')).status, 2);
    const script = `
import sys, json, xml.etree.ElementTree as tree
suites = tree.parse(sys.argv[1]).getroot()
suite = suites[0]
print(json.dumps([suites.tag, suite.tag, {k: suite.get(k) for k in ("name", "tests", "failures", "errors", "skipped")},
  [[case.get("name"), [child.tag for child in case], [child.get("message") for child in case]] for case in suite]]))`;
    const stdout = await new Promise<string>((resolve, reject) => {
      execFile(python, ['-c', script, path.join(folder, 'out.xml')], (error, out) =>
        error === null ? resolve(out) : reject(new Error(out, { cause: error })),
      );
    });
    const [suites, suite, counts, cases] = JSON.parse(stdout) as [
      string,
      string,
      object,
      [string, string[], string[]][],
    ];
    assert.deepEqual([suites, suite], ['testsuites', 'testsuite']);
    assert.deepEqual(counts, { name: 'report.http', tests: '6', failures: '2', errors: '2', skipped: '0' });
    assert.deepEqual(
      cases.map(([name, children]) => [name, ...children]),
      [
        ['echo'],
        ['say hello'],
        ['not what it says', 'failure'],
        ['<&"\\x01 title', 'failure'],
        ['TCP 127.0.0.1:1', 'error'],
        ['TCP 127.0.0.1:{{none.port}}', 'error'],
      ],
    );
    assert.equal((await run('run', 'none.http', '--junit', 'none.xml')).status, 2);
    const none = readFileSync(path.join(folder, 'none.xml'), 'utf8');
    assert.match(none, /<testsuites name="wirebench" tests="1" failures="0" errors="1"/);
    assert.match(
      none,
      /<testcase [^>]*name="none.http"[^>]*><error type="file-unreadable" message="[^"]*the file does not exist/,
    );
    assert.equal(cases[2]![2][0], 'received text has to be "<\\"hallo\\" & co>", but it is "hello".');
  });

  it('shows what went and came with --verbose, harmless to a terminal', async () => {
    write('verbose.http', `${echo}\n###\nTCP 127.0.0.1:{{echo.port}}\n\n\\x1b[31mred\n`);
    const { stdout } = await run('run', 'verbose.http', '--verbose');
    assert.match(stdout, /listening on 127\.0\.0\.1 port \d+/);
    assert.ok(stdout.includes('< \\x1b[31mred'), stdout);
    assert.ok(!stdout.includes('\u001b'));
  });

  for (const [signal, expected] of [
    ['SIGINT', 130],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
  ] as const) {
    it(`stops cleanly at ${signal}: servers closed, programs ended, what was done is said`, async () => {
      const program = 'import os,time; print(os.getpid(), flush=True); time.sleep(600)';
      const forever = '### for ever\nTCP 127.0.0.1:{{echo.port}}\ntimeout: 10m\n\n?? received text == never\n';
      write(
        'long.http',
        `${echo}\n###\n# @name program\nRUN ${python} -c '${program}'\n\n?? output exists\n\n${forever}`,
      );
      const child = start(['run', 'long.http', '--json']);
      const running = ended(child);
      let progress = '';
      await new Promise<void>((resolve) => {
        child.stderr!.on('data', (chunk: Buffer) => {
          progress += chunk.toString();
          if (progress.includes('running for ever')) resolve();
        });
      });
      child.kill(signal);
      const { status, stdout } = await running;
      assert.equal(status, expected);
      const report = JSON.parse(stdout) as {
        cancelled: boolean;
        files: { requests: { state: string; result?: { port?: number; output?: string } }[] }[];
      };
      assert.equal(report.cancelled, true);
      const { requests } = report.files[0]!;
      assert.deepEqual(
        requests.map(({ state }) => state),
        ['passed', 'passed', 'skipped'],
      );
      const pid = Number(requests[1]!.result!.output);
      assert.ok(pid > 1);
      assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
      const socket = connect(requests[0]!.result!.port!, '127.0.0.1');
      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
      assert.equal(error.code, 'ECONNREFUSED');
    });
  }

  for (const signal of ['SIGKILL', 'SIGUSR2'] as const) {
    it(`takes its programs along when it is killed (${signal}), and what they left behind`, async () => {
      const daemon = path.join(root, 'test/fixtures/programs/daemon.py');
      const stubborn = path.join(root, 'test/fixtures/programs/stubborn.py');
      write(
        'killed.http',
        `RUN sh -c 'exec ${python} -u ${daemon} stay > daemon.pids'\n\n###\nRUN sh -c 'exec ${python} ${stubborn} > stubborn.pids'\n\n### for ever\n# @sleep 10m\nTCP 127.0.0.1:1\n`,
      );
      const child = start(['run', 'killed.http']);
      const running = ended(child);
      const pids = (): string[] =>
        ['daemon', 'stubborn'].flatMap((name) => {
          const file = path.join(folder, `${name}.pids`);
          return existsSync(file) ? (readFileSync(file, 'utf8').match(/\d+(?=\D)/g) ?? []) : [];
        });
      await becomes(() => Promise.resolve(pids().length), 4);
      assert.deepEqual(pids().map(isRunning), [true, true, true, true]);
      child.kill(signal);
      assert.equal((await running).status, null);
      await allGone(pids());
      for (const name of ['daemon', 'stubborn']) rmSync(path.join(folder, `${name}.pids`));
    }).timeout(40_000);
  }

  it('says of a request that runs what is not supported in it, also in JSON', async () => {
    const looped = hello.replace('### say hello', '### again\n# @loop for 2');
    write('odd.http', `${echo}\n${hello}\n### left out\n# @disabled\n# @loop for 3\nTCP 127.0.0.1:1\n\n${looped}`);
    const { status, stdout } = await run('run', 'odd.http');
    assert.equal(status, 0);
    assert.match(stdout, /✓ again .*\n {4}! .*loop.* odd\.http:18\n/);
    assert.equal(stdout.match(/ ! /g)?.length, 1, stdout);
    const report = JSON.parse((await run('run', 'odd.http', '--json')).stdout) as {
      files: { requests: { problems: object[] }[] }[];
    };
    const problems = report.files[0]!.requests.map((request) => request.problems);
    assert.deepEqual(
      problems.map(({ length }) => length),
      [0, 0, 1],
    );
    assert.deepEqual(Object.keys(problems[2]![0]!), ['line', 'code', 'severity', 'message']);
  });

  it('says which line of the file does what is a button in the editor', async () => {
    write(
      'lines.http',
      '# @name s\nSERVE http://127.0.0.1:0\n\n###\nPOST {{s.url}}/post\nContent-Length: 3\nTransfer-Encoding: chunked\n\nabc\n',
    );
    const { status, stdout } = await run('run', 'lines.http');
    assert.equal(status, 2);
    assert.match(stdout, /are both given.*\n {4}In the file: # @insist/);
  });

  it('says all that is wrong with a request', async () => {
    write('twice.http', 'GET http://127.0.0.1:1/\nno header\nnone either\n');
    const { stdout } = await run('run', 'twice.http');
    assert.match(
      stdout,
      /"no header" is not a header.* twice\.http:2\n.*✗ "none either" is not a header.* twice\.http:3\n/,
    );
    assert.equal(stdout.match(/"no header"/g)?.length, 1, stdout);
  });

  it('reads a file in the encoding that its byte order mark says', async () => {
    const text = `\ufeff${echo}\r\n${hello.replaceAll('hello', 'grüße')}`;
    writeFileSync(path.join(folder, 'utf8.http'), text);
    writeFileSync(path.join(folder, 'utf16.http'), text, 'utf16le');
    writeFileSync(path.join(folder, 'utf16be.http'), Buffer.from(text, 'utf16le').swap16());
    const { status, stdout } = await run('run', 'utf8.http', 'utf16.http', 'utf16be.http');
    assert.equal(status, 0, stdout);
    assert.match(stdout, /6 requests: 6 passed; 3 checks: 3 hold/);
  });

  /** What a person sees who types that in a terminal, the text before each being waited for. */
  const typed = async (
    steps: [text: string, typed: string][],
    file: string,
  ): Promise<{ status: number; shown: string }> => {
    const driver = path.join(root, 'test/fixtures/programs/terminal.py');
    const args = [driver, JSON.stringify(steps), process.execPath, cli, 'run', file];
    // A terminal with colours, whatever the one is that the tests run in.
    const env = { ...process.env, TERM: 'xterm', NO_COLOR: undefined };
    const child = spawn(python, args, { cwd: folder, env, stdio: 'pipe' });
    const { stdout, stderr } = await ended(child);
    assert.equal(stderr, '');
    return JSON.parse(stdout) as { status: number; shown: string };
  };
  const asking = `${echo}\n### talk\n# @prompt who Whom to greet\n# @prompt password\nTCP 127.0.0.1:{{echo.port}}\n\n{{who}} {{password}} {{$input Name $value: joe}}\n\n?? received text == Ada s3cret joe\n`;

  it('names the byte of a file, or of standard input, that is not UTF-8', async () => {
    const text = `${echo}\n###\nTCP 127.0.0.1:{{echo.port}}\n\ncaf\u00e9\n\n?? received bytes == 4\n`;
    writeFileSync(path.join(folder, 'latin.http'), Buffer.from(text, 'latin1'));
    const byFile = await run('run', 'latin.http');
    assert.equal(byFile.status, 2);
    assert.match(byFile.stdout, /latin\.http is not UTF-8: its byte e9 at offset 90 \(line 8\).*cp1252.*latin\.http:8/);
    const child = start(['run', '-']);
    child.stdin!.end(Buffer.from(text, 'latin1'));
    const byInput = await ended(child);
    assert.equal(byInput.status, 2);
    assert.match(byInput.stdout + byInput.stderr, /Standard input is not UTF-8: its byte e9 at offset 90 \(line 8\)/);
  });

  it('asks on a terminal: shows the question and what is typed, but no secret, and offers a value', async () => {
    write('asking.http', asking);
    const { status, shown } = await typed(
      [
        ['Whom to greet: ', 'Axx\u007f\u007fda\r'],
        ['password: ', 's3cret\r'],
        ['Name [joe]: ', '\r'],
      ],
      'asking.http',
    );
    assert.equal(status, 0, shown);
    // After what erases the line, the question is written anew.
    assert.ok(!/Whom to greet: [^\n]*\u001b\[0J(?!Whom to greet: )/.test(shown), JSON.stringify(shown));
    assert.ok(!shown.includes('s3c'), shown);
    assert.match(shown, /\u001b\[32m✓\u001b\[39m talk/);
  });

  it('sends nothing where a question on a terminal is left without an answer', async () => {
    write('asking.http', asking);
    const ended = await typed([['Whom to greet: ', '\u0004']], 'asking.http');
    assert.match(ended.shown, /talk was cancelled/);
    assert.equal(ended.status, 1);
    assert.match(ended.shown, /1 passed.*1 skipped/);
    const interrupted = await typed(
      [
        ['Whom to greet: ', 'Ada\r'],
        ['password: ', 's3c\u0003'],
      ],
      'asking.http',
    );
    assert.equal(interrupted.status, 130);
    assert.match(interrupted.shown, /talk was cancelled/);
    assert.ok(!interrupted.shown.includes('s3c'));
  });

  it('does not wait for what will not end at the second SIGINT, and takes it along', async () => {
    const stubborn = path.join(root, 'test/fixtures/programs/stubborn.py');
    write(
      'stubborn.http',
      `RUN sh -c 'echo $$ > pid; exec ${python} ${stubborn}'\nready: output pids\n\n### quiet\n# @sleep 10m\nTCP 127.0.0.1:1\n`,
    );
    const { status, shown } = await typed(
      [
        ['running quiet', '\u0003'],
        ['once more', '\u0003'],
      ],
      'stubborn.http',
    );
    assert.equal(status, 130);
    assert.ok(!shown.includes('requests:'), shown);
    const pid = readFileSync(path.join(folder, 'pid'), 'utf8').trim();
    await allGone([pid]);
  });

  it('says what was noticed on the way to an answer of DNS', async () => {
    write('short.test.zone', '$TTL 60\n@ SOA ns host 1 1h 15m 2w 5m\n NS ns\nns A 192.0.2.1\n');
    write(
      'truncated.http',
      '# @name names\nSERVE dns://127.0.0.1:0\nzone: short.test.zone\nfault: truncated\n\n### ns\nDNS ns.short.test A\nserver: 127.0.0.1:{{names.port}}\n\n?? answers[0].address == 192.0.2.1\n',
    );
    const { status, stdout } = await run('run', 'truncated.http');
    assert.equal(status, 0, stdout);
    assert.match(stdout, /! The answer over UDP was truncated; it was asked for again over TCP\./);
  });

  it('leaves no colour in what is piped', async () => {
    const { stdout } = await run('run', 'failing.http');
    assert.ok(!stdout.includes('\u001b'));
  });
}).timeout(20_000);
