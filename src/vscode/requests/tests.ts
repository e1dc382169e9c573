import * as vscode from 'vscode';
import { visible } from '../../protocol/text/visible.ts';
import type { Check, Region } from '../../requests/model.ts';
import { labelOf } from '../../requests/run/label.ts';
import type { CheckOutcome, RequestOutcome } from '../../requests/run/outcome.ts';
import { testMessage } from '../markup.ts';
import { shorten } from '../uiText.ts';
import { isRequestFile, parsed, rangeIn, sourceOf } from './parsed.ts';
import type { RequestRuns } from './runs.ts';

const pattern = '**/*.{http,rest}';
const exclude = '**/node_modules/**';
const mostFiles = 500;

/** The subject of a test item. */
type Subject =
  | { readonly kind: 'file'; readonly uri: vscode.Uri }
  | { readonly kind: 'request'; readonly region: number }
  | { readonly kind: 'check'; readonly region: number; readonly check: number };

/** Request files in the Test Explorer: each file, with its requests and their checks. */
export class RequestTests implements vscode.Disposable {
  readonly controller: vscode.TestController;
  readonly #runs: RequestRuns;
  readonly #subjects = new WeakMap<vscode.TestItem, Subject>();
  readonly #disposables: vscode.Disposable;

  constructor(runs: RequestRuns) {
    this.#runs = runs;
    this.controller = vscode.tests.createTestController('wirebench', 'Request Files');
    this.controller.resolveHandler = async (item) => (item === undefined ? this.#discover() : this.#fill(item));
    this.controller.refreshHandler = () => this.#discover();
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    this.#disposables = vscode.Disposable.from(
      this.controller,
      this.controller.createRunProfile(
        'Send',
        vscode.TestRunProfileKind.Run,
        (request, token) => this.run(request, token),
        true,
      ),
      watcher,
      watcher.onDidCreate((uri) => void this.#file(uri)),
      watcher.onDidDelete((uri) => this.controller.items.delete(uri.toString())),
      watcher.onDidChange((uri) => {
        const item = this.controller.items.get(uri.toString());
        if (item !== undefined) void this.#fill(item);
      }),
      vscode.workspace.onDidOpenTextDocument((document) => this.#opened(document)),
      vscode.workspace.onDidSaveTextDocument((document) => this.#opened(document)),
    );
    for (const document of vscode.workspace.textDocuments) this.#opened(document);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #opened(document: vscode.TextDocument): void {
    if (!isRequestFile(document) || document.uri.scheme !== 'file') return;
    this.#describe(this.#file(document.uri), document);
  }

  async #discover(): Promise<void> {
    for (const uri of await vscode.workspace.findFiles(pattern, exclude, mostFiles)) this.#file(uri);
  }

  #file(uri: vscode.Uri): vscode.TestItem {
    const known = this.controller.items.get(uri.toString());
    if (known !== undefined) return known;
    const item = this.controller.createTestItem(uri.toString(), visible(vscode.workspace.asRelativePath(uri)), uri);
    item.canResolveChildren = true;
    this.#subjects.set(item, { kind: 'file', uri });
    this.controller.items.add(item);
    return item;
  }

  async #fill(item: vscode.TestItem): Promise<void> {
    const subject = this.#subjects.get(item);
    if (subject?.kind !== 'file') return;
    this.#describe(item, await vscode.workspace.openTextDocument(subject.uri));
  }

  #describe(item: vscode.TestItem, document: vscode.TextDocument): void {
    const text = document.getText();
    const { regions } = parsed(document);
    item.children.replace(
      regions
        .filter((region) => region.item !== undefined)
        .map((region) => this.#request(item, document, region, text)),
    );
  }

  #request(file: vscode.TestItem, document: vscode.TextDocument, region: Region, text: string): vscode.TestItem {
    const item = this.controller.createTestItem(
      `${file.id}#${region.index}`,
      visible(labelOf(region, text)),
      document.uri,
    );
    item.range = rangeIn(document, region.item ?? region);
    this.#subjects.set(item, { kind: 'request', region: region.index });
    item.children.replace(region.checks.map((check, i) => this.#check(item, document, region, check, i)));
    return item;
  }

  #check(
    request: vscode.TestItem,
    document: vscode.TextDocument,
    region: Region,
    check: Check,
    index: number,
  ): vscode.TestItem {
    const written = document
      .getText()
      .slice(check.start, check.end)
      .replace(/^\?\?\s*/, '')
      .trim();
    const item = this.controller.createTestItem(`${request.id}#${index}`, visible(shorten(written, 100)), document.uri);
    item.range = rangeIn(document, check);
    item.sortText = String(index).padStart(5, '0');
    this.#subjects.set(item, { kind: 'check', region: region.index, check: index });
    return item;
  }

