import * as vscode from 'vscode';
import { WirebenchError } from '../base/errors.ts';
import { messageText } from './uiText.ts';

/** Milliseconds that a program has to end after the request, and between two checks of whether it did. */
const patience = 3000;
const look = 50;

/**
 * Asks another program to end if the user agrees. Returns true if it ended.
 *
 * @param name the program's display name: `python3 (pid 4242)`
 */
export async function endProgram(pid: number, name: string): Promise<boolean> {
  const end = 'End It';
  const sure = await vscode.window.showWarningMessage(
    messageText(`End ${name}? It is not a server of Wirebench. Its unsaved data may be lost.`),
    { modal: true },
    end,
  );
  if (sure !== end) return false;
  if (!signal(pid, name, 'SIGTERM')) return true;
  for (const started = Date.now(); Date.now() - started < patience;) {
    await new Promise((resolve) => setTimeout(resolve, look));
    if (!signal(pid, name, 0)) return true;
  }
  throw new WirebenchError({
    code: 'program-stays',
    message: `${name} was asked to end and still runs. End it in the program that started it.`,
  });
}

/** True if the program existed and could be signalled. */
function signal(pid: number, name: string, which: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, which);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw new WirebenchError(
      {
        code: 'no-permission',
        message: `${name} could not be ended: the system does not permit it. Use another port, or end it in the program that started it.`,
      },
      { cause: error },
    );
  }
}
