import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { WirebenchError } from '../../../base/errors.ts';
import { failedCondition, rangesOf, type ByteRange, type Validators } from '../conditions.ts';
import { later, type Disk } from '../disk.ts';
import { Folder, namesOf, openFound } from '../folder.ts';
import { typeOfFile } from '../mimeTypes.ts';
import type { HttpBehaviour, HttpContext } from './behaviour.ts';
import { unreadable } from '../../unreadable.ts';

const indexNames = ['index.html', 'index.htm'];
/** Up to this many bytes, a file is read at once instead of streamed. */
const smallFile = 65_536;
const pieceBytes = 262_144;

interface Choices {
  readonly listing: boolean;
  readonly cors: boolean;
}

interface Settings extends Choices {
  readonly folder: Folder;
}

/** The behaviour `static` for a folder. Rejects if the folder cannot be read. */
export async function serveFolder(given: string, choices: Choices): Promise<HttpBehaviour> {
  const folder = await Folder.at(given).catch((error: unknown) => {
    throw unreadable('folder', given, error);
  });
  const settings = { folder, ...choices };
  return { handle: (request, response, context) => handle(settings, request, response, context) };
}

async function handle(
  settings: Settings,
  request: IncomingMessage,
  response: ServerResponse,
  context: HttpContext,
): Promise<void> {
  request.resume();
  if (settings.cors) response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
  const { method } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    fail(response, 405, `This server serves files: it takes GET and HEAD, not ${method}.`);
    return;
  }
  const target = (request.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const query = /\?.*$/s.exec(target)?.[0] ?? '';
  const urlPath = target.slice(0, target.length - query.length).replace(/#.*$/s, '') || '/';
  const names = namesOf(urlPath);
  const asking = { folder: settings.folder, request, response, context };
  const disk = names === undefined ? later : settings.folder.diskFor(names);
  const found = names === undefined ? undefined : await settings.folder.find(names, disk);
  const endsWithSlash = /\/(\.{1,2})?$/.test(urlPath);
  if (found?.kind === 'folder' && !endsWithSlash) {
    // A path with two leading slashes would mean another host.
    redirect(response, `${urlPath.replace(/^\/+/, '/')}/${query}`);
  } else if (found?.kind === 'folder') {
    await sendFolder(asking, settings.listing, names!, found.path);
  } else if (found?.kind === 'file' && !endsWithSlash) {
    await sendFile(asking, names!, found, disk);
  } else {
    fail(response, 404, 'There is no such file.');
  }
}

interface Asking {
  readonly folder: Folder;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly context: HttpContext;
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(301, { Location: location, 'Content-Length': 0 });
  response.end();
}

function fail(response: ServerResponse, status: number, sentence: string): void {
  sendPage(
    response,
    status,
    `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>${status}</title></head>
<body><h1>${status}</h1><p>${sentence}</p></body>
</html>
`,
  );
}

function sendPage(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': Buffer.byteLength(page) });
  response.end(page);
}

async function sendFolder(asking: Asking, listing: boolean, names: readonly string[], at: string): Promise<void> {
  const { folder, response } = asking;
  for (const index of indexNames) {
    const disk = folder.diskFor([...names, index]);
    const found = await folder.find([...names, index], disk);
    if (found.kind === 'file') return sendFile(asking, [...names, index], found, disk);
  }
  if (!listing) {
    fail(response, 404, 'There is no such file.');
    return;
  }
  const rows = await folder.list(at).catch(() => undefined);
  if (rows === undefined) {
    fail(response, 404, 'The folder cannot be listed.');
    return;
  }
  const title = `Directory listing for ${escapeText(`/${names.map((name) => `${name}/`).join('')}`)}`;
  const items = rows.map(({ link, shown }) => `<li><a href="${quoted(link)}">${escapeText(shown)}</a></li>`);
  sendPage(
    response,
    200,
    `<!DOCTYPE HTML>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
</head>
<body>
<h1>${title}</h1>
<hr>
<ul>
${items.join('\n')}
</ul>
<hr>
</body>
</html>
`,
  );
}

/** As Python's `html.escape` without quotes. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** As Python's `urllib.parse.quote`. A name that looks like a scheme (`a:b`) stays a name: its colon is encoded. */
function quoted(name: string): string {
  return encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd'))
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/');
}

async function sendFile(
  asking: Asking,
  names: readonly string[],
  found: { readonly path: string; readonly name: string },
  disk: Disk,
): Promise<void> {
  const { request, response } = asking;
  const opened = await openFound(found.path, disk).catch(() => undefined);
  if (opened === undefined) {
    fail(response, 404, 'There is no such file.');
    return;
  }
  const { file, stats } = opened;
  try {
    const { size } = stats;
    const validators = {
      etag: `"${size.toString(16)}-${Math.round(stats.mtimeMs * 1000).toString(16)}"`,
      modified: stats.mtimeMs,
    };
    response.setHeader('Last-Modified', new Date(stats.mtimeMs).toUTCString());
    response.setHeader('ETag', validators.etag);
    response.setHeader('Accept-Ranges', 'bytes');
    const failed = failedCondition(request.headers, validators);
    if (failed !== undefined) {
      response.writeHead(failed, failed === 412 ? { 'Content-Length': 0 } : {});
      response.end();
      return;
    }
    const type = typeOfFile(found.name);
    for (const [name, value] of Object.entries(protections)) response.setHeader(name, value);
    await sendRanges(asking, { file, disk, size, type, validators });
    if (size <= smallFile) asking.folder.served(names);
  } finally {
    await disk.close(file);
  }
}

/** A type that says text stays text. */
const protections = { 'X-Content-Type-Options': 'nosniff' };

interface OpenFile {
  readonly file: number;
  readonly disk: Disk;
  readonly size: number;
  readonly type: string;
  readonly validators: Validators;
}

async function sendRanges(asking: Asking, opened: OpenFile): Promise<void> {
  const { request, response } = asking;
  const { size, type, validators } = opened;
  const ranges = request.method === 'GET' ? rangesOf(request.headers, validators, size) : undefined;
  if (ranges === undefined) {
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': size });
    await sendPieces(asking, opened, [{ first: 0, last: size - 1 }]);
    return;
  }
  if (ranges.length === 0) {
    response.writeHead(416, { 'Content-Range': `bytes */${size}`, 'Content-Length': 0 });
    response.end();
    return;
  }
  if (ranges.length === 1) {
    const { first, last } = ranges[0]!;
    response.writeHead(206, {
      'Content-Type': type,
      'Content-Range': `bytes ${first}-${last}/${size}`,
      'Content-Length': last - first + 1,
    });
    await sendPieces(asking, opened, ranges);
    return;
  }
  const boundary = randomUUID();
  const heads = ranges.map(({ first, last }) =>
    Buffer.from(`\r\n--${boundary}\r\nContent-Type: ${type}\r\nContent-Range: bytes ${first}-${last}/${size}\r\n\r\n`),
  );
  const end = Buffer.from(`\r\n--${boundary}--\r\n`);
  const length = ranges.reduce(
    (sum, { first, last }, index) => sum + heads[index]!.length + last - first + 1,
    end.length,
  );
  response.writeHead(206, { 'Content-Type': `multipart/byteranges; boundary=${boundary}`, 'Content-Length': length });
  await sendPieces(asking, opened, ranges, heads, end);
}

async function sendPieces(
  { request, response, context }: Asking,
  opened: OpenFile,
  ranges: readonly ByteRange[],
  heads: readonly Uint8Array[] = [],
  end?: Uint8Array,
): Promise<void> {
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const only = ranges.length === 1 ? ranges[0]! : undefined;
  const small = only !== undefined && only.last - only.first < smallFile;
  if (small) {
    const bytes = await readExactly(opened, only.first, only.last - only.first + 1);
    response.end(bytes);
    return;
  }
  const streamed = { ...opened, disk: later };
  let reading: Promise<unknown> | undefined;
  const piece = (at: number, length: number) => {
    const bytes = readExactly(streamed, at, length);
    reading = bytes;
    return bytes;
  };
  try {
    await pipeline(pieces(piece, ranges, heads, end), response, { signal: context.signal });
  } finally {
    // The client may be gone while a thread still reads. The file must not be closed, and its descriptor reused, before
    // that.
    await reading?.catch(() => undefined);
  }
}

async function* pieces(
  piece: (at: number, length: number) => Promise<Uint8Array>,
  ranges: readonly ByteRange[],
  heads: readonly Uint8Array[],
  end: Uint8Array | undefined,
): AsyncGenerator<Uint8Array> {
  for (const [index, { first, last }] of ranges.entries()) {
    if (heads[index] !== undefined) yield heads[index];
    for (let at = first; at <= last; at += pieceBytes) {
      yield await piece(at, Math.min(pieceBytes, last - at + 1));
    }
  }
  if (end !== undefined) yield end;
}

/**
 * A file that became shorter cannot be sent with the announced length: the connection ends, so that the client notices.
 */
async function readExactly({ file, disk }: OpenFile, start: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(length);
  for (let done = 0; done < length;) {
    const count = await disk.read(file, buffer, done, start + done);
    if (count === 0) {
      throw new WirebenchError({ code: 'file-changed', message: 'A file became shorter while the server sent it.' });
    }
    done += count;
  }
  return buffer;
}
