import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import type { HttpExchange, HttpRequestSpec } from '../../net/http/exchange.ts';
import type { RunSummary } from '../../requests/run/outcome.ts';
import type { ResponseAction } from '../../webview/response/protocol.ts';
import { count } from '../../base/quantities.ts';
import type { WholeShell } from '../lazyParts.ts';
import { withSlowProgress } from '../shell.ts';
import { saveBody } from './bodies.ts';
import { copyFormats, copyRequest } from './copyAs.ts';
import type { Entry } from './history.ts';
import { labType } from '../labs/labType.ts';
import { cellOf, languageId, sourceOf } from './parsed.ts';
import { sample } from './sample.ts';

type Sending = Pick<WholeShell, 'requests'>;

/** Sends the request at the cursor, or at an offset of a document. */
export async function sendRequest(shell: WholeShell, uri: unknown, offset: unknown): Promise<RunSummary | undefined> {
  const requests = await shell.requests();
  const target = await requests.target(uri, offset);
  if (target === undefined) throw noFile();
  const { document, region } = target;
  if (region?.item === undefined && region !== undefined && !hasText(document, region.start, region.end)) {
    void vscode.window.showInformationMessage('There is no request here. Put the cursor into a request.');
    return undefined;
  }
  const cell = labCell(document);
  if (cell) await (await shell.labs()).execute(cell, { ...(region && { region: region.index }) });
  else return region && requests.send(document, region);
  return undefined;
}

/** A cell of a lab has its outputs below it. */
function labCell(document: vscode.TextDocument): vscode.NotebookCell | undefined {
  const cell = cellOf(document);
  return cell?.notebook.notebookType === labType ? cell : undefined;
}

function hasText(document: vscode.TextDocument, start: number, end: number): boolean {
  return document
    .getText()
    .slice(start, end)
    .split('\n')
    .some((line) => /^(?!\s*(#|\/\/|@|$))/.test(line));
}

export async function runAllRequests(shell: WholeShell, uri: unknown): Promise<RunSummary | undefined> {
  const requests = await shell.requests();
  const target = await requests.target(uri, undefined);
  if (target === undefined) throw noFile();
  const cell = labCell(target.document);
  if (cell) {
    await (await shell.labs()).execute(cell);
    return undefined;
  }
  const abort = new AbortController();
  const work = requests.runAll(target.document, abort);
  const summary = await withSlowProgress('Running the requests', work, abort);
  vscode.window.setStatusBarMessage(summaryText(summary), 5000);
  return summary;
}

function summaryText({ outcomes, cancelled }: RunSummary): string {
  const checks = outcomes.flatMap((outcome) => outcome.checks);
  const failed = checks.filter(({ state }) => state !== 'passed').length;
  const errors = outcomes.filter(({ state }) => state === 'error').length;
  const parts = [
    count(outcomes.length, 'request'),
    ...(errors > 0 ? [`${errors} did not go through`] : []),
    ...(checks.length > 0
      ? [
          failed > 0
            ? `${failed} of ${count(checks.length, 'check')} failed`
            : `${count(checks.length, 'check')} passed`,
        ]
      : []),
  ];
  return `${failed + errors > 0 ? '$(error)' : '$(pass)'} ${cancelled ? 'Cancelled: ' : ''}${parts.join(', ')}`;
}

export async function cancelRequests(shell: WholeShell): Promise<void> {
  const requests = await shell.requests();
  const cancelled = requests.runs.cancel() + requests.typed.cancel();
  if (cancelled === 0) vscode.window.setStatusBarMessage('No request is running', 3000);
}

/** Stops the servers and programs that single requests of the file started, and forgets their results. */
export async function endSession(shell: WholeShell, uri: unknown): Promise<void> {
  const requests = await shell.requests();
  const target = await requests.target(uri, undefined);
  if (target === undefined) throw noFile();
  await requests.runs.end(sourceOf(target.document).session);
}

export async function askHttp({ requests }: Sending, method: 'GET' | 'POST'): Promise<HttpExchange | undefined> {
  return (await requests()).typed.ask(method);
}

/** Sends a program's request. */
export async function sendHttp({ requests }: Sending, request: HttpRequestSpec): Promise<HttpExchange> {
  return (await requests()).typed.send(request, false);
}

/** Runs an action of the response view's buttons on the shown answer. */
export async function onShown(shell: WholeShell, action: ResponseAction): Promise<void> {
  const requests = await shell.requests();
  const entry = await shownEntry(shell);
  if (entry) await requests.act(action, entry, 0);
}

async function shownEntry(shell: WholeShell): Promise<Entry | undefined> {
  const { entry } = (await shell.requests()).view;
  if (entry === undefined) void vscode.window.showInformationMessage('No request has been sent yet.');
  return entry;
}

export async function saveShownBody(shell: WholeShell, to: unknown): Promise<string | undefined> {
  const entry = await shownEntry(shell);
  return entry && saveBody(shell.engine, entry, to instanceof vscode.Uri ? to : undefined);
}

export async function copyShownAs(shell: WholeShell, format: unknown): Promise<void> {
  const entry = await shownEntry(shell);
  if (entry === undefined) return;
  const items = copyFormats.map((one) => ({ label: one.label, format: one.format }));
  const wanted =
    typeof format === 'string'
      ? format
      : (await vscode.window.showQuickPick(items, { title: 'Copy the request as' }))?.format;
  if (wanted === undefined) return;
  await copyRequest(shell.engine, entry, wanted);
  vscode.window.setStatusBarMessage('Copied the request', 3000);
}

export async function showResponse(shell: WholeShell): Promise<void> {
  (await shell.requests()).view.focus();
}

export async function newRequestFile(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: languageId, content: sample });
  await vscode.window.showTextDocument(document);
}

function noFile(): WirebenchError {
  return new WirebenchError({
    code: 'no-request-file',
    message: 'Open a request file (.http or .rest) first, and put the cursor into the request to send.',
  });
}
