import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../helpers/nets.ts';
import { builtCommandLine, type Built } from './built.ts';

const labFor = (port: number): string => `# Echo

\`\`\`http
### It listens
# @name server
# @points 2
RUN python3 server.py
ready: tcp 127.0.0.1:${port}
timeout: 5s

?? running isTrue

### It answers
# @points 3
# @needs server
# @hint 1 Send back the bytes that came.
TCP 127.0.0.1:${port}
timeout: 1s

kiwi

?? received text == kiwi

### A secret word
# @hidden
# @needs server
TCP 127.0.0.1:${port}
timeout: 1s

xyzzy

?? received text == xyzzy
\`\`\`
`;

const server = (port: number, answer: string): string => `import socket
s = socket.create_server(("127.0.0.1", ${port}))
while True:
    c, _ = s.accept()
    d = c.recv(1024)
    ${answer}
    c.close()
`;

describe('wirebench check', () => {
  let the: Built;
  let folder: string;
  let port: number;
  let lab: string;

  before(async () => {
    the = await builtCommandLine();
    ({ folder } = the);
    port = await freePort();
    lab = write('echo/echo.lab.md', labFor(port));
    write('students/ada/server.py', server(port, 'c.sendall(d)'));
    write('students/ben/server.py', server(port, 'c.sendall(d.upper())'));
    write('students/cleo/server.py', `${server(port, 'pass').split('\n')[0]}\nraise ValueError("no idea")\n`);
    mkdirSync(path.join(folder, 'students/dan'));
    write('students/list.txt', 'not a student');
  });
  after(() => the.remove());

  const write = (name: string, text: string): string => the.write(name, text);
  const check: Built['check'] = (...args) => the.check(...args);
  const each = (): string[] => ['ada', 'ben', 'cleo', 'dan', 'list.txt'].map((name) => `students/${name}`);

  it('says what it can do', async () => {
    const { status, stdout } = await check('--help');
    assert.equal(status, 0);
    assert.match(stdout, /^Usage: wirebench check LAB\.\.\. \[options\]/);
  });

  it('gives all points to a right program, and works in a copy of its folder', async () => {
    const { status, stdout } = await check(lab, '--each', 'students/ada');
    assert.match(stdout, /✓ It answers \(3 of 3\)[^]*6 of 6 points/);
    assert.equal(status, 0);
    assert.deepEqual(readdirSync(path.join(folder, 'students/ada')), ['server.py']);
  });

  it('tells what came, where the lab explains it, and nothing about a hidden step', async () => {
    const { status, stdout } = await check(lab, '--each', 'students/ben');
    assert.equal(status, 1);
    assert.match(
      stdout,
      /✗ It answers \(0 of 3\)[^]*KIWI[^]*Explained in "Echo" \(echo\.lab\.md:1\)\.\n✗ A secret word \(0 of 1\)\n2 of 6 points/,
    );
    assert.doesNotMatch(stdout, /xyzzy/i);
    for (const form of ['--json', '--csv', '--gradescope', '--classroom']) {
      assert.doesNotMatch((await check(lab, form, '--each', 'students/ben')).stdout, /xyzzy/i, form);
    }
  });

  it('checks many students at the same port, each by itself, and counts the diagnoses', async () => {
    const { status, stdout, stderr } = await check(lab, '--jobs', '3', '--each', ...each());
    assert.equal(status, 1, stderr);
    assert.match(stdout, /ada +✓ {2}✓ {2}✓ {2}6 of 6/);
    assert.match(stdout, /ben +✓ {2}✗ {2}✗ {2}2 of 6/);
    assert.match(stdout, /cleo +✗ {2}- {2}- {2}0 of 6/);
    assert.match(stdout, /1 of 4: crashed, .*ValueError/);
    assert.match(stdout, /1 of 4: program-missing/);
    assert.doesNotMatch(stdout, /list\.txt/);
  });

  it('writes a row for each student', async () => {
    const { stdout } = await check(lab, '--csv', '--each', ...each().slice(0, 2));
    const [head, ada, ben] = stdout.split('\r\n');
    assert.equal(head, 'student,lab,points,of,It listens,It answers,A secret word,diagnoses,error');
    assert.match(ada!, /ada,.*echo\.lab\.md,6,6,2,3,1,,$/);
    assert.match(ben!, /ben,.*echo\.lab\.md,2,6,2,0,0,letter-case,$/);
  });

  it('writes the forms of Gradescope and GitHub Classroom, and JUnit', async () => {
    const junit = path.join(folder, 'out.xml');
    const gradescope = await check(lab, '--gradescope', '--junit', junit, '--each', 'students/ben');
    const results = JSON.parse(gradescope.stdout) as { score: number; tests: { status: string; max_score: number }[] };
    assert.deepEqual(
      [results.score, ...results.tests.map(({ status, max_score }) => [status, max_score])],
      [2, ['passed', 2], ['failed', 3], ['failed', 1]],
    );
    const xml = readFileSync(junit, 'utf8');
    assert.match(xml, /tests="3" failures="2" errors="0" skipped="0"/);
    assert.match(xml, /<failure type="letter-case"/);
    assert.doesNotMatch(xml, /xyzzy/i);
    const classroom = JSON.parse((await check(lab, '--classroom', '--each', 'students/ben')).stdout) as {
      status: string;
      max_score: number;
      tests: { score: number }[];
    };
    assert.deepEqual([classroom.status, classroom.max_score], ['fail', 6]);
    assert.deepEqual(
      classroom.tests.map(({ score }) => score),
      [2, 0, 0],
    );
  });

  it('ends programs that hang, flood and start others', async () => {
    // Each holds a lock on the file as long as it is there: their numbers are those of a system of their own.
    const marker = write('lock', '');
    const child = `import fcntl, time\nheld = open(${JSON.stringify(marker)})\nfcntl.flock(held, fcntl.LOCK_SH)\nopen(${JSON.stringify(marker)}, "a").write("x")\n`;
    write('students/hang/server.py', `import os\nif os.fork() == 0: os.setsid()\n${child}while True: time.sleep(1)\n`);
    write('students/flood/server.py', `import os\n${child}while True: print("y" * 1000)\n`);
    const { status, stdout } = await check(
      lab,
      '--limit',
      '30',
      '--each',
      'students/ada',
      'students/hang',
      'students/flood',
    );
    assert.equal(status, 1);
    assert.match(stdout, /ada +✓ {2}✓ {2}✓ {2}6 of 6/);
    assert.match(stdout, /hang +✗ {2}- {2}- {2}0 of 6/);
    assert.ok(readFileSync(marker, 'utf8').length >= 3);
    assert.equal(spawnSync('flock', ['--nonblock', '--exclusive', marker, 'true']).status, 0, 'all are gone');
  });

  it('ends a lab at its limit; the rest is not checked', async () => {
    write('students/slow/server.py', 'import time\ntime.sleep(60)\n');
    const { status, stdout } = await check(lab, '--limit', '1', '--each', 'students/slow');
    assert.equal(status, 1);
    assert.match(
      stdout,
      /- It listens \(0 of 2, not checked\)\n {4}It was not checked, because the time for the lab was over/,
    );
  });

  it('says which lab or option is wrong', async () => {
    const missing = await check('none.lab.md');
    assert.deepEqual([missing.status, /none\.lab\.md could not be read: ENOENT/.test(missing.stderr)], [2, true]);
    const empty = await check(write('empty.lab.md', '# Nothing\n'));
    assert.deepEqual([empty.status, /has no requests to check/.test(empty.stdout)], [2, true]);
    const forms = await check(lab, '--json', '--csv');
    assert.match(forms.stderr, /Standard output has one form: --json or --csv/);
    assert.match((await check('--each', 'a')).stderr, /check needs a lab/);
    assert.match((await check(lab, '--jobs', '0')).stderr, /"0" is not a valid number for --jobs/);
  });
});

describe('the environment of programs under check', () => {
  it('has the variables of the table, and those that are passed', async () => {
    const the = await builtCommandLine();
    try {
      const lab = the.write(
        'a.lab.md',
        '# A\n\n```http\n### Variables\nRUN python3 variables.py\nready: exit\n\n?? output == nothing\n```\n',
      );
      the.write('variables.py', 'import os\nprint(sorted(os.environ))\n');
      const secrets = { GITHUB_TOKEN: 'x', ACTIONS_RUNTIME_TOKEN: 'x', MY_SETTING: 'x', LC_TIME: 'C' };
      const env = { ...process.env, ...secrets };
      const { stdout } = await the.run(['check', lab, '--once', '--pass', 'MY_SETTING'], { env });
      assert.match(stdout, /'HOME'.*'LC_TIME'.*'MY_SETTING'.*'PATH'/);
      assert.doesNotMatch(stdout, /TOKEN/);
    } finally {
      the.remove();
    }
  });
});
