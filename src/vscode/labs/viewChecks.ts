import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import { cellId, gradeLab, type LabReport } from '../../labs/grade.ts';
import { labSource } from '../../labs/lab.ts';
import type { RequestOutcome } from '../../requests/run/outcome.ts';
import type { Shell } from '../shell.ts';
import type { RequestRuns } from '../requests/runs.ts';
import { mayStartIn } from './consent.ts';
import type { LabOnDisk, Labs } from './viewLabs.ts';

interface HowToCheck {
  /** The titles of the steps that are asked for: the check ends with the last of them. Default: all. */
  readonly wanted?: ReadonlySet<string>;
  readonly abort?: AbortController;
  /** Programs run under the debugger of the editor, and nothing is diagnosed. */
  readonly debug?: boolean;
  /** Called when a step has a result, with all steps. */
  readonly onReport?: (report: LabReport) => void;
}

/** A check of a lab, for those who show it. */
export interface Checked {
  readonly on: LabOnDisk;
  readonly report: LabReport;
}

/** Checks labs in this window: runs their requests against the programs beside them, and keeps the progress. */
export class LabChecks implements vscode.Disposable {
  readonly #labs: Labs;
  readonly #runs: RequestRuns;
  readonly #shell: Pick<Shell, 'context' | 'firstSteps'>;
  readonly #checked = new vscode.EventEmitter<Checked>();

  readonly onDidCheck = this.#checked.event;

  constructor(labs: Labs, runs: RequestRuns, shell: Pick<Shell, 'context' | 'firstSteps'>) {
    this.#labs = labs;
    this.#runs = runs;
    this.#shell = shell;
  }

  dispose(): void {
    this.#checked.dispose();
  }

  /** Runs a lab from its beginning. What it starts is stopped at its end, as by `wirebench check`. */
  async check(uri: vscode.Uri, how: HowToCheck = {}): Promise<Checked> {
    const { abort = new AbortController() } = how;
    // The checks are about what the person sees, and programs are started from the disk.
    await saveBeside(uri);
    const on = await this.#labs.read(uri);
    if (startsPrograms(on) && !(await mayStartIn(this.#shell.context, folderOf(uri)))) {
      throw new WirebenchError({
        code: 'cancelled',
        message: 'The check did not run: this lab may not start programs.',
      });
    }
    const report = await this.#labs.whileRunning(uri, abort, () => this.#run(on, abort, how));
    await this.#labs.checked(uri, report.steps);
    if (report.steps.some(({ state }) => state === 'passed')) this.#shell.firstSteps.did('lab');
    this.#checked.fire({ on, report });
    return { on, report };
  }

  async #run(
    { uri, lab }: LabOnDisk,
    abort: AbortController,
    { wanted, onReport, debug = false }: HowToCheck,
  ): Promise<LabReport> {
    const session = uri.toString();
    const folder = folderOf(uri);
    const outcomes: RequestOutcome[] = [];
    const graded = () => gradeLab(lab, outcomes);
    // Servers of an earlier run would hold the ports.
    await this.#runs.end(session);
    try {
      for (const [index, cell] of lab.cells.entries()) {
        if (cell.kind !== 'requests' || abort.signal.aborted) continue;
        const source = labSource(lab, index, {
          id: (of) => cellId(lab, of, session),
          ...{ path: uri.fsPath, folder, session },
        });
        const onOutcome = (outcome: RequestOutcome): void => {
          if (outcome.state === 'running') return;
          outcomes.push({ ...outcome, part: outcome.part ?? source.id });
          onReport?.(graded());
        };
        await this.#runs.run(source, { abort, evidence: !debug, debug, onOutcome });
        if (wanted && graded().steps.every(({ title, state }) => !wanted.has(title) || state !== 'not checked')) break;
      }
    } finally {
      await this.#runs.end(session);
    }
    return graded();
  }
}

function folderOf(lab: vscode.Uri): string {
  return vscode.Uri.joinPath(lab, '..').fsPath;
}

function startsPrograms({ lab }: LabOnDisk): boolean {
  return lab.cells.some(({ kind, text }) => kind === 'requests' && /^RUN\b/m.test(text));
}

/** Saves the files beside a lab that have unsaved changes, and the lab itself. */
async function saveBeside(lab: vscode.Uri): Promise<void> {
  const folder = vscode.Uri.joinPath(lab, '..').path;
  const beside = vscode.workspace.textDocuments.filter(
    ({ uri, isDirty }) =>
      isDirty && uri.scheme === lab.scheme && uri.path.slice(0, uri.path.lastIndexOf('/')) === folder,
  );
  await Promise.all(beside.map((document) => document.save()));
  const notebook = vscode.workspace.notebookDocuments.find(({ uri }) => uri.toString() === lab.toString());
  if (notebook?.isDirty) await notebook.save();
}
