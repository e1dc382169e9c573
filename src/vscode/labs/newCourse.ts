import path from 'node:path';
import * as vscode from 'vscode';
import { count } from '../../base/quantities.ts';
import { hasShape, isString } from '../../base/shape.ts';
import { WirebenchError } from '../../base/errors.ts';
import { act, around } from '../act.ts';
import { courseLanguages, shippedCourses, type CopiedCourse, type CourseCopy } from '../actions/courses.ts';
import type { WholeShell } from '../lazyParts.ts';
import { askMany, askPick, askText } from '../prompts.ts';
import { labelText, messageText } from '../uiText.ts';
import { allowPrograms } from './consent.ts';
import { firstLabKey, type FirstLab } from './firstLab.ts';
import { languageIds, languages, type LanguageId } from './languages.ts';

const title = 'New Course';

/** Asks for the course, the languages and the place, copies the course, and opens its first lab. */
export async function newCourse(shell: WholeShell): Promise<CopiedCourse | undefined> {
  const names = await shippedCourses(around.courses);
  if (names.length === 0) {
    throw new WirebenchError({ code: 'no-such-file', message: 'This Wirebench has no courses.' });
  }
  const items = names.map((name) => ({ label: labelText(name), name }));
  const course =
    items.length === 1 ? items[0]!.name : (await askPick({ title, placeholder: 'The course', items }))?.item?.name;
  if (course === undefined) return undefined;
  const chosen = await askLanguages(path.join(around.courses, course));
  if (chosen === undefined) return undefined;
  const to = await askPlace(course);
  if (to === undefined) return undefined;
  return copyAndOpen(shell, { course, to, languages: chosen });
}

/** Python is always in the copy: the labs run it. */
async function askLanguages(course: string): Promise<readonly LanguageId[] | undefined> {
  const there = await courseLanguages(course);
  const offered = languageIds.filter((id) => there.has(id));
  if (offered.length < 2) return ['python'];
  const items = offered.map((id) => ({
    label: languages[id].label,
    id,
    picked: id === 'python',
    ...(id !== 'python' && { description: 'for the labs that have it, beside Python' }),
  }));
  const answer = await askMany({ title, placeholder: 'The languages that you will write in', items });
  return answer && [...new Set<LanguageId>(['python', ...answer.items.map(({ id }) => id)])];
}

/** The folder of the course; undefined: the person left. */
async function askPlace(course: string): Promise<string | undefined> {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
  const elsewhere = { label: 'Another Folder…', description: 'Choose the folder that gets the course', to: undefined };
  if (folder !== undefined) {
    const here = path.join(folder, course);
    const items = [{ label: labelText(course), description: 'A new folder in this workspace', to: here }, elsewhere];
    const answer = await askPick<(typeof items)[number]>({ title, placeholder: 'The place of the course', items });
    if (answer?.item === undefined) return undefined;
    if (answer.item.to !== undefined) return answer.item.to;
  }
  const [parent] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: 'Copy the Course Here',
      title: 'The folder that gets the course',
    })) ?? [];
  if (parent === undefined) return undefined;
  if (parent.scheme !== 'file') {
    const message = 'A course can only be copied into a folder of this machine. Choose another folder.';
    throw new WirebenchError({ code: 'bad-value', message });
  }
  return path.join(parent.fsPath, course);
}

/** For a program, which gives the place: copies the course and opens its first lab. */
export async function copyAndOpen(shell: WholeShell, copy: CourseCopy): Promise<CopiedCourse> {
  const copied = await act(shell, 'copyCourse', copy);
  shell.firstSteps.did('course');
  const [first] = copied.labs;
  const isHere = first !== undefined && vscode.workspace.getWorkspaceFolder(vscode.Uri.file(first)) !== undefined;
  if (isHere) await openFirst(shell, copied.folder, first);
  void tell(shell, copied, isHere);
  return copied;
}

async function openFirst(shell: WholeShell, folder: string, lab: string): Promise<void> {
  await allowPrograms(shell.context, folder);
  const { labs } = await shell.courses();
  labs.refresh();
  await vscode.commands.executeCommand('wirebench.labs.focus');
  // The walkthrough stays: its next step is about this lab.
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(lab), { preview: false });
}

async function tell(shell: WholeShell, { folder, labs, kept }: CopiedCourse, isHere: boolean): Promise<void> {
  const unchanged =
    kept === 0 ? '' : ` ${count(kept, 'file')} that ${kept === 1 ? 'was' : 'were'} there did not change.`;
  if (isHere) {
    // The editor cuts a longer sentence.
    const said = `Here is the first of ${count(labs.length, 'lab')}. Read it, and run its cells.`;
    void vscode.window.showInformationMessage(messageText(`${said}${unchanged}`));
    return;
  }
  const open = 'Open Folder';
  const said = messageText(
    `The course has ${count(labs.length, 'lab')}.${unchanged} Open its folder to begin: ${folder}`,
  );
  const [lab] = labs;
  if ((await vscode.window.showInformationMessage(said, open)) !== open) return;
  if (lab !== undefined) await shell.context.globalState.update(firstLabKey, { folder, lab } satisfies FirstLab);
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder), { forceNewWindow: false });
}

/** As it is stored: a `FirstLab`. */
const isFirstLab = hasShape({ folder: isString, lab: isString });

/** Opens the first lab of a course whose folder was opened for it: the window began anew with the folder. */
export async function openFirstLab(shell: WholeShell): Promise<void> {
  const { globalState } = shell.context;
  const stored = globalState.get<unknown>(firstLabKey);
  // It may be meant for another window.
  if (!isFirstLab(stored) || !vscode.workspace.getWorkspaceFolder(vscode.Uri.file(stored.lab))) return;
  await globalState.update(firstLabKey, undefined);
  await openFirst(shell, stored.folder, stored.lab);
}

/** Asks for the title of a lab and its course, writes a skeleton, and opens it. */
export async function newLab(shell: WholeShell): Promise<string | undefined> {
  const { labs } = await shell.courses();
  const root = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
  if (root === undefined) {
    const message = 'A new lab needs a folder of this machine. Open a folder first, then make the lab.';
    throw new WirebenchError({ code: 'no-such-file', message });
  }
  const courses = (await labs.courses()).map(({ name, labs: all }) => ({
    label: labelText(name),
    description: count(all.length, 'lab'),
    folder: path.dirname(path.dirname(vscode.Uri.parse(all[0]!.uri).fsPath)),
  }));
  const own = {
    label: 'A Course of Its Own',
    description: labelText(path.join(path.basename(root), 'course')),
    folder: path.join(root, 'course'),
  };
  const items = [...courses, own];
  const course =
    courses.length === 0
      ? own.folder
      : (await askPick({ title: 'New Lab', placeholder: 'The course that gets the lab', items }))?.item?.folder;
  if (course === undefined) return undefined;
  const answer = await askText({
    title: 'New Lab',
    prompt: 'The title of the lab',
    placeholder: 'A server for many clients',
    check: (text) => (text.trim() === '' ? { message: 'A lab needs a title.', severity: 'error' } : undefined),
  });
  if (answer === undefined) return undefined;
  return makeAndOpen(shell, { course, title: answer.text.trim() });
}

export async function makeAndOpen(
  shell: WholeShell,
  lab: { readonly course: string; readonly title: string },
): Promise<string> {
  const file = await act(shell, 'makeLab', lab);
  const { labs } = await shell.courses();
  labs.refresh();
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
  return file;
}
