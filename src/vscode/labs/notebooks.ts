import * as vscode from 'vscode';
import { errorData } from '../../base/errors.ts';
import { diagnose, type Diagnoses } from '../../labs/diagnoses/diagnose.ts';
import type { RequestOutcome } from '../../requests/run/outcome.ts';
import { presentationOf } from '../../requests/words/table.ts';
import { isRendererMessage, type ShownOutcome } from '../../webview/lab/protocol.ts';
import { cellOf, documentOf, isRequestFile, parsed, sourceOf } from '../requests/parsed.ts';
import type { Requests } from '../requests/requests.ts';
import type { Shell } from '../shell.ts';
import { mayRunPrograms } from './consent.ts';
import { outputOf } from './outputs.ts';
import { openPlace } from './places.ts';
import { programCells, runProgramCell } from './programCells.ts';
import { labType } from './labType.ts';
import { isFrontMatter } from './serializer.ts';

/** Bytes of the body of an answer that an output reads. */
const mostBody = 32 * 1024;

/** Labs that are open as notebooks: runs their cells by the engine, and shows what came of it. */
export class LabNotebooks implements vscode.Disposable {
  readonly #shell: Shell;
  readonly #requests: Requests;
  readonly #controller: vscode.NotebookController;
  readonly #messages = vscode.notebooks.createRendererMessaging('wirebench.outcome');
  readonly #disposables: vscode.Disposable;
  /** The run of each notebook; cells of one are run one after the other. */
  readonly #running = new Map<vscode.NotebookDocument, AbortController>();
  /** Single requests of cells that are about to run. */
  readonly #wanted = new Map<vscode.NotebookCell, number>();

