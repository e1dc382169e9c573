import * as vscode from 'vscode';
import { actWith } from './act.ts';
import { actions } from './actions/table.ts';
import { taken } from './actions/input.ts';
import { readCall, type Call } from './call.ts';
import { commands, type Command } from './commands.ts';
import { selection } from './endpoints/node.ts';
import type { WholeShell } from './lazyParts.ts';
import type { CommandId } from './manifest/commands.ts';
import { showProblem } from './problems.ts';

/**
 * Runs a command. If a user started it, its errors are shown in a message with buttons; a program that passes
 * parameters gets them thrown.
 */
export async function runCommand(shell: WholeShell, id: CommandId, target: unknown, others: unknown): Promise<unknown> {
  if (isFromTree(id, target)) await vscode.commands.executeCommand('list.select');
  const call = readCall(target, others, shell.endpointsView.selection);
  const command = commands[id] as Command<unknown>;
  const run = () => doCommand(shell, command, call);
  try {
    return await run();
  } catch (error) {
    if (call.isProgram) throw error;
    const { node } = call;
    await showProblem(shell, error, {
      ...(node !== undefined && node.kind !== 'saved' && { endpoint: node.endpoint }),
      retry: run,
    });
    return undefined;
  }
}

function doCommand(shell: WholeShell, command: Command<unknown>, call: Call): unknown {
  if (typeof command === 'function') return command(shell, call);
  const { action, ask, act, input } = command;
  const { parameters } = call;
  const given = parameters && (input ? input(parameters, call) : parameters);
  if (given === undefined) return ask(shell, call);
  if (act === undefined) return actWith(shell, action, given);
  return (act as (shell: WholeShell, input: unknown) => unknown)(shell, taken<unknown>(actions[action].input, given));
}

/**
 * A key in the tree applies to the focused row, which extensions cannot see. It is selected first, since the arrow keys
 * move only the focus.
 */
function isFromTree(id: string, target: unknown): boolean {
  return target === selection || id === 'wirebench.activateSelected' || id === 'wirebench.deleteSelected';
}
