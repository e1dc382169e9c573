import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { python } from '../../../../scripts/python.ts';
import { portOwner } from '../../../../src/net/sockets/owner.ts';
import { freePort } from '../../../helpers/nets.ts';
import { allGone } from '../../../helpers/processes.ts';
import { bench, brief, type Bench } from './running.ts';

/** What holds on every system: otherSystems.test.ts runs this file as if on each of them. */
describe(`programs and sockets, whatever the system is (${process.platform})`, () => {
  let one: Bench;
  let folder: string;
  before(() => {
    one = bench();
    folder = mkdtempSync(path.join(tmpdir(), 'every-'));
  });
  after(async () => {
    await one.close();
    rmSync(folder, { recursive: true });
  });

  const run = async (text: string): Promise<string[]> => {
    const { outcomes } = await one.run(text, { path: path.join(folder, 'a.http') });
    return outcomes.map((outcome) => brief(outcome) + (outcome.error ? ` ${outcome.error.message}` : ''));
  };
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text.trimStart());

  const listener = `
import socket, subprocess, sys
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen()
`;

  it('finds a Python 3 by the name python, and reads a source with it', async () => {
    write('which.py', 'import sys\nprint(sys.version_info[0])\n');
    const which =
      'RUN python which.py\nready: exit\n\n?? output == 3\\n\n\n###\nFILE which.py\n\n?? imports contains sys\n';
    assert.deepEqual(await run(which), ['passed', 'passed']);
  });

  it('names the program that has a port, to a server that wants it', async () => {
    const port = await freePort();
    const other = spawn(python, ['-c', `${listener}print("up", flush=True)\ns.accept()`, String(port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(other.stdout, 'data');
    try {
      const owner = await portOwner('tcp', '127.0.0.1', port);
      assert.ok(owner);
      assert.equal(owner.pid, other.pid);
      assert.match(owner.name, /^python3/);
      const [told] = await run(`SERVE tcp://127.0.0.1:${port}`);
      assert.ok(told?.startsWith('error network port-in-use') && told.includes(`pid ${other.pid}`), told);
      const looked = `LOOKUP socket 127.0.0.1:${port}\n\n?? state == LISTEN\n?? pid == ${other.pid}\n\n###\nLOOKUP sockets\n\n?? sockets any port == ${port}`;
      assert.deepEqual(await run(looked), ['passed', 'passed']);
    } finally {
      other.kill('SIGKILL');
      await once(other, 'exit');
    }
  });

  it('ends the whole tree of a program with the run', async () => {
    const port = await freePort();
    write(
      'tree.py',
      `${listener.trim()}\nchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])\nopen("pids", "w").write(str(child.pid))\ns.accept()`,
    );
    const text = `RUN python tree.py ${port}\nready: tcp 127.0.0.1:${port}\n\n###\nLOOKUP socket ${port}\n\n?? state == LISTEN`;
    assert.deepEqual(await run(text), ['passed', 'passed']);
    await allGone([readFileSync(path.join(folder, 'pids'), 'utf8')]);
  });

  it('types at a program that prompts', async () => {
    write('ask.py', 'name = input("Name? ")\nprint("hello", name)\n');
    assert.deepEqual(await run('RUN python ask.py\n\nAda\n\n?? output == hello Ada\\n'), ['passed']);
  });

  it('puts a program on the stage, with its own free port', async () => {
    const port = await freePort();
    write('staged.py', `${listener.trim()}\nc, a = s.accept()\nc.sendall(c.recv(100))\nc.close()`);
    const text = [
      ...[
        '# @name server',
        `RUN python staged.py ${port}`,
        `ports: ${port} = auto`,
        `ready: tcp 127.0.0.1:${port}`,
        '',
      ],
      ...['###', 'TCP 127.0.0.1:{{server.port}}', '', 'hello', '', '?? received text == hello', '?? unread bytes == 0'],
    ].join('\n');
    assert.deepEqual(
      // Windows does not tell the queues of a socket.
      process.platform === 'win32' ? await run(text.replace('?? unread bytes == 0', '')) : await run(text),
      ['passed', 'passed'],
    );
  });

  it('tells the end of a program that crashed in the request under way', async () => {
    const port = await freePort();
    write('crash.py', `${listener.trim()}\nc, a = s.accept()\nc.send(str(c.recv(100)))`);
    const text = `# @name server\nRUN python crash.py ${port}\nready: tcp 127.0.0.1:${port}\n\n###\nTCP 127.0.0.1:${port}\ntimeout: 2s\n\nhello\n\n?? received text == hello`;
    const [, told] = await run(text);
    assert.match(told!, /^failed program-ended .*server ended \(exit status 1\): TypeError in line 7 of crash\.py/);
  });
});
