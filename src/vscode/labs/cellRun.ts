import * as vscode from 'vscode';
import { errorData } from '../../base/errors.ts';
import type { RequestOutcome } from '../../requests/run/outcome.ts';
import type { ShownOutcome } from '../../webview/lab/protocol.ts';
import { outputOf } from './outputs.ts';

/** How the outcomes of a cell get to the person. */
export interface Showing {
  readonly shown: (cell: vscode.NotebookCell, outcome: RequestOutcome) => Promise<ShownOutcome>;
  /** Changes an output that is there already, in place. */
  readonly grow: (shown: ShownOutcome) => void;
}

/**
 * The execution of one cell, and the outputs that it has so far, by region. An output is put into the notebook when its request
 * begins and when it is over; what comes between only changes what is drawn.
 */
export class CellRun {
  readonly cell: vscode.NotebookCell;
  readonly execution: vscode.NotebookCellExecution;
  readonly #showing: Showing;
  readonly #outcomes = new Map<number, RequestOutcome>();
  readonly #outputs = new Map<number, vscode.NotebookCellOutput>();
  /** Of each region, the newest outcome that is not shown yet: those between may be left out. */
  readonly #waiting = new Map<number, RequestOutcome>();
  #work: Promise<void> | undefined;
  #ended = false;

  constructor(controller: vscode.NotebookController, cell: vscode.NotebookCell, showing: Showing) {
    this.cell = cell;
    this.#showing = showing;
    this.execution = controller.createNotebookCellExecution(cell);
    this.execution.start(Date.now());
    void this.execution.clearOutput();
  }

  get allPassed(): boolean {
    return [...this.#outcomes.values()].every(({ state }) => state === 'passed');
  }

  show(outcome: RequestOutcome): void {
    this.#outcomes.set(outcome.region, outcome);
    this.#waiting.set(outcome.region, outcome);
    this.#work ??= this.#showAll().finally(() => (this.#work = undefined));
  }

  async #showAll(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const shown = await this.#showing.shown(this.cell, next);
      if (this.#ended) return;
      if (next.state === 'running' && this.#outputs.has(next.region)) this.#showing.grow(shown);
      else {
        this.#outputs.set(next.region, outputOf(shown));
        const inOrder = [...this.#outputs].sort(([a], [b]) => a - b);
        await this.execution.replaceOutput(inOrder.map(([, one]) => one));
      }
    }
  }

  #next(): RequestOutcome | undefined {
    const [first] = this.#waiting;
    if (first !== undefined) this.#waiting.delete(first[0]);
    return first?.[1];
  }

  /** Resolves when all outputs so far are shown. */
  async shown(): Promise<void> {
    await this.#work;
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
