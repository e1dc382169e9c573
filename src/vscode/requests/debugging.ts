import path from 'node:path';
import * as vscode from 'vscode';
import type { DebugMeans, Debuggee } from '../../requests/run/debuggee.ts';

/** The mark of our debug sessions in their configuration: the session of requests that started the program. */
const mark = 'wirebenchSession';

/** The debuggers of the editor, by the kind of program. */
const debuggers = {
  node: {
    extension: 'ms-vscode.js-debug',
    configuration: (port: number) => ({
      ...{ type: 'node', address: '127.0.0.1', port },
      // The program waits at its first line, where nobody wants to stop.
      continueOnAttach: true,
      skipFiles: ['<node_internals>/**'],
    }),
  },
  python: {
    extension: 'ms-python.debugpy',
    configuration: (port: number) => ({ type: 'debugpy', connect: { host: '127.0.0.1', port }, justMyCode: true }),
  },
} as const satisfies Record<
  Debuggee['kind'],
  { readonly extension: string; readonly configuration: (port: number) => object }
>;

/** Whether there is a debugger for programs of Node.js, and where that for Python keeps its package. */
export function debuggersHere(): DebugMeans {
  const python = vscode.extensions.getExtension(debuggers.python.extension);
  return {
    node: vscode.extensions.getExtension(debuggers.node.extension) !== undefined,
    ...(python && { python: path.join(python.extensionPath, 'bundled', 'libs') }),
  };
}

/** Attaches the editor's debugger to a program that waits for it; null: it did not attach. */
export async function attach({ kind, port, name, folder }: Debuggee, session: string): Promise<'attached' | null> {
  const configuration: vscode.DebugConfiguration = {
    ...{ name, request: 'attach', [mark]: session },
    ...debuggers[kind].configuration(port),
  };
  const within = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
  return (await vscode.debug.startDebugging(within, configuration)) ? 'attached' : null;
}

/** Requests of the editor to a debugger after which the program goes on. */
const going = new Set([
  'continue',
  'next',
  'stepIn',
  'stepOut',
  'stepBack',
  'reverseContinue',
  'goto',
  'disconnect',
  'terminate',
]);

/** Tells when programs of a session of requests are stopped by a debugger (a breakpoint, an exception), and when they go on. */
export function watchDebuggers(hold: (session: string, held: boolean) => void): vscode.Disposable {
  /** The debug sessions that are stopped, by the session of requests. */
  const stopped = new Map<string, Set<string>>();
  const set = (session: string, id: string, isStopped: boolean): void => {
    const ids = stopped.get(session) ?? new Set();
    stopped.set(session, ids);
    const before = ids.size > 0;
    if (isStopped) ids.add(id);
    else ids.delete(id);
    if (ids.size > 0 !== before) hold(session, !before);
  };
  return vscode.debug.registerDebugAdapterTrackerFactory('*', {
    createDebugAdapterTracker: (debug) => {
      const session = ownerOf(debug);
      if (session === undefined) return undefined;
      const over = () => set(session, debug.id, false);
      return {
        onDidSendMessage: (message: { readonly type?: string; readonly event?: string }) => {
          if (message.type !== 'event') return;
          if (message.event === 'stopped') set(session, debug.id, true);
          else if (message.event === 'continued') over();
        },
        onWillReceiveMessage: (message: { readonly command?: string }) => {
          if (message.command !== undefined && going.has(message.command)) over();
        },
        onWillStopSession: over,
        onExit: over,
      };
    },
  });
}

/** A debugger may have a session for each process or thread below the one that was asked for. */
function ownerOf(debug: vscode.DebugSession): string | undefined {
  for (let at: vscode.DebugSession | undefined = debug; at !== undefined; at = at.parentSession) {
    const session: unknown = at.configuration[mark];
    if (typeof session === 'string') return session;
  }
  return undefined;
}
