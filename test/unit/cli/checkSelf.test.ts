import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../helpers/nets.ts';
import { builtCommandLine, type Built } from './built.ts';

const labText = (port: number): string => `# Capitals

\`\`\`python file=server.py
\`\`\`

\`\`\`http
# @name server
RUN python3 server.py
ready: tcp 127.0.0.1:${port}
timeout: 5s

### Capitals
# @points 2
# @needs server
TCP 127.0.0.1:${port}
timeout: 1s

kiwi

?? received text == KIWI

### Another word
# @hidden
# @needs server
TCP 127.0.0.1:${port}
timeout: 1s

apple

?? received text == APPLE
\`\`\`
`;

const server = (port: number, answer: string): string => `import socket
s = socket.create_server(("127.0.0.1", ${port}))
while True:
    c, _ = s.accept()
    ${answer}
    c.close()
`;

interface Proved {
  readonly version: 1;
  readonly proofs: readonly { name: string; expects: string; holds: boolean; message?: string; points?: number }[];
}

describe('wirebench check --self', () => {
  let the: Built;
  const right = 'c.sendall(c.recv(100).upper())';

  before(async () => {
    the = await builtCommandLine();
    const port = await freePort();
    const course = (file: string, text: string): string => the.write(`course/${file}`, text);
    course('01-capitals/01-capitals.lab.md', labText(port));
    course('01-capitals/server.py', 'print("to be written")\n');
    course('solutions/01-capitals/server.py', server(port, right));
    course('faulty/01-capitals/starter.expect', 'expect: exited-early\ntold: before a client could call it\n');
    course(
      'faulty/01-capitals/unchanged.py',
      `# expect: letter-case\n# as: server.py\n${server(port, 'c.sendall(c.recv(100))')}`,
    );
    course(
      'faulty/01-capitals/once.py',
      `# expect: served-once\n# as: server.py\n${server(port, right).replace('while True', 'for i in range(1)')}`,
    );
    the.write('examples.lab.md', '# Echo\n\n```http\n### Name\nLOOKUP service http/tcp\n\n?? port == 80\n```\n');
    const wrong = (file: string, text: string): string => the.write(`wrong/${file}`, text);
    wrong('01-a/01-a.lab.md', labText(port));
    wrong('01-a/server.py', server(port, right));
    wrong('solutions/01-a/server.py', server(port, 'c.recv(100)'));
    wrong('faulty/01-a/right.py', `# expect: no-reply\n# as: server.py\n${server(port, right)}`);
    wrong('faulty/01-a/other.py', `# expect: no-reply\n# as: server.py\n${server(port, 'c.sendall(c.recv(100))')}`);
    wrong('faulty/01-a/mute.py', '# a mistake\n');
    wrong('faulty/01-a/nowhere.py', '# expect: crashed\n# as: client.py\n');
    wrong('02-b/02-b.lab.md', labText(port));
    wrong('03-c/03-c.lab.md', '# Nothing\n');
  });
  after(() => the.remove());

  it('proves a course: solution, starter and faulty programs, and leaves nothing behind', async () => {
    const junit = path.join(the.folder, 'proved.xml');
    const temporary = path.join(the.folder, 'temporary');
    mkdirSync(temporary);
    const env = { ...process.env, TMPDIR: temporary };
    const { status, stdout, stderr } = await the.run(['check', 'course', '--self', '--junit', junit], { env });
    assert.equal(status, 0, stdout + stderr);
    const lines = stdout.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' '));
    assert.deepEqual(lines, [
      'course/01-capitals/01-capitals.lab.md',
      '✓ solution all points',
      '✓ starter exited-early',
      '✓ once.py served-once',
      '✓ unchanged.py letter-case',
      '4 of 4 proved',
      '',
    ]);
    assert.match(readFileSync(junit, 'utf8'), /tests="4" failures="0"/);
    assert.deepEqual(readdirSync(temporary), []);
  });

  it('proves a lab of examples by itself', async () => {
    const { status, stdout } = await the.check('examples.lab.md', '--self');
    assert.match(stdout, /✓ the lab {2}all points\n1 of 1 proved/);
    assert.equal(status, 0);
  });

  it('says what is not proved, and why', async () => {
    const { status, stdout } = await the.check('wrong', '--self', '--json');
    assert.equal(status, 1);
    const { proofs } = JSON.parse(stdout) as Proved;
    const messages = Object.fromEntries(proofs.map(({ name, holds, message }) => [name, holds ? 'holds' : message]));
    assert.equal(proofs.length, 8);
    assert.match(messages['starter']!, /^It passes\.$/);
    assert.match(messages['right.py']!, /^It passes\.$/);
    assert.match(messages['other.py']!, /^The diagnosis is letter-case: /);
    assert.match(messages['mute.py']!, /^mute\.py does not say what it must come to/);
    assert.match(messages['nowhere.py']!, /^It stands for client\.py, which the solution does not have/);
    assert.match(messages['the lab']!, /03-c\.lab\.md has no requests to check/);
    const solutions = proofs.filter(({ name }) => name === 'solution');
    assert.match(solutions[0]!.message!, /^It has 0 of 3 points: "Capitals" is failed/);
    assert.match(solutions[1]!.message!, /^There is no solution: .*solutions.02-b does not exist\.$/);
  });

  it('refuses options that contradict it', async () => {
    for (const [options, said] of [
      [['--each', 'course'], /--self and --each contradict each other: the labs are proved by their own solutions/],
      [['--csv'], /--self and --csv contradict each other: no student is graded/],
      [['--gradescope'], /--self and --gradescope contradict/],
      [['--show-hidden'], /--self and --show-hidden contradict/],
    ] as const) {
      const { status, stderr } = await the.check('course', '--self', ...options);
      assert.match(stderr, said);
      assert.equal(status, 2);
    }
  });
});
