import * as vscode from 'vscode';
import type { Shell } from './shell.ts';
import { readSettings } from './settings.ts';
import { withSlowProgress } from './shell.ts';
import { WirebenchError } from '../base/errors.ts';
import { count } from '../base/quantities.ts';
import { formatBase64 } from '../protocol/text/base64.ts';
import type { EndpointSpec } from '../endpoints/spec.ts';
import type { Params } from '../base/pageMessages.ts';
import type { EventCommand, TrafficProtocol } from '../webview/traffic/protocol.ts';
import { asNode } from './endpoints/treeModel.ts';
import { sendPayload } from './send/sender.ts';
import { formatAddress } from '../traffic/event.ts';

/** What to show: everything, or the traffic of an endpoint or of one connection. */
function filterFor(shell: Shell, target: unknown): string {
  const node = asNode(target);
  if (node?.kind === 'connection') {
    const found = shell.registry.connection(node.connection);
    if (found) return `peer:${formatAddress(found.connection.peer)}`;
  }
  const id =
    typeof target === 'number' ? target : node !== undefined && node.kind !== 'saved' ? node.endpoint : undefined;
  const endpoint = id === undefined ? undefined : shell.registry.endpoint(id);
  return endpoint === undefined ? '' : `endpoint:${JSON.stringify(endpoint.name)}`;
}

export async function showTraffic(shell: Shell, target: unknown): Promise<void> {
  const filter = filterFor(shell, target);
  await (await shell.traffic()).show(target === undefined ? {} : { filter });
}

export async function clearTraffic(shell: Shell): Promise<void> {
  if (!shell.engine.isStarted) return;
  await shell.engine.request('journal.clear', null);
}

/** The selected event's bytes, in a format that is asked for. */
export async function copyEventAs(shell: Shell): Promise<void> {
  const { COPY_FORMATS } = await import('../protocol/text/copyAs.ts');
  const items = Object.entries(COPY_FORMATS).map(([format, { label }]) => ({ label, format }));
  const chosen = await vscode.window.showQuickPick(items, { title: 'Copy Event As' });
  if (chosen) await (await shell.traffic()).act({ do: 'copyEvent', format: chosen.format });
}

type EventOfTraffic = Params<TrafficProtocol, 'onEvent'>;

const eventCommands = {
  sendAgain,
  showEndpoint: async (shell: Shell, { endpoint, connection }: EventOfTraffic) => {
    await shell.registry.refresh();
    if (shell.registry.endpoint(endpoint) === undefined) throw gone('It cannot be shown');
    await shell.endpointsView.reveal(endpoint, connection);
  },
} satisfies Record<EventCommand, (shell: Shell, event: EventOfTraffic) => Promise<void>>;

export function onEvent(shell: Shell, event: EventOfTraffic): Promise<void> {
  return eventCommands[event.what](shell, event);
}

/** Bytes of one event that are sent again: no event has more. */
const mostBytes = 1 << 20;

/** Sends what went out to the same peer once more, as the bytes that crossed the wire. */
async function sendAgain(shell: Shell, { seq, endpoint: id, connection }: EventOfTraffic): Promise<void> {
  await shell.registry.refresh();
  const endpoint = shell.registry.endpoint(id);
  if (endpoint === undefined) throw gone('Nothing was sent');
  if (endpoint.spec.application !== undefined)
    throw new WirebenchError({
      code: 'not-sent-by-hand',
      message: `${endpoint.name} sends by its own protocol, so its single messages cannot be sent again.`,
    });
  const bytes = await shell.engine.request('journal.bytes', { seq, offset: 0, length: mostBytes });
  const message = await unframed(endpoint.spec, bytes);
  const payload = { kind: 'base64', text: formatBase64(message) } as const;
  const recipients = { endpoint: id, to: { kind: 'connections', ids: [connection] } } as const;
  const result = await sendPayload(shell, recipients, payload, undefined, true);
  vscode.window.setStatusBarMessage(`Sent ${count(result.bytes, 'byte')} again`, 3000);
}

/** What the frame holds, where the endpoint has a framing: it is put into a frame again as it is sent. */
async function unframed(spec: EndpointSpec, bytes: Uint8Array): Promise<Uint8Array> {
  const framing = 'framing' in spec ? spec.framing : undefined;
  if (framing === undefined || framing.kind === 'none') return bytes;
  const { createFramer } = await import('../protocol/framing.ts');
  let payload = bytes;
  const framer = createFramer(framing, {
    onFrame: (whole, _start, _end, start, end) => (payload = whole.slice(start, end)),
    onPartial: () => undefined,
    onProblem: () => undefined,
  });
  framer.push(bytes);
  return payload;
}

function gone(what: string): WirebenchError {
  return new WirebenchError({
    code: 'no-such-endpoint',
    message: `${what}: the endpoint of this event was removed from Endpoints. Its traffic stays here.`,
  });
}

const formats = { jsonl: 'jsonl', txt: 'text' } as const;

/**
 * Writes the whole journal, or the rows of an engine's view, to a file; the format goes by the file's name. Returns the
 * file's path.
 *
 * @param to a file, or its absolute path; where it is neither, the person chooses
 * @param encoding of payloads as text; the default one where there is none
 */
export async function saveTraffic(
  shell: Shell,
  to: unknown,
  view?: number,
  encoding = readSettings().defaultEncoding,
): Promise<string | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const uri =
    to instanceof vscode.Uri
      ? to
      : typeof to === 'string' && to !== ''
        ? vscode.Uri.file(to)
        : await vscode.window.showSaveDialog({
            title: 'Save Traffic As',
            ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, 'traffic.txt') }),
            filters: { 'Text (.txt)': ['txt'], 'JSON lines (.jsonl)': ['jsonl'] },
          });
  if (uri === undefined) return undefined;
  const format = uri.path.endsWith('.jsonl') ? formats.jsonl : formats.txt;
  const abort = new AbortController();
  const params = { ...(view === undefined ? {} : { view }), path: uri.fsPath, format, encoding };
  const work = shell.engine.request('journal.export', params, { signal: abort.signal });
  const saved = await withSlowProgress('Saving the traffic', work, abort);
  const open = 'Open';
  void vscode.window.showInformationMessage(`Saved ${count(saved.events, 'event')}.`, open).then(async (chosen) => {
    if (chosen === open) await vscode.window.showTextDocument(uri);
  });
  return uri.fsPath;
}
