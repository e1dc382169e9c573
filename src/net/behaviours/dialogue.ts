import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { lineEndings, type LineEnding } from '../../protocol/text/payload.ts';
import { unreadable } from '../unreadable.ts';
import type { Behaviour, BehaviourHost, BehaviourKind, Conversation, Received } from './behaviour.ts';
import { parseDialogue, stepRows, type DialogueStep } from './dialogueSteps.ts';
import { badOption } from './options.ts';

/** Milliseconds between two pieces of a message: a client that reads meanwhile gets each by itself. */
const pieceGap = 10;
/** Received bytes kept for a later `=== wait TEXT`. */
const mostKept = 1024 * 1024;

export const dialogue: BehaviourKind = {
  name: 'dialogue',
  sentence:
    'Talks by a script of messages and steps: waits, pauses, ends or resets the connection. Each connection has a dialogue of its own.',
  transports: ['tcp', 'tls', 'udp'],
  steps: stepRows,
  options: [
    {
      name: 'dialogue',
      sentence: 'The messages, with escapes, and lines between them such as "=== wait" and "=== end".',
      type: 'string',
      asked: true,
      body: 'lines',
      example: 'hello\\n',
      check: (text) => parseDialogue(text, { ofStreams: true, encoding: 'utf-8', lineEnding: 'none' }),
    },
    { name: 'file', sentence: 'A file with the dialogue.', type: 'file', asked: true, example: './dialogue.txt' },
    {
      name: 'lineEnding',
      sentence: 'The line ends of a message; all but `none` also end the message with one.',
      type: 'string',
      default: 'none',
      choices: lineEndings,
      example: 'crlf',
    },
  ],
  async create(options, host) {
    const inline = options['dialogue'] as string | undefined;
    const file = options['file'] as string | undefined;
    if ((inline === undefined) === (file === undefined))
      throw badOption(dialogue, 'dialogue', 'or the option "file" is needed, but not both');
    const steps = parseDialogue(inline ?? (await readDialogue(file!)), {
      ofStreams: host.transport !== 'udp',
      encoding: host.encoding,
      lineEnding: options['lineEnding'] as LineEnding,
    });
    return new Dialogues(host, steps);
  },
};

async function readDialogue(file: string): Promise<string> {
  try {
    return await readFile(path.resolve(file), 'utf8');
  } catch (error) {
    throw unreadable('file', file, error, ['openFile']);
  }
}

/** The dialogue of each connection. With UDP, that of a client begins with its first datagram, and again after its end. */
class Dialogues implements Behaviour {
  readonly #steps: readonly DialogueStep[];
  readonly #isUdp: boolean;
  readonly #running = new Map<Conversation, Dialogue>();

  constructor(host: BehaviourHost, steps: readonly DialogueStep[]) {
    this.#steps = steps;
    this.#isUdp = host.transport === 'udp';
  }

