import * as vscode from 'vscode';
import { diagnose, type Diagnoses } from '../../labs/diagnoses/diagnose.ts';
import { cellId, gradeLab } from '../../labs/grade.ts';
import type { RequestOutcome, RunSummary } from '../../requests/run/outcome.ts';
import { presentationOf, startedBy } from '../../requests/words/table.ts';
import { isRendererMessage, type EditorMessage, type ShownOutcome } from '../../webview/lab/protocol.ts';
import { cellOf, documentOf, isRequestFile, parsed, sourceOf } from '../requests/parsed.ts';
import type { Requests } from '../requests/requests.ts';
import type { Shell } from '../shell.ts';
import { CellRun, type Showing } from './cellRun.ts';
import { mayRunPrograms } from './consent.ts';
import { outputId, shownOutcome } from './outputs.ts';
import { openPlace } from './places.ts';
import { programCells, runProgramCell } from './programCells.ts';
import { labType } from './labType.ts';
import { saveBeside } from './saveBeside.ts';
import { labOf } from './serializer.ts';
import type { Courses } from './viewCourses.ts';
import { withKeys } from './viewProgress.ts';

/** Bytes of the body of an answer that an output reads. */
const mostBody = 32 * 1024;

/** Labs that are open as notebooks: runs their cells by the engine, and shows what came of it. */
export class LabNotebooks implements vscode.Disposable {
  readonly #shell: Shell;
  readonly #requests: Requests;
  readonly #courses: () => Promise<Courses>;
  readonly #controller: vscode.NotebookController;
  readonly #messages = vscode.notebooks.createRendererMessaging('wirebench.outcome');
  readonly #disposables: vscode.Disposable;
  /** The run of each notebook; cells of one are run one after the other. */
  readonly #running = new Map<vscode.NotebookDocument, AbortController>();
  /** Single requests of cells that are about to run. */
  readonly #wanted = new Map<vscode.NotebookCell, number>();
  /** The hints of outputs, by their ids. */
  readonly #hints = new Map<string, readonly string[]>();
  readonly #showing: Showing = {
    shown: (cell, outcome) => this.#shown(cell, outcome),
    grow: (outcome) => this.#tell({ kind: 'grown', outcome }),
  };

  constructor(shell: Shell, requests: Requests, courses: () => Promise<Courses>) {
    this.#shell = shell;
    this.#requests = requests;
    this.#courses = courses;
    this.#controller = vscode.notebooks.createNotebookController('wirebench.lab', labType, 'Wirebench');
    this.#controller.description = 'Runs the requests and checks of a lab';
    this.#controller.executeHandler = (cells, notebook) => this.#run(notebook, cells);
    this.#controller.interruptHandler = (notebook) => this.#running.get(notebook)?.abort();
    this.#disposables = vscode.Disposable.from(
      this.#controller,
      programCells(),
      this.#messages.onDidReceiveMessage(({ editor, message }) => {
        if (!isRendererMessage(message)) return;
        if (message.kind === 'drawn') void this.#drawn(editor.notebook, message.id);
        else void openPlace(editor, message);
      }),
      requests.runs.onDidGrow(({ id, outcome }) => void this.#grown(id, outcome)),
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
    const own = new CellRun(this.#controller, cell, this.#showing);
    try {
      if (!isRequestFile(cell.document)) own.end(await runProgramCell(cell, own.execution));
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
    await saveBeside(cell.notebook.uri);
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
          of.show(outcome);
        },
      });
      await Promise.all([...parts.values()].map((part) => part.shown()));
      tests.told(cell.document, summary.outcomes);
      await this.#keepProgress(cell.notebook, source.id, summary);
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
    return cell && new CellRun(this.#controller, cell, this.#showing);
  }

  /** A step that runs here counts as in the Labs view. */
  async #keepProgress(notebook: vscode.NotebookDocument, id: string, summary: RunSummary): Promise<void> {
    const { runs } = this.#requests;
    const lab = labOf(notebook);
    const cells = notebook.getCells().map(({ document }) => document.uri.toString());
    const partOf = (of: string): string => cellId(lab, lab.cells[cells.indexOf(of)]!, '');
    // Steps of other cells may have been needed: their outcomes of earlier runs count.
    const known = cells.flatMap((of) => runs.outcomes(of).all.map(({ outcome }) => ({ ...outcome, part: partOf(of) })));
    const ran = new Set(summary.outcomes.map(({ part = id, region }) => `${partOf(part)} ${region}`));
    const report = gradeLab(lab, known);
    const steps = withKeys(report.steps).filter(
      ({ outcome }) => outcome !== undefined && ran.has(`${outcome.part} ${outcome.region}`),
    );
    if (steps.length === 0) return;
    const { checks } = await this.#courses();
    await checks.ranInNotebook(notebook.uri, report, steps, summary.cancelled);
  }

  /** The hints that are due: with this failure, a step has failed once more than its progress says. */
  async #hintsFor({ notebook, index }: vscode.NotebookCell, outcome: RequestOutcome): Promise<readonly string[]> {
    if (outcome.state !== 'failed' && outcome.state !== 'error') return [];
    const lab = labOf(notebook);
    const placed = { ...outcome, part: cellId(lab, lab.cells[index]!, '') };
    const stepAfter = (failures: number) =>
      withKeys(gradeLab(lab, [placed], failures).steps).find((step) => step.outcome !== undefined);
    const { steps } = (await this.#courses()).labs.progress.of(notebook.uri.toString());
    const key = stepAfter(0)?.key;
    return key === undefined ? [] : (stepAfter((steps[key]?.failures ?? 0) + 1)?.hints ?? []);
  }

  #tell(message: EditorMessage): void {
    void this.#messages.postMessage(message);
  }

  /** An output was drawn: it may have grown since it was put into the notebook. */
  async #drawn(notebook: vscode.NotebookDocument, id: string): Promise<void> {
    for (const { document } of notebook.getCells()) {
      const uri = document.uri.toString();
      const found = this.#requests.runs.outcomes(uri).all.find(({ outcome }) => outputId(uri, outcome.region) === id);
      if (found) await this.#grown(uri, found.outcome);
    }
  }

  async #grown(id: string, outcome: RequestOutcome): Promise<void> {
    const document = documentOf(id);
    const cell = document && cellOf(document);
    if (cell?.notebook.notebookType !== labType) return;
    if (outcome.state === 'running' || startedBy(outcome.result)?.pid !== undefined)
      this.#tell({ kind: 'grown', outcome: await this.#shown(cell, outcome) });
  }

  async #shown(cell: vscode.NotebookCell, outcome: RequestOutcome): Promise<ShownOutcome> {
    const { exchange } = outcome.result ? presentationOf(outcome.result) : {};
    const body =
      exchange?.body && outcome.state !== 'running'
        ? await this.#shell.engine
            .request('http.body', { body: exchange.body.id, offset: 0, length: mostBody })
            .catch(() => undefined)
        : undefined;
    const id = outputId(cell.document.uri.toString(), outcome.region);
    const hints =
      (outcome.state === 'running' ? undefined : this.#hints.get(id)) ?? (await this.#hintsFor(cell, outcome));
    this.#hints.set(id, hints);
    return shownOutcome(outcome, {
      ...{ id, body, hints },
      ...{ explained: headingAbove(cell), diagnosis: diagnosisOf(cell, outcome) },
    });
  }

  dispose(): void {
    for (const abort of this.#running.values()) abort.abort();
    this.#disposables.dispose();
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
