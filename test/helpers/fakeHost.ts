import type { ErrorData } from '../../src/base/errors.ts';
import type { Behaviour, BehaviourHost, Conversation, Received } from '../../src/net/behaviours/behaviour.ts';
import { behaviourNamed } from '../../src/net/behaviours/named.ts';
import { completeOptions } from '../../src/net/behaviours/options.ts';
import { behaviours } from '../../src/net/behaviours/table.ts';
import type { Transport } from '../../src/traffic/event.ts';

/** A peer of a behaviour under test. It keeps the sent messages, and tests can wait for them. */
export class FakeConversation implements Conversation {
  readonly id: number;
  readonly local = { host: '127.0.0.1', port: 9000 };
  readonly peer: { host: string; port: number };
  state: unknown;
  readonly sent: Buffer[] = [];
  ended = false;
  paused = false;
  /** Sends that are accepted before the queue is full. Each later one returns false. */
  room = Infinity;
  readonly #host: FakeHost;

  constructor(host: FakeHost, id: number) {
    this.#host = host;
    this.id = id;
    this.peer = { host: '127.0.0.1', port: 5000 + id };
  }

  get text(): string {
    return Buffer.concat(this.sent).toString();
  }

  send(bytes: Uint8Array): boolean {
    this.sent.push(Buffer.from(bytes));
    this.room--;
    this.#host.happened();
    return this.room > 0;
  }

  echo(received: Received, start = 0, end = received.bytes.length): boolean {
    return this.send(received.bytes.subarray(start, end));
  }

  end(): void {
    this.ended = true;
    this.#host.happened();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.#host.happened();
  }
}

export class FakeHost implements BehaviourHost {
  readonly endpoint = 1;
  readonly transport: Transport;
  readonly encoding: string;
  readonly open = new Set<FakeConversation>();
  readonly notes: string[] = [];
  readonly failures: ErrorData[] = [];
  mendings = 0;
  readonly #waiting = new Set<() => void>();
  #ids = 0;
  behaviour: Behaviour | undefined;

  constructor(transport: Transport = 'tcp', encoding = 'utf-8') {
    this.transport = transport;
    this.encoding = encoding;
  }

  conversations(): Iterable<Conversation> {
    return this.open;
  }

  note(text: string): void {
    this.notes.push(text);
    this.happened();
  }

  fail(error: ErrorData): void {
    this.failures.push(error);
    this.happened();
  }

  mended(): void {
    this.mendings++;
    this.happened();
  }

  happened(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** Resolves once the condition holds. It is checked after every action of the behaviour. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!condition()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  async start(name: string, options: Record<string, string | number | boolean> = {}): Promise<this> {
    const kind = behaviourNamed(behaviours, name);
    this.behaviour = await kind.create(completeOptions(kind, options), this);
    return this;
  }

  connect(): FakeConversation {
    const conversation = new FakeConversation(this, ++this.#ids);
    this.open.add(conversation);
    if (this.transport !== 'udp') this.behaviour?.onOpen?.(conversation);
    return conversation;
  }

  hear(conversation: FakeConversation, data: string | Uint8Array): void {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    this.behaviour?.onReceived?.(conversation, { bytes, seq: 1 });
  }

  close(conversation: FakeConversation): void {
    this.open.delete(conversation);
    this.behaviour?.onClosed?.(conversation);
  }
}

/** The answers of a behaviour to one message of a new peer. */
export async function answerOf(
  name: string,
  data: string | Uint8Array,
  {
    options = {},
    transport = 'tcp',
    encoding = 'utf-8',
  }: { options?: Record<string, string | number | boolean>; transport?: Transport; encoding?: string } = {},
): Promise<string> {
  const host = await new FakeHost(transport, encoding).start(name, options);
  const conversation = host.connect();
  host.hear(conversation, data);
  await host.behaviour?.dispose();
  return Buffer.concat(conversation.sent).toString('latin1');
}
