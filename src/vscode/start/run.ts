import type { EndpointSnapshot } from '../../engine/messages.ts';
import type { EndpointSpec } from '../../endpoints/spec.ts';
import { startEndpoint, startingText, type HowToStart } from '../actions/start.ts';
import { meansOf, type Acting } from '../means.ts';
import { withSlowProgress } from '../shell.ts';
import { messageText } from '../uiText.ts';

/** Starts an endpoint; one that takes long shows progress and can be cancelled. */
export function run(acting: Acting, spec: EndpointSpec, how: HowToStart = {}): Promise<EndpointSnapshot> {
  const abort = new AbortController();
  const starting = startEndpoint(meansOf(acting), spec, { ...how, signal: abort.signal });
  return withSlowProgress(messageText(startingText(spec)), starting, abort);
}
