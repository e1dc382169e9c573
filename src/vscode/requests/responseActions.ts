import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import type { Region } from '../../requests/model.ts';
import { labelOf } from '../../requests/run/label.ts';
import type { ResponseAction } from '../../webview/response/protocol.ts';
import { manageTrust, showProblem } from '../problems.ts';
import { plainText } from '../uiText.ts';
import { bodyUri, saveBody } from './bodies.ts';
import { exchangeOf, type Entry, type Origin } from './history.ts';
import { parsed } from './parsed.ts';
import type { RequestRuns } from './runs.ts';
import { cancelTyped, requestText, sendRequest, type TypedAnswers } from './typed.ts';
import { filterOf } from './wire.ts';

/** What the buttons of an answer need: the answers themselves, and the way to send a request of a file again. */
interface Sending extends TypedAnswers {
  readonly runs: Pick<RequestRuns, 'cancel'>;
  send(
    document: vscode.TextDocument,
    region: Region,
    how: { readonly verifyTls?: boolean; readonly insist?: boolean },
  ): Promise<unknown>;
}

type Action = (requests: Sending, entry: Entry, hop: number) => unknown;

const actions: Readonly<Record<ResponseAction, Action>> = {
  sendAgain: (requests, entry) => again(requests, entry, {}),
  sendAnyway: (requests, entry) => again(requests, entry, { verifyTls: false }),
  sendRaw: (requests, entry) => again(requests, entry, { insist: true }),
  cancel: (requests, entry) =>
    entry.origin.kind === 'file' ? requests.runs.cancel(entry.origin.uri) : cancelTyped(requests, entry),
  save: ({ shell }, entry) => saveBody(shell, entry),
  openBody: async (_requests, entry) => {
    await vscode.window.showTextDocument(bodyUri(entry), { viewColumn: vscode.ViewColumn.Active, preview: true });
  },
  compare,
  showTraffic: async ({ shell }, entry, hop) => {
    const hops = exchangeOf(entry)?.hops;
    const shown = hops?.[hop] ?? hops?.at(-1);
    await (await shell.traffic()).show(shown === undefined ? {} : { filter: filterOf(shown) });
  },
  goToRequest: async (_requests, { origin }) => {
    if (origin.kind === 'file') await goTo(origin);
  },
  saveRequest: async (_requests, { origin }) => {
    if (origin.kind !== 'typed') return;
    const document = await vscode.workspace.openTextDocument({
      language: 'http',
      content: requestText(origin.request),
    });
    await vscode.window.showTextDocument(document);
  },
  trustWorkspace: manageTrust,
  clearHistory: ({ history, view }) => {
    history.clear();
    view.update();
  },
};

/** Does what a button of the response view, or a command, asks for. Never rejects: what fails is said. */
export async function act(requests: Sending, action: ResponseAction, entry: Entry, hop: number): Promise<void> {
  try {
    await actions[action](requests, entry, hop);
  } catch (error) {
    await showProblem(requests.shell, error, { retry: () => act(requests, action, entry, hop) });
  }
}

async function again(
  requests: Sending,
  entry: Entry,
  how: { verifyTls?: boolean; insist?: boolean },
): Promise<unknown> {
  const { origin } = entry;
  if (origin.kind === 'typed') {
    const { request, asked } = origin;
    const changed = {
      ...request,
      ...(how.verifyTls === false && { tls: { ...request.tls, verify: false } }),
      ...(how.insist === true && { insist: true }),
    };
    return sendRequest(requests, changed, asked);
  }
  return sendAgain(requests, origin, how);
}

type InFile = Extract<Origin, { kind: 'file' }>;

/** Sends a request of a file as it is written now. */
export async function sendAgain(
  requests: Sending,
  origin: InFile,
  how: { verifyTls?: boolean; insist?: boolean } = {},
): Promise<unknown> {
  const { document, region } = await documentOf(origin);
  return requests.send(document, region, how);
}

/** Puts the cursor into a request of a file. */
export async function goTo(origin: InFile): Promise<void> {
  const { document, offset } = await documentOf(origin);
  const at = document.positionAt(offset);
  const viewColumn = columnOf(document.uri);
  await vscode.window.showTextDocument(document, {
    selection: new vscode.Range(at, at),
    ...(viewColumn !== undefined && { viewColumn }),
  });
}

/** Where a file is open already: it is not to come up over the answer once more. */
function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
  const isOfFile = ({ input }: vscode.Tab) =>
    input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
  return vscode.window.tabGroups.all.find(({ tabs }) => tabs.some(isOfFile))?.viewColumn;
}

/** The document of a request and where it is now: by its label, since the file may have been edited. */
async function documentOf(origin: InFile) {
  const document = await vscode.workspace.openTextDocument(origin.uri);
  const { regions } = parsed(document);
  const text = document.getText();
  const fits = (index: number) => {
    const region = regions[index];
    return region !== undefined && labelOf(region, text) === origin.label;
  };
  const region = fits(origin.region) ? regions[origin.region] : regions.find((_region, index) => fits(index));
  if (region === undefined)
    throw new WirebenchError({
      code: 'request-gone',
      message: `The request ${origin.label} is no longer in ${origin.fileName}.`,
    });
  return { document, region, offset: (region.item ?? region).start };
}

async function compare({ history }: Sending, entry: Entry): Promise<void> {
  const before = history.previous(entry);
  if (before === undefined) {
    void vscode.window.showInformationMessage('There is no older answer to this request to compare with.');
    return;
  }
  const time = (one: Entry) => new Date(one.at).toLocaleTimeString();
  const title = `${plainText(entry.outcome.label)}: ${time(before)} ↔ ${time(entry)}`;
  await vscode.commands.executeCommand('vscode.diff', bodyUri(before), bodyUri(entry), title);
}
