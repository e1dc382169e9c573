import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import type { Region } from '../../requests/model.ts';
import { labelOf } from '../../requests/run/label.ts';
import type { ResponseAction } from '../../webview/response/protocol.ts';
import { manageTrust, showProblem } from '../problems.ts';
import type { Shell } from '../shell.ts';
import { plainText } from '../uiText.ts';
import { bodyUri, saveBody } from './bodies.ts';
import { exchangeOf, type Entry, type Origin, type ResponseHistory } from './history.ts';
import { cellOf, parsed } from './parsed.ts';
import type { ResponseView } from './responseView.ts';
import type { RequestRuns, RunOptions } from './runs.ts';
import { requestText, type TypedRequests } from './typed.ts';
import { filterOf } from './wire.ts';

type How = Pick<RunOptions, 'verifyTls' | 'insist'>;

/** The objects that the buttons of an answer need. */
interface AnswerParts {
  readonly shell: Shell;
  readonly history: Pick<ResponseHistory, 'previous' | 'clear'>;
  readonly view: Pick<ResponseView, 'update'>;
  readonly typed: Pick<TypedRequests, 'send' | 'cancel'>;
  readonly runs: Pick<RequestRuns, 'cancel'>;
  /** Sends a request of a document and shows its answer. */
  readonly send: (document: vscode.TextDocument, region: Region, how: How) => Promise<unknown>;
}

type Action = (parts: AnswerParts, entry: Entry, hop: number) => unknown;

const actions: Readonly<Record<ResponseAction, Action>> = {
  sendAgain: (parts, entry) => again(parts, entry, {}),
  sendAnyway: (parts, entry) => again(parts, entry, { verifyTls: false }),
  sendRaw: (parts, entry) => again(parts, entry, { insist: true }),
  cancel: ({ runs, typed }, entry) =>
    entry.origin.kind === 'file' ? runs.cancel(entry.origin.uri.toString()) : typed.cancel(entry),
  save: ({ shell }, entry) => saveBody(shell.engine, entry),
  openBody: async (_parts, entry) => {
    await vscode.window.showTextDocument(bodyUri(entry), { viewColumn: vscode.ViewColumn.Active, preview: true });
  },
  compare,
  showTraffic: async ({ shell }, entry, hop) => {
    const hops = exchangeOf(entry)?.hops;
    const shown = hops?.[hop] ?? hops?.at(-1);
    await (await shell.traffic()).show(shown === undefined ? {} : { filter: filterOf(shown) });
  },
  goToRequest: async (_parts, { origin }) => {
    if (origin.kind === 'file') await goTo(origin);
  },
  saveRequest: async (_parts, { origin }) => {
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

/** Runs an action of the response view's buttons, or of a command. Never rejects: errors are shown. */
export async function act(parts: AnswerParts, action: ResponseAction, entry: Entry, hop: number): Promise<void> {
  try {
    await actions[action](parts, entry, hop);
  } catch (error) {
    await showProblem(parts.shell, error, { retry: () => act(parts, action, entry, hop) });
  }
}

async function again({ typed, send }: AnswerParts, { origin }: Entry, how: How): Promise<unknown> {
  if (origin.kind === 'file') return sendAgain(send, origin, how);
  const { request, asked } = origin;
  const changed = {
    ...request,
    ...(how.verifyTls === false && { tls: { ...request.tls, verify: false } }),
    ...(how.insist === true && { insist: true }),
  };
  return typed.send(changed, asked);
}

type InFile = Extract<Origin, { kind: 'file' }>;

/** Sends the current version of a request of a file. */
export async function sendAgain(send: AnswerParts['send'], origin: InFile, how: How = {}): Promise<unknown> {
  const { document, region } = await documentWith(origin);
  return send(document, region, how);
}

/** Moves the cursor to a request of a file. */
export async function goTo(origin: InFile): Promise<void> {
  const { document, offset } = await documentWith(origin);
  const cell = cellOf(document);
  if (cell !== undefined) {
    const selections = [new vscode.NotebookRange(cell.index, cell.index + 1)];
    await vscode.window.showNotebookDocument(cell.notebook, { selections });
    return;
  }
  const at = document.positionAt(offset);
  const viewColumn = columnOf(document.uri);
  await vscode.window.showTextDocument(document, {
    selection: new vscode.Range(at, at),
    ...(viewColumn !== undefined && { viewColumn }),
  });
}

/** The column of a file that is already open, so that it does not open again over the answer. */
function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
  const isOfFile = ({ input }: vscode.Tab) =>
    input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
  return vscode.window.tabGroups.all.find(({ tabs }) => tabs.some(isOfFile))?.viewColumn;
}

/** The document of a request and its current place, found by its label, since the file may have been edited. */
async function documentWith(origin: InFile) {
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

async function compare({ history }: AnswerParts, entry: Entry): Promise<void> {
  const before = history.previous(entry);
  if (before === undefined) {
    void vscode.window.showInformationMessage('There is no older answer to this request to compare with.');
    return;
  }
  const time = (one: Entry) => new Date(one.at).toLocaleTimeString();
  const title = `${plainText(entry.outcome.label)}: ${time(before)} ↔ ${time(entry)}`;
  await vscode.commands.executeCommand('vscode.diff', bodyUri(before), bodyUri(entry), title);
}
