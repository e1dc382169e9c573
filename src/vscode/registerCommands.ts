import * as vscode from 'vscode';
import type { WholeShell } from './lazyParts.ts';
import type { CommandId } from './manifest/commands.ts';

/** Registers the commands of package.json. Their table is loaded when the first command is used. */
export function registerCommands(shell: WholeShell): vscode.Disposable[] {
  const { contributes } = shell.context.extension.packageJSON as {
    readonly contributes: { readonly commands: readonly { readonly command: CommandId }[] };
  };
  return contributes.commands.map(({ command }) =>
    vscode.commands.registerCommand(command, async (target?: unknown, others?: unknown) => {
      const { runCommand } = await import('./runCommand.ts');
      return runCommand(shell, command, target, others);
    }),
  );
}
