import path from 'node:path';
import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import type { LabReport, StepReport } from '../../labs/grade.ts';
import { gradeLab } from '../../labs/grade.ts';
import { visible } from '../../protocol/text/visible.ts';
import type { Call } from '../call.ts';
import type { WholeShell } from '../lazyParts.ts';
import { askPick } from '../prompts.ts';
import { labelText, messageText, shorten } from '../uiText.ts';
import { starterFiles, type Starter } from './starters.ts';
import type { Checked } from './viewChecks.ts';
import type { Courses } from './viewCourses.ts';
import { labEnding } from './viewFiles.ts';
import { stepPlaces } from './viewPlaces.ts';
import { withKeys } from './viewProgress.ts';
import { CourseRow, isPassed, LabRow, labOfRow, pointsText, StepRow, unsureText } from './viewRows.ts';
import { solutionDocument, solutionFiles } from './viewSolution.ts';

/** The lab that a command is about: of a row, of a URI, of the active editor, the only open one, or the one that the person chooses. */
async function labOf(courses: Courses, { target }: Call, title: string): Promise<vscode.Uri | undefined> {
  const row = labOfRow(target);
  if (row !== undefined) return vscode.Uri.parse(row);
  if (target instanceof vscode.Uri) return target;
  const active = vscode.window.activeNotebookEditor?.notebook.uri ?? vscode.window.activeTextEditor?.document.uri;
  if (active?.path.endsWith(labEnding)) return active;
  const [open, another] = openLabs();
  if (open !== undefined && another === undefined) return open;
  const labs = (await courses.labs.courses()).flatMap(({ name, labs: all }) => all.map((lab) => ({ ...lab, name })));
  if (labs.length === 0) {
    const message = 'There are no labs in this workspace. Get a course first: run Wirebench: New Course….';
    throw new WirebenchError({ code: 'no-such-file', message });
  }
  const items = await Promise.all(
    labs.map(async ({ uri, name }) => {
      const { title: label } = await courses.labs.shown(uri);
      return { label: labelText(label), description: labelText(name), uri };
    }),
  );
  const chosen = await askPick({ title, placeholder: 'The lab', items });
  return chosen?.item && vscode.Uri.parse(chosen.item.uri);
}

/** The labs in tabs of this window. */
function openLabs(): readonly vscode.Uri[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const found = tabs.flatMap(({ input }) => (input instanceof vscode.TabInputNotebook ? [input.uri] : []));
  const labs = found.filter((uri) => uri.path.endsWith(labEnding)).map((uri) => [uri.toString(), uri] as const);
  return [...new Map(labs).values()];
}

/** Opens a lab as it opens by itself: as a notebook, at the step of the row. */
export async function openLab(shell: WholeShell, call: Call): Promise<void> {
  const courses = await shell.courses();
  const uri = await labOf(courses, call, 'Open Lab');
  if (uri === undefined) return;
  await showLab(courses, uri, call.target instanceof StepRow ? call.target.key : undefined);
}

/** `step`: the key of the step that is shown. */
async function showLab(courses: Courses, uri: vscode.Uri, step?: string): Promise<void> {
  const on = step === undefined ? undefined : await courses.labs.read(uri).catch(() => undefined);
  const place = on && stepPlaces(on)[on.steps.findIndex(({ key }) => key === step)];
  if (place === undefined) {
    await vscode.commands.executeCommand('vscode.open', uri);
    return;
  }
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  const range = new vscode.NotebookRange(place.cell, place.cell + 1);
  const editor = await vscode.window.showNotebookDocument(notebook, { selections: [range] });
  editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
}

export async function openLabAsText(shell: WholeShell, call: Call): Promise<void> {
  const uri = await labOf(await shell.courses(), call, 'Open Lab as Text');
  if (uri) await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
}

