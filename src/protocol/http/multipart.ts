import { utf8Bytes } from './utf8Bytes.ts';

/** A field of a form: text, bytes, or a file that is streamed when the request is sent. */
export type FormPart = {
  readonly name: string;
  readonly filename?: string;
  readonly contentType?: string;
} & ({ readonly text: string } | { readonly bytes: Uint8Array } | { readonly path: string });

export type MultipartSource =
  { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'file'; readonly path: string };

export interface Multipart {
  /** For the Content-Type header. */
  readonly contentType: string;
  /** The parts to send, one after the other. */
  readonly sources: readonly MultipartSource[];
}

/** Names as browsers write them: the HTML standard, "multipart/form-data encoding algorithm". */
function escapeName(name: string): string {
  return name.replace(/\r\n|\r|\n/g, '%0D%0A').replace(/"/g, '%22');
}

/**
 * A form as multipart/form-data, RFC 7578. The boundary must not occur in any part, and a random one of 24 characters
 * does not. Our own code, because it is one page: the libraries produce streams, and here files must stay sources.
 */
export function multipartForm(parts: readonly FormPart[], boundary: string): Multipart {
  const sources: MultipartSource[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') sources.push({ kind: 'bytes', bytes: utf8Bytes(text) });
    text = '';
  };
  for (const part of parts) {
    const filename = part.filename ?? ('path' in part ? part.path.split(/[\\/]/).at(-1)! : undefined);
    const type = part.contentType ?? (filename === undefined ? undefined : 'application/octet-stream');
    text += `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(part.name)}"`;
    if (filename !== undefined) text += `; filename="${escapeName(filename)}"`;
    if (type !== undefined) text += `\r\nContent-Type: ${type}`;
    text += '\r\n\r\n';
    if ('text' in part) text += part.text;
    else {
      flush();
      sources.push('bytes' in part ? { kind: 'bytes', bytes: part.bytes } : { kind: 'file', path: part.path });
    }
    text += '\r\n';
  }
  text += `--${boundary}--\r\n`;
  flush();
  return { contentType: `multipart/form-data; boundary=${boundary}`, sources };
}
