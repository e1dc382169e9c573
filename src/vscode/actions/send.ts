import type { SendResult } from '../../engine/messages.ts';
import type { Destination, Repeat } from '../../net/spec.ts';
import type { Payload } from '../../protocol/text/payload.ts';
import { endpointOf, type EndpointReference } from './endpoints.ts';
import type { How, Means } from './means.ts';

export interface Message {
  readonly payload: Payload;
  readonly repeat?: Repeat;
}

export interface Sending extends Message {
  readonly endpoint: EndpointReference;
  /** Default: all. */
  readonly to?: Destination;
}

export interface HowToSend extends How {
  /** True if the user wrote the message, and chose its file. Default: the workspace's trust. */
  readonly trusted?: boolean;
}

/** Sends a message. If it is cancelled, the result is the part sent until then. */
export async function send(
  { engine, registry, around }: Pick<Means, 'engine' | 'registry' | 'around'>,
  { endpoint, to = { kind: 'all' }, payload, repeat }: Sending,
  { trusted = around.isTrusted, signal }: HowToSend = {},
): Promise<SendResult> {
  // The engine may know an id that the registry has not received yet.
  const id = typeof endpoint === 'number' ? endpoint : (await endpointOf(registry, endpoint)).id;
  return engine.request(
    'endpoint.send',
    { endpoint: id, to, payload, trusted, ...(repeat && { repeat }) },
    signal && { signal },
  );
}

export function sendingText({ repeat }: Pick<Message, 'repeat'>): string {
  return repeat ? `Sending ${repeat.times} times` : 'Sending';
}
