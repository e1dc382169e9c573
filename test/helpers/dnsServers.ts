import { createSocket, type RemoteInfo, type Socket as DatagramSocket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { decodeMessage } from '../../src/protocol/dns/decode.ts';
import { encodeMessage } from '../../src/protocol/dns/encode.ts';
import { ednsRecord, type DecodedMessage, type MessageParts } from '../../src/protocol/dns/message.ts';

/** The reaction of a made-up server to a query: messages to send unchanged, or none. */
export type Answerer = (query: DecodedMessage, via: 'udp' | 'tcp') => readonly Uint8Array[] | 'close';

/** The correct answer to an A query, with the given fault. */
export function addressAnswer(query: DecodedMessage, wrong: MessageParts = {}): Uint8Array {
  const { name } = query.questions[0]!;
  return encodeMessage({
    id: query.id,
    response: true,
    recursionDesired: query.recursionDesired,
    questions: query.questions,
    answers: [{ name, type: 1, class: 1, ttl: 60, data: { address: '192.0.2.1' } }],
    additionals: query.edns === undefined ? [] : [ednsRecord()],
    ...wrong,
  });
}

/** Servers that answer as a test defines, on loopback at a free port, over UDP and TCP. */
export class MadeUpServer {
  readonly queries: { readonly via: 'udp' | 'tcp'; readonly message: DecodedMessage }[] = [];
  readonly #heard = new EventEmitter();
  readonly #udp: DatagramSocket;
  readonly #tcp: Server | undefined;
  #lastPeer: RemoteInfo | undefined;

  private constructor(udp: DatagramSocket, tcp: Server | undefined) {
    this.#udp = udp;
    this.#tcp = tcp;
  }

  static async start(
    answer: Answerer,
    options: { readonly tcp?: boolean; readonly host?: string; readonly port?: number } = {},
  ): Promise<MadeUpServer> {
    const { host = '127.0.0.1', port = 0 } = options;
    for (let attempt = 0; ; attempt++) {
      const udp = createSocket('udp4');
      udp.bind(port, host);
      await once(udp, 'listening');
      const tcp = options.tcp === false ? undefined : createServer();
      const made = new MadeUpServer(udp, tcp);
      udp.on('message', (bytes, peer) => {
        const message = decodeMessage(Uint8Array.from(bytes));
        made.#lastPeer = peer;
        made.queries.push({ via: 'udp', message });
        made.#heard.emit('query');
        const answers = answer(message, 'udp');
        if (answers !== 'close') for (const one of answers) udp.send(one, peer.port, peer.address);
      });
      if (tcp === undefined) return made;
      tcp.on('connection', (socket) => {
        socket.on('error', () => undefined);
        socket.on('data', (chunk: Buffer) => {
          const message = decodeMessage(Uint8Array.from(chunk.subarray(2)));
          made.queries.push({ via: 'tcp', message });
          made.#heard.emit('query');
          const answers = answer(message, 'tcp');
          if (answers === 'close') socket.end();
          else
            for (const one of answers)
              socket.write(Buffer.concat([Buffer.from([one.length >> 8, one.length & 255]), one]));
        });
      });
      try {
        tcp.listen(made.port, host);
        await once(tcp, 'listening');
        return made;
      } catch (error) {
        udp.close();
        if (attempt === 5) throw error;
      }
    }
  }

  /** Sends a message over UDP to the last client. */
  sendLater(message: Uint8Array): void {
    const { port, address } = this.#lastPeer!;
    this.#udp.send(message, port, address);
  }

  /** Resolves after that many queries. */
  async heard(count = 1): Promise<void> {
    while (this.queries.length < count) await once(this.#heard, 'query');
  }

  get port(): number {
    return this.#udp.address().port;
  }

  get address(): string {
    return `${this.#udp.address().address}:${this.port}`;
  }

  async close(): Promise<void> {
    this.#udp.close();
    if (this.#tcp === undefined) return;
    const closed = once(this.#tcp, 'close');
    this.#tcp.close();
    await closed;
  }
}
