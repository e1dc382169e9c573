import { latin1 } from '../../../protocol/http/lineBuffer.ts';
import { MessageParser } from '../../../protocol/http/message.ts';
import type { HeaderPair, MessageHead } from '../../../protocol/http/messageLines.ts';
import { decode } from '../../../protocol/text/decode.ts';

/** A request of HTTP/1 as a server got it, as far as it came. */
export interface HttpRequestSeen {
  /** As it came, without its line end: also one that is not valid. */
  readonly line: string;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderPair[];
  /** UTF-8; other bytes as escapes. */
  readonly body: string;
  /** The empty line after the headers has come. */
  readonly blankLine: boolean;
}

/** Requests of one connection that are read. */
const mostRequests = 10_000;

/** The requests in the bytes of one connection, in order; the last may be cut short. Never throws. */
export function httpRequests(bytes: Uint8Array): HttpRequestSeen[] {
  const found: HttpRequestSeen[] = [];
  let rest = bytes;
  while (rest.length > 0 && found.length < mostRequests) {
    let head: MessageHead | undefined;
    const body: Uint8Array[] = [];
    const parser = new MessageParser(
      { kind: 'request' },
      {
        head: (each) => (head ??= each),
        body: (piece) => void body.push(piece),
        trailers: () => undefined,
      },
    );
    parser.push(rest);
    const blankLine = head !== undefined;
    if (head === undefined) parser.finish();
    const [first = ''] = latin1(rest.subarray(0, 64 * 1024)).split(/\r?\n/, 1);
    found.push({
      line: first,
      method: head?.method ?? '',
      target: head?.target ?? '',
      headers: head?.headers ?? [],
      body: decode(Buffer.concat(body), 'utf-8', 'backslashreplace'),
      blankLine,
    });
    if (parser.surplus === 0) break;
    rest = rest.subarray(rest.length - parser.surplus);
  }
  return found;
}