  constructor(shell: Shell, requests: Requests) {
    this.#shell = shell;
    this.#requests = requests;
    this.#controller = vscode.notebooks.createNotebookController('wirebench.lab', labType, 'Wirebench');
    this.#controller.description = 'Runs the requests and checks of a lab';
    this.#controller.executeHandler = (cells, notebook) => this.#run(notebook, cells);
    this.#controller.interruptHandler = (notebook) => this.#running.get(notebook)?.abort();
    this.#disposables = vscode.Disposable.from(
      this.#controller,
      programCells(),
      this.#messages.onDidReceiveMessage(({ editor, message }) => {
        if (isRendererMessage(message)) void openPlace(editor, message);
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#running.get(notebook)?.abort()),
    );
  }

  /** Runs a cell, or one request of it, as if the person had pressed its button. */
  async execute({ notebook, index }: vscode.NotebookCell, region?: number): Promise<void> {
    if (region !== undefined) this.#wanted.set(notebook.cellAt(index), region);
    await vscode.commands.executeCommand('notebook.cell.execute', {
      ranges: [{ start: index, end: index + 1 }],
      document: notebook.uri,
    });
  }

  /** Runs cells one after the other, until one is cancelled. */
  async #run(notebook: vscode.NotebookDocument, cells: readonly vscode.NotebookCell[]): Promise<void> {
    const before = this.#running.get(notebook);
    const abort = before ?? new AbortController();
    this.#running.set(notebook, abort);
    try {
      for (const cell of cells) {
        if (abort.signal.aborted) break;
        await this.#runCell(cell, abort);
      }
    } finally {
      if (before === undefined) this.#running.delete(notebook);
    }
  }

  /** As `restart`, of the lab in the active editor. */
  async restartActive(): Promise<void> {
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    if (notebook?.notebookType === labType) await this.restart(notebook);
  }

  /** Stops what the lab started, forgets its results, and takes its outputs away. */
  async restart(notebook: vscode.NotebookDocument): Promise<void> {
    this.#running.get(notebook)?.abort();
    await this.#requests.runs.end(notebook.uri.toString());
    for (const cell of notebook.getCells()) this.#requests.runs.outcomes(cell.document.uri.toString()).clear();
    for (const cell of notebook.getCells().filter(({ outputs }) => outputs.length > 0)) {
      const execution = this.#controller.createNotebookCellExecution(cell);
      execution.start();
      await execution.clearOutput();
      execution.end(undefined);
    }
  }

  async #runCell(cell: vscode.NotebookCell, abort: AbortController): Promise<void> {
    const own = new CellRun(this.#controller, cell);
    try {
      if (isFrontMatter(cell)) own.end(undefined);
      else if (!isRequestFile(cell.document)) own.end(await runProgramCell(cell, own.execution));
      else own.end(await this.#runRequests(cell, own, abort));
    } catch (error) {
      await own.failed(error);
    }
  }

  /** True if everything went through and all checks hold; undefined if it was cancelled. */
  async #runRequests(cell: vscode.NotebookCell, own: CellRun, abort: AbortController): Promise<boolean | undefined> {
    const { runs, tests } = this.#requests;
    const source = sourceOf(cell.document);
    if (!(await mayRunPrograms(this.#shell.context, cell))) return undefined;
    own.execution.token.onCancellationRequested(() => abort.abort());
    const region = this.#wanted.get(cell);
    this.#wanted.delete(cell);
    runs.outcomes(source.id).clear();
    const parts = new Map([[source.id, own]]);
    try {
      const summary = await runs.run(source, {
        ...{ abort, evidence: true },
        ...(region !== undefined && { regions: [region] }),
        onOutcome: (outcome) => {
          const id = outcome.part ?? source.id;
          const of = parts.get(id) ?? this.#begun(id);
          if (of === undefined) return;
          parts.set(id, of);
          of.show(outcome, (shown) => this.#output(of.cell, shown));
        },
      });
      await Promise.all([...parts.values()].map((part) => part.shown()));
      tests.told(cell.document, summary.outcomes);
      if (summary.cancelled) return undefined;
      return summary.exitCode === 0;
    } finally {
      for (const part of parts.values()) if (part !== own) part.end(part.allPassed);
    }
  }

  /** A cell above, whose request is run for one below. */
  #begun(id: string): CellRun | undefined {
    const document = documentOf(id);
    const cell = document && cellOf(document);
    return cell && new CellRun(this.#controller, cell);
  }

  async #output(cell: vscode.NotebookCell, outcome: RequestOutcome): Promise<vscode.NotebookCellOutput> {
    const { exchange } = outcome.result ? presentationOf(outcome.result) : {};
    const body =
      exchange?.body && outcome.state !== 'running'
        ? await this.#shell.engine
            .request('http.body', { body: exchange.body.id, offset: 0, length: mostBody })
            .catch(() => undefined)
        : undefined;
    return outputOf(outcome, { body, explained: headingAbove(cell), diagnosis: diagnosisOf(cell, outcome) });
  }

  dispose(): void {
    for (const abort of this.#running.values()) abort.abort();
    this.#disposables.dispose();
  }
}

/** The execution of one cell, and the outputs that it has so far, by region. */
class CellRun {
  readonly cell: vscode.NotebookCell;
  readonly execution: vscode.NotebookCellExecution;
  readonly #outcomes = new Map<number, RequestOutcome>();
  readonly #outputs = new Map<number, vscode.NotebookCellOutput>();
  #showing: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(controller: vscode.NotebookController, cell: vscode.NotebookCell) {
    this.cell = cell;
    this.execution = controller.createNotebookCellExecution(cell);
    this.execution.start(Date.now());
    void this.execution.clearOutput();
  }

  get allPassed(): boolean {
    return [...this.#outcomes.values()].every(({ state }) => state === 'passed');
  }

  show(outcome: RequestOutcome, output: (outcome: RequestOutcome) => Promise<vscode.NotebookCellOutput>): void {
    this.#outcomes.set(outcome.region, outcome);
    this.#showing = this.#showing.then(async () => {
      const made = await output(outcome);
      if (this.#ended) return;
      this.#outputs.set(outcome.region, made);
      const inOrder = [...this.#outputs].sort(([a], [b]) => a - b);
      await this.execution.replaceOutput(inOrder.map(([, one]) => one));
    });
  }

  /** Resolves when all outputs so far are shown. */
  shown(): Promise<void> {
    return this.#showing;
  }

  async failed(error: unknown): Promise<void> {
    const { message } = errorData(error);
    const output = new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.stderr(message)]);
    await this.execution.appendOutput(output);
    this.end(false);
  }

  end(success: boolean | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    this.execution.end(success, Date.now());
  }
}

/** Why it likely failed. */
function diagnosisOf(cell: vscode.NotebookCell, outcome: RequestOutcome): Diagnoses | undefined {
  const region = parsed(cell.document).regions[outcome.region];
  return outcome.evidence && region && diagnose(outcome, region);
}

/** The last heading of the prose above a cell. */
function headingAbove(cell: vscode.NotebookCell): ShownOutcome['explained'] {
  for (let index = cell.index - 1; index >= 0; index--) {
    const above = cell.notebook.cellAt(index);
    if (above.kind !== vscode.NotebookCellKind.Markup) continue;
    const title = [...above.document.getText().matchAll(/^#{1,6}[ \t]+(.+?)[ \t]*#*$/gm)].at(-1)?.[1];
    if (title !== undefined) return { title, cell: index };
  }
  return undefined;
}
