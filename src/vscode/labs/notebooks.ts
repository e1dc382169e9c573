import * as vscode from 'vscode';
import { diagnose, type Diagnoses } from '../../labs/diagnoses/diagnose.ts';
import { cellId, gradeLab } from '../../labs/grade.ts';
import type { RequestOutcome, RunSummary } from '../../requests/run/outcome.ts';
import { presentationOf, startedBy } from '../../requests/words/table.ts';
import { isRendererMessage, type EditorMessage, type ShownOutcome } from '../../webview/lab/protocol.ts';
import { cellOf, documentOf, isRequestFile, parsed, sourceOf } from '../requests/parsed.ts';
import type { Requests } from '../requests/requests.ts';
import type { Shell } from '../shell.ts';
import { messageText } from '../uiText.ts';
import { CellRun, type Showing } from './cellRun.ts';
import { mayRunPrograms } from './consent.ts';
import { outputId, shownOutcome } from './outputs.ts';
import { openPlace } from './places.ts';
import { labProblems } from './problems.ts';
import { programCells, runProgramCell } from './programCells.ts';
import { labType } from './labType.ts';
import { saveBeside } from './saveBeside.ts';
import { fileOfCell, labOf } from './serializer.ts';
import type { Checked } from './viewChecks.ts';
import type { Courses } from './viewCourses.ts';
import { withKeys } from './viewProgress.ts';

/** Bytes of the body of an answer that an output reads. */
const mostBody = 32 * 1024;

const nothingDebugged = 'No program was debugged: Wirebench debugs programs that RUN starts with python3 or node.';

/** How a cell is about to run. */
interface Wanted {
  /** One request of it. */
  readonly region?: number;
  readonly debug?: boolean;
}

