import * as vscode from 'vscode';
import type { Shell } from './shell.ts';
import { act, type Acting } from './act.ts';
import type { TrafficFile } from './actions/traffic.ts';
import type { Call } from './call.ts';
import { WirebenchError } from '../base/errors.ts';
import { count } from '../base/quantities.ts';
import { formatBase64 } from '../protocol/text/base64.ts';
import type { EndpointSpec } from '../endpoints/spec.ts';
import type { Params } from '../base/pageMessages.ts';
import type { EventCommand, TrafficProtocol } from '../webview/traffic/protocol.ts';
import { sendMessage } from './send/sender.ts';

/**
 * Shows all traffic, or that of an endpoint or of one connection. If the endpoint or connection is gone, all traffic is
 * shown.
 */
export async function showTraffic(acting: Acting, { node, reference }: Call): Promise<void> {
  if (node === undefined && typeof reference !== 'number') return act(acting, 'showTraffic', {});
  if (node?.kind === 'connection' && acting.registry.connection(node.connection))
    return act(acting, 'showTraffic', { connection: node.connection });
  const endpoint = node === undefined ? Number(reference) : node.kind === 'saved' ? undefined : node.endpoint;
  const isHere = endpoint !== undefined && acting.registry.endpoint(endpoint) !== undefined;
  return act(acting, 'showTraffic', isHere ? { endpoint } : { filter: '' });
}

export async function clearTraffic(acting: Acting): Promise<void> {
  await act(acting, 'clearTraffic', {});
}

/** Copies the selected event's bytes, in a format that the user chooses. */
export async function copyEventAs(shell: Pick<Shell, 'traffic'>): Promise<void> {
  const { COPY_FORMATS } = await import('../protocol/text/copyAs.ts');
  const items = Object.entries(COPY_FORMATS).map(([format, { label }]) => ({ label, format }));
  const chosen = await vscode.window.showQuickPick(items, { title: 'Copy Event As' });
  if (chosen) await (await shell.traffic()).act({ do: 'copyEvent', format: chosen.format });
}

type EventOfTraffic = Params<TrafficProtocol, 'onEvent'>;
type OnEvent = Acting & Pick<Shell, 'endpointsView'>;

const eventCommands = {
  sendAgain,
  showEndpoint: async (shell: OnEvent, { endpoint, connection }: EventOfTraffic) => {
    await shell.registry.refresh();
    if (shell.registry.endpoint(endpoint) === undefined) throw gone('It cannot be shown');
    await shell.endpointsView.reveal(endpoint, connection);
  },
} satisfies Record<EventCommand, (shell: OnEvent, event: EventOfTraffic) => Promise<void>>;

export function onEvent(shell: OnEvent, event: EventOfTraffic): Promise<void> {
  return eventCommands[event.what](shell, event);
}

/** The most bytes of one event that are sent again: no event has more. */
const mostBytes = 1 << 20;

/** Sends an outgoing event to the same peer again, as the bytes that crossed the wire. */
async function sendAgain(shell: OnEvent, { seq, endpoint: id, connection }: EventOfTraffic): Promise<void> {
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
  const result = await sendMessage(shell, { endpoint: id, to: { kind: 'connections', ids: [connection] }, payload });
  vscode.window.setStatusBarMessage(`Sent ${count(result.bytes, 'byte')} again`, 3000);
}

/** The frame's payload, if the endpoint has a framing: sending puts it into a frame again. */
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

/**
 * Writes the whole journal, or the rows of an engine's view, to a file; asks for it unless it is given. Returns its
 * path.
 *
 * @param to a file, or its absolute path
 */
export async function saveTraffic(
  acting: Acting,
  to: unknown,
  more: Omit<TrafficFile, 'path'> = {},
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
  return uri && saveTo(acting, { ...more, path: uri.fsPath });
}

/** Writes the traffic to a file, and offers to open it. Returns its path. */
export async function saveTo(acting: Acting, file: TrafficFile): Promise<string> {
  const saved = await act(acting, 'saveTraffic', file);
  const open = 'Open';
  void vscode.window.showInformationMessage(`Saved ${count(saved.events, 'event')}.`, open).then(async (chosen) => {
    if (chosen === open) await vscode.window.showTextDocument(vscode.Uri.file(file.path));
  });
  return file.path;
}
