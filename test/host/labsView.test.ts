import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { LabReport } from '../../src/labs/grade.ts';
import type { CopiedCourse } from '../../src/vscode/actions/courses.ts';
import { solutionFiles } from '../../src/vscode/labs/viewSolution.ts';
import { settles } from '../helpers/becomes.ts';
import { answerMessages, command, removeAll, wirebench } from './api.ts';

/** The Labs view and the labs in the Test Explorer, with a real Python. */
describe('the Labs view in the extension host', () => {
  const root = () => vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const made: string[] = [];

  before(async () => {
    const { shell } = await wirebench();
    // A person answers this once.
    await shell.context.workspaceState.update('wirebench.labFolders', [root()]);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await removeAll();
    for (const folder of made.splice(0)) await fs.rm(folder, { recursive: true, force: true });
    (await (await wirebench()).courses()).labs.refresh();
  });

  /** A lab of the skeleton, in a course of its own. */
  async function newLab(name: string): Promise<vscode.Uri> {
    const course = path.join(root(), name);
    made.push(course);
    return vscode.Uri.file(await command<string>('newLab', { course, title: 'Capital letters' }));
  }

  const statesOf = ({ steps }: LabReport) => steps.map(({ state }) => state);
  const beside = (lab: vscode.Uri, file: string) => path.join(path.dirname(lab.fsPath), file);

  async function solve(lab: vscode.Uri): Promise<void> {
    const folder = path.dirname(lab.fsPath);
    const solution = path.join(path.dirname(folder), 'solutions', path.basename(folder), 'server.py');
    await fs.copyFile(solution, beside(lab, 'server.py'));
  }

  /** The cell of the checks. */
  const last = (notebook: vscode.NotebookDocument) => notebook.cellCount - 1;

  const outputText = (notebook: vscode.NotebookDocument) =>
    notebook
      .cellAt(last(notebook))
      .outputs.flatMap(({ items }) => items.filter(({ mime }) => mime === 'text/plain'))
      .map(({ data }) => new TextDecoder().decode(data))
      .join('\n');

  /** Runs the last cell of a lab, as its button does. */
  async function run(notebook: vscode.NotebookDocument): Promise<void> {
    const cell = notebook.cellAt(last(notebook));
    const before = cell.executionSummary?.timing?.endTime;
    const ranges = [{ start: cell.index, end: cell.index + 1 }];
    await vscode.commands.executeCommand('notebook.cell.execute', { ranges, document: notebook.uri });
    await settles(
      () => Promise.resolve(cell.executionSummary?.timing?.endTime),
      (now) => assert.notEqual(now, before),
      20_000,
    );
  }

  it('shows a new lab with its steps; a check of the starter fails, and says why on the row', async () => {
    const lab = await newLab('own1');
    const { view, labs } = await (await wirebench()).courses();
    const row = await view.rowOf(lab);
    assert.ok(row);
    assert.equal((await view.getTreeItem(row)).description, '0 of 3 points');
    const answers = answerMessages(() => undefined);
    try {
      const report = await command<LabReport>('checkLab', lab);
      assert.deepEqual(statesOf(report), ['failed', 'not checked'], JSON.stringify(report.steps));
    } finally {
      answers.dispose();
    }
    const [first] = await view.getChildren(row);
    assert.ok(first);
    const item = await view.getTreeItem(first);
    assert.equal(item.description, '0 of 2 points');
    assert.match(item.accessibilityInformation!.label, /^Capital letters, step, failed, 0 of 2 points\. \S/);
    assert.equal(labs.progress.of(lab.toString()).steps['Capital letters']?.failures, 1);
  });

  it('gives all points to the solution, and tells it in words', async () => {
    const lab = await newLab('own2');
    await solve(lab);
    const { view } = await (await wirebench()).courses();
    const answers = answerMessages(() => undefined);
    try {
      const report = await command<LabReport>('checkLab', lab);
      assert.deepEqual(statesOf(report), ['passed', 'passed'], JSON.stringify(report.steps));
      assert.ok(answers.shown.some(({ text }) => text === 'Capital letters: 3 of 3 points. Every check passed.'));
    } finally {
      answers.dispose();
    }
    const row = await view.rowOf(lab);
    const item = await view.getTreeItem(row!);
    assert.equal(item.accessibilityInformation?.label, 'Capital letters, lab, done, 3 of 3 points');
  });

  it('gives a hint after the failures that the hint asks for, and shows the solution after a question', async () => {
    const lab = await newLab('own3');
    const answers = answerMessages((_text, items) => items.find((item) => item === 'Show Solution'));
    try {
      await command('checkLab', lab);
      await command('showLabHint', lab);
      assert.ok(answers.shown.some(({ text }) => text.startsWith('There is a hint for Capital letters')));
      await command('checkLab', lab);
      await command('showLabHint', lab);
      assert.match(answers.shown.at(-1)!.text, /^Hint 1 of 1: Bytes have a method upper\(\)/);
      await command('showLabSolution', lab);
      assert.match(answers.shown.at(-1)!.text, /^Show the solution of Capital letters\?$/);
    } finally {
      answers.dispose();
    }
    const { labs } = await (await wirebench()).courses();
    assert.equal(labs.progress.of(lab.toString()).solutionShown, true);
  });

  it('resets a program to the starter, and keeps what the person wrote', async () => {
    const lab = await newLab('own4');
    const starter = await fs.readFile(beside(lab, 'server.py'), 'utf8');
    await fs.writeFile(beside(lab, 'server.py'), 'my own\n');
    const answers = answerMessages((_text, items) => items.find((item) => item === 'Reset'));
    try {
      await command('resetLab', lab);
    } finally {
      answers.dispose();
    }
    assert.equal(await fs.readFile(beside(lab, 'server.py'), 'utf8'), starter);
    assert.equal(await fs.readFile(beside(lab, 'server.before.py'), 'utf8'), 'my own\n');
  });

  it('resets the program of the language that the person chose, and shows its solution', async () => {
    const to = path.join(root(), 'own6');
    made.push(to);
    await command('newCourse', { course: 'sockets', to, languages: ['python', 'javascript'] });
    const name = '02-first-server-and-client';
    const lab = vscode.Uri.file(path.join(to, name, `${name}.lab.md`));
    const program = beside(lab, 'other/javascript/server.mjs');
    const starter = await fs.readFile(program, 'utf8');
    await fs.writeFile(program, '// my own\n');
    await fs.rm(beside(lab, 'client.py'));
    const answers = answerMessages((_text, items) => items.find((item) => item === 'Reset'));
    try {
      await command('resetLab', lab);
    } finally {
      answers.dispose();
    }
    assert.deepEqual(
      answers.shown.map(({ text }) => text),
      ['Reset client.py, other/javascript/server.mjs to the starter?'],
    );
    assert.equal(await fs.readFile(program, 'utf8'), starter);
    assert.equal(await fs.readFile(beside(lab, 'other/javascript/server.before.mjs'), 'utf8'), '// my own\n');
    assert.match(await fs.readFile(beside(lab, 'client.py'), 'utf8'), /^import socket\n/);
    await assert.rejects(fs.stat(beside(lab, 'other/c')));
    const { shell } = await wirebench();
    const files = await solutionFiles(lab, vscode.Uri.joinPath(shell.context.extensionUri, 'courses'));
    assert.deepEqual(
      files.map((file) => file.path),
      ['client.py', 'other/javascript/server.mjs', 'server.py'],
    );
  });

  it('leaves everything as it is if the person does not want the reset, or not the solution', async () => {
    const lab = await newLab('own7');
    await fs.writeFile(beside(lab, 'server.py'), 'my own\n');
    const answers = answerMessages(() => undefined);
    try {
      await command('resetLab', lab);
      await command('showLabSolution', lab);
    } finally {
      answers.dispose();
    }
    assert.deepEqual(
      answers.shown.map(({ text }) => text),
      ['Reset server.py to the starter?', 'Show the solution of Capital letters?'],
    );
    assert.equal(await fs.readFile(beside(lab, 'server.py'), 'utf8'), 'my own\n');
    assert.equal((await (await wirebench()).courses()).labs.progress.of(lab.toString()).solutionShown, false);
  });

  it('is unsure of a step that fails and passes in a second try at once, and takes no points', async () => {
    const lab = await newLab('own8');
    await solve(lab);
    const right = await fs.readFile(beside(lab, 'server.py'), 'utf8');
    const slip = "import os\nagain = os.path.exists('again')\nopen('again', 'w').close()\n";
    await fs.writeFile(
      beside(lab, 'server.py'),
      slip + right.replace('data.upper()', 'data.upper() if again else data'),
    );
    const answers = answerMessages(() => undefined);
    try {
      const report = await command<LabReport>('checkLab', lab);
      assert.deepEqual(statesOf(report), ['unsure', 'unsure'], JSON.stringify(report.steps));
      assert.equal(report.points, 3);
      assert.match(
        answers.shown.at(-1)!.text,
        /^Capital letters: 3 of 3 points\. Capital letters is unsure\. It failed,/,
      );
      assert.deepEqual(statesOf(await command<LabReport>('checkLab', lab)), ['passed', 'passed']);
    } finally {
      answers.dispose();
    }
  });

  it('counts what runs in the notebook, as a check does, and the Test Explorer too', async () => {
    const lab = await newLab('own9');
    const { labs, tests, checks } = await (await wirebench()).courses();
    const states = () => Object.values(labs.progress.of(lab.toString()).steps).map(({ state }) => state);
    const told: unknown[] = [];
    const listening = checks.onDidCheck(({ steps }) => told.push(steps.map(({ key, state }) => [key, state])));
    try {
      await vscode.commands.executeCommand('vscode.open', lab);
      const notebook = await vscode.workspace.openNotebookDocument(lab);
      await run(notebook);
      assert.deepEqual(states(), ['failed', 'not checked']);
      assert.equal(labs.progress.of(lab.toString()).steps['Capital letters']?.failures, 1);
      await solve(lab);
      await (await (await wirebench()).labs()).restart(notebook);
      await run(notebook);
      assert.deepEqual(states(), ['passed', 'passed']);
      assert.deepEqual(told.at(-1), [
        ['Capital letters', 'passed'],
        ['A second client', 'passed'],
      ]);
    } finally {
      listening.dispose();
    }
    await labs.forget(lab);
    await tests.controller.refreshHandler!(new vscode.CancellationTokenSource().token);
    const suite = tests.controller.items.get(lab.toString())!;
    await tests.run(new vscode.TestRunRequest([suite]), new vscode.CancellationTokenSource().token);
    assert.deepEqual(states(), ['passed', 'passed']);
  });

  it('runs one check at a time, and no cell of a lab that is being checked', async () => {
    const lab = await newLab('own10');
    await solve(lab);
    const { labs, checks } = await (await wirebench()).courses();
    await vscode.commands.executeCommand('vscode.open', lab);
    const notebook = await vscode.workspace.openNotebookDocument(lab);
    // Both need the port 5550.
    const both = [checks.check(lab), checks.check(lab)];
    assert.ok(labs.isRunning(lab.toString()));
    await run(notebook);
    const [output] = notebook.cellAt(last(notebook)).outputs;
    assert.match(new TextDecoder().decode(output?.items[0]?.data), /^This lab is being checked\. Run the cell/);
    for (const { report } of await Promise.all(both)) assert.deepEqual(statesOf(report), ['passed', 'passed']);
    assert.ok(!labs.isRunning(lab.toString()));
    // What the check found stands in the notebook.
    await settles(
      () => Promise.resolve(outputText(notebook)),
      (text) => assert.match(text, /^Capital letters: passed/m),
      20_000,
    );
    const { runs } = await (await wirebench()).requests();
    // A request that takes its time: the check comes while the cell runs.
    const slow = new vscode.WorkspaceEdit();
    slow.insert(notebook.cellAt(last(notebook)).document.uri, new vscode.Position(1, 0), '# @sleep 2s\n');
    await vscode.workspace.applyEdit(slow);
    const began = new Promise((resolve) => runs.onDidChange(resolve));
    const cells = run(notebook);
    await began;
    await assert.rejects(checks.check(lab), { code: 'lab-busy', message: /cells of this lab run in its notebook/ });
    await cells;
  });

  it('is in the Test Explorer: a lab is a suite, a step a test, and one step can be run', async () => {
    const lab = await newLab('own5');
    await solve(lab);
    const { tests, labs } = await (await wirebench()).courses();
    await tests.controller.refreshHandler!(new vscode.CancellationTokenSource().token);
    const suite = tests.controller.items.get(lab.toString());
    assert.ok(suite);
    await tests.controller.resolveHandler!(suite);
    const steps = [...suite.children].map(([, step]) => step);
    assert.deepEqual(
      steps.map(({ label }) => label),
      ['Capital letters', 'A second client'],
    );
    const text = (await fs.readFile(lab.fsPath, 'utf8')).split('\n');
    assert.equal(text[steps[0]!.range!.start.line], 'TCP 127.0.0.1:5550');
    await tests.run(new vscode.TestRunRequest([steps[0]!]), new vscode.CancellationTokenSource().token);
    assert.equal(labs.progress.of(lab.toString()).steps['Capital letters']?.state, 'passed');
  });

  it('gets the course that ships: every lab reads without an error, and a second copy changes nothing', async () => {
    const to = path.join(root(), 'copied');
    made.push(to);
    const copied = await command<CopiedCourse>('newCourse', { course: 'sockets', to });
    assert.equal(copied.labs.length, 15);
    const { labs, view } = await (await wirebench()).courses();
    for (const lab of copied.labs) {
      const { steps, problem } = await labs.shown(vscode.Uri.file(lab).toString());
      assert.equal(problem, undefined, lab);
      assert.ok(steps.length >= 3, lab);
    }
    const course = (await view.getChildren()).find((row) => row.kind === 'course' && row.course.name === 'copied');
    assert.equal((await view.getTreeItem(course!)).description, '0 of 15 labs done');
    const again = await command<CopiedCourse>('newCourse', { course: 'sockets', to });
    assert.deepEqual([again.copied, again.kept], [0, copied.copied]);
  });
});
