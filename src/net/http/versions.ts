import { ServerResponse, type IncomingMessage } from 'node:http';
import type { CompleteServer } from '../../endpoints/spec.ts';

export type HttpVersion = CompleteServer<'http'>['version'];

/** The method of Node's that writes the head of an answer, which its types do not have. */
interface HeadWriter {
  _storeHeader(firstLine: string, headers: unknown): void;
}
const node = ServerResponse.prototype as unknown as HeadWriter;

/** An answer in HTTP/1.1, or in HTTP/1.0, which Node does not write by itself. */
export class VersionedResponse<R extends IncomingMessage = IncomingMessage> extends ServerResponse<R> {
  #version: HttpVersion = '1.1';

  /**
   * Answers as a server of HTTP/1.0 does (RFC 1945): its version in the status line, no chunks, and the end of the
   * connection as the end of the answer. Call it before the head is written.
   */
  speak10(): void {
    this.#version = '1.0';
    this.shouldKeepAlive = false;
    this.useChunkedEncodingByDefault = false;
  }

  _storeHeader(firstLine: string, headers: unknown): void {
    const is10 = this.#version === '1.0';
    if (is10) this.removeHeader('transfer-encoding');
    node._storeHeader.call(this, is10 ? firstLine.replace('HTTP/1.1 ', 'HTTP/1.0 ') : firstLine, headers);
  }
}
