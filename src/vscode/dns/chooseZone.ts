import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { zoneFilesText } from '../../net/dns/zoneBehaviour.ts';
import { askPick, back, more } from '../prompts.ts';
import type { Shell } from '../shell.ts';
import { labelText } from '../uiText.ts';

/** The zone that ships, and the names of its addresses. */
const samples = ['wirebench.test.zone', '2.0.192.in-addr.arpa.zone'];

interface ZoneItem extends vscode.QuickPickItem {
  readonly zone: () => Promise<string | undefined>;
}

interface ChosenZone {
  /** As the option `zone` has them. */
  readonly zone: string;
  /** The person wants to see the other options. */
  readonly more: boolean;
}

/** Asks for what a DNS server answers from. Undefined where the person left. */
export async function chooseZone(shell: Shell, title: string): Promise<ChosenZone | typeof back | undefined> {
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

/** A copy in the workspace, to be edited; where there is none, the sample as it ships. */
async function sampleZone(shell: Shell): Promise<string> {
  const source = shell.context.asAbsolutePath('samples');
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
  const copies = samples.map(async (name) => {
    const from = path.join(source, name);
    if (folder === undefined) return from;
    const to = path.join(folder, name);
    // One that the person has changed stays as it is.
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