/** Checks a lab, all labs of a course, or the step of a row. */
export async function checkLab(shell: WholeShell, call: Call): Promise<LabReport | undefined> {
  const courses = await shell.courses();
  const { target } = call;
  if (target instanceof CourseRow) {
    await checkCourse(courses, target);
    return undefined;
  }
  const uri = await labOf(courses, call, 'Check Lab');
  if (uri === undefined) return undefined;
  if (courses.labs.isRunning(uri.toString())) {
    void vscode.window.showInformationMessage('This lab is being checked already.');
    return undefined;
  }
  const wanted = target instanceof StepRow ? new Set([target.key]) : undefined;
  const checked = await checkWithProgress(courses, uri, wanted);
  if (checked) void tell(courses, checked, wanted);
  return checked?.report;
}

/** The result; undefined if the person cancelled. */
async function checkWithProgress(
  courses: Courses,
  uri: vscode.Uri,
  wanted?: ReadonlySet<string>,
): Promise<Checked | undefined> {
  const abort = new AbortController();
  const { title } = await courses.labs.shown(uri.toString());
  return vscode.window.withProgress(
    { location: { viewId: 'wirebench.labs' }, title: messageText(`Checking ${shorten(visible(title), 80)}`) },
    async () => {
      const checked = await courses.checks.check(uri, { abort, ...(wanted && { wanted }) });
      return abort.signal.aborted ? undefined : checked;
    },
  );
}

async function checkCourse(courses: Courses, { course }: CourseRow): Promise<void> {
  const abort = new AbortController();
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: messageText(`Checking ${visible(course.name)}`),
      cancellable: true,
    },
    async (progress, token) => {
      token.onCancellationRequested(() => abort.abort());
      // One after the other: labs may use the same ports.
      for (const { uri } of course.labs) {
        if (abort.signal.aborted) return;
        const { title } = await courses.labs.shown(uri);
        progress.report({ message: messageText(visible(title)), increment: 100 / course.labs.length });
        await courses.checks.check(vscode.Uri.parse(uri), { abort });
      }
    },
  );
}

/** Says how a check ended, with the first cause, and offers what comes next. */
async function tell(courses: Courses, { on, report }: Checked, wanted?: ReadonlySet<string>): Promise<void> {
  const steps = withKeys(report.steps).filter(({ key }) => wanted?.has(key) ?? true);
  const points = pointsText(total(steps, 'points'), total(steps, 'of'));
  const title = shorten(visible(on.lab.front.title ?? 'Lab'), 60);
  const failed = steps.find(({ state }) => !isPassed(state));
  if (failed === undefined) {
    if (steps.length === 0) {
      void vscode.window.showInformationMessage(messageText(`${title} has no checks: it only has examples.`));
      return;
    }
    const next = wanted === undefined ? await nextLab(courses, on.uri) : undefined;
    const open = 'Open Next Lab';
    const unsure = steps.find(({ state }) => state === 'unsure');
    const doubt = unsure && `${shorten(visible(unsure.title), 60)} is unsure. ${unsureText}`;
    const said = messageText(`${title}: ${points}. ${doubt ?? 'Every check passed.'}`);
    const chosen = await vscode.window.showInformationMessage(said, ...(next ? [open] : []));
    if (chosen === open && next) await showLab(courses, next);
    return;
  }
  const show = 'Show Step';
  const hint = 'Show Hint';
  const said = messageText(`${title}: ${points}. ${shorten(visible(failed.title), 60)}: ${causeOf(failed)}`);
  const chosen = await vscode.window.showWarningMessage(said, show, hint);
  if (chosen === show) await showLab(courses, on.uri, failed.key);
  else if (chosen === hint) await showHints(courses, on.uri, failed.key);
}

/** The one sentence about a step that helps most. */
function causeOf({ diagnosis, outcome, hidden }: StepReport): string {
  if (hidden) return 'not passed.';
  const check = outcome?.checks.find((one) => one.state !== 'passed');
  const sentence = diagnosis?.sentence ?? check?.why ?? check?.message ?? outcome?.error?.message ?? 'not checked.';
  return shorten(visible(sentence), 300);
}