  /** Sends the selected requests, and reports the outcomes to the Test Explorer. */
  async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    try {
      for (const [file, regions] of await this.#asked(request)) {
        if (token.isCancellationRequested) break;
        await this.#runFile(run, file, regions, token);
      }
    } finally {
      run.end();
    }
  }

  /** Reports requests sent elsewhere: by a lens, a key or a command. */
  told(document: vscode.TextDocument, outcomes: readonly RequestOutcome[]): void {
    if (!isRequestFile(document) || document.uri.scheme !== 'file') return;
    const file = this.#file(document.uri);
    this.#describe(file, document);
    const items = new Map([...file.children].map(([, item]) => [this.#regionOf(item), item]));
    const sent = outcomes.flatMap((outcome) => {
      const item = items.get(outcome.region);
      return item === undefined || outcome.state === 'running' ? [] : [{ item, outcome }];
    });
    if (sent.length === 0) return;
    const request = new vscode.TestRunRequest(sent.map(({ item }) => item));
    const run = this.controller.createTestRun(request, 'Send', false);
    for (const { item, outcome } of sent) reportOutcome(run, item, undefined, outcome);
    run.end();
  }

  /** By file: the selected requests, undefined for all. A check is run with its request. */
  async #asked(request: vscode.TestRunRequest): Promise<Map<vscode.TestItem, Set<number> | undefined>> {
    if (request.include === undefined) await this.#discover();
    const asked = new Map<vscode.TestItem, Set<number> | undefined>();
    for (const item of request.include ?? [...this.controller.items].map(([, one]) => one)) {
      const subject = this.#subjects.get(item);
      if (subject === undefined || request.exclude?.includes(item)) continue;
      if (subject.kind === 'file') {
        asked.set(item, undefined);
        continue;
      }
      const file = subject.kind === 'request' ? item.parent : item.parent?.parent;
      if (file === undefined) continue;
      if (asked.has(file) && asked.get(file) === undefined) continue;
      asked.set(file, (asked.get(file) ?? new Set<number>()).add(subject.region));
    }
    return asked;
  }

  async #runFile(
    run: vscode.TestRun,
    file: vscode.TestItem,
    regions: Set<number> | undefined,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const document = await vscode.workspace.openTextDocument(file.uri!);
    this.#describe(file, document);
    const items = [...file.children].map(([, item]) => item);
    const wanted = items.filter((item) => regions === undefined || regions.has(this.#regionOf(item)));
    for (const item of wanted) {
      run.enqueued(item);
      item.children.forEach((check) => run.enqueued(check));
    }
    const byRegion = new Map(items.map((item) => [this.#regionOf(item), item]));
    const report = (outcome: RequestOutcome) => {
      const item = byRegion.get(outcome.region);
      if (item === undefined) return;
      if (outcome.state === 'running') run.started(item);
      else reportOutcome(run, item, document, outcome);
    };
    const abort = new AbortController();
    const cancelling = token.onCancellationRequested(() => abort.abort());
    try {
      await this.#runs.run(sourceOf(document), {
        alone: true,
        abort,
        ...(regions && { regions: [...regions].sort((a, b) => a - b) }),
        onOutcome: report,
      });
    } catch (error) {
      const message = testMessage(error instanceof Error ? error.message : String(error));
      for (const item of wanted)
        if (abort.signal.aborted) run.skipped(item);
        else run.errored(item, message);
    } finally {
      cancelling.dispose();
    }
  }

  #regionOf(item: vscode.TestItem): number {
    const subject = this.#subjects.get(item);
    return subject?.kind === 'request' ? subject.region : -1;
  }
}

/**
 * Without a document, errors go only into the run's output: the lines of the file show them already, and the editor's
 * own marks would cover those.
 */
function reportOutcome(
  run: vscode.TestRun,
  item: vscode.TestItem,
  document: vscode.TextDocument | undefined,
  outcome: RequestOutcome,
): void {
  const { state, duration, checks, error, seed } = outcome;
  const children = [...item.children].map(([, one]) => one);
  checks.forEach((check, i) => {
    const child = children[i];
    if (child !== undefined) reportCheck(run, child, document, { ...check, ...(seed !== undefined && { seed }) });
  });
  for (const child of children.slice(checks.length)) run.skipped(child);
  if (state === 'passed') run.passed(item, duration);
  else if (state === 'skipped') {
    // The Test Explorer shows no reason of its own.
    if (error !== undefined) run.appendOutput(`${visible(error.message)}\r\n`, undefined, item);
    run.skipped(item);
  } else if (state === 'error') {
    const said = error?.message ?? 'It did not go through.';
    run.errored(item, messagesOf(run, item, document, [{ ...outcome, message: said, text: said }]), duration);
  } else {
    const failed: Failure[] = checks
      .filter((check) => check.state !== 'passed')
      .map((check) => ({ ...check, ...(seed !== undefined && { seed }) }));
    if (error !== undefined) failed.unshift({ ...outcome, message: error.message, text: error.message });
    run.failed(item, messagesOf(run, item, document, failed), duration);
  }
}

function reportCheck(
  run: vscode.TestRun,
  item: vscode.TestItem,
  document: vscode.TextDocument | undefined,
  check: CheckOutcome & Pick<RequestOutcome, 'seed'>,
): void {
  if (check.state === 'passed') run.passed(item);
  else if (check.state === 'failed') run.failed(item, messagesOf(run, item, document, [check]));
  else run.errored(item, messagesOf(run, item, document, [check]));
}

/** For a failure that chance may have brought about. */
const againWith = (seed: number): string => `Seed ${seed}: wirebench run --seed ${seed} draws the same values again.`;

type Failure = Pick<CheckOutcome, 'start' | 'end' | 'text' | 'message' | 'why' | 'expected' | 'actual'> &
  Pick<RequestOutcome, 'seed'>;

function messagesOf(
  run: vscode.TestRun,
  item: vscode.TestItem,
  document: vscode.TextDocument | undefined,
  failures: readonly Failure[],
): vscode.TestMessage[] {
  const sentence = ({ message, text, why, seed }: Failure) =>
    [message ?? `This check does not hold: ${text}`, why, seed === undefined ? undefined : againWith(seed)]
      .filter((part) => part !== undefined)
      .join('\n');
  if (document === undefined) {
    for (const failure of failures) run.appendOutput(`${visible(sentence(failure))}\r\n`, undefined, item);
    return [];
  }
  return failures.map((failure) => {
    const message = testMessage(sentence(failure), failure);
    message.location = new vscode.Location(document.uri, rangeIn(document, failure));
    return message;
  });
}
