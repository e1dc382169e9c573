import * as vscode from 'vscode';
import type { LabReport, StepReport } from '../../labs/grade.ts';
import { besideDiagnoses } from '../../labs/telling.ts';
import { visible } from '../../protocol/text/visible.ts';
import { testMessage } from '../markup.ts';
import { shorten } from '../uiText.ts';
import type { Checked, LabChecks } from './viewChecks.ts';
import type { LabOnDisk, Labs } from './viewLabs.ts';
import { stepRange } from './viewPlaces.ts';

/** Labs in the Test Explorer: each lab is a suite, each step a test. */
export class LabTests implements vscode.Disposable {
  readonly controller: vscode.TestController;
  readonly #labs: Labs;
  readonly #checks: LabChecks;
  /** The title of a step, by its item. A lab has none. */
  readonly #steps = new WeakMap<vscode.TestItem, string>();
  /** Labs that a run of the Test Explorer checks: it reports them itself. */
  readonly #own = new Set<string>();
  readonly #disposables: vscode.Disposable;

  constructor(labs: Labs, checks: LabChecks) {
    this.#labs = labs;
    this.#checks = checks;
    this.controller = vscode.tests.createTestController('wirebench.labs', 'Labs');
    this.controller.resolveHandler = async (item) => (item === undefined ? this.#discover() : this.#fill(item));
    this.controller.refreshHandler = async () => {
      labs.refresh();
      await this.#discover();
    };
    this.#disposables = vscode.Disposable.from(
      this.controller,
      this.controller.createRunProfile(
        'Check',
        vscode.TestRunProfileKind.Run,
        (request, token) => this.run(request, token),
        true,
      ),
      this.controller.createRunProfile('Debug', vscode.TestRunProfileKind.Debug, (request, token) =>
        this.run(request, token, true),
      ),
      labs.onDidChange((uri) => {
        const item = uri && this.controller.items.get(uri.toString());
        if (uri === undefined) void this.#discover();
        else if (item && !labs.isRunning(item.id)) void this.#fill(item);
      }),
      checks.onDidCheck((checked) => void this.#told(checked)),
    );
    void this.#discover();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #discover(): Promise<void> {
    const found = (await this.#labs.courses()).flatMap(({ labs }) => labs);
    const items = await Promise.all(
      found.map(async ({ uri, path }) => this.controller.items.get(uri) ?? (await this.#lab(uri, path))),
    );
    this.controller.items.replace(items);
  }

  async #lab(key: string, path: string): Promise<vscode.TestItem> {
    const { title } = await this.#labs.shown(key);
    const item = this.controller.createTestItem(key, visible(shorten(title, 100)), vscode.Uri.parse(key));
    item.description = visible(path.slice(path.lastIndexOf('/') + 1));
    item.sortText = path.replaceAll(/\d+/g, (digits) => digits.padStart(5, '0'));
    item.canResolveChildren = true;
    return item;
  }

  async #fill(item: vscode.TestItem): Promise<void> {
    if (this.#steps.has(item)) return;
    try {
      this.#describe(item, await this.#labs.read(item.uri!));
      item.error = undefined;
    } catch (error) {
      item.error = visible(error instanceof Error ? error.message : String(error));
      item.children.replace([]);
    }
  }

  #describe(item: vscode.TestItem, on: LabOnDisk): void {
    item.label = visible(shorten(on.lab.front.title ?? item.label, 100));
    item.children.replace(
      on.steps.map(({ title }, index) => {
        const step = this.controller.createTestItem(`${item.id} ${title}`, visible(shorten(title, 100)), on.uri);
        step.sortText = String(index).padStart(5, '0');
        step.range = stepRange(on, index);
        this.#steps.set(step, title);
        return step;
      }),
    );
  }

  /** Checks the selected labs and steps, one lab after the other: labs may use the same ports. `debug`: programs run under the debugger. */
  async run(request: vscode.TestRunRequest, token: vscode.CancellationToken, debug = false): Promise<void> {
    const run = this.controller.createTestRun(request);
    try {
      for (const [lab, wanted] of await this.#asked(request)) {
        if (token.isCancellationRequested) break;
        await this.#check(run, lab, { wanted, debug }, token);
      }
    } finally {
      run.end();
    }
  }

  /** By lab: the titles of the selected steps, undefined for all. */
  async #asked(request: vscode.TestRunRequest): Promise<Map<vscode.TestItem, Set<string> | undefined>> {
    if (request.include === undefined) await this.#discover();
    const asked = new Map<vscode.TestItem, Set<string> | undefined>();
    for (const item of request.include ?? [...this.controller.items].map(([, one]) => one)) {
      if (request.exclude?.includes(item)) continue;
      const title = this.#steps.get(item);
      if (title === undefined) asked.set(item, undefined);
      else if (item.parent && !(asked.has(item.parent) && asked.get(item.parent) === undefined))
        asked.set(item.parent, (asked.get(item.parent) ?? new Set<string>()).add(title));
    }
    return asked;
  }

  async #check(
    run: vscode.TestRun,
    lab: vscode.TestItem,
    { wanted, debug }: { readonly wanted: Set<string> | undefined; readonly debug: boolean },
    token: vscode.CancellationToken,
  ): Promise<void> {
    await this.#fill(lab);
    const steps = () =>
      [...lab.children].map(([, one]) => one).filter((one) => wanted?.has(this.#steps.get(one)!) ?? true);
    for (const step of steps()) run.enqueued(step);
    const abort = new AbortController();
    const cancelling = token.onCancellationRequested(() => abort.abort());
    const reported = new Set<string>();
    const report = (on: LabOnDisk | undefined, { steps: results }: LabReport, isEnd: boolean): void => {
      for (const step of steps()) {
        const title = this.#steps.get(step)!;
        const result = results.find((one) => one.title === title);
        if (result === undefined || reported.has(title)) continue;
        if (result.state === 'not checked' && !isEnd) continue;
        reported.add(title);
        reportStep(run, step, on, result);
      }
    };
    this.#own.add(lab.id);
    try {
      for (const step of steps()) run.started(step);
      const { on, report: last } = await this.#checks.check(lab.uri!, { ...(wanted && { wanted }), abort, debug });
      report(on, last, true);
    } catch (error) {
      const message = testMessage(error instanceof Error ? error.message : String(error));
      for (const step of steps())
        if (abort.signal.aborted) run.skipped(step);
        else run.errored(step, message);
    } finally {
      this.#own.delete(lab.id);
      cancelling.dispose();
    }
  }

  /** Reports a check that was made elsewhere: in the Labs view. */
  async #told({ on, report }: Checked): Promise<void> {
    const lab = this.controller.items.get(on.uri.toString());
    if (lab === undefined || this.#own.has(lab.id)) return;
    await this.#fill(lab);
    const run = this.controller.createTestRun(new vscode.TestRunRequest([lab]), 'Check', true);
    for (const [, step] of lab.children) {
      const result = report.steps.find(({ title }) => title === this.#steps.get(step));
      if (result) reportStep(run, step, on, result);
    }
    run.end();
  }
}

function reportStep(run: vscode.TestRun, item: vscode.TestItem, on: LabOnDisk | undefined, step: StepReport): void {
  const duration = step.outcome?.duration;
  if (step.state === 'passed') return run.passed(item, duration);
  if (step.state === 'not checked' || step.state === 'unsure') {
    // The Test Explorer shows no reason of its own.
    for (const line of sentencesOf(step)) run.appendOutput(`${visible(line)}\r\n`, undefined, item);
    return run.skipped(item);
  }
  run.failed(item, messagesOf(on, item, step), duration);
}

/** The cause comes first, then each check that does not hold. Of a hidden step, only the hints are told. */
function messagesOf(on: LabOnDisk | undefined, item: vscode.TestItem, step: StepReport): vscode.TestMessage[] {
  const [why, ...more] = sentencesOf(step);
  const failed = step.hidden ? [] : (besideOf(step)?.checks.filter(({ state }) => state !== 'passed') ?? []);
  const messages = failed.map(({ message = '', why = '', ...check }) => {
    const said = message === '' ? `This check does not hold: ${check.text}` : message;
    return testMessage(why === '' ? said : `${said}\n${why}`, check);
  });
  const cause = [why, ...more].filter((line) => line !== undefined).join('\n');
  const all = cause === '' ? messages : [testMessage(cause), ...messages];
  const at = on && item.range && new vscode.Location(on.uri, item.range);
  for (const message of all) if (at) message.location = at;
  return all.length > 0 ? all : [testMessage('The step was not passed.')];
}

function besideOf({ outcome, diagnosis, also }: StepReport): ReturnType<typeof besideDiagnoses> | undefined {
  return outcome && besideDiagnoses(outcome, { also, ...(diagnosis && { first: diagnosis }) });
}

/** What is told about a step that was not passed. */
function sentencesOf(step: StepReport): string[] {
  const { diagnosis, also, hints, hidden } = step;
  const error = hidden ? undefined : besideOf(step)?.error;
  return [
    ...(hidden || diagnosis === undefined ? [] : [diagnosis.sentence, ...(diagnosis.hint ? [diagnosis.hint] : [])]),
    ...(error === undefined ? [] : [error]),
    ...(hidden ? [] : also.map(({ sentence }) => sentence)),
    ...hints.map((hint) => `Hint: ${hint}`),
  ];
}
