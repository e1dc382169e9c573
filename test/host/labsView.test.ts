import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { LabReport } from '../../src/labs/grade.ts';
import type { CopiedCourse } from '../../src/vscode/actions/courses.ts';
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