/** Labs that are open as notebooks: runs their cells by the engine, and shows what came of it. */
export class LabNotebooks implements vscode.Disposable {
  readonly #shell: Shell;
  readonly #requests: Requests;
  readonly #courses: () => Promise<Courses>;
  readonly #controller: vscode.NotebookController;
  readonly #messages = vscode.notebooks.createRendererMessaging('wirebench.outcome');
  readonly #disposables: vscode.Disposable;
  readonly #listening: vscode.Disposable[] = [];
  /** The run of each notebook; cells of one are run one after the other. */
  readonly #running = new Map<vscode.NotebookDocument, AbortController>();
  /** Single requests of cells that are about to run. */
  readonly #wanted = new Map<vscode.NotebookCell, Wanted>();
  /** Notebooks that run by this controller. */
  readonly #selected = new Set<vscode.NotebookDocument>();
  #shownChecks: Promise<void> = Promise.resolve();
  /** Outcomes of checks made elsewhere: the progress has counted their failures. */
  readonly #counted = new WeakSet<RequestOutcome>();
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
    void courses().then(({ checks }) => this.#listening.push(checks.onDidCheck((one) => this.#showLater(one))));
    this.#disposables = vscode.Disposable.from(
      this.#controller,
      this.#controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
        if (selected) this.#selected.add(notebook);
        else this.#selected.delete(notebook);
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#selected.delete(notebook)),
      programCells(),
      labProblems(),
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
  async execute({ notebook, index }: vscode.NotebookCell, wanted: Wanted = {}): Promise<void> {
    this.#wanted.set(notebook.cellAt(index), wanted);
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

  /**
   * Runs a cell, with the programs that it needs under the debugger of the editor. Of a program's cell, it is the first cell of
   * requests that runs the file.
   */
  async debug(cell: vscode.NotebookCell): Promise<void> {
    const { notebook } = cell;
    const file = fileOfCell(cell);
    const starts = ({ document }: vscode.NotebookCell): boolean =>
      isRequestFile(document) &&
      document
        .getText()
        .split('\n')
        .some((line) => line.startsWith('RUN ') && line.includes(file!));
    const target = file === undefined ? cell : notebook.getCells().find(starts);
    if (target === undefined) {
      const message = `No request of this lab runs ${file!}, so there is nothing to debug. Write RUN with its command in a cell of requests.`;
      void vscode.window.showInformationMessage(messageText(message));
      return;
    }
    // Programs that run already have no debugger.
    await this.restart(notebook);
    await this.execute(target, { debug: true });
  }

  /** As `debug`, of the cell that a command comes from, or else of the selected one. */
  async debugActive(cell: unknown): Promise<void> {
    const editor = vscode.window.activeNotebookEditor;
    const selected = editor?.notebook.cellAt(editor.selection.start);
    const found = isCell(cell) ? cell : selected;
    if (found?.notebook.notebookType === labType) await this.debug(found);
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
    const { region, debug = false } = this.#wanted.get(cell) ?? {};
    this.#wanted.delete(cell);
    const attached = new Set<string>();
    runs.outcomes(source.id).clear();
    const parts = new Map([[source.id, own]]);
    try {
      const summary = await runs.run(source, {
        // A program that a debugger stops is late, and is no case for a diagnosis.
        ...{ abort, evidence: !debug, debug },
        onAttached: () => attached.add(source.id),
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
      if (debug && attached.size === 0 && summary.exitCode < 2)
        void vscode.window.showInformationMessage(nothingDebugged);
      return summary.exitCode === 0;
    } finally {
      for (const part of parts.values()) if (part !== own) part.end(part.allPassed);
    }
  }

  /** Shows the results of a check that was made elsewhere, as if the person had run the cells. */
  #showLater(checked: Checked): void {
    this.#shownChecks = this.#shownChecks.then(() => this.#showChecked(checked)).catch(() => undefined);
  }

  async #showChecked({ on, outcomes }: Checked): Promise<void> {
    // Only a notebook with a controller can have outputs. Until the first cell runs, the editor merely suggests ours.
    const notebook = this.#selectedWith(on.uri) ?? (await this.#select(on.uri));
    if (notebook === undefined || notebook.isClosed || outcomes.length === 0 || this.#running.has(notebook)) return;
    const requests = on.lab.cells.filter(({ kind }) => kind === 'requests');
    const cells = notebook.getCells().filter(({ document }) => isRequestFile(document));
    for (const [index, cell] of cells.entries()) {
      const id = requests[index] && cellId(on.lab, requests[index], on.uri.toString());
      const own = outcomes.filter(({ part }) => part === id);
      if (own.length === 0) continue;
      const kept = this.#requests.runs.outcomes(cell.document.uri.toString());
      kept.clear();
      const run = new CellRun(this.#controller, cell, this.#showing);
      for (const outcome of own) {
        this.#counted.add(outcome);
        kept.set(outcome);
        run.show(outcome);
      }
      await run.shown();
      run.end(run.allPassed);
    }
  }

  #selectedWith(uri: vscode.Uri): vscode.NotebookDocument | undefined {
    return [...this.#selected].find((notebook) => notebook.uri.toString() === uri.toString());
  }

  /** Gives the notebook that the person looks at our controller; undefined: it is another, or has one of another extension. */
  async #select(uri: vscode.Uri): Promise<vscode.NotebookDocument | undefined> {
    const { activeNotebookEditor } = vscode.window;
    if (activeNotebookEditor?.notebook.uri.toString() !== uri.toString()) return undefined;
    const { id } = this.#controller;
    await vscode.commands.executeCommand('notebook.selectKernel', { id, extension: 'wirebench.wirebench' });
    return this.#selectedWith(uri);
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
    return key === undefined
      ? []
      : (stepAfter((steps[key]?.failures ?? 0) + (this.#counted.has(outcome) ? 0 : 1))?.hints ?? []);
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
      this.#tell({ kind: 'grown', outcome: await this.#shown(cell, outcome, true) });
  }

  /** `again`: the outcome has been shown before, and has no more hints now. */
  async #shown(cell: vscode.NotebookCell, outcome: RequestOutcome, again = false): Promise<ShownOutcome> {
    const { exchange } = outcome.result ? presentationOf(outcome.result) : {};
    const body =
      exchange?.body && outcome.state !== 'running'
        ? await this.#shell.engine
            .request('http.body', { body: exchange.body.id, offset: 0, length: mostBody })
            .catch(() => undefined)
        : undefined;
    const id = outputId(cell.document.uri.toString(), outcome.region);
    const hints = again ? (this.#hints.get(id) ?? []) : await this.#hintsFor(cell, outcome);
    this.#hints.set(id, hints);
    return shownOutcome(outcome, {
      ...{ id, body, hints },
      ...{ explained: headingAbove(cell), diagnosis: diagnosisOf(cell, outcome) },
    });
  }

  dispose(): void {
    for (const abort of this.#running.values()) abort.abort();
    this.#disposables.dispose();
    for (const one of this.#listening) one.dispose();
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

/** The editor gives the cell of a button in its toolbar. */
function isCell(value: unknown): value is vscode.NotebookCell {
  return typeof value === 'object' && value !== null && 'notebook' in value && 'document' in value;
}
