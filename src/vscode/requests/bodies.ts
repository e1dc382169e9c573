import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import { bodyCharset } from '../../protocol/http/bodyText.ts';
import { presentationOf } from '../../requests/words/table.ts';
import { bodyOf, exchangeOf, type Entry, type ResponseHistory } from './history.ts';
import type { Engine } from './wire.ts';

/** The scheme of the read-only documents that show bodies. */
const bodyScheme = 'wirebench-response';
/** The most bytes of a body that an editor opens: the editor's own limit for colouring. */
const mostBytes = 20 << 20;
const partSize = 4 << 20;

/** A part of the received data, wherever it is held. */
export async function partOf(
  engine: Engine,
  entry: Entry,
  of: 'decoded' | 'encoded' | 'result',
  offset: number,
  length: number,
): Promise<Uint8Array> {
  if (of === 'result') return held(entry).slice(offset, offset + length);
  const body = entry.forgotten ? undefined : bodyOf(entry);
  if (body === undefined) throw gone();
  return engine.request('http.body', { body, offset, length, ...(of === 'encoded' && { encoded: true }) });
}

function held({ outcome: { result } }: Entry): Uint8Array {
  return (result && presentationOf(result).bytes) ?? new Uint8Array(0);
}

function gone(): WirebenchError {
  return new WirebenchError({
    code: 'body-forgotten',
    message: 'The bytes of this answer were dropped to make room for newer ones. Send the request again to see them.',
  });
}

/** File extensions, so that the editor shows each type in its language. */
const extensions: readonly (readonly [RegExp, string])[] = [
  [/json/, 'json'],
  [/html/, 'html'],
  [/xml/, 'xml'],
  [/css/, 'css'],
  [/javascript/, 'js'],
  [/png$/, 'png'],
  [/jpe?g$/, 'jpg'],
  [/gif$/, 'gif'],
  [/webp$/, 'webp'],
  [/pdf$/, 'pdf'],
  [/zip$/, 'zip'],
  [/csv$/, 'csv'],
  [/^text\//, 'txt'],
];

function contentTypeOf(entry: Entry): string {
  const headers = exchangeOf(entry)?.hops.at(-1)?.response?.headers ?? [];
  return headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
}

/** `answer.json`. */
function fileNameOf(entry: Entry): string {
  const type = contentTypeOf(entry).split(';')[0]!.trim().toLowerCase();
  const extension = extensions.find(([pattern]) => pattern.test(type))?.[1] ?? (type === '' ? 'txt' : 'bin');
  return `${safeName(entry.outcome.label)}.${extension}`;
}

function safeName(label: string): string {
  const name = label
    .replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  return name === '' ? 'answer' : name;
}

/** The document of an answer's body. */
export function bodyUri(entry: Entry): vscode.Uri {
  return vscode.Uri.from({ scheme: bodyScheme, path: `/${entry.entry}/${fileNameOf(entry)}` });
}

/** Provides the text of bodies to the editor. */
export function bodyDocuments(engine: Engine, history: ResponseHistory): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(bodyScheme, {
    provideTextDocumentContent: async (uri) => {
      const entry = history.get(Number(uri.path.split('/')[1]));
      if (entry === undefined) throw gone();
      return bodyText(engine, entry);
    },
  });
}

/** A whole body as text. Throws if it is too long for an editor. */
async function bodyText(engine: Engine, entry: Entry): Promise<string> {
  const size = exchangeOf(entry)?.body?.bytes ?? 0;
  if (size > mostBytes)
    throw new WirebenchError({
      code: 'body-too-long',
      message: `This body has ${size} bytes, and an editor can show ${mostBytes} at most. Save it to a file instead.`,
    });
  let text = '';
  let decoder: TextDecoder | undefined;
  for (let offset = 0; offset < size; offset += partSize) {
    const part = await partOf(engine, entry, 'decoded', offset, Math.min(partSize, size - offset));
    decoder ??= textDecoder(bodyCharset(contentTypeOf(entry), part));
    text += decoder.decode(part, { stream: true });
  }
  return text + (decoder?.decode() ?? '');
}

function textDecoder(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
}

/** Writes a body to a file that the user chooses. */
export async function saveBody(engine: Engine, entry: Entry, to?: vscode.Uri): Promise<string | undefined> {
  const body = entry.forgotten ? undefined : bodyOf(entry);
  if (body === undefined) throw gone();
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri =
    to ??
    (await vscode.window.showSaveDialog({
      title: 'Save Response Body',
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, fileNameOf(entry)) }),
    }));
  if (uri === undefined) return undefined;
  await engine.request('http.saveBody', { body, path: uri.fsPath });
  vscode.window.setStatusBarMessage(`Saved ${fileNameOf(entry)}`, 3000);
  return uri.fsPath;
}
