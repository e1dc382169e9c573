import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { zoneFilesText } from '../../net/dns/zoneBehaviour.ts';
import { askPick, back, more } from '../prompts.ts';
import type { Shell } from '../shell.ts';
import { labelText } from '../uiText.ts';

/** The zone shipped with the extension, and the names of its addresses. */
const samples = ['wirebench.test.zone', '2.0.192.in-addr.arpa.zone'];

interface ZoneItem extends vscode.QuickPickItem {
  readonly zone: () => Promise<string | undefined>;
}

interface ChosenZone {
  /** In the form of the option `zone`. */
  readonly zone: string;
  /** The user wants to see the other options. */
  readonly more: boolean;
}

/** Asks for the data that a DNS server answers from. Undefined if the user left. */
export async function chooseZone(
  shell: Pick<Shell, 'context'>,
  title: string,
): Promise<ChosenZone | typeof back | undefined> {
  const found = await vscode.workspace.findFiles('**/*.zone', '**/node_modules/**', 100);
  const files = found.map(({ fsPath }) => fsPath).sort();
  const items: ZoneItem[] = [
    ...files.map((file) => ({
      label: `$(file) ${labelText(path.basename(file))}`,
      description: labelText(vscode.workspace.asRelativePath(path.dirname(file))),
      zone: () => Promise.resolve(zoneFilesText([file])),
    })),
    {
      label: '$(beaker) Sample Zone wirebench.test',
      description: 'Every record type of a course on DNS, and the names of its addresses',
      zone: () => sampleZone(shell),
    },
    { label: '$(folder-opened) Another File…', zone: browse },
  ];
  const answer = await askPick({
    title,
    placeholder: 'The zone file that the server answers from. The gear has faults and more options.',
    items,
    step: 2,
    totalSteps: 2,
    canGoBack: true,
    hasMore: true,
  });
  if (answer === undefined) return undefined;
  if (answer.next === back) return back;
  const zone = await answer.item?.zone();
  return zone === undefined ? undefined : { zone, more: answer.next === more };
}

/** An editable copy in the workspace or, if there is no workspace, the shipped sample. */
async function sampleZone(shell: Pick<Shell, 'context'>): Promise<string> {
  const source = shell.context.asAbsolutePath('samples');
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
  const copies = samples.map(async (name) => {
    const from = path.join(source, name);
    if (folder === undefined) return from;
    const to = path.join(folder, name);
    // A copy that the user has changed stays as it is.
    await fs.copyFile(from, to, fs.constants.COPYFILE_EXCL).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
    return to;
  });
  return zoneFilesText(await Promise.all(copies));
}

async function browse(): Promise<string | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: 'Zone File',
    openLabel: 'Serve',
    filters: { 'Zone files': ['zone', 'db', 'txt'], 'All files': ['*'] },
  });
  return files?.[0] && zoneFilesText([files[0].fsPath]);
}
