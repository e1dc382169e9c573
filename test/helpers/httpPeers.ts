import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { settles } from './becomes.ts';
import { freePort } from './nets.ts';

/** Other people's servers, as children of the test: each with a folder of its own, ended by its process, not by its name. */
export class HttpPeers {
  readonly #children: ChildProcess[] = [];
  readonly #folders: string[] = [];

  async folder(): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), 'wirebench-test-'));
    this.#folders.push(folder);
    return folder;
  }

  /**
   * nginx with the servers of `configuration` (text of its http block), in `folder`. It takes over sockets that listen
   * already (as an nginx does that replaces another), so no port is guessed, and a connection made before it is ready waits.
   */
  async nginx(folder: string, count: number, configuration: (ports: readonly number[]) => string): Promise<number[]> {
    const held = await Promise.all(Array.from({ length: count }, () => listening()));
    const ports = held.map((server) => (server.address() as AddressInfo).port);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const lines = [
      'daemon off;',
      'worker_processes 1;',
      // If the test runs as root, the folder belongs to root, and nginx would read it as nobody.
      ...(process.getuid?.() === 0 ? ['user root;'] : []),
      'error_log stderr notice;',
      `pid ${folder}/nginx.pid;`,
      'events { worker_connections 64; }',
      'http {',
      'access_log off;',
      ...temporary.map((name) => `${name}_temp_path ${folder}/${name};`),
      configuration(ports),
      '}',
    ];
    const file = path.join(folder, 'nginx.conf');
    await writeFile(file, lines.join('\n'));
    const handles = held.map((server) => (server as unknown as { _handle: { fd: number } })._handle.fd);
    const child = this.#spawn(nginxPath, ['-p', folder, '-c', file], {
      stdio: ['ignore', 'ignore', 'pipe', ...handles],
      // The descriptors that it takes over: 3 and so on.
      env: { NGINX: handles.map((_, at) => `${3 + at};`).join('') },
    });
    let said = '';
    child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('close', (code) => code !== 0 && console.error(said));
    for (const server of held) server.close();
    return ports;
  }

  /** tinyproxy, an HTTP proxy. Resolves with its port. It reports that it listens, and ends if the port is taken. */
  async tinyproxy(more: readonly string[] = []): Promise<number> {
    const folder = await this.folder();
    const file = path.join(folder, 'tinyproxy.conf');
    for (let tries = 0; tries < 5; tries++) {
      const port = await freePort();
      const lines = [`Port ${port}`, 'Listen 127.0.0.1', 'LogLevel Info', 'MaxClients 20', 'Timeout 20', ...more];
      await writeFile(file, `${lines.join('\n')}\n`);
      const child = this.#spawn('tinyproxy', ['-d', '-c', file], { stdio: ['ignore', 'pipe', 'ignore'] });
      const listens = await new Promise<boolean>((resolve) => {
        let said = '';
        child.stdout!.on('data', (chunk: Buffer) => {
          said += chunk.toString();
          if (/Accepting connections/.test(said)) resolve(true);
        });
        child.once('close', () => resolve(false));
      });
      if (listens) return port;
    }
    throw new Error('tinyproxy did not listen');
  }

  /** microsocks, a SOCKS5 proxy on a port that the system chooses; resolves with the port. */
  async microsocks(args: readonly string[] = []): Promise<number> {
    const child = this.#spawn('microsocks', ['-i', '127.0.0.1', '-p', '0', ...args], { stdio: 'ignore' });
    const ports = async () => {
      assert.equal(child.exitCode, null, 'microsocks ended');
      const { stdout } = await promisify(execFile)('ss', ['-tlnpH']);
      const mine = stdout.split('\n').filter((line) => line.includes(`pid=${child.pid},`));
      return mine.map((line) => Number(/127\.0\.0\.1:(\d+)/.exec(line)?.[1]));
    };
    return (await settles(ports, (found) => assert.equal(found.length, 1), 10_000))[0]!;
  }

  async close(): Promise<void> {
    for (const child of this.#children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill();
      await once(child, 'close');
    }
    for (const folder of this.#folders.splice(0)) await rm(folder, { recursive: true });
  }

  #spawn(command: string, args: readonly string[], options: Parameters<typeof spawn>[2]): ChildProcess {
    const child = spawn(command, args, options);
    this.#children.push(child);
    return child;
  }
}

/** Debian keeps daemons outside a user's path. */
const nginxPath = '/usr/sbin/nginx';

async function listening(): Promise<Server> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
