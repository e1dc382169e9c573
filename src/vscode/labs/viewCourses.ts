import * as vscode from 'vscode';
import type { RequestRuns } from '../requests/runs.ts';
import type { Shell } from '../shell.ts';
import { LabTests } from './tests.ts';
import { LabsView } from './view.ts';
import { LabChecks } from './viewChecks.ts';
import { Labs } from './viewLabs.ts';
import { solutionDocuments } from './viewSolution.ts';

/** All parts that show and check the labs of the workspace, created when the view or a lab is first needed. */
export class Courses implements vscode.Disposable {
  readonly labs: Labs;
  readonly view: LabsView;
  readonly checks: LabChecks;
  readonly tests: LabTests;
  readonly #disposables: vscode.Disposable;

  constructor(shell: Pick<Shell, 'context' | 'firstSteps'>, runs: RequestRuns) {
    this.labs = new Labs(shell.context.workspaceState);
    this.view = new LabsView(this.labs);
    this.checks = new LabChecks(this.labs, runs, shell);
    this.tests = new LabTests(this.labs, this.checks);
    this.#disposables = vscode.Disposable.from(this.tests, this.checks, this.view, this.labs, solutionDocuments());
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