function total(steps: readonly StepReport[], key: 'points' | 'of'): number {
  return steps.reduce((sum, step) => sum + step[key], 0);
}

async function nextLab(courses: Courses, lab: vscode.Uri): Promise<vscode.Uri | undefined> {
  for (const { labs } of await courses.labs.courses()) {
    const at = labs.findIndex(({ uri }) => uri === lab.toString());
    const next = at < 0 ? undefined : labs[at + 1];
    if (next) return vscode.Uri.parse(next.uri);
  }
  return undefined;
}

export async function stopLabCheck(shell: WholeShell, call: Call): Promise<void> {
  const { labs } = await shell.courses();
  const lab = labOfRow(call.target);
  const all = (await labs.courses()).flatMap((course) => course.labs.map(({ uri }) => uri));
  for (const uri of lab === undefined ? all : [lab]) labs.stop(uri);
}

/** Shows the hints of a step, one after the other. Each hint comes after the number of failures that it names. */
export async function showLabHint(shell: WholeShell, call: Call): Promise<void> {
  const courses = await shell.courses();
  const uri = await labOf(courses, call, 'Show Hint');
  if (uri === undefined) return;
  const { steps } = await courses.labs.shown(uri.toString());
  const begun = steps.find(({ state }) => state === 'failed' || state === 'partial');
  const step = call.target instanceof StepRow ? call.target.key : begun?.key;
  if (step === undefined) {
    void vscode.window.showInformationMessage('No step of this lab failed. Check the lab first.');
    return;
  }
  await showHints(courses, uri, step);
}

async function showHints(courses: Courses, uri: vscode.Uri, step: string): Promise<void> {
  const { lab, steps } = await courses.labs.read(uri);
  const index = steps.findIndex(({ key }) => key === step);
  const title = steps[index]?.title ?? '';
  const failures = courses.labs.progress.of(uri.toString()).steps[step]?.failures ?? 0;
  const hintsAfter = (times: number) => gradeLab(lab, [], times).steps[index]?.hints ?? [];
  const hints = hintsAfter(failures);
  if (hints.length === 0) {
    const more = hintsAfter(Number.MAX_SAFE_INTEGER).length > 0;
    const said = more
      ? `There is a hint for ${title} when its check has failed more often. Try once more first.`
      : `There is no hint for ${title}.`;
    void vscode.window.showInformationMessage(messageText(visible(said)));
    return;
  }
  for (const [index, hint] of hints.entries()) {
    const next = 'Next Hint';
    const said = messageText(`Hint ${index + 1} of ${hints.length}: ${shorten(visible(hint), 1000)}`);
    const isLast = index === hints.length - 1;
    if ((await vscode.window.showInformationMessage(said, ...(isLast ? [] : [next]))) !== next) return;
  }
}

/** Asks, then shows the solution beside the person's own program. */
export async function showLabSolution(shell: WholeShell, call: Call): Promise<void> {
  const courses = await shell.courses();
  const uri = await labOf(courses, call, 'Show Solution');
  if (uri === undefined) return;
  const shipped = vscode.Uri.joinPath(shell.context.extensionUri, 'courses');
  const files = await solutionFiles(uri, shipped);
  const { title, solutionShown } = await courses.labs.shown(uri.toString());
  const name = shorten(visible(title), 80);
  if (files.length === 0) {
    void vscode.window.showInformationMessage(messageText(`There is no solution of ${name}.`));
    return;
  }
  if (!solutionShown) {
    const show = 'Show Solution';
    const detail =
      'A lab teaches most if you solve it. The hints may be enough. The Labs view remembers that you saw the solution.';
    const asked = messageText(`Show the solution of ${name}?`);
    if ((await vscode.window.showWarningMessage(asked, { modal: true, detail }, show)) !== show) return;
  }
  const items = files.map((of) => ({ label: labelText(of.path), of }));
  const chosen =
    items.length === 1
      ? files[0]
      : (await askPick({ title: 'Show Solution', placeholder: 'The file', items }))?.item?.of;
  if (chosen === undefined) return;
  await courses.labs.solutionShown(uri);
  const solution = solutionDocument(chosen.file);
  if (await exists(chosen.own)) {
    const heading = `${path.posix.basename(chosen.path)}: yours and the solution`;
    await vscode.commands.executeCommand('vscode.diff', chosen.own, solution, visible(heading));
  } else await vscode.window.showTextDocument(solution);
}

