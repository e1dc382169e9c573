import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { BodySource } from '../../../net/http/exchange.ts';
import type { CurlFormContent, CurlFormPart, Template } from '../../model.ts';
import { contentOf, fileOf } from '../../run/files.ts';
import type { Turn } from '../../run/turn.ts';

/** Bytes at most of a file that is changed before it is sent: it has to be read as a whole. */
const mostChanged = 16 * 1024 * 1024;

/** A file of `-d @file`, without its line ends and NULs, or of `--data-urlencode @file`. */
export async function curlData(file: Template, how: 'joined' | 'urlencoded', turn: Turn): Promise<Uint8Array> {
  const bytes = await contentOf(file, turn, mostChanged);
  if (how === 'joined') return bytes.filter((byte) => byte !== 10 && byte !== 13 && byte !== 0);
  let text = '';
  for (const byte of bytes) text += urlByte[byte]!;
  return Buffer.from(text, 'latin1');
}

const urlByte = Array.from({ length: 256 }, (_, byte) => {
  const unit = String.fromCharCode(byte);
  if (unit === ' ') return '+';
  return /[A-Za-z0-9._~-]/.test(unit) ? unit : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

/** Types that curl knows by the end of a file's name. */
const types: readonly (readonly [end: string, type: string])[] = [
  ['.gif', 'image/gif'],
  ['.jpg', 'image/jpeg'],
  ['.jpeg', 'image/jpeg'],
  ['.png', 'image/png'],
  ['.svg', 'image/svg+xml'],
  ['.txt', 'text/plain'],
  ['.htm', 'text/html'],
  ['.html', 'text/html'],
  ['.pdf', 'application/pdf'],
  ['.xml', 'application/xml'],
];

function typeOf(name: string): string | undefined {
  return types.find(([end]) => name.toLowerCase().endsWith(end))?.[1];
}

interface Multipart {
  readonly boundary: string;
  readonly body: BodySource[];
}

const text = (value: string): BodySource => ({ kind: 'bytes', bytes: Buffer.from(value, 'utf8') });
const newBoundary = (): string => `------------------------${randomUUID().replaceAll('-', '').slice(0, 16)}`;

/**
 * The body of `curl --form` (RFC 7578). `asked`: the Content-Type of the command, whose boundary is curl's all the same. In another
 * type than a form's, parts are attachments.
 */
export async function curlForm(
  parts: readonly CurlFormPart[],
  asked: string | undefined,
  turn: Turn,
): Promise<{ readonly contentType: string; readonly body: BodySource[] }> {
  const type = asked ?? 'multipart/form-data';
  const disposition = /^multipart\/form-data\s*(?:;|$)/i.test(type) ? 'form-data' : 'attachment';
  const boundary = newBoundary();
  const body: BodySource[] = [];
  for (const { name, contents } of parts) {
    const filled = await turn.fill(name);
    const named = `${disposition}${filled === '' ? '' : `; name="${quoted(filled)}"`}`;
    const one = contents.length === 1 ? await content(contents[0]!, named, turn) : await several(contents, named, turn);
    body.push(text(`--${boundary}\r\n`), ...one, text('\r\n'));
  }
  return { contentType: `${type}; boundary=${boundary}`, body: [...body, text(`--${boundary}--\r\n`)] };
}

/** Files of one field: a multipart of their own (RFC 7578, section 4.3, which says also that it is old). */
async function several(contents: readonly CurlFormContent[], disposition: string, turn: Turn): Promise<BodySource[]> {
  const { boundary, body }: Multipart = { boundary: newBoundary(), body: [] };
  body.push(head([...dispositionLine(disposition), `Content-Type: multipart/mixed; boundary=${boundary}`]));
  for (const each of contents)
    body.push(text(`--${boundary}\r\n`), ...(await content(each, 'attachment', turn)), text('\r\n'));
  return [...body, text(`--${boundary}--\r\n`)];
}

/** The headers of a part, an empty line and what is in it. */
async function content(one: CurlFormContent, disposition: string, turn: Turn): Promise<BodySource[]> {
  const oneLine = (template: Template): Promise<string> => turn.fill(template, { oneLine: true });
  const file = one.file && (await fileOf(one.file, turn));
  const given = one.filename && (await turn.fill(one.filename));
  // curl gives content that it reads no name but a base name.
  const filename = one.inline === true ? undefined : (given ?? (file === undefined ? undefined : path.basename(file)));
  const byName =
    filename === undefined ? undefined : (typeOf(filename) ?? (file === undefined ? undefined : typeOf(file)));
  const type = one.type
    ? await oneLine(one.type)
    : (byName ?? (file !== undefined && filename !== undefined ? 'application/octet-stream' : undefined));
  const lines = [
    ...dispositionLine(`${disposition}${filename === undefined ? '' : `; filename="${quoted(filename)}"`}`),
    ...(type === undefined ? [] : [`Content-Type: ${type}`]),
    ...(await Promise.all(one.headers.map(oneLine))),
  ];
  return [head(lines), file === undefined ? text(await turn.fill(one.text!)) : { kind: 'file', path: file }];
}

const head = (lines: readonly string[]): BodySource => text(`${lines.map((line) => `${line}\r\n`).join('')}\r\n`);

/** An attachment without a name is the usual, and is not said. */
function dispositionLine(disposition: string): string[] {
  return disposition === 'attachment' ? [] : [`Content-Disposition: ${disposition}`];
}

/** As the HTML standard escapes a name in a form's part, and curl with it. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
