import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './nets.ts';

/** Zones by their origin without a dot at the end: the text of each. */
export type ZoneTexts = Readonly<Record<string, string>>;

export interface NameServer {
  readonly program: string;
  readonly port: number;
  /** Of DNS over TLS, where the program was given a certificate. */
  readonly tlsPort: number;
  /** Of DNS over HTTPS at /dns-query, of bind9 with a certificate. */
  readonly httpsPort: number;
  stop(): Promise<void>;
}

interface Given {
  readonly folder: string;
  readonly port: number;
  readonly tlsPort: number;
  readonly httpsPort: number;
  readonly zones: readonly string[];
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
}

interface Program {
  readonly command: string;
  readonly configuration: (given: Given) => string;
  readonly arguments: (configuration: string, given: Given) => readonly string[];
  /** The line that it prints when it answers. */
  readonly ready: RegExp;
}

/** Real name servers, in the foreground, on loopback, each in a folder of its own, with what rate limits they have turned off, and patience with a reader on a busy machine. */
const programs = {
  named: {
    command: 'named',
    configuration: ({ folder, port, tlsPort, httpsPort, zones, tls }) => `
      ${tls === undefined ? '' : `tls own { key-file "${folder}/key.pem"; cert-file "${folder}/cert.pem"; }; http own { endpoints { "/dns-query"; }; };`}
      options {
        directory "${folder}";
        pid-file none;
        session-keyfile "${folder}/session.key";
        lock-file none;
        listen-on port ${port} { 127.0.0.1; };
        ${tls === undefined ? '' : `listen-on port ${tlsPort} tls own { 127.0.0.1; };`}
        ${tls === undefined ? '' : `listen-on port ${httpsPort} tls own http own { 127.0.0.1; };`}
        listen-on-v6 { none; };
        recursion no;
        notify no;
        dnssec-validation no;
        allow-transfer { 127.0.0.1; };
        version "a test";
      };
      controls { };
      ${zones.map((zone) => `zone "${zone}" { type primary; check-names ignore; file "${folder}/${zone}.zone"; };`).join('\n')}`,
    arguments: (configuration) => ['-g', '-n', '1', '-c', configuration],
    ready: / running\n/,
  },
  knotd: {
    command: 'knotd',
    configuration: ({ folder, port, zones }) => `
server:
    rundir: ${folder}
    listen: 127.0.0.1@${port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
    tcp-io-timeout: 60000
    tcp-idle-timeout: 60
database:
    storage: ${folder}/db
log:
  - target: stderr
    any: info
acl:
  - id: own
    address: 127.0.0.1
    action: transfer
template:
  - id: default
    storage: ${folder}
    file: "%s.zone"
    acl: own
    semantic-checks: off
    zonefile-load: whole
zone:
${zones.map((zone) => `  - domain: ${zone}\n`).join('')}`,
    arguments: (configuration) => ['-c', configuration],
    ready: /server started/,
  },
  nsd: {
    command: 'nsd',
    configuration: ({ folder, port, zones }) => `
server:
  ip-address: 127.0.0.1@${port}
  username: ""
  chroot: ""
  zonesdir: "${folder}"
  database: ""
  pidfile: ""
  zonelistfile: "${folder}/zone.list"
  xfrdfile: "${folder}/xfrd.state"
  xfrdir: "${folder}"
  rrl-ratelimit: 0
  rrl-whitelist-ratelimit: 0
  server-count: 1
remote-control:
  control-enable: no
${zones.map((zone) => `zone:\n  name: "${zone}"\n  zonefile: "${folder}/${zone}.zone"\n  provide-xfr: 127.0.0.1 NOKEY\n`).join('')}`,
    arguments: (configuration) => ['-d', '-c', configuration],
    ready: /nsd started/,
  },
} satisfies Record<string, Program>;

export type ProgramName = keyof typeof programs;

/** Starts the program with these zones, on one core where it is told which; resolves when it answers. What it wrote is in the error where it ends before. */
export async function startNameServer(
  name: ProgramName,
  zones: ZoneTexts,
  tls?: { readonly cert: string; readonly key: string },
  core?: number,
): Promise<NameServer> {
  const program: Program = programs[name];
  const folder = await mkdtemp(path.join(tmpdir(), `wirebench-${name}-`));
  const [port, tlsPort, httpsPort] = [await freePort(), await freePort(), await freePort()];
  const given: Given = { folder, port, tlsPort, httpsPort, zones: Object.keys(zones), tls };
  const configuration = path.join(folder, `${name}.conf`);
  await mkdir(path.join(folder, 'db'));
  await Promise.all([
    writeFile(configuration, program.configuration(given)),
    ...Object.entries(zones).map(([zone, text]) => writeFile(path.join(folder, `${zone}.zone`), text)),
    ...(tls === undefined
      ? []
      : [writeFile(path.join(folder, 'cert.pem'), tls.cert), writeFile(path.join(folder, 'key.pem'), tls.key)]),
  ]);
  const line = [program.command, ...program.arguments(configuration, given)];
  if (core !== undefined) line.unshift('taskset', '-c', String(core));
  const child = spawn(line[0]!, line.slice(1), {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
  });
  const stop = async () => {
    await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await written(child, program.ready);
  } catch (error) {
    await stop();
    throw error;
  }
  return { program: name, port, tlsPort, httpsPort, stop };
}

