import * as vscode from 'vscode';
import type { CommandId } from './manifest/commands.ts';
import type { Arguments, Result } from './signatures.ts';

/** Calls one of our commands as the editor does. */
export async function callCommand<C extends CommandId>(id: C, ...args: Arguments<C>): Promise<Result<C>> {
  return vscode.commands.executeCommand<Result<C>>(id, ...args);
}