/** Asks, then writes the programs as they were at the beginning. The person's own are kept beside them. */
export async function resetLab(shell: WholeShell, call: Call): Promise<void> {
  const courses = await shell.courses();
  const uri = await labOf(courses, call, 'Reset to Starter');
  if (uri === undefined) return;
  if (!vscode.workspace.isTrusted) {
    throw new WirebenchError({
      code: 'untrusted-workspace',
      message: 'The workspace is not trusted, so the programs of this lab were not written. Trust the workspace first.',
      remedies: ['trustWorkspace'],
    });
  }
  const folder = vscode.Uri.joinPath(uri, '..');
  const starters = await starterFiles(
    (await courses.labs.read(uri)).lab,
    folder,
    vscode.Uri.joinPath(shell.context.extensionUri, 'courses'),
  );
  const changed = await differing(starters);
  const { title } = await courses.labs.shown(uri.toString());
  const name = shorten(visible(title), 80);
  if (changed.length === 0) {
    const said =
      starters.length === 0
        ? `${name} has no programs to begin with.`
        : `The programs of ${name} are as at the beginning.`;
    void vscode.window.showInformationMessage(messageText(said));
    return;
  }
  const reset = 'Reset';
  const names = changed.map(({ file }) => visible(file.path.slice(folder.path.length + 1)));
  const asked = messageText(`Reset ${names.join(', ')} to the starter?`);
  const detail =
    'Your own program is kept in the same folder, with ".before" in its name. The progress of this lab is forgotten.';
  if ((await vscode.window.showWarningMessage(asked, { modal: true, detail }, reset)) !== reset) return;
  for (const { file, text } of changed) await replaceFile(file, text);
  await courses.labs.forget(uri);
  vscode.window.setStatusBarMessage(`$(discard) ${labelText(names.join(', '))} reset`, 5000);
}

/** Starters whose file is missing or differs, on the disk or in an editor. */
async function differing(starters: readonly Starter[]): Promise<readonly Starter[]> {
  const same = await Promise.all(starters.map(async ({ file, text }) => (await textOf(file)) === text));
  return starters.filter((_, index) => same[index] !== true);
}

async function textOf(file: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  if (open) return open.getText().replaceAll('\r\n', '\n');
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file)).replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  }
}

/** Writes a file. What it had is kept in `NAME.before.EXT`, `NAME.before2.EXT`, ... */
async function replaceFile(file: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString())?.save();
  if (await exists(file)) {
    const { name, ext } = path.posix.parse(file.path);
    for (let n = 1; ; n++) {
      const kept = vscode.Uri.joinPath(file, '..', `${name}.before${n === 1 ? '' : n}${ext}`);
      if (await exists(kept)) continue;
      await vscode.workspace.fs.copy(file, kept, { overwrite: false });
      break;
    }
  }
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}

export async function forgetLabProgress(shell: WholeShell, call: Call): Promise<void> {
  const courses = await shell.courses();
  const labs =
    call.target instanceof CourseRow
      ? call.target.course.labs.map(({ uri }) => vscode.Uri.parse(uri))
      : [await labOf(courses, call, 'Forget Progress')].filter((uri) => uri !== undefined);
  const row = call.target instanceof CourseRow || call.target instanceof LabRow;
  const forget = 'Forget';
  const asked = 'Forget the results of these steps?';
  if (labs.length === 0 || !row) return;
  if ((await vscode.window.showWarningMessage(asked, { modal: true }, forget)) !== forget) return;
  for (const uri of labs) await courses.labs.forget(uri);
}
