import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import { cellId, gradeLab, ofTries, undecided, type LabReport, type Try } from '../../labs/grade.ts';
import { labSource } from '../../labs/lab.ts';
import type { RequestOutcome } from '../../requests/run/outcome.ts';
import type { RequestRuns } from '../requests/runs.ts';
import type { Shell } from '../shell.ts';
import { mayStartIn } from './consent.ts';
import { saveBeside } from './saveBeside.ts';
import type { LabOnDisk, Labs } from './viewLabs.ts';
import { withKeys, type KeyedStep } from './viewProgress.ts';
import { isPassed } from './viewRows.ts';

interface HowToCheck {
  /** The keys of the steps that are asked for: the check ends with the last of them. Default: all. */
  readonly wanted?: ReadonlySet<string>;
  readonly abort?: AbortController;
  /** Programs run under the debugger of the editor, and nothing is diagnosed. */
  readonly debug?: boolean;
}

/** A check of a lab, for those who show it. */
export interface Checked {
  readonly on: LabOnDisk;
  readonly report: LabReport;
  /** The steps that were run, with their results. */
  readonly steps: readonly KeyedStep[];
  /** What is not yet shown in the notebook of the lab; the `part` of each is a `cellId`. */
  readonly outcomes: readonly RequestOutcome[];
}

type Tried = Pick<Checked, 'report' | 'outcomes'>;

/**
 * Checks labs in this window: runs their requests against the programs beside them, and keeps the progress. Cells that a person runs in
 * a notebook count in the same way.
 */
export class LabChecks implements vscode.Disposable {
  readonly #labs: Labs;
  readonly #runs: RequestRuns;
  readonly #shell: Pick<Shell, 'context' | 'firstSteps'>;
  readonly #checked = new vscode.EventEmitter<Checked>();
  /** The end of the last check that was asked for. */
  #last: Promise<unknown> = Promise.resolve();

  readonly onDidCheck = this.#checked.event;

  constructor(labs: Labs, runs: RequestRuns, shell: Pick<Shell, 'context' | 'firstSteps'>) {
    this.#labs = labs;
    this.#runs = runs;
    this.#shell = shell;
  }

  dispose(): void {
    this.#checked.dispose();
  }

  /**
   * Runs a lab from its beginning. What it starts is stopped at its end, as by `wirebench check`. One check runs at a time: labs may use
   * the same ports.
   */
  async check(uri: vscode.Uri, how: HowToCheck = {}): Promise<Checked> {
    const { abort = new AbortController() } = how;
    return this.#labs.whileRunning(uri, abort, async () => {
      const before = this.#last;
      const own = before.then(() => this.#checkNow(uri, abort, how));
      this.#last = own.catch(() => undefined);
      return own;
    });
  }

  async #checkNow(uri: vscode.Uri, abort: AbortController, how: HowToCheck): Promise<Checked> {
    if (abort.signal.aborted) throw new WirebenchError({ code: 'cancelled', message: 'The check was cancelled.' });
    // The checks are about what the person sees.
    await saveBeside(uri);
    const notebook = vscode.workspace.notebookDocuments.find((one) => one.uri.toString() === uri.toString());
    if (notebook?.isDirty) await notebook.save();
    const on = await this.#labs.read(uri);
    if (startsPrograms(on) && !(await mayStartIn(this.#shell.context, folderOf(uri)))) {
      throw new WirebenchError({
        code: 'cancelled',
        message: 'The check did not run: this lab may not start programs.',
      });
    }
    const holding = {
      abort,
      why: 'This lab is being checked. Run the cell when the check is over.',
      whyNot: 'The check did not run: cells of this lab run in its notebook. Wait for them, or interrupt them.',
    };
    const { report, outcomes } = await this.#runs.hold(uri.toString(), holding, () => this.#twoTries(on, abort, how));
    const checked = { on, report, steps: withKeys(report.steps), outcomes };
    return this.#took(checked, abort.signal.aborted);
  }

  /** Keeps the results, and tells them. A run that was cancelled says nothing about a step that did not pass. */
  async #took(checked: Checked, cancelled: boolean): Promise<Checked> {
    const { on, steps: all } = checked;
    const steps = cancelled ? all.filter(({ state }) => state === 'passed') : all;
    await this.#labs.checked(on.uri, steps);
    if (steps.some(({ state }) => isPassed(state))) this.#shell.firstSteps.did('lab');
    const taken = { ...checked, steps };
    this.#checked.fire(taken);
    return taken;
  }

  /** A step that fails gets a second try at once: this machine may have been held up. */
  async #twoTries(on: LabOnDisk, abort: AbortController, how: HowToCheck): Promise<Tried> {
    const first = await this.#run(on, abort, how);
    const keys = withKeys(first.report.steps).map(({ key }) => key);
    const open = undecided([tryOf(first)]).filter((i) => how.wanted?.has(keys[i]!) ?? true);
    if (open.length === 0 || how.debug === true || abort.signal.aborted) return first;
    const second = await this.#run(on, abort, how);
    return { report: ofTries([tryOf(first), tryOf(second)]), outcomes: second.outcomes };
  }

  async #run({ uri, lab }: LabOnDisk, abort: AbortController, { wanted, debug = false }: HowToCheck): Promise<Tried> {
    const session = uri.toString();
    const folder = folderOf(uri);
    const outcomes: RequestOutcome[] = [];
    const missing = () =>
      withKeys(gradeLab(lab, outcomes).steps).some(({ key, state }) => wanted?.has(key) && state === 'not checked');
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
          if (outcome.state !== 'running') outcomes.push({ ...outcome, part: outcome.part ?? source.id });
        };
        await this.#runs.run(source, { abort, evidence: !debug, debug, onOutcome });
        if (wanted && !missing()) break;
      }
    } finally {
      await this.#runs.end(session);
    }
    return { report: gradeLab(lab, outcomes), outcomes };
  }

  /** Takes the results of steps that a person ran in the notebook of their lab. */
  async ranInNotebook(
    uri: vscode.Uri,
    report: LabReport,
    steps: readonly KeyedStep[],
    cancelled: boolean,
  ): Promise<void> {
    const on = await this.#labs.read(uri).catch(() => undefined);
    if (on) await this.#took({ on, report, steps, outcomes: [] }, cancelled);
  }
}

/** The engine runs the requests: this process does not hold them up. */
function tryOf({ report }: Tried): Try {
  return { report, heldUp: report.steps.map(() => false) };
}

function folderOf(lab: vscode.Uri): string {
  return vscode.Uri.joinPath(lab, '..').fsPath;
}

function startsPrograms({ lab }: LabOnDisk): boolean {
  return lab.cells.some(({ kind, text }) => kind === 'requests' && /^RUN\b/m.test(text));
}