/** Their message about an address that they could not use; bind9 goes on without it. */
const UNBOUND = /interface ignored|could not listen|cannot bind|address already in use/i;

async function written(child: ChildProcess, wanted: RegExp): Promise<void> {
  let text = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (UNBOUND.test(text)) reject(new Error(`${child.spawnfile} has not all its addresses:\n${text.slice(-2000)}`));
      else if (wanted.test(text)) resolve();
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with ${code}:\n${text.slice(-2000)}`)));
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

/** Sends one message, as it is, in a datagram, and resolves with the answer that has its ID. */
export class DatagramAsker {
  readonly #socket = createSocket('udp4');
  readonly #waiting = new Map<string, (answer: Buffer) => void>();

  constructor() {
    this.#socket.on('message', (message, { port }) => {
      const key = `${port} ${message.readUInt16BE(0)}`;
      this.#waiting.get(key)?.(message);
      this.#waiting.delete(key);
    });
  }

  ask(port: number, query: Uint8Array): Promise<Buffer> {
    const id = (query[0]! << 8) | query[1]!;
    return new Promise((resolve) => {
      this.#waiting.set(`${port} ${id}`, resolve);
      this.#socket.send(query, port, '127.0.0.1');
    });
  }

  close(): void {
    this.#socket.close();
  }
}

/** Sends messages over one TCP connection, not waiting for the answer to one before the next, and resolves with the answer that has its ID. */
export class StreamAsker {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, { resolve: (answer: Buffer) => void; reject: (error: Error) => void }>();
  #bytes = Buffer.alloc(0);
  #closed: Error | undefined;

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.on('data', (chunk) => this.#received(chunk));
    this.#socket.on('close', () => {
      this.#closed = new Error(`port ${port} closed the connection with ${this.#waiting.size} questions open`);
      for (const { reject } of this.#waiting.values()) reject(this.#closed);
    });
    this.#socket.on('error', () => undefined);
  }

  ask(query: Uint8Array): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (this.#closed !== undefined) return reject(this.#closed);
      this.#waiting.set((query[0]! << 8) | query[1]!, { resolve, reject });
      this.#socket.write(Buffer.concat([Buffer.from([query.length >> 8, query.length & 255]), query]));
    });
  }

  #received(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    while (this.#bytes.length >= 2) {
      const end = 2 + this.#bytes.readUInt16BE(0);
      if (this.#bytes.length < end) return;
      const message = this.#bytes.subarray(2, end);
      this.#bytes = this.#bytes.subarray(end);
      const id = message.readUInt16BE(0);
      this.#waiting.get(id)?.resolve(message);
      this.#waiting.delete(id);
    }
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Sends one message over a TCP connection, and resolves with the first answer. */
export async function askOverTcp(port: number, query: Uint8Array): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1');
  try {
    const framed = Buffer.concat([Buffer.from([query.length >> 8, query.length & 255]), query]);
    socket.write(framed);
    let bytes = Buffer.alloc(0);
    for await (const chunk of socket) {
      bytes = Buffer.concat([bytes, chunk as Buffer]);
      if (bytes.length >= 2 && bytes.length >= 2 + bytes.readUInt16BE(0))
        return bytes.subarray(2, 2 + bytes.readUInt16BE(0));
    }
    throw new Error(`port ${port} closed the connection after ${bytes.length} bytes`);
  } finally {
    socket.destroy();
  }
}

/**
 * socat in front of a name server, which speaks TLS with this certificate and passes on what is in it (the knot of Debian 12 has
 * no TLS of its own). Resolves when it listens.
 */
export async function startTlsFront(
  to: NameServer,
  tls: { readonly cert: string; readonly key: string },
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'wirebench-socat-'));
  const port = await freePort();
  const pem = path.join(folder, 'own.pem');
  await writeFile(pem, `${tls.key}\n${tls.cert}`);
  const listen = `OPENSSL-LISTEN:${port},bind=127.0.0.1,reuseaddr,fork,verify=0,cert=${pem}`;
  const child = spawn('socat', ['-d', '-d', listen, `TCP:127.0.0.1:${to.port}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = async () => {
    await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await written(child, / listening on /);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };
}
