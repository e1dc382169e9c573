import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../scripts/processes.ts';
import { median } from './processes.ts';
import type { Section } from './report.ts';

const commandLine = path.join(import.meta.dirname, '../dist/cli.cjs');
const run = promisify(execFile);
const students = 60;

const program = `import socket
server = socket.create_server(("127.0.0.1", 5550))
while True:
    client, _ = server.accept()
    client.sendall(client.recv(1024).upper())
    client.close()
`;
/** All that the lab does, with no Wirebench: the program starts, and answers three clients. */
const alone = `import socket, subprocess, sys, time
server = subprocess.Popen([sys.executable, "server.py"])
for word in (b"fig", b"kiwi", b"apple"):
    while True:
        try: client = socket.create_connection(("127.0.0.1", 5550)); break
        except OSError: time.sleep(0.001)
    client.sendall(word)
    assert client.recv(1024) == word.upper()
    client.close()
server.kill()
`;
const lab = `# Capitals

\`\`\`http
### It listens
# @name server
RUN python3 server.py
ready: tcp 127.0.0.1:5550

?? running isTrue
${['fig', 'kiwi', 'apple'].map((word) => `\n###\n# @needs server\nTCP 127.0.0.1:5550\n\n${word}\n\n?? received text == ${word.toUpperCase()}\n`).join('')}\`\`\`
`;

async function milliseconds(file: string, args: readonly string[], cwd: string): Promise<number> {
  const from = performance.now();
  await run(file, args, { cwd });
  return performance.now() - from;
}

export const labs: Section = {
  name: 'labs',
  title: 'Labs: check',
  note: `A lab with a server and three clients. Alone: the server and the clients in Python. The class: ${students} folders by one \`wirebench check --each\`, each in a network of its own where the system allows it, else one after the other.`,
  async run({ rounds }) {
    const { path: root } = await temporaryFolder('bench-labs');
    await writeFile(path.join(root, 'capitals.lab.md'), lab);
    const folders: string[] = [];
    for (let i = 0; i < students; i++) {
      const folder = path.join(root, `student${i}`);
      await mkdir(folder);
      await writeFile(path.join(folder, 'server.py'), program);
      await writeFile(path.join(folder, 'alone.py'), alone);
      folders.push(folder);
    }
    const check = [commandLine, 'check', 'capitals.lab.md', '--each'];
    const own: number[] = [];
    const checked: number[] = [];
    for (let i = 0; i < Math.max(5, rounds); i++) {
      own.push(await milliseconds('python3', ['alone.py'], folders[0]!));
      checked.push(await milliseconds(process.execPath, [...check, folders[0]!], root));
    }
    const added = median(checked) - median(own);
    const all = await milliseconds(process.execPath, [...check, ...folders], root);
    return [
      {
        title: 'Milliseconds',
        columns: ['what', 'time'],
        rows: [
          ['the programs alone', median(own).toFixed(0)],
          ['wirebench check', median(checked).toFixed(0)],
          [`${students} folders`, all.toFixed(0)],
        ],
        judged: [
          { aim: { figure: 'milliseconds that wirebench check adds, start-up included', atMost: 300 }, value: added },
        ],
      },
    ];
  },
};