  onOpen(conversation: Conversation): void {
    if (!this.#isUdp) this.#begin(conversation).goOn();
  }

  onReceived(conversation: Conversation, { bytes }: Received): void {
    let running = this.#running.get(conversation);
    if (running === undefined || (this.#isUdp && running.over)) running = this.#begin(conversation);
    running.hear(bytes);
  }

  onEnd(conversation: Conversation): void {
    this.#running.get(conversation)?.peerEnded();
  }

  onDrain(conversation: Conversation): void {
    this.#running.get(conversation)?.drained();
  }

  onClosed(conversation: Conversation): void {
    this.#running.get(conversation)?.closed();
    this.#running.delete(conversation);
  }

  dispose(): void {
    for (const running of this.#running.values()) running.stop();
    this.#running.clear();
  }

  #begin(conversation: Conversation): Dialogue {
    const begun = new Dialogue(conversation, this.#steps, this.#isUdp);
    this.#running.set(conversation, begun);
    return begun;
  }
}

class Dialogue {
  readonly #conversation: Conversation;
  readonly #steps: readonly DialogueStep[];
  readonly #isUdp: boolean;
  #at = 0;
  /** Bytes for the next wait, the latest ones. */
  #fresh: Uint8Array = new Uint8Array(0);
  #heard = false;
  #pieceSize: number | undefined;
  /** The rest of a message that goes in pieces. */
  #rest: Uint8Array | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Until the client has read. */
  #full = false;
  #silent = false;
  #peerEnded = false;
  #ended = false;

  constructor(conversation: Conversation, steps: readonly DialogueStep[], isUdp: boolean) {
    this.#conversation = conversation;
    this.#steps = steps;
    this.#isUdp = isUdp;
  }

  get over(): boolean {
    return this.#at >= this.#steps.length && this.#timer === undefined;
  }

  hear(bytes: Uint8Array): void {
    // A datagram cannot be left in the socket.
    if (this.#silent) return;
    this.#heard = true;
    if (this.#steps.length > this.#at) this.#keep(bytes);
    this.goOn();
  }

  #keep(bytes: Uint8Array): void {
    const waiting = this.#steps[this.#at];
    // A plain wait needs no bytes.
    if (waiting?.kind === 'wait' && waiting.text === undefined && !this.#isHeld) return;
    const all = Buffer.concat([this.#fresh, bytes]);
    this.#fresh = all.length > mostKept ? all.subarray(all.length - mostKept) : all;
  }

  peerEnded(): void {
    this.#peerEnded = true;
    this.goOn();
  }

  drained(): void {
    this.#full = false;
    this.goOn();
  }

  closed(): void {
    const step = this.#steps[this.#at];
    // A server that stops needs no reason.
    if (step !== undefined && !this.#isUdp && this.#conversation.ending !== 'closed-by-us') this.#note(step, 'is gone');
    this.stop();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#at = this.#steps.length;
    this.#fresh = new Uint8Array(0);
  }

  get #isHeld(): boolean {
    return this.#timer !== undefined || this.#full;
  }

  /** Does steps until one takes time. */
  goOn(): void {
    while (!this.#isHeld && this.#at < this.#steps.length) {
      if (this.#rest !== undefined) {
        this.#sendPiece();
        continue;
      }
      const step = this.#steps[this.#at]!;
      if (step.kind === 'wait' && !this.#hasCome(step.text)) {
        if (this.#peerEnded) this.#giveUp(step);
        return;
      }
      this.#at++;
      this.#do(step);
    }
    if (this.over && this.#peerEnded) this.#end();
  }

  #do(step: DialogueStep): void {
    const conversation = this.#conversation;
    switch (step.kind) {
      case 'wait':
        return;
      case 'send':
        if (this.#pieceSize === undefined) this.#send(step.bytes);
        else {
          // It is this step's turn until its last piece has gone.
          this.#at--;
          this.#rest = step.bytes;
        }
        return;
      case 'piece':
        this.#pieceSize = step.size;
        return;
      case 'pause':
        this.#after(step.time, () => undefined);
        return;
      case 'silent':
        this.#silent = true;
        conversation.pause?.();
        this.#after(step.time, () => {
          this.#silent = false;
          conversation.resume?.();
        });
        return;
      case 'end':
        this.#end();
        return;
      case 'reset':
        this.stop();
        conversation.reset?.();
    }
  }

  #send(bytes: Uint8Array): void {
    if (bytes.length === 0 && !this.#isUdp) return;
    const goesOn = this.#conversation.send(bytes);
    if (!goesOn && !this.#isUdp) this.#full = true;
  }

  #sendPiece(): void {
    const size = this.#pieceSize!;
    this.#send(this.#rest!.subarray(0, size));
    this.#rest = this.#rest!.subarray(size);
    if (this.#rest.length > 0) this.#after(pieceGap, () => undefined);
    else {
      this.#rest = undefined;
      this.#pieceSize = undefined;
      this.#at++;
    }
  }

  #after(time: number, then: () => void): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      then();
      this.goOn();
    }, time);
  }

  /** Whether the wait is over. What it waited for is taken, so that the next wait is for something new. */
  #hasCome(text: Uint8Array | undefined): boolean {
    if (text === undefined) {
      if (!this.#heard) return false;
      this.#take(this.#fresh.length);
      return true;
    }
    const at = Buffer.from(this.#fresh).indexOf(text);
    if (at >= 0) {
      this.#take(at + text.length);
      return true;
    }
    this.#take(Math.max(0, this.#fresh.length - text.length + 1));
    return false;
  }

  #take(count: number): void {
    this.#fresh = this.#fresh.subarray(count);
    this.#heard = this.#fresh.length > 0;
  }

  #giveUp(step: DialogueStep): void {
    this.#note(step, 'has ended the stream');
    this.stop();
    this.#end();
  }

  #note({ line, kind }: DialogueStep, why: string): void {
    const what = kind === 'send' ? 'a message' : `"=== ${kind}"`;
    this.#conversation.note?.(`The dialogue stopped in line ${line}, ${what}: the client ${why}.`);
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#conversation.end();
  }
}
