import type { IncomingMessage } from 'node:http';

/** The body is longer than the limit: answered with 413. */
export class BodyTooLong extends Error {}

/** The whole body of a request. Rejects with BodyTooLong past `limit` bytes, or with the stream's error. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limit) throw new BodyTooLong();
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > limit) throw new BodyTooLong();
    pieces.push(piece);
  }
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, length);
}

interface Part {
  readonly name: string;
  /** Undefined: a field, not a file. */
  readonly filename: string | undefined;
  readonly contentType: string | undefined;
  readonly bytes: Buffer;
}

/** A parameter of a header field's value: `boundary` of `multipart/form-data; boundary="x"`. */
export function parameterOf(value: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]*))`, 'i').exec(value);
  return found?.[1]?.replace(/\\(.)/g, '$1') ?? found?.[2];
}

const mostParts = 1000;

/** The parts of a multipart/form-data body (RFC 7578), as far as they can be read. */
export function partsOf(body: Buffer, boundary: string): Part[] {
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  const parts: Part[] = [];
  let at = body.indexOf(delimiter);
  while (at >= 0 && parts.length < mostParts) {
    const start = at + delimiter.length;
    if (body.subarray(start, start + 2).toString('latin1') === '--') break;
    const headStart = body.indexOf('\r\n', start) + 2;
    const headEnd = body.indexOf('\r\n\r\n', headStart - 2);
    const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), headStart - 2);
    if (headStart < 2 || headEnd < 0 || end < 0) break;
    const head = body.subarray(headStart, headEnd).toString('utf8');
    const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? '';
    const name = parameterOf(disposition, 'name');
    if (name !== undefined) {
      parts.push({
        name,
        filename: parameterOf(disposition, 'filename'),
        contentType: /^content-type:\s*(.*?)\s*$/im.exec(head)?.[1],
        bytes: body.subarray(Math.min(headEnd + 4, end), end),
      });
    }
    at = end + 2;
  }
  return parts;
}
