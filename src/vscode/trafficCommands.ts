import * as vscode from 'vscode';
import type { Shell } from './shell.ts';
import { readSettings } from './settings.ts';
import { withSlowProgress } from './shell.ts';
import { asNode } from './endpoints/treeModel.ts';

/** What to show: everything, or the traffic of an endpoint or of one connection. */
function filterFor(shell: Shell, target: unknown): string {
  const node = asNode(target);
  if (node?.kind === 'connection') {
    const found = shell.registry.connection(node.connection);
    if (found)
      return `peer:${found.connection.peer.host.includes(':') ? `[${found.connection.peer.host}]` : found.connection.peer.host}:${found.connection.peer.port}`;
  }
  const id =
    typeof target === 'number' ? target : node !== undefined && node.kind !== 'saved' ? node.endpoint : undefined;
  const endpoint = id === undefined ? undefined : shell.registry.endpoint(id);
  return endpoint === undefined ? '' : `endpoint:${JSON.stringify(endpoint.name)}`;
}

export async function showTraffic(shell: Shell, target: unknown): Promise<void> {
  const filter = filterFor(shell, target);
  await shell.traffic.show(target === undefined ? {} : { filter });
}

export async function clearTraffic(shell: Shell): Promise<void> {
  if (!shell.engine.isStarted) return;
  await shell.engine.request('journal.clear', null);
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
  const send = nextExport++;
  const work = shell.engine.request('journal.export', {
    ...(view === undefined ? {} : { view }),
    path: uri.fsPath,
    format,
    encoding,
    send,
  });
  const saved = await withSlowProgress('Saving the traffic', work, () => shell.engine.request('send.cancel', { send }));
  const open = 'Open';
  void vscode.window
    .showInformationMessage(`Saved ${saved.events} ${saved.events === 1 ? 'event' : 'events'}.`, open)
    .then(async (chosen) => {
      if (chosen === open) await vscode.window.showTextDocument(uri);
    });
  return uri.fsPath;
}

/** Ids of exports share the engine's space of sends: these are out of the composer's way. */
let nextExport = 1_000_000_000;
