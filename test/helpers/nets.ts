import assert from 'node:assert/strict';
import { createServer, connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { WirebenchError } from '../../src/base/errors.ts';
import type { Behaviour, BehaviourHost } from '../../src/net/behaviours/behaviour.ts';
import { Registry } from '../../src/net/registry.ts';
import type { BehaviourSpec } from '../../src/net/spec.ts';
import { FakeRecorder } from './fakeRecorder.ts';

/** Two behaviours that endpoints can be tested with, apart from the real table: nothing, and an echo. */
export function createPlainBehaviour(spec: BehaviourSpec): Behaviour {
  const dispose = () => undefined;
  if (spec.name === 'none') return { dispose };
  if (spec.name === 'echo')
    return { dispose, onReceived: (conversation, received) => void conversation.echo(received) };
  throw new WirebenchError({ code: 'unknown-behaviour', message: `There is no behaviour ${spec.name}.` });
}

export interface Net {
  readonly recorder: FakeRecorder;
  readonly registry: Registry;
}

export function createNet(
  createBehaviour: (spec: BehaviourSpec, host: BehaviourHost) => Behaviour | Promise<Behaviour> = createPlainBehaviour,
): Net {
  const recorder = new FakeRecorder();
  const registry = new Registry({ recorder, createBehaviour });
  // A state may change with no event: what a test waits for is asked again then, too.
  registry.onChange(() => recorder.wake());
  return { recorder, registry };
}

/** A plain client of Node's, connected; half-open, so that the test decides about every direction. */
export async function dial(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host, allowHalfOpen: true });
  await once(socket, 'connect');
  return socket;
}

/** Everything the socket receives until its end. */
export async function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Exactly so many bytes from a socket that stays open. */
export async function readBytes(socket: Socket, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  await new Promise<void>((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      chunks.push(chunk);
      total += chunk.length;
      if (total < length) return;
      socket.off('data', onData);
      socket.off('error', reject);
      resolve();
    };
    socket.on('data', onData);
    socket.once('error', reject);
  });
  return Buffer.concat(chunks);
}

/** A port nobody listens on now: bound, noted and let go. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const server = createServer();
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  server.close();
  await once(server, 'close');
  return address.port;
}

/** What of this process keeps it alive (sockets, servers, timers, look-ups), by kind and how many. */
export function handles(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (/TCP|UDP|TLS|Timeout|GetAddrInfo|Worker/.test(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/**
 * Fails where there are more handles than before. What an earlier test let go may leave in between; what was closed just
 * now is off the list only after some turns of the event loop.
 */
export async function assertNoneLeft(before: ReadonlyMap<string, number>): Promise<void> {
  const left = () => [...handles()].filter(([kind, count]) => count > (before.get(kind) ?? 0)).map(([kind]) => kind);
  for (let turn = 0; turn < 1000 && left().length > 0; turn++) await settled();
  assert.deepEqual(left(), [], 'a handle is left');
}

/** A few turns of the event loop. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
