import * as vscode from 'vscode';
import type { Means, Surroundings } from './actions/means.ts';
import { readSettings, savedServers } from './settings.ts';
import type { Shell } from './shell.ts';

/** This window. */
export const around: Surroundings = {
  get isTrusted() {
    return vscode.workspace.isTrusted;
  },
  get folder() {
    return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  },
  get settings() {
    return readSettings();
  },
  get savedServers() {
    return savedServers();
  },
};

export const meansOf = ({
  engine,
  registry,
}: Pick<Shell, 'engine' | 'registry'>): Pick<Means, 'engine' | 'registry' | 'around'> => ({
  engine,
  registry,
  around,
});
