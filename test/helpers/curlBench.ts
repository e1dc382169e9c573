import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { bodyOf, RecordingServer } from './recordingServer.ts';

const run = promisify(execFile);

/**
 * curl in a shell, and a server that keeps its requests. A configuration file makes curl silent and turns off `100
 * Continue` (depending on the version, curl asks for it on every upload or only on large ones). Its commands run as
 * written.
 */
export class CurlBench {
  readonly folder: string;
  readonly server: RecordingServer;

  private constructor(folder: string, server: RecordingServer) {
    this.folder = folder;
    this.server = server;
  }

  static async start(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<CurlBench> {
    const folder = await mkdtemp(path.join(tmpdir(), 'wirebench-test-'));
    await mkdir(path.join(folder, 'home'));
    await writeFile(path.join(folder, 'home', '.curlrc'), 'silent\nshow-error\nmax-time = 20\nheader = "Expect:"\n');
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
    return new CurlBench(folder, await RecordingServer.start());
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await rm(this.folder, { recursive: true });
  }

  /** Runs a command in a shell, in the folder with the files. Resolves with the requests; rejects with curl's error. */
  async sent([shell, ...options]: readonly [string, ...string[]], command: string): Promise<string[]> {
    this.server.requests.length = 0;
    // Of a file: an argument of a program has a limit.
    await writeFile(path.join(this.folder, 'command.sh'), `${command}\n`);
    const running = run(shell, [...options, 'command.sh'], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], CURL_HOME: path.join(this.folder, 'home'), LC_ALL: 'C.UTF-8' },
      maxBuffer: 64 * 1024 * 1024,
    });
    // A program that reads standard input, or asks for a password, gets nothing.
    running.child.stdin?.end();
    await running;
    return [...this.server.requests];
  }
}

function escaped(target: string): string {
  return target
    .replaceAll(/[\x80-\xff]/g, (unit) => `%${unit.charCodeAt(0).toString(16)}`)
    .replaceAll(/%[0-9a-fA-F]{2}/g, (escape) => escape.toUpperCase());
}

/**
 * A request with what differs between clients, or between two versions of curl, made alike: the client's name, the codings it can
 * undo, the white space after a header's colon, random boundaries, where Host stands, and in the target the case of %XX (RFC 3986,
 * section 6.2.2.1) and what is beyond ASCII (curl 7.88 writes it as %XX in a path, and sends it as it is in a query).
 */
export function alike(request: string): string {
  const end = request.indexOf('\r\n\r\n');
  const [start = '', ...lines] = request.slice(0, end).split('\r\n');
  const headers = lines.map((line) => {
    const [, name = '', value = ''] = /^([^:]*):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name === 'User-Agent' && /^(?:curl|wirebench)\/[\d.]+$/.test(value)) return 'User-Agent: (the client)';
    if (name === 'Accept-Encoding' && /^(?:(?:deflate|gzip|br|zstd)(?:, |$)){3,4}/.test(value))
      return 'Accept-Encoding: (what the client can undo)';
    return `${name}: ${value}`;
  });
  const [method = '', target = '', ...version] = start.split(' ');
  const line = [method, escaped(target), ...version].join(' ');
  // curl always writes Host first.
  const isHost = (header: string): boolean => header.startsWith('Host:');
  const ordered = [...headers.filter(isHost), ...headers.filter((header) => !isHost(header))];
  let text = `${[line, ...ordered].join('\n')}\n\n${bodyOf(request)}`;
  const boundaries = [...text.matchAll(/boundary=(-{24}[0-9a-f]{16})/g)].map(([, boundary]) => boundary!);
  for (const [i, boundary] of boundaries.entries()) text = text.replaceAll(boundary, `(boundary ${i + 1})`);
  return text;
}
