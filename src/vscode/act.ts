import * as vscode from 'vscode';
import { taken } from './actions/input.ts';
import type { Means, Surroundings } from './actions/means.ts';
import { actions, type ActionHow, type ActionId, type ActionInput, type ActionResult } from './actions/table.ts';
import { readSettings, savedServers } from './settings.ts';
import { withSlowProgress, type Shell } from './shell.ts';
import { messageText } from './uiText.ts';

/** The parts of the shell that actions use. */
export type Acting = Pick<Shell, 'engine' | 'registry' | 'traffic'>;

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
  get courses() {
    const { extensionUri } = vscode.extensions.getExtension('wirebench.wirebench')!;
    return vscode.Uri.joinPath(extensionUri, 'courses').fsPath;
  },
  get savedServers() {
    return savedServers();
  },
};

const meansOf = ({ engine, registry, traffic }: Acting): Means => ({
  engine,
  registry,
  around,
  showTraffic: async (filter) => (await traffic()).show(filter === undefined ? {} : { filter }),
});

/** Runs an action for callers that show its progress themselves. */
export function perform<A extends ActionId>(
  acting: Acting,
  id: A,
  input: ActionInput<A>,
  how: ActionHow<A>,
): Promise<ActionResult<A>> {
  return actions[id].run(meansOf(acting), input, how);
}

/** Runs an action. A long one shows progress, with a button to cancel it. `abort` cancels it from elsewhere. */
export function act<A extends ActionId>(
  acting: Acting,
  id: A,
  input: ActionInput<A>,
  how: ActionHow<A> = {},
  abort = new AbortController(),
): Promise<ActionResult<A>> {
  const { doing, cancellable } = actions[id];
  const work = perform(acting, id, input, { ...how, signal: abort.signal });
  return withSlowProgress(messageText(doing(input, acting.registry)), work, cancellable && abort);
}

/** Runs an action with a program's input. Throws `bad-argument`. */
export function actWith<A extends ActionId>(acting: Acting, id: A, given: unknown): Promise<ActionResult<A>> {
  return act(acting, id, taken(actions[id].input, given));
}
