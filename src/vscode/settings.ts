import * as vscode from 'vscode';
import type { ServerSpec } from '../endpoints/spec.ts';
import { settingDefaults } from './manifest/defaults.ts';
import type { EndingSetting } from './terminal/lineEnding.ts';
import { without } from './without.ts';

/** The settings that `manifest/settings.ts` describes. A wrong type in settings.json counts as not set. */
export interface Settings {
  readonly defaultHost: string;
  readonly defaultEncoding: string;
  readonly journalMemoryBytes: number;
  readonly journalDiskBytes: number;
  readonly connectTimeout: number;
  /** An unknown name counts as `auto` (terminal/lineEnding.ts). */
  readonly terminalLineEnding: EndingSetting;
  readonly offerRestart: boolean;
  /** The path of an interpreter; empty: it is looked for. */
  readonly python: string;
}

/** Powers of 1000, as for all sizes shown. */
const megabyte = 1_000_000;

export function readSettings(): Settings {
  const section = vscode.workspace.getConfiguration('wirebench');
  const read = <K extends keyof typeof settingDefaults>(name: K): (typeof settingDefaults)[K] => {
    const value: unknown = section.get(name);
    const fallback = settingDefaults[name];
    return typeof value === typeof fallback ? (value as typeof fallback) : fallback;
  };
  return {
    defaultHost: read('defaultHost'),
    defaultEncoding: read('defaultEncoding'),
    journalMemoryBytes: read('journal.memory') * megabyte,
    journalDiskBytes: read('journal.disk') * megabyte,
    connectTimeout: read('connectTimeout'),
    terminalLineEnding: read('terminal.lineEnding'),
    offerRestart: read('offerRestart'),
    python: read('requestFiles.python'),
  };
}

/** A server of `wirebench.servers`, which always has a name. */
export type SavedServer = ServerSpec & { readonly name: string };

/** The content of `wirebench.servers` without entries that are not objects with a name; the engine checks the rest. */
export function savedServers(): readonly SavedServer[] {
  const value: unknown = vscode.workspace.getConfiguration('wirebench').get('servers');
  return Array.isArray(value) ? value.flatMap(asSavedServer) : [];
}

function asSavedServer(value: unknown): SavedServer[] {
  if (typeof value !== 'object' || value === null) return [];
  const { name } = value as { name?: unknown };
  if (typeof name !== 'string' || name === '') return [];
  return [{ ...value, role: 'server' } as SavedServer];
}

/** The level at which this window's servers are saved: the workspace if there is one, else the user's settings. */
function savedServersTarget(): vscode.ConfigurationTarget {
  return vscode.workspace.workspaceFolders === undefined
    ? vscode.ConfigurationTarget.Global
    : vscode.ConfigurationTarget.Workspace;
}

/** Adds a server, or replaces the one with the same name. */
export async function saveServer(server: SavedServer): Promise<void> {
  const kept = without(server, 'role');
  const others = rawServers().filter((other) => nameOf(other) !== server.name);
  await vscode.workspace.getConfiguration('wirebench').update('servers', [...others, kept], savedServersTarget());
}

export async function forgetServer(name: string): Promise<void> {
  const left = rawServers().filter((other) => nameOf(other) !== name);
  await vscode.workspace.getConfiguration('wirebench').update('servers', left, savedServersTarget());
}

/** The target's own value: the additions of other levels are not copied into it. */
function rawServers(): unknown[] {
  const inspected = vscode.workspace.getConfiguration('wirebench').inspect<unknown>('servers');
  const value =
    savedServersTarget() === vscode.ConfigurationTarget.Global ? inspected?.globalValue : inspected?.workspaceValue;
  return Array.isArray(value) ? value : [];
}

function nameOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as { name?: unknown }).name : undefined;
}
