import { actionOf, type ActionId, type ActionInput, type ActionResult } from './actions/table.ts';
import { taken } from './actions/input.ts';
import type { Means } from './actions/means.ts';
import { meansOf } from './means.ts';
import { withSlowProgress, type Shell } from './shell.ts';
import { messageText } from './uiText.ts';

/** The parts of the shell that any action acts by. */
export type Acting = Pick<Shell, 'engine' | 'registry' | 'traffic'>;

/** Does an action; one that takes long shows progress. */
export function act<A extends ActionId>(shell: Acting, id: A, input: ActionInput<A>): Promise<ActionResult<A>> {
  const { doing, run, cancellable } = actionOf(id);
  const means: Means = {
    ...meansOf(shell),
    showTraffic: async (filter) => (await shell.traffic()).show(filter === undefined ? {} : { filter }),
  };
  const abort = new AbortController();
  const work = run(means, input, { signal: abort.signal });
  return withSlowProgress(messageText(doing(input, means)), work, cancellable && abort);
}

/** The same with what a program gave. Throws `bad-argument`. */
export function actWith<A extends ActionId>(shell: Acting, id: A, given: unknown): Promise<ActionResult<A>> {
  return act(shell, id, taken(actionOf(id).input, given));
}
