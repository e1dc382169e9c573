import { once } from 'node:events';
import net from 'node:net';
import { createInterface, type Interface } from 'node:readline';

/** The benchmark's end of the connection to probe.cjs in the extension host: one question at a time. */
export class HostLink {
  readonly #server = net.createServer();
  #socket: net.Socket | undefined;
  #lines: Interface | undefined;

  /** Listens; the port goes to the extension host's environment. */
  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as net.AddressInfo).port;
  }

  /** Waits for an extension host to connect. An earlier connection is dropped. */
  async connected(): Promise<void> {
    this.#socket?.destroy();
    const [socket] = (await once(this.#server, 'connection')) as [net.Socket];
    this.#socket = socket.on('error', () => undefined);
    this.#lines = createInterface({ input: socket });
  }

  async ask<T>(ask: string, ...args: unknown[]): Promise<T> {
    this.#socket!.write(`${JSON.stringify({ ask, args })}\n`);
    const ended = new AbortController();
    const line = await Promise.race([
      once(this.#lines!, 'line', { signal: ended.signal }),
      once(this.#lines!, 'close', { signal: ended.signal }).then(() => {
        throw new Error(`The extension host ended before it answered "${ask}".`);
      }),
    ]).finally(() => ended.abort());
    const { answer, failed } = JSON.parse(String(line[0])) as { answer?: unknown; failed?: string };
    if (failed !== undefined) throw new Error(failed);
    return answer as T;
  }

  close(): void {
    this.#socket?.destroy();
    this.#server.close();
  }
}
