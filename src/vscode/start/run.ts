import type { EndpointSnapshot } from '../../engine/messages.ts';
import type { EndpointSpec } from '../../endpoints/spec.ts';
import { startingText } from '../actions/endpoints.ts';
import { startEndpoint, type HowToStart } from '../actions/start.ts';
import { meansOf } from '../means.ts';
import { withSlowProgress, type Shell } from '../shell.ts';
import { messageText } from '../uiText.ts';

/** Starts an endpoint; one that takes long shows progress and can be cancelled. */
export function run(
  shell: Pick<Shell, 'engine' | 'registry'>,
  spec: EndpointSpec,
  how: HowToStart = {},
): Promise<EndpointSnapshot> {
  const abort = new AbortController();
  const starting = startEndpoint(meansOf(shell), spec, { ...how, signal: abort.signal });
  return withSlowProgress(messageText(startingText(spec)), starting, abort);
}
