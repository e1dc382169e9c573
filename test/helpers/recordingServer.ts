import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A server that keeps the very bytes of every request, and answers each as httpbin's /post does: `{"json": <the body>}`. `/redirect/302` leads on. */
export class RecordingServer {
  readonly requests: string[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(): Promise<RecordingServer> {
    const recording = new RecordingServer();
    recording.#server.listen(0, '127.0.0.1');
    await once(recording.#server, 'listening');
    return recording;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    let pending = '';
    socket.on('data', (chunk) => {
      pending += chunk.toString('latin1');
      for (let length = requestLength(pending); length !== undefined; length = requestLength(pending)) {
        const request = pending.slice(0, length);
        pending = pending.slice(length);
        this.requests.push(request);
        const redirect = /^\S+ \/redirect\/(30\d)/.exec(request)?.[1];
        const answer = redirect === undefined ? answerTo(bodyOf(request)) : redirection(redirect);
        socket.write(Buffer.from(answer, 'latin1'));
      }
    });
  }
}

const redirection = (status: string): string =>
  `HTTP/1.1 ${status} Moved\r\nLocation: /landed\r\nContent-Length: 0\r\n\r\n`;
const headOf = (text: string): string => text.slice(0, text.indexOf('\r\n\r\n'));

/** The first complete request; undefined: it is incomplete. */
function requestLength(text: string): number | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = headOf(text);
  if (/^transfer-encoding:.*chunked/im.test(head)) {
    const last = /(^|\r\n)0\r\n\r\n/.exec(text.slice(end + 4));
    return last === null ? undefined : end + 4 + last.index + last[0].length;
  }
  const length = end + 4 + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  return text.length < length ? undefined : length;
}

/** Chunks put together. */
export function bodyOf(request: string): string {
  const raw = request.slice(request.indexOf('\r\n\r\n') + 4);
  if (!/^transfer-encoding:.*chunked/im.test(headOf(request))) return raw;
  let body = '';
  for (let rest = raw; ;) {
    const size = parseInt(rest, 16);
    if (!(size > 0)) return body;
    const start = rest.indexOf('\r\n') + 2;
    body += rest.slice(start, start + size);
    rest = rest.slice(start + size + 2);
  }
}

function answerTo(body: string): string {
  let json: unknown = null;
  try {
    json = JSON.parse(Buffer.from(body, 'latin1').toString('utf8'));
  } catch {
    // The body is not JSON.
  }
  const answer = Buffer.from(JSON.stringify({ json }), 'utf8');
  const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${answer.length}`;
  return `${head}\r\n\r\n${answer.toString('latin1')}`;
}

/** Headers that clients add by themselves. */
const added =
  /^(user-agent|accept|accept-encoding|connection|keep-alive|content-length|transfer-encoding|cookie|content-type)$/i;

/**
 * A request as test/fixtures/requests/README.md has it: without what the client added (names that `expected` does not have), the body
 * in one piece, `Host` first where the file does not say it, and the server's address as `{{host}}`.
 */
export function plainRequest(request: string, expected: string, host: string): string {
  const nameOf = (line: string): string => line.slice(0, line.indexOf(':')).toLowerCase();
  const wanted = new Set(headOf(expected).split('\r\n').slice(1).map(nameOf));
  const [start, ...lines] = headOf(request).split('\r\n');
  const kept = lines.filter((line) => wanted.has(nameOf(line)) || !added.test(nameOf(line)));
  const hosts = kept.filter((line) => nameOf(line) === 'host');
  const second = headOf(expected).split('\r\n')[1] ?? '';
  const ordered = nameOf(second) === 'host' ? [...hosts, ...kept.filter((line) => nameOf(line) !== 'host')] : kept;
  const text = `${[start, ...ordered].join('\r\n')}\r\n\r\n${bodyOf(request)}`;
  return Buffer.from(text, 'latin1').toString('utf8').replaceAll(host, '{{host}}');
}
