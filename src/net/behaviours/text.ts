import { createDecoder, decode, type StreamDecoder } from '../../protocol/text/decode.ts';
import { encode } from '../../protocol/text/encode.ts';
import type { Behaviour, BehaviourHost, Conversation, Received } from './behaviour.ts';

/**
 * Reads and writes text in an endpoint's encoding. Text that cannot be decoded or encoded is replaced, and is never an
 * error.
 */
export class Texts {
  readonly #encoding: string;
  /** Without a framing, a character may span several chunks of a stream. */
  readonly #stream: boolean;
  readonly #decoders = new WeakMap<Conversation, StreamDecoder>();

  constructor(host: BehaviourHost) {
    this.#encoding = host.encoding;
    this.#stream = host.transport !== 'udp';
  }

  /** The text of a datagram, or the text that a chunk completes in a stream. */
  read(conversation: Conversation, received: Received): string {
    if (!this.#stream) return decode(received.bytes, this.#encoding, 'replace');
    let decoder = this.#decoders.get(conversation);
    if (decoder === undefined) {
      decoder = createDecoder(this.#encoding, 'replace');
      this.#decoders.set(conversation, decoder);
    }
    return decoder.decode(received.bytes);
  }

  bytes(text: string): Uint8Array {
    return encode(text, this.#encoding, 'replace');
  }

  send(conversation: Conversation, text: string): boolean {
    return conversation.send(this.bytes(text));
  }
}

/** A line with its ending: LF, CRLF, or none if the text ended. */
interface Line {
  readonly text: string;
  readonly ending: '' | '\n' | '\r\n';
}

/** The lines of a text. The text after the last newline is a line too unless it is empty. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const crlf = newline > start && text[newline - 1] === '\r';
    lines.push({ text: text.slice(start, crlf ? end - 1 : end), ending: newline < 0 ? '' : crlf ? '\r\n' : '\n' });
    start = end + 1;
  }
  return lines;
}

/**
 * Answers each line of a message on a line with the same ending. A message is a frame, a datagram, or a chunk of a
 * stream, so a client that sends no newline is answered too, and gets none. An empty message is an empty line.
 */
export function answerLines(text: string, answer: (line: string) => string): string {
  const lines = text === '' ? [{ text: '', ending: '' }] : splitLines(text);
  return lines.map((line) => answer(line.text) + line.ending).join('');
}

/** A behaviour that answers each line by itself. */
export function lineBehaviour(host: BehaviourHost, answer: (line: string) => string): Behaviour {
  const texts = new Texts(host);
  return {
    onReceived(conversation, received) {
      const text = texts.read(conversation, received);
      // Only the first bytes of a character have arrived.
      if (text === '' && received.bytes.length > 0) return;
      texts.send(conversation, answerLines(text, answer));
    },
    dispose() {},
  };
}
